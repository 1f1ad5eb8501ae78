"""Refusals of saved searches."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid, Refusal


class NameNeeded(Invalid):
    message = _l("Please give the search a name of at most 120 characters.")

    def __init__(self) -> None:
        super().__init__(field="name")


class NothingAsked(Invalid):
    """No words and no filter: it would find everybody."""

    message = _l("This search has no words and no filter that could be saved. Narrow the list first.")


class SearchTooLong(Invalid):
    message = _l("This search has more filters than can be saved. Take some away.")


class TooManySearches(Refusal):
    status = 409
    code = "too_many_searches"
    message = _l("You have 50 saved searches, which is all that there can be. Delete one first.")


class FindsTooMany(Refusal):
    status = 409
    code = "finds_too_many"
    message = _l(
        "This search finds more than 1,000 people, so a mail about new ones would say nothing. Narrow it."
    )


class CannotLookNow(Refusal):
    """The index is being built: whom the search finds today is not known, and all would seem new tomorrow."""

    status = 503
    code = "cannot_look_now"
    message = _l("The directory is being put in order, so no alert can be set. Please try again in a minute.")

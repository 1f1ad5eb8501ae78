"""Refusals of shortlists."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid, Refusal


class NameNeeded(Invalid):
    message = _l("Please give the list a name of at most 120 characters.")

    def __init__(self) -> None:
        super().__init__(field="name")


class NoteTooLong(Invalid):
    message = _l("A note has at most 2,000 characters. Yours is kept; please shorten it.")

    def __init__(self) -> None:
        super().__init__(field="note")


class NoteChangedMeanwhile(Conflict):
    """Somebody wrote another note since the one that this was begun from."""

    message = _l(
        "Somebody changed this note while you were writing. Yours is kept below; save again to put it in place of"
        " theirs."
    )


class NotInDirectory(Refusal):
    """Their page can be opened, but they are not listed."""

    status = 409
    code = "not_in_directory"
    message = _l("Only people who are in the directory can stand on a shortlist.")


class ListFull(Refusal):
    status = 409
    code = "list_full"
    message = _l("A shortlist has at most 200 people. Begin another one.")


class TooManyLists(Refusal):
    status = 409
    code = "too_many_lists"
    message = _l("You have 100 shortlists, which is all that there can be. Delete one first.")


class NoSuchColleague(Invalid):
    """Also for oneself, a closed account and one that nobody has claimed: the three are told alike."""

    message = _l("No other member has this handle. It is the last part of the address of their profile.")

    def __init__(self) -> None:
        super().__init__(field="handle")


class SharedWithMany(Refusal):
    status = 409
    code = "shared_with_many"
    message = _l("A shortlist can be shared with at most 20 colleagues.")

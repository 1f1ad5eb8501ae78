"""Refusals of the desk."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid, Refusal


class NotReady(Invalid):
    """Something is missing without which a story is not published; `by_field` says what."""

    def __init__(self, *fields: str) -> None:
        words = {
            "title": _("A story needs a title."),
            "source_url": _("A link needs the address of its source."),
            "source_name": _("Name the source, as readers know it."),
            "editor_note": _("Say in a sentence or two why readers should follow this link."),
            "body": _("An article needs a text before it is published."),
            "byline": _("An article is signed: name at least one author."),
        }
        self._by_field = {field: words[field] for field in fields}
        super().__init__(words[fields[0]], field=fields[0])

    @property
    def by_field(self) -> dict[str, str]:
        return self._by_field


class UnknownMember(Invalid):
    def __init__(self, handle: str) -> None:
        super().__init__(_("Nobody here has the handle “%(handle)s”.", handle=handle), field="byline")


class UnknownTopic(Invalid):
    def __init__(self, slug: str) -> None:
        super().__init__(_("There is no topic “%(slug)s”.", slug=slug), field="topics")


class NotAWebAddress(Invalid):
    message = _l("Write a whole address that starts with https:// or http://.")

    def __init__(self) -> None:
        super().__init__(field="source_url")


class TimeHasPassed(Invalid):
    message = _l("This moment has passed. Choose one that is to come, or publish at once.")

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class WrongStep(Refusal):
    """The status of the story does not lead to where it was asked to go."""

    status = 409
    code = "wrong_step"
    message = _l("Somebody has moved this story on meanwhile. Look at where it is now.")

"""Refusals of messaging."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid, Refusal


class EmptyMessage(Invalid):
    message = _l("Please write something first.")

    def __init__(self) -> None:
        super().__init__(field="body")


class MessageTooLong(Invalid):
    message = _l("A message has at most 10,000 characters. Yours is kept; please shorten or split it.")

    def __init__(self) -> None:
        super().__init__(field="body")


class CannotBeWrittenTo(Refusal):
    """The other one is not a member who can read it: unclaimed, closed, or the actor themselves."""

    status = 409
    code = "cannot_be_written_to"
    message = _l("This person cannot be written to here.")

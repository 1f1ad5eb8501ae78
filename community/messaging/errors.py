"""Refusals of messaging."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid, NotFound, Refusal


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


class NoSuchMessage(NotFound):
    """There is no message of this number that the actor may see and that still has its words."""

    message = _l("This message is not there any more.")


class TooLateToEdit(Refusal):
    status = 409
    code = "too_late_to_edit"
    message = _l(
        "A message can be changed within 15 minutes after it was sent. You can delete it, or write another."
    )


class UnknownSign(Invalid):
    message = _l("There is no such reaction.")

    def __init__(self) -> None:
        super().__init__(field="sign")


class TooManyPins(Refusal):
    status = 409
    code = "too_many_pins"
    message = _l("A conversation has at most 20 pinned messages. Unpin one first.")

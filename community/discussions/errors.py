"""Refusals of discussions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Invalid, Refusal


class EmptyReply(Invalid):
    message = _l("Please write something first.")

    def __init__(self) -> None:
        super().__init__(field="body")


class ReplyTooLong(Invalid):
    message = _l("A reply has at most 10,000 characters. Yours is kept; please shorten or split it.")

    def __init__(self) -> None:
        super().__init__(field="body")


class ThreadClosed(Refusal):
    """Nobody can reply here (any more)."""

    status = 409
    code = "thread_closed"
    message = _l("This discussion is closed. Your text is kept below, so that you can copy it.")


class NothingToAnswer(Refusal):
    """The reply that is answered was removed, or was never in this thread."""

    status = 409
    code = "nothing_to_answer"
    message = _l(
        "The reply that you answer is no longer there. Your text is kept; send it as a reply of its own."
    )


class UsedElsewhere(Invalid):
    """The client id already made a reply under another story."""

    message = _l("This was already sent under another story.")

    def __init__(self) -> None:
        super().__init__(field="client_id")

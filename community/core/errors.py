"""Refusals: what an action says when it will not do what was asked.

A refusal carries words for the reader and a status; the doors turn it into a page, a JSON problem or a
Socket.IO acknowledgement (`community/core/web/errors.py`, `community/core/realtime.py`).
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError

BEYOND_US = (OverflowError, RecursionError, UnicodeEncodeError, DataError)
"""What a number beyond 64 bits, JSON of a thousand levels, half a character and a NUL come to on their way to the
database. No page of ours sends them, and no form can mend them; a fault with its trace for each would fill the log."""


class Refusal(Exception):
    """Something was asked that will not be done. Subclass it in a feature's `errors.py`."""

    status = 400
    code = "refused"
    message: str = _l("That could not be done.")
    retry_after: int | None = None
    """In how many seconds the same may be tried again; None where that would change nothing."""

    def __init__(self, message: str | None = None, *, field: str | None = None) -> None:
        super().__init__(message or self.code)
        if message is not None:
            self.message = message
        self.field = field

    @property
    def by_field(self) -> dict[str, str]:
        """What is wrong at which field; an action that finds several things at once says them all."""
        return {self.field: str(self.message)} if self.field else {}


class NotFound(Refusal):
    """It does not exist, or it is not yours to see: the two are told alike."""

    status = 404
    code = "not_found"
    message = _l("There is nothing at this address, or it is not yours to see.")


class SignInNeeded(Refusal):
    status = 401
    code = "sign_in_needed"
    message = _l("Please sign in first.")


class NotAllowed(Refusal):
    status = 403
    code = "not_allowed"
    message = _l("This is not open to you.")


class Conflict(Refusal):
    """Somebody else changed it meanwhile."""

    status = 409
    code = "conflict"
    message = _l("Somebody changed this while you were writing. Your text is kept below.")


class Invalid(Refusal):
    """The input is wrong at `field`."""

    status = 422
    code = "invalid"
    message = _l("Please look at the marked fields.")


class TooMany(Refusal):
    """A limit is reached."""

    status = 429
    code = "too_many"
    message = _l("That was too often. Please wait a moment and try again; nothing you wrote is lost.")

    def __init__(self, retry_after: int, message: str | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(Refusal):
    """Others were writing for longer than anybody should wait (`BUSY_MS` of community/core/db.py)."""

    status = 503
    code = "busy"
    message = _l(
        "Very much is being written at this moment. Nothing of yours was half-saved; please try again."
    )
    retry_after = 5

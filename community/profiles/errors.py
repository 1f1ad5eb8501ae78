"""Refusals of profiles."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid


class ProfileInvalid(Invalid):
    """Fields of a draft are wrong; `faults` maps each to what is wrong with it."""

    def __init__(self, faults: dict[str, str]) -> None:
        field, message = next(iter(faults.items()))
        super().__init__(message, field=field)
        self.faults = faults


class ProfileChangedMeanwhile(Conflict):
    """The draft was begun from an older version: from another tab, or another device."""

    message = _l(
        "Your profile was saved from another tab or device while you were writing. What you typed is kept below;"
        " save again to put it in place of what is there now."
    )

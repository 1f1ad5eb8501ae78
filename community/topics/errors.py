"""Refusals of the taxonomy."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid


class TopicInvalid(Invalid):
    """Fields of a draft are wrong; `faults` maps each to what is wrong with it."""

    def __init__(self, faults: dict[str, str]) -> None:
        field, message = next(iter(faults.items()))
        super().__init__(message, field=field)
        self.faults = faults


class TopicChangedMeanwhile(Conflict):
    message = _l("Another editor saved this topic while you were writing. What you typed is kept below.")


class CannotMerge(Invalid):
    """A topic cannot be merged into itself, nor into one that is no longer offered."""

    message = _l("Please choose another topic, one that is still offered, to keep.")

"""Refusals of claiming."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid


class WordsNeeded(Invalid):
    message = _l("Please write in a sentence or two how the desk can see that it is you.")


class ReasonNeeded(Invalid):
    message = _l("Please write how you checked it, or why not, in a sentence or two. Whoever asked reads it.")


class AskedOften(Conflict):
    message = _l("Five questions of yours wait for the desk. Please wait for an answer first.")


class GoneMeanwhile(Conflict):
    message = _l("This entry belongs to somebody meanwhile, or was taken away. Nothing was changed.")


class TakenBack(Conflict):
    message = _l(
        "The desk took this back from your account, so that a link or an iD is not enough. Please ask the desk."
    )


class TooOldToUndo(Conflict):
    message = _l("This cannot be undone any more: what came together then is kept apart for a year.")

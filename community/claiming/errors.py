"""Refusals of claiming."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid, NotAllowed, Refusal


class NotAnAddress(Invalid):
    message = _l("This is not an address that mail can reach.")


class WordsNeeded(Invalid):
    message = _l("Please write in a sentence or two how the desk can see that it is you.")


class ReasonNeeded(Invalid):
    message = _l("Please write how you checked it, or why not, in a sentence or two. Whoever asked reads it.")


class AskedAlready(Conflict):
    message = _l("You have asked for this already; the desk will answer.")


class AskedOften(Conflict):
    message = _l("Five questions of yours wait for the desk. Please wait for an answer first.")


class NotOneself(NotAllowed):
    message = _l("Nobody decides for themselves: please ask another editor.")


class GoneMeanwhile(Conflict):
    message = _l("This entry belongs to somebody meanwhile, or was taken away. Nothing was changed.")


class TakenBack(Conflict):
    message = _l(
        "The desk took this back from your account, so that a link or an iD is not enough. Please ask the desk."
    )


class TooOldToUndo(Conflict):
    message = _l("This cannot be undone any more: what came together then is kept apart for a year.")


class LinkTooOld(Refusal):
    status = 410
    code = "link_too_old"
    message = _l(
        "This link was used already, is older than a day, or is for another account. Ask for a new one."
    )

"""Refusals of verifying."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from community.core.errors import Conflict, Invalid, NotAllowed, Refusal


class NothingToVerify(Invalid):
    message = _l("Choose something that your profile says. Save it there first if it is new.")


class AskedAlready(Conflict):
    message = _l("You have asked for this already; the desk will answer.")


class ReasonNeeded(Invalid):
    message = _l("Please write how you checked it, in one or two sentences. It is shown with your name.")


class NotOneself(NotAllowed):
    message = _l("Nobody decides for themselves: please ask another editor.")


class NotAnInstitutionsAddress(Invalid):
    message = _l(
        "Anybody can have an address there. Please use the one that your institution gave you; or ask the desk."
    )


class OtherInstitution(Invalid):
    """The desk has noted that the domain belongs to another institution than the one that was chosen."""


class OrcidFailed(Refusal):
    status = 400
    code = "orcid_failed"
    message = _l("ORCID did not say who you are. Nothing was changed; please try again.")


class OrcidTaken(Conflict):
    message = _l(
        "This iD is linked to another member here. If both accounts are yours, unlink it there first."
    )


class OrcidUnknown(Refusal):
    status = 404
    code = "orcid_unknown"
    message = _l(
        "No member has linked this iD yet. Sign in with your password and link it on the page “Verification”, or join."
    )

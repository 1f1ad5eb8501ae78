"""Mail about verification, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from community.accounts.letters import tell
from community.core.mail import public_url
from community.core.unit_of_work import unit_of_work
from community.profiles.models import Verification
from community.profiles.statements import what
from community.verification.events import VerificationDecided
from community.verification.models import Outcome, VerificationRequest


def tell_decision(facts: Sequence[VerificationDecided]) -> None:
    """Durable subscriber: whoever asked reads the answer."""
    with unit_of_work() as session:
        for fact in facts:
            request = session.get(VerificationRequest, fact.request_id)
            if request is not None and request.told_at is None:
                request.told_at = request.decided_at
                tell(session, request.member, _decision, request)


def _decision(request: VerificationRequest) -> tuple[str, str]:
    asked = what(Verification(by="", subject=request.subject, about=request.about, statement=""))
    words = {"what": asked, "answer": request.answer, "link": public_url("verification.mine")}
    if request.outcome == Outcome.VERIFIED:
        return _("Verified by the desk"), _(
            "On your profile this is verified now, for a year:\n\n%(what)s\n\n%(answer)s\n\n%(link)s", **words
        )
    return _("The desk has not verified what you asked for"), _(
        "You asked to have this verified:\n\n%(what)s\n\nThe desk answers:\n\n%(answer)s\n\n%(link)s", **words
    )

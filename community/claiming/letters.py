"""Mail about claims, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from community.accounts.letters import tell
from community.claiming.events import ClaimDecided
from community.claiming.models import Claim, Outcome
from community.core.mail import public_url
from community.core.unit_of_work import unit_of_work


def tell_decision(facts: Sequence[ClaimDecided]) -> None:
    """Durable subscriber: whoever claimed something hears of it, however it was proved: it may not have been them."""
    with unit_of_work() as session:
        for fact in facts:
            claim = session.get(Claim, fact.claim_id, with_for_update={"of": Claim})
            if claim is not None and claim.told_at is None:
                claim.told_at = claim.decided_at
                tell(session, claim.member, _words, claim)


def _words(claim: Claim) -> tuple[str, str]:
    words = {"name": claim.name, "answer": claim.answer, "link": public_url("claiming.mine")}
    if claim.outcome == Outcome.DECLINED:
        return _("The desk could not give you what you asked for"), _(
            "You asked for what stands under this name:\n\n%(name)s\n\nThe desk answers:\n\n%(answer)s\n\n%(link)s",
            **words,
        )
    body = _(
        "What stood under this name belongs to your account now: its profile, stories and replies.\n\n%(name)s\n\n"
        "Please look through your profile, correct it, and say that it is true:\n\n%(profile)s\n\n"
        "If it was not you who asked, write to the desk.",
        profile=public_url("profiles.edit"),
        **words,
    )
    return _("It is yours now"), f"{body}\n\n{claim.answer}" if claim.answer else body

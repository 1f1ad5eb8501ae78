"""Mail about claims, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from community.accounts.letters import tell
from community.claiming.events import ClaimDecided, ClaimUndone
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


def tell_undone(facts: Sequence[ClaimUndone]) -> None:
    """Durable subscriber: the member hears of it, and so does the editor who had decided, if it was another one."""
    with unit_of_work() as session:
        for fact in facts:
            claim = session.get(Claim, fact.claim_id, with_for_update={"of": Claim})
            if claim is None or claim.undone_told_at is not None:
                continue
            claim.undone_told_at = claim.undone_at
            tell(session, claim.member, _undone_words, claim)
            if claim.decided_by is not None and claim.decided_by_id != claim.undone_by_id:
                tell(session, claim.decided_by, _undone_words_of_desk, claim)


def _undone_words(claim: Claim) -> tuple[str, str]:
    return _("What you had claimed is not yours any more"), _(
        "The desk has taken back what stood under this name: its stories, replies and profile are as they were before"
        " you claimed it.\n\n%(name)s\n\nThe desk writes:\n\n%(answer)s\n\n"
        "What you wrote yourself is still yours: replies, and what you added to your profile. If your profile began"
        " with that entry, only you see it now. Please look through it, and publish it again:\n\n%(profile)s\n\n"
        "If the desk is wrong, ask it here:\n\n%(link)s",
        name=claim.name,
        answer=claim.undone_why,
        profile=public_url("profiles.edit"),
        link=public_url("claiming.show", handle=claim.handle),
    )


def _undone_words_of_desk(claim: Claim) -> tuple[str, str]:
    return _("A claim that you granted was undone"), _(
        "%(editor)s has undone it: what stood under this name is nobody’s again.\n\n%(name)s\n\nThe reason:\n\n"
        "%(answer)s\n\n%(link)s",
        editor=claim.undone_by.display_name if claim.undone_by else _("Another editor"),
        name=claim.name,
        answer=claim.undone_why,
        link=public_url("claiming.desk"),
    )


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

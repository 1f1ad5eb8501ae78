"""Verbs of claiming: prove it, or ask the desk; an editor decides by name. Whatever the way, one merge follows,
which an editor can undo."""

from __future__ import annotations

from sqlalchemy import func, null, select, update
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.claiming import links, queries
from community.claiming.errors import (
    AskedOften,
    ReasonNeeded,
    TakenBack,
    TooOldToUndo,
    WordsNeeded,
)
from community.claiming.events import ClaimDecided, ClaimUndone
from community.claiming.merging import held, merge
from community.claiming.models import TRACE_LASTS, Claim, Outcome, Way
from community.claiming.undoing import undo_merge
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.core.events import record
from community.core.text import tidy
from community.profiles import taxonomy
from community.verification.errors import AskedAlready, NotOneself

SHORTEST = 10
MOST_OPEN = 5


def use_link(session: Session, actor: Actor, token: str) -> Claim:
    """Raises LinkTooOld, and GoneMeanwhile."""
    return _proved(session, actor, links.opened(session, actor, token).entry, Way.LINK)


def claim_by_orcid(session: Session, actor: Actor, key: str) -> Claim:
    """`key` is of an iD that the actor has proved at ORCID. Raises NotFound where no entry has it."""
    entry = queries.entry_of_key(session, key)
    if entry is None:
        raise NotFound()
    return _proved(session, actor, entry, Way.ORCID)


def ask(session: Session, actor: Actor, handle: str, note: str) -> Claim:
    """Ask the desk. Raises NotFound, WordsNeeded, AskedAlready, AskedOften."""
    entry = queries.entry_at(session, actor, handle)
    note = tidy(note)
    if len(note) < SHORTEST:
        raise WordsNeeded(field="note")
    session.get_one(Member, actor.id, with_for_update=True)  # two tabs ask one after the other
    own = select(func.count()).where(Claim.member_id == actor.id, Claim.decided_at.is_(None))
    if session.scalar(own.where(Claim.entry_id == entry.id)):
        raise AskedAlready(field="note")
    if (session.scalar(own) or 0) >= MOST_OPEN:
        raise AskedOften(field="note")
    claim = _claim(actor, entry, Way.DESK)
    claim.note = note[:1000]
    session.add(claim)
    session.flush()
    return claim


def _reason(actor: Actor, claim: Claim, text: str) -> str:
    """What an editor says of another's claim, tidied. Raises NotOneself and ReasonNeeded."""
    if claim.member_id == actor.id:
        raise NotOneself()
    text = tidy(text)
    if len(text) < SHORTEST:
        raise ReasonNeeded(field="answer")
    return text


def decide(session: Session, actor: Actor, claim_id: int, outcome: Outcome, answer: str) -> Claim:
    """Raises NotFound, NotAllowed, NotOneself, ReasonNeeded, GoneMeanwhile."""
    claim = queries.at_desk(session, actor, claim_id)
    answer = _reason(actor, claim, answer)
    # The entry is locked before its claims, as a merge does that lets them go: neither waits for the other.
    both = held(session, claim.entry_id or 0, claim.member_id) if outcome == Outcome.GRANTED else None
    claim = queries.at_desk(session, actor, claim_id, lock=True)
    claim.answer, claim.decided_by_id = answer[:500], actor.id
    if both is None:
        _decided(session, claim, outcome)
    else:
        _grant(session, claim, *both)
    return claim


def undo(session: Session, actor: Actor, claim_id: int, why: str) -> Claim:
    """The entry is again what it was, and nobody's.

    Raises NotFound, NotAllowed, NotOneself, ReasonNeeded and TooOldToUndo.
    """
    claim = queries.granted(session, actor, claim_id)
    why = _reason(actor, claim, why)
    taxonomy.held(session, claim.member_id, ((claim.trace or {}).get("topics") or {}).values())
    member = session.get_one(Member, claim.member_id, with_for_update=True, populate_existing=True)
    claim = queries.granted(session, actor, claim_id, lock=True)
    if claim.trace is None:
        raise TooOldToUndo()
    undo_merge(session, member, claim.handle, claim.trace)
    claim.trace = None
    claim.undone_at, claim.undone_by_id, claim.undone_why = clock.now(), actor.id, why[:500]
    session.flush()
    session.refresh(claim)
    record(session, ClaimUndone(claim_id=claim.id))
    return claim


def forget_traces(session: Session) -> None:
    """What a claim was made of is kept for a year; after that it holds."""
    too_old = update(Claim).where(Claim.decided_at < clock.now() - TRACE_LASTS, Claim.trace.is_not(None))
    session.execute(too_old.values(trace=null()).execution_options(synchronize_session=False))


def _proved(session: Session, actor: Actor, entry: Member, way: Way) -> Claim:
    entry, member = held(session, entry.id, actor.id)
    if queries.was_undone(session, actor, entry.handle):
        raise TakenBack()
    claim = _claim(actor, entry, way)
    session.add(claim)
    _grant(session, claim, entry, member)
    return claim


def _grant(session: Session, claim: Claim, entry: Member, member: Member) -> None:
    links.forget_to(session, entry.id)
    _decided(session, claim, Outcome.GRANTED)
    merged = merge(session, entry, member)
    claim.stories, claim.replies, claim.trace = merged.stories, merged.replies, merged.trace


def _decided(session: Session, claim: Claim, outcome: Outcome) -> None:
    claim.entry_id = None
    claim.outcome, claim.decided_at = outcome, clock.now()
    session.flush()
    record(session, ClaimDecided(claim_id=claim.id))


def _claim(actor: Actor, entry: Member, way: Way) -> Claim:
    return Claim(
        member_id=actor.id,
        entry_id=entry.id,
        handle=entry.handle,
        name=entry.display_name,
        way=way,
        asked_at=clock.now(),
    )

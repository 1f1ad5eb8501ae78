"""Searching one's own messages: the words that each keeps beside its text, and no index over anybody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.core.actor import Actor
from community.core.text import plain_text
from community.messaging.models import Conversation, Entry, Kind, Participant, Standing
from community.messaging.queries.log import is_seen
from community.search.parsing import Clause, parse
from community.search.reasons import has_phrases

PAGE = 20
MOST_PAGES = 50
_AT_ONCE = 200
_OF_NAMES_ONLY = "~"
"""Begins the keys that the index of people has of names; running text has none of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of messages, newest first."""

    entries: tuple[Entry, ...]
    clauses: tuple[Clause, ...]
    """What to mark in them."""
    has_more: bool


def search(session: Session, actor: Actor, query: str, *, within: str | None = None, page: int = 1) -> Found:
    """Messages that the actor may read now and that have all the words; `within` is the public id of one conversation.

    What was deleted or has expired, and what came before the actor joined, has no words for them.
    """
    clauses = parse(query).clauses
    if not clauses:
        return Found((), (), False)
    wanted = _readable(actor, within).where(*map(_has, clauses)).order_by(Entry.id.desc())
    start = (min(page, MOST_PAGES) - 1) * PAGE
    if any(clause.phrase for clause in clauses):
        matching = _with_phrases(session, wanted, clauses)
        found = list(islice(matching, start, start + PAGE + 1))
    else:
        found = list(session.scalars(wanted.limit(PAGE + 1).offset(start)))
    return Found(tuple(found[:PAGE]), clauses, len(found) > PAGE and page < MOST_PAGES)


def searched_text(entry: Entry) -> str:
    """Its words as they are read, with the names of its files."""
    return " ".join((plain_text(entry.body_html), *(one["name"] for one in entry.data.get("files", ()))))


def participations(session: Session, actor: Actor, entries: Sequence[Entry]) -> dict[int, Participant]:
    """The actor's part in the conversation of each, with all who take part, by conversation."""
    rows = session.scalars(
        select(Participant)
        .join(Conversation, Conversation.id == Participant.conversation_id)
        .where(
            Participant.member_id == actor.id,
            Participant.conversation_id.in_({one.conversation_id for one in entries}),
        )
        .options(contains_eager(Participant.conversation).selectinload(Conversation.participants))
    )
    return {one.conversation_id: one for one in rows}


def _readable(actor: Actor, within: str | None) -> Select[Entry]:
    wanted = (
        select(Entry)
        .join(Participant, Participant.conversation_id == Entry.conversation_id)
        .where(
            Participant.member_id == actor.id,
            Participant.left_at.is_(None),
            Participant.standing != Standing.DECLINED,
            Entry.kind == Kind.MESSAGE,
            Entry.deleted_at.is_(None),
            is_seen(actor.id, Participant.first_sequence),
        )
        .options(joinedload(Entry.author))
    )
    if within is None:
        return wanted
    return wanted.join(Conversation, Conversation.id == Entry.conversation_id).where(
        Conversation.public_id == within
    )


def _has(clause: Clause) -> ColumnElement[bool]:
    """One of the forms of a word (or of a name in another script), or all words of a phrase in any order."""
    forms = [terms for terms in (*clause.text, *clause.names) if not any(map(_is_key, terms))]
    return or_(*(and_(*map(_is_there, terms)) for terms in dict.fromkeys(forms)))


def _is_key(term: str) -> bool:
    return term.startswith(_OF_NAMES_ONLY)


def _is_there(term: str) -> ColumnElement[bool]:
    return Entry.words.contains(f" {term} ", autoescape=True)


def _with_phrases(session: Session, wanted: Select[Entry], clauses: tuple[Clause, ...]) -> Iterator[Entry]:
    """Those in which the words of each phrase stand one after the other."""
    for start in range(0, PAGE * MOST_PAGES * 2, _AT_ONCE):
        batch: Iterable[Entry] = session.scalars(wanted.limit(_AT_ONCE).offset(start)).all()
        yield from (one for one in batch if has_phrases(searched_text(one), clauses))
        if not batch:
            return

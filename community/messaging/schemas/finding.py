"""Messages that were found, as pages and programs get them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.directory.hits import marked
from community.messaging.queries.searching import Found, participations, searched_text
from community.messaging.schemas.out import FoundMessageOut, FoundOut
from community.messaging.schemas.pages import named
from community.messaging.schemas.places import address_of
from community.profiles.schemas import person_lines
from community.search.reasons import quotation


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A message, quoted where it has the words."""

    url: str
    title: str
    """Of its conversation."""
    name: str
    mine: bool
    created_at: datetime
    quotation: Markup


def found_lines(session: Session, actor: Actor, found: Found) -> list[FoundLine]:
    """For the page."""
    mine = participations(session, actor, found.entries)
    people = person_lines(
        session, {one.member_id for part in mine.values() for one in part.conversation.participants}
    )
    return [
        FoundLine(
            url=address_of(mine[one.conversation_id], one.sequence),
            title=named(mine[one.conversation_id].conversation, people, actor)[0],
            name=one.author.display_name if one.author else _("A former member"),
            mine=one.author_id == actor.id,
            created_at=one.created_at,
            quotation=marked(quotation(searched_text(one), found.clauses)),
        )
        for one in found.entries
    ]


def found_out(session: Session, actor: Actor, found: Found) -> FoundOut:
    """For programs."""
    mine = participations(session, actor, found.entries)
    messages = []
    for one in found.entries:
        match = quotation(searched_text(one), found.clauses)
        messages.append(
            FoundMessageOut(
                conversation=mine[one.conversation_id].conversation.public_id,
                sequence=one.sequence,
                by=one.author.handle if one.author else None,
                at=one.created_at,
                text=match.text,
                highlights=list(match.highlights),
            )
        )
    return FoundOut(messages=messages, more=found.has_more)

"""A member with 200 conversations of 1,000 messages each: what waits is looked up, not searched for in all messages."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from community.core import clock
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.messaging import queries
from community.messaging.models import Conversation, Participant
from tests.cast import Cast, Person

pytestmark = pytest.mark.slow

CONVERSATIONS, MESSAGES, UNREAD = 200, 1_000, 10
FILL = """
    INSERT INTO entry (conversation_id, sequence, kind, author_id, client_id, body, body_html, words, data, created_at,
                       is_unheard)
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :messages)
    SELECT id, n, 'message', :author, 'client-' || n, 'Words as long as those of a message.',
           '<p>Words as long as those of a message.</p>', ' words as long ', '{}', conversation.created_at, false
    FROM number, conversation
"""


def talk_much(reader: Person, author: Person) -> None:
    """Groups of two, of which the reader has not read the last messages."""
    with unit_of_work() as session:
        for number in range(CONVERSATIONS):
            talk = Conversation(
                public_id=f"{number:022d}",
                last_sequence=MESSAGES,
                last_message_sequence=MESSAGES,
                last_message_at=clock.now(),
                pins=[],
            )
            for one, read in ((reader, MESSAGES - UNREAD), (author, MESSAGES)):
                talk.participants.append(Participant(member_id=one.id, last_read_sequence=read))
            session.add(talk)
        session.flush()
        session.execute(text(FILL), {"author": author.id, "messages": MESSAGES})
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def test_what_waits_is_found_without_reading_all_messages(cast: Cast, session: Session) -> None:
    talk_much(cast.awa, cast.amina)
    asked: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, values: object, *more: object) -> None:
        asked.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    assert queries.unread_conversations(session, cast.awa.actor) == CONVERSATIONS
    found = queries.summaries(session, cast.awa.actor)
    event.remove(db.engine, "before_cursor_execute", note)
    assert [one.unread for one in found] == [UNREAD] * 50
    assert all(one.last and one.last.sequence == MESSAGES for one in found)

    of_messages = [one for one in asked if "FROM entry" in one[0] or "JOIN entry" in one[0]]
    assert len(of_messages) == 3  # the premise: the count, what waits in each, the last of each
    for statement, values in of_messages:
        for step in plan(session, statement, values):
            assert not any(scan in step for scan in ("Seq Scan on entry", "SCAN entry")), statement


def plan(session: Session, statement: str, values: Any) -> list[str]:
    is_sqlite = db.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    rows = session.connection().exec_driver_sql(explain + statement, values).all()
    steps = [str(row[3] if is_sqlite else row[0]) for row in rows]
    assert any("entry" in step for step in steps)  # the premise
    return steps

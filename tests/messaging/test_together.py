"""Messages that come at the same moment go into one transaction; each is numbered, refused and told by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.actions import start_sign_in
from community.accounts.models import SignIn
from community.accounts.secrets import hash_secret
from community.core.actor import Actor
from community.core.clock import now
from community.core.errors import NotFound, SignInNeeded
from community.core.socket_doors import DOORS, Frame, GatheringDoor, NotUnderstood
from community.core.unit_of_work import unit_of_work
from community.messaging.actions import Letter, MessageDraft, Sent, send_messages
from community.messaging.errors import EmptyMessage, NoSuchMessage, WaitForAnswer
from community.messaging.models import Entry
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import request_from, talk_between


def letter(person: Person, talk: str, body: str, client_id: str, quote: int | None = None) -> Letter:
    return Letter(person.actor, talk, MessageDraft(body, client_id, quote))


def send(*letters: Letter) -> list[int | type[Exception]]:
    """The numbers, and the kinds of refusal."""
    with unit_of_work() as session:
        outcomes = send_messages(session, letters)
        return [one.entry.sequence if isinstance(one, Sent) else type(one) for one in outcomes]


def test_each_takes_the_next_number_of_its_conversation_or_none(cast: Cast, session: Session) -> None:
    talk, other = talk_between(cast.amina, cast.awa), talk_between(cast.omar, cast.awa)
    told = send(
        letter(cast.amina, talk, "One", "amina-0001"),
        letter(cast.omar, talk, "Let me in", "omar-00001"),  # not his conversation
        letter(cast.awa, talk, "Two", "awa-000001"),
        letter(cast.awa, talk, "  ", "awa-000002"),
        letter(cast.omar, other, "Elsewhere", "omar-00002"),
        letter(cast.amina, talk, "One", "amina-0001"),  # by another of her browsers
        letter(cast.awa, talk, "Which?", "awa-000003", quote=99),
        letter(cast.amina, talk, "Three", "amina-0002", quote=1),
    )
    assert told == [2, NotFound, 3, EmptyMessage, 2, 2, NoSuchMessage, 4]
    session.rollback()
    kept = session.execute(select(Entry.sequence, Entry.body).order_by(Entry.conversation_id, Entry.sequence))
    assert [body for _, body in kept][1:4] == ["One", "Two", "Three"]


def test_who_has_no_answer_yet_writes_no_more_than_three_even_at_once(cast: Cast) -> None:
    talk = request_from(cast.amina, cast.awa)
    told = send(*(letter(cast.amina, talk, f"Please {n}", f"amina-000{n}") for n in range(4)))
    assert told == [2, 3, WaitForAnswer, WaitForAnswer]


def test_an_answer_among_them_is_an_answer_for_those_after_it(cast: Cast) -> None:
    talk = request_from(cast.amina, cast.awa)
    hurry = [letter(cast.amina, talk, f"Please {n}", f"amina-000{n}") for n in range(4)]
    assert send(*hurry[:2], letter(cast.awa, talk, "Yes", "awa-000001"), *hurry[2:]) == [2, 3, 4, 5, 6]


def test_each_is_told_to_its_own_conversation(cast: Cast, socket: Callable[[Person], Line]) -> None:
    talk, other = talk_between(cast.amina, cast.awa), talk_between(cast.omar, cast.zhang_wei)
    awa, zhang = socket(cast.awa), socket(cast.zhang_wei)
    send(
        letter(cast.amina, talk, f"Have you seen it, @{cast.awa.handle}?", "amina-0001"),
        letter(cast.omar, other, "A port", "omar-00001"),
        letter(cast.amina, talk, "The annex", "amina-0002", quote=1),
    )
    for line, person, numbers in ((awa, cast.amina, [2, 3]), (zhang, cast.omar, [2])):
        heard = line.heard("conversation.entry", count=len(numbers))
        assert [one["entry"]["sequence"] for one in heard] == numbers
        assert {one["entry"]["by"] for one in heard} == {person.handle}
    assert awa.so_far("conversation.entry")[0]["entry"]["message"]["mentions"] == [cast.awa.handle]
    assert [one["sequence"] for one in awa.so_far("conversation.entry")[1]["quoted"]] == [1]


def test_of_a_round_from_sockets_each_is_admitted_by_itself(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with unit_of_work() as session:
        amina, awa, ended = (start_sign_in(session, one.id, "") for one in (cast.amina, cast.awa, cast.awa))
        session.scalars(select(SignIn).where(SignIn.secret_hash == hash_secret(ended))).one().ended_at = now()
    asked = {"conversation": talk, "body": "Who lends?", "client_id": "client-0001"}
    door = DOORS["message.send"]
    assert isinstance(door, GatheringDoor)
    served = door.serve_all(
        [
            Frame(amina, asked),
            Frame(ended, asked | {"client_id": "client-0002"}),
            Frame("", asked),
            Frame(awa, asked | {"quote": "first", "more": 1}),
            Frame(amina, ["no fields"]),
            Frame(awa, asked),
        ],
    )
    told = [one["last_sequence"] if isinstance(one, dict) else type(one) for one in served]
    assert told == [2, SignInNeeded, SignInNeeded, NotUnderstood, NotUnderstood, 3]


@pytest.mark.parametrize("public_id", ["x" * 22, ""])
def test_a_conversation_that_is_not_there_is_not_found(cast: Cast, public_id: str) -> None:
    nobody = Letter(Actor(member_id=cast.amina.id), public_id, MessageDraft("Hello", "amina-0001"))
    assert send(nobody) == [NotFound]

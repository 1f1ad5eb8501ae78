"""For every event that the server tells: what a client had, and the event, make what it would fetch now.

An event that is declared and has no case here fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from community.app import SOCKETS
from community.core.news import NEWS
from community.messaging import actions
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.discussions.talking import reply
from tests.line import Line
from tests.messaging.follower import Follower, ask, heard
from tests.messaging.talking import do, group_of, request_from, say, talk_between
from tests.messaging.test_state import everything_that_can_happen
from tests.stories.writing import published

assert SOCKETS  # importing them declares the events


@dataclass
class Scene:
    cast: Cast
    socket: Callable[[Person], Line]
    browser: Callable[..., Browser]

    def ids(self, person: Person) -> set[str]:
        """The conversations that a fresh list names."""
        listed: Any = self.browser(person).json("GET", "/api/v1/conversations").json
        return {one["id"] for one in listed["conversations"]}


def an_entry(scene: Scene) -> None:
    cast = scene.cast
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    awa = Follower(scene.socket(cast.awa), talk)
    steps = everything_that_can_happen(cast, talk)
    for step in steps:
        step()
    awa.listen(until=1 + len(steps))
    assert awa.state == Follower(awa.line, talk).state


def reading(scene: Scene) -> None:
    cast = scene.cast
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    say(cast.amina, talk, "Second.", "amina-second")
    amina = scene.socket(cast.amina)
    read = ask(amina, "conversation.open", conversation=talk)["read"]
    for person, number in ((cast.awa, 1), (cast.zhang_wei, 2), (cast.awa, 2)):
        do(actions.mark_read, person, talk, number)
    for news in heard(amina, "conversation.read", count=3):
        read[news["reader"]] = news["sequence"]
    assert read == ask(amina, "conversation.open", conversation=talk)["read"]
    assert set(read.values()) == {2}


def being_gone(scene: Scene) -> None:
    cast = scene.cast
    taken_out, left, stays = (group_of(cast.amina, cast.awa, title=title) for title in "abc")
    listed, awa = scene.ids(cast.awa), scene.socket(cast.awa)
    do(actions.remove_person, cast.amina, taken_out, cast.awa.handle)
    do(actions.leave, cast.awa, left)
    listed -= {one["conversation"] for one in heard(awa, "conversation.gone", count=2)}
    assert listed == scene.ids(cast.awa) == {stays}


def ones_own_doing(scene: Scene) -> None:
    """The rule for it is to ask again: so whatever changes the count must have been told."""
    cast = scene.cast
    talk, request, other = (
        talk_between(cast.amina, cast.awa),
        request_from(cast.omar, cast.awa),
        request_from(cast.jose, cast.awa),
    )
    awa = scene.socket(cast.awa)
    seen = [ask(awa, "inbox.count")]
    doings: list[tuple[Callable[..., object], str, tuple[object, ...]]] = [
        (actions.mute, talk, (True,)),
        (actions.mute, talk, (False,)),
        (actions.archive, talk, (True,)),
        (actions.archive, talk, (False,)),
        (actions.mark_unread, talk, ()),
        (actions.mark_read, talk, (1,)),
        (actions.accept_request, request, ()),
        (actions.decline_request, other, ()),
        (actions.block, cast.omar.handle, ()),
        (actions.unblock, cast.omar.handle, ()),
    ]
    for told, (verb, about, more) in enumerate(doings, start=1):
        do(verb, cast.awa, about, *more)
        heard(awa, "inbox.changed", count=told)
        seen.append(ask(awa, "inbox.count"))
    assert len({tuple(one.items()) for one in seen}) > 3  # the premise: it does change


def writing(scene: Scene) -> None:
    """It is nowhere in the state."""
    cast = scene.cast
    talk = talk_between(cast.amina, cast.awa)
    awa, amina = scene.socket(cast.awa), scene.socket(cast.amina)
    before = ask(awa, "conversation.open", conversation=talk)
    ask(amina, "conversation.typing", conversation=talk)
    heard(awa, "conversation.typing")
    assert ask(awa, "conversation.open", conversation=talk) == before


def a_reply(scene: Scene) -> None:
    cast = scene.cast
    story = published(cast.lindiwe)
    awa = scene.socket(cast.awa)
    last = ask(awa, "thread.follow", story_id=story.id, after=0)["last_sequence"]
    for number in range(2):
        reply(cast.amina, story, f"Reply {number}")
    for news in heard(awa, "thread.reply", count=2):
        last = max(last, news["sequence"])
    fresh = ask(awa, "thread.follow", story_id=story.id, after=last)
    assert fresh == {"last_sequence": last, "is_behind": False}


CASES: dict[str, Callable[[Scene], None]] = {
    "conversation.entry": an_entry,
    "conversation.read": reading,
    "conversation.gone": being_gone,
    "conversation.typing": writing,
    "inbox.changed": ones_own_doing,
    "thread.reply": a_reply,
}


@pytest.mark.parametrize("event", sorted(NEWS.keys() | CASES.keys()))
def test_what_was_there_and_the_event_is_what_is_fetched_now(
    event: str, cast: Cast, socket: Callable[[Person], Line], browser: Callable[..., Browser]
) -> None:
    assert event in CASES, f"{event} is told and has no case here"
    assert event in NEWS, f"{event} is told no more"
    CASES[event](Scene(cast, socket, browser))

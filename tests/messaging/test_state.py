"""Old state and the entries since make the fresh state: for every kind of entry, live, caught up, and with losses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from community.core.db import db
from community.messaging import actions
from community.messaging.models import Entry, Kind
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.follower import Follower
from tests.messaging.talking import add, do, group_of, say

Socket = Callable[[Person], Line]


Step = Callable[[], object]


def everything_that_can_happen(cast: Cast, talk: str) -> list[Step]:
    """Steps that make each kind of entry, most of them twice, in a group of Amina, Awa and Zhang Wei."""
    amina, awa, omar = cast.amina, cast.awa, cast.omar
    return [
        lambda: say(amina, talk, "The annex is on page 14.", "amina-annex"),
        lambda: say(awa, talk, "Page 40, I think.", "awa-page-40", quote=2),
        lambda: say(amina, talk, "Is it *signed*?", "amina-signed"),
        lambda: do(actions.edit_message, amina, talk, 2, "The annex is on page 41."),
        lambda: do(actions.edit_message, amina, talk, 2, "The annex is on page 40."),
        lambda: do(actions.react, awa, talk, 2, "agree", True),
        lambda: do(actions.react, amina, talk, 2, "agree", True),
        lambda: do(actions.react, awa, talk, 2, "unclear", True),
        lambda: do(actions.react, awa, talk, 2, "agree", False),
        lambda: do(actions.pin_message, awa, talk, 2, True),
        lambda: do(actions.pin_message, amina, talk, 4, True),
        lambda: do(actions.pin_message, awa, talk, 2, False),
        lambda: do(actions.delete_message, amina, talk, 4),
        lambda: do(actions.set_attribution, amina, talk, "background"),
        lambda: do(actions.agree, awa, talk, 15),
        lambda: do(actions.rename, awa, talk, "Annex and terms"),
        lambda: do(actions.share_history, amina, talk, True),
        lambda: add(amina, talk, omar),
        lambda: do(actions.set_expiry, awa, talk, 7),
        lambda: say(awa, talk, "This goes in a week, @amina-kariuki.", "awa-in-a-week"),
        lambda: do(actions.remove_person, amina, talk, omar.handle),
        lambda: do(actions.share_history, amina, talk, False),
        lambda: add(awa, talk, omar),
        lambda: do(actions.set_attribution, awa, talk, ""),
        lambda: do(actions.leave, cast.zhang_wei, talk),
        lambda: do(actions.set_expiry, awa, talk, None),
        lambda: do(actions.rename, awa, talk, ""),
    ]


@pytest.mark.parametrize(
    "lost",
    [frozenset(), frozenset({3}), frozenset(range(5, 9)), frozenset(range(2, 30, 2))],
    ids=["all is heard", "one is lost", "four are lost", "each second is lost"],
)
def test_a_line_that_hears_and_fills_gaps_comes_to_the_fresh_state(
    cast: Cast, socket: Socket, lost: frozenset[int]
) -> None:
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    awa = Follower(socket(cast.awa), talk)
    steps = everything_that_can_happen(cast, talk)
    for step in steps:
        step()
    last = 1 + len(steps)
    awa.listen(until=last, lose=lost - {last})
    assert awa.state == Follower(awa.line, talk).state


def test_a_line_that_was_away_comes_to_the_fresh_state_from_any_number(cast: Cast, socket: Socket) -> None:
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    line = socket(cast.amina)
    left_at = []
    for step in everything_that_can_happen(cast, talk):
        left_at.append(Follower(line, talk))
        step()
    fresh = Follower(line, talk).state
    assert fresh["last"] == 1 + len(left_at)
    for old in left_at:
        old.catch_up()
        assert old.state == fresh


def test_applying_twice_or_late_does_no_harm(cast: Cast, socket: Socket) -> None:
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    awa = Follower(socket(cast.awa), talk)
    steps = everything_that_can_happen(cast, talk)
    for step in steps:
        step()
    awa.listen(until=1 + len(steps))
    for news in awa.line.so_far("conversation.entry"):
        awa.apply(news)
    assert awa.state == Follower(awa.line, talk).state


def test_every_kind_is_in_this_story(cast: Cast) -> None:
    talk = group_of(cast.amina, cast.awa, cast.zhang_wei)
    for step in everything_that_can_happen(cast, talk):
        step()
    made = {Kind(one) for one in db.session.scalars(select(Entry.kind))}
    assert made == set(Kind) - {Kind.BLANK}

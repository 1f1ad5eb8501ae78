"""kill -9 while works are brought in, or taken away again: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.bringing.conftest import Bring
from tests.bringing.test_bring import WORKS, profile_of
from tests.browser import Browser
from tests.cast import Cast
from tests.killed import run_python
from tests.profiles.drafts import publish

pytestmark = pytest.mark.slow

DIES = """
from community.accounts.models import Member
from community.accounts.queries import actor_of
from community.core import outbox
from community.core.unit_of_work import unit_of_work
from community.profiles.bringing import actions

member, batch, verb, moment = asked

def change():
    if moment == "in the middle":
        actions.end_what_changed = die
    else:
        outbox.tell_live = die
    with unit_of_work() as session:
        actor = actor_of(session.get_one(Member, int(member)))
        getattr(actions, verb)(session, actor, int(batch))

must_die(change)
"""


def test_a_kill_leaves_all_or_nothing(
    app: Flask, cast: Cast, browser: Callable[..., Browser], session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    address = bring(awa, WORKS)
    who_and_what = (str(cast.awa.id), address.rpartition("/")[2])

    def killed(verb: str, moment: str) -> int:
        run_python(app, DIES, *who_and_what, verb, moment)
        session.rollback()
        return len(profile_of(session, cast.awa).publications)

    assert killed("keep_chosen", "in the middle") == 0
    assert awa.page(address) is not None  # the preview is as it was
    assert killed("keep_chosen", "after the commit") == 2
    assert killed("undo", "in the middle") == 2
    assert killed("undo", "after the commit") == 0

"""Whom one follows is one's own to know."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from community.core.unit_of_work import unit_of_work
from community.relations import actions, queries
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import publish

Browsers = Callable[..., Browser]


def test_following_is_a_button_on_a_profile_and_its_undoing_too(
    cast: Cast, browser: Browsers, session: Session
) -> None:
    amina = browser(cast.amina)
    publish(cast.awa, topics=())
    assert "Follow" in words(amina.page("/people/awa-ndiaye"))
    assert amina.post("/people/awa-ndiaye/follow", {"on": "1"}).location == "/people/awa-ndiaye"
    assert queries.follows(session, cast.amina.id, cast.awa.id)
    assert "Unfollow" in words(amina.page("/people/awa-ndiaye"))
    assert "Awa Ndiaye" in words(amina.page("/settings/messages"))
    amina.post("/people/awa-ndiaye/follow", {"on": "0", "next": "/settings/messages"})
    session.rollback()
    assert not queries.follows(session, cast.amina.id, cast.awa.id)


def test_programs_follow_too_and_nobody_follows_who_is_not_there(
    cast: Cast, browser: Browsers, session: Session
) -> None:
    amina = browser(cast.amina)
    assert cast.awa
    for _ in range(2):  # twice is once
        assert amina.json("PUT", "/api/v1/people/awa-ndiaye/follow").status_code == 204
    assert queries.follows(session, cast.amina.id, cast.awa.id)
    assert amina.json("DELETE", "/api/v1/people/awa-ndiaye/follow").status_code == 204
    for nobody in ("nobody-here", "amina-kariuki"):
        assert amina.json("PUT", f"/api/v1/people/{nobody}/follow").status_code == 404
        assert amina.post(f"/people/{nobody}/follow", {"on": "1"}).status_code == 404
    assert browser().json("PUT", "/api/v1/people/awa-ndiaye/follow").status_code in {400, 401}


def test_whom_one_blocks_one_follows_no_longer(cast: Cast, session: Session) -> None:
    amina, awa = cast.amina, cast.awa
    with unit_of_work() as writing:
        actions.follow(writing, amina.actor, awa.handle)
        actions.block(writing, amina.actor, awa.id)
    assert queries.blocks(session, amina.id, awa.id)
    assert not queries.follows(session, amina.id, awa.id)
    assert not queries.blocks(session, awa.id, amina.id)

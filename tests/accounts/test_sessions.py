"""Where a member is signed in, and how they end it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.core.outbox import OutboxEvent
from tests.browser import Browser, words
from tests.cast import Cast


def test_the_list_shows_this_browser_and_the_others(browser: Callable[..., Browser], cast: Cast) -> None:
    here = browser(cast.awa)
    browser(cast.awa)
    browser(cast.omar)
    page = here.page("/settings/sessions")
    assert len(page.xpath("//main//ul/li")) == 2
    assert words(page).count("This browser") == 1


def test_one_browser_is_signed_out_from_another(
    browser: Callable[..., Browser], cast: Cast, session: Session
) -> None:
    here, lost = browser(cast.awa), browser(cast.awa)
    assert lost.get("/settings").status_code == 200
    (url,) = here.page("/settings/sessions").xpath("//main//form/@action")
    assert here.post(url).location == "/settings/sessions"
    assert lost.get("/settings").status_code == 302
    assert here.get("/settings").status_code == 200
    assert here.post(url).status_code == 404  # ended already


def test_nobody_ends_the_session_of_another(
    browser: Callable[..., Browser], cast: Cast, session: Session
) -> None:
    awa, omar = browser(cast.awa), browser(cast.omar)
    hers = session.scalar(select(SignIn.id).where(SignIn.member_id == cast.awa.id))
    assert omar.post(f"/settings/sessions/{hers}/end").status_code == 404
    assert browser().post(f"/settings/sessions/{hers}/end").status_code == 401
    assert awa.get("/settings").status_code == 200


def test_settings_are_kept(browser: Callable[..., Browser], cast: Cast, session: Session) -> None:
    zhang = browser(cast.zhang_wei)
    change = {
        "display_name": "Zhang Wei",
        "native_name": "张伟",
        "locale": "fr",
        "time_zone": "Africa/Nairobi",
    }
    assert zhang.post("/settings", change).location == "/settings"
    member = session.get_one(Member, cast.zhang_wei.id)
    assert (member.locale, member.time_zone, member.native_name) == ("fr", "Africa/Nairobi", "张伟")
    assert zhang.page("/settings").get("lang") == "fr"


def test_settings_that_make_no_sense_are_refused_in_words(
    browser: Callable[..., Browser], cast: Cast
) -> None:
    zhang = browser(cast.zhang_wei)
    good = {"display_name": "Zhang Wei", "native_name": "", "locale": "", "time_zone": "UTC"}
    for bad in (
        {"display_name": " "},
        {"native_name": "张" * 121},
        {"locale": "xx"},
        {"time_zone": "Mars/Base"},
    ):
        assert zhang.post("/settings", good | bad).status_code == 422
    assert browser().get("/settings").location == "/sign-in?next=/settings"


def test_facts_of_accounts_hold_no_address(
    browser: Callable[..., Browser], cast: Cast, session: Session
) -> None:
    browser(cast.awa).post("/sign-out")
    assert all("@" not in str(payload) for payload in session.scalars(select(OutboxEvent.payload)))

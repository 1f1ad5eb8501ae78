"""Signing in and out, and what a cookie is worth afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member, SignIn
from community.core import clock
from community.core.unit_of_work import unit_of_work
from tests.browser import Browser, words
from tests.cast import Cast

SignInByHand = Callable[..., Browser]


def test_a_member_signs_in(sign_in: SignInByHand, cast: Cast) -> None:
    visitor = sign_in(cast.awa)
    assert cast.awa.email in words(visitor.page("/settings"))


@pytest.mark.parametrize("email", ["AWA@ndiaye.example", "awa@NDIAYE.example"])
def test_an_address_is_known_however_it_is_written(
    browser: Callable[..., Browser], cast: Cast, email: str
) -> None:
    assert browser().post("/sign-in", {"email": email, "password": cast.awa.password}).status_code == 302


def test_a_password_is_known_in_every_form_of_its_letters(
    browser: Callable[..., Browser], app: Flask
) -> None:
    composed, decomposed = "fran\u00e7ais et caf\u00e9", "franc\u0327ais et cafe\u0301"
    browser().post("/sign-up", {"display_name": "Zoé", "email": "zoe@zoe.example", "password": composed})
    answer = browser().post("/sign-in", {"email": "zoe@zoe.example", "password": decomposed})
    assert "Please confirm your address first" in answer.text  # so the password was right


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(
    browser: Callable[..., Browser], cast: Cast
) -> None:
    pages = []
    for email in (cast.awa.email, "nobody@nowhere.example"):
        response = browser().post("/sign-in", {"email": email, "password": "not the password"})
        assert response.status_code == 422
        assert "Address and password do not fit together." in response.text
        pages.append(words(Browser.parsed(response)))
    assert pages[0] == pages[1]


def test_an_unclaimed_or_closed_account_opens_to_nobody(
    browser: Callable[..., Browser], cast: Cast, session: Session
) -> None:
    signed_in = browser(cast.awa)
    assert signed_in.get("/settings").status_code == 200  # the premise
    with unit_of_work() as writing:
        writing.get_one(Member, cast.awa.id).active = False
    assert signed_in.get("/settings").status_code == 302
    refused = browser().post("/sign-in", {"email": cast.awa.email, "password": cast.awa.password})
    assert (refused.status_code, "This account is closed." in refused.text) == (422, True)


def test_a_replayed_cookie_is_worth_nothing_after_the_sign_out(
    sign_in: SignInByHand, cast: Cast, app: Flask
) -> None:
    visitor = sign_in(cast.awa)
    stolen = visitor.client.get_cookie("session", domain="localhost")
    assert stolen is not None
    thief = Browser(app)
    thief.client.set_cookie("session", stolen.value, domain="localhost")
    assert thief.get("/settings").status_code == 200  # the premise: it opens the account

    left = visitor.post("/sign-out")
    assert (left.status_code, left.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert thief.get("/settings").status_code == 302
    assert visitor.get("/settings").status_code == 302


def test_a_sign_out_takes_a_form_of_ours(sign_in: SignInByHand, cast: Cast) -> None:
    visitor = sign_in(cast.awa)
    assert visitor.get("/sign-out").status_code == 405
    assert visitor.open("/sign-out", method="POST").status_code == 400
    assert visitor.get("/settings").status_code == 200


def test_a_planted_token_is_worth_nothing_after_the_sign_in(
    browser: Callable[..., Browser], cast: Cast
) -> None:
    visitor = browser()
    planted = visitor.token
    visitor.post("/sign-in", {"email": cast.awa.email, "password": cast.awa.password})
    change = {"display_name": "Planted", "locale": "", "time_zone": "UTC", "csrf_token": planted}
    assert visitor.open("/settings", method="POST", data=change).status_code == 400


def test_each_sign_in_has_a_secret_of_its_own(sign_in: SignInByHand, cast: Cast, session: Session) -> None:
    sign_in(cast.awa, sign_in(cast.awa))
    sign_in(cast.awa)
    assert len(set(session.scalars(select(SignIn.secret_hash)))) == 2  # signed in already: no second one


def test_a_sign_in_ends_when_it_is_not_used(browser: Callable[..., Browser], cast: Cast, app: Flask) -> None:
    visitor = browser(cast.awa)
    days = app.extensions["settings"].session_days
    with clock.at(clock.now() + timedelta(days=days - 1)):
        used = visitor.get("/settings")
        assert used.status_code == 200
        assert "Set-Cookie" in used.headers  # the browser keeps it as long as we do
    with clock.at(clock.now() + timedelta(days=2 * days - 2)):
        assert visitor.get("/settings").status_code == 200
    with clock.at(clock.now() + timedelta(days=4 * days)):
        assert visitor.get("/settings").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/",
    ],
)
def test_nobody_is_led_elsewhere(browser: Callable[..., Browser], cast: Cast, elsewhere: str) -> None:
    visitor = browser()
    who = {"email": cast.awa.email, "password": cast.awa.password}
    for way in ({"query_string": {"next": elsewhere}}, {"more": {"next": elsewhere}}):
        response = visitor.post("/sign-in", who | way.get("more", {}), query_string=way.get("query_string"))
        led_to = urljoin("http://localhost/sign-in", (response.location or "/").replace("\\", "/"))
        assert urlsplit(led_to).netloc == "localhost"


def test_after_the_sign_in_one_is_where_one_wanted_to_be(browser: Callable[..., Browser], cast: Cast) -> None:
    visitor = browser()
    asked = visitor.get("/settings/sessions?page=2")
    assert asked.status_code == 302
    response = visitor.post(asked.location, {"email": cast.awa.email, "password": cast.awa.password})
    assert response.location == "/settings/sessions?page=2"


def test_a_form_without_its_token_is_refused_in_words(browser: Callable[..., Browser]) -> None:
    response = browser().open("/sign-in", method="POST", data={"email": "a@b.example"})
    assert response.status_code == 400
    assert "could not be accepted" in response.text
    assert "Go back, copy what you wrote" in response.text


def test_the_cookie_is_for_us_alone(sign_in: SignInByHand, cast: Cast) -> None:
    cookie = sign_in(cast.awa).client.get_cookie("session", domain="localhost")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.domain) == (True, "Lax", "/", "localhost")


def test_neither_a_token_nor_basic_credentials_open_a_page(
    browser: Callable[..., Browser], cast: Cast, session: Session
) -> None:
    token = session.get_one(Member, cast.awa.id).get_auth_token()
    visitor = browser()
    for asked in (
        visitor.get("/settings", headers={"Authentication-Token": token}),
        visitor.get("/settings", query_string={"auth_token": token}),
        visitor.get("/settings/password", headers={"Authentication-Token": token}),
        visitor.get("/settings/password", auth=(cast.awa.email, cast.awa.password)),
    ):
        assert asked.status_code == 302


def test_no_cookie_remembers_beside_the_session(browser: Callable[..., Browser], cast: Cast) -> None:
    visitor = browser()
    visitor.post("/sign-in", {"email": cast.awa.email, "password": cast.awa.password, "remember": "y"})
    assert visitor.client.get_cookie("remember_token", domain="localhost") is None


def test_what_others_say_of_a_browser_is_shown_as_text(browser: Callable[..., Browser], cast: Cast) -> None:
    visitor = browser()
    visitor.client.environ_base["HTTP_USER_AGENT"] = "<script>alert(1)</script>" * 50
    visitor.post("/sign-in", {"email": cast.awa.email, "password": cast.awa.password})
    page = visitor.get("/settings/sessions")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_a_reader_gets_no_cookie(browser: Callable[..., Browser], cast: Cast) -> None:
    visitor = browser()
    for url in (
        "/",
        "/sign-up/check-mail",
        "/api/v1/",
        "/nowhere",
        "/settings",
        f"/people/{cast.awa.handle}",
    ):
        response = visitor.get(url)
        assert response.status_code != 500
        assert "Set-Cookie" not in response.headers, url


def test_the_language_is_chosen_without_a_token_and_leads_back(browser: Callable[..., Browser]) -> None:
    visitor = browser()
    response = visitor.open("/language", method="POST", data={"language": "ar", "next": "/sign-in"})
    assert (response.status_code, response.location) == (302, "/sign-in")
    assert visitor.page("/sign-in").get("dir") == "rtl"
    assert visitor.open("/language", method="POST", data={"language": "xx"}).status_code == 404
    led = visitor.open("/language", method="POST", data={"language": "en", "next": "//evil.example"})
    assert led.location == "/"

"""Too often: the same refusal on pages, in JSON and over the socket, with the seconds to wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from limits.errors import StorageError

from community.core import limits
from community.core.errors import TooMany
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    settings = app.extensions["settings"]
    limits.init_app(app, settings.model_copy(update={"rate_limits": True}))
    yield app
    app.extensions.pop("limits").storage.reset()


def test_a_page_says_when_to_come_back(limited: Flask, browser: Callable[..., Browser]) -> None:
    visitor = browser()
    answers = [visitor.post("/reset-password", {"email": "a@b.example"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    refused = visitor.post("/reset-password", {"email": "a@b.example"})
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "That was too often" in refused.text
    assert visitor.get("/reset-password").status_code == 200  # reading is counted apart


def test_a_program_gets_a_problem_document(
    limited: Flask, cast: Cast, browser: Callable[..., Browser]
) -> None:
    amina = browser(cast.amina)
    for _ in range(100):
        response = amina.json("POST", "/api/v1/conversations", {})
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert response.mimetype == "application/problem+json"
    assert response.json is not None
    assert response.json["code"] == "too_many"
    assert int(response.headers["Retry-After"]) >= 1
    assert (
        browser(cast.omar).json("GET", "/api/v1/conversations").status_code == 200
    )  # counted for each member


def test_a_socket_event_is_acknowledged_with_a_refusal(
    limited: Flask, cast: Cast, origin: str, line: Callable[..., Line], cookie_of: Callable[[Person], str]
) -> None:
    amina = line(Cookie=cookie_of(cast.amina), Origin=origin)
    for _ in range(300):
        error: Any = amina.ask("conversation.since", {"conversation": "x" * 22, "after": 0})["error"]
        if error["status"] == 429:
            break
    assert error["code"] == "too_many"
    assert error["retry_after"] >= 1


def test_sign_ins_are_counted_for_the_address_that_tries(
    limited: Flask, browser: Callable[..., Browser]
) -> None:
    visitor = browser()

    def attempt(address: str) -> int:
        who = {"email": "a@b.example", "password": "wrong password"}
        return visitor.post("/sign-in", who, environ_overrides={"REMOTE_ADDR": address}).status_code

    assert [attempt("192.0.2.1") for _ in range(21)][-1] == 429
    assert attempt("192.0.2.2") == 422


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        (None, ""),
        ("unix:", ""),
    ],
)
def test_an_ipv6_subscriber_is_one(address: str | None, network: str) -> None:
    assert limits.network_of(address) == network


def test_a_lost_store_closes_no_door(limited: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*anything: object) -> bool:
        raise StorageError(ConnectionError("gone"))

    monkeypatch.setattr(limited.extensions["limits"], "hit", fail)
    limits.count("1/minute", "a")
    limits.count("1/minute", "a")


def test_a_use_over_the_limit_is_refused(limited: Flask) -> None:
    limits.count("2/minute", "once")
    limits.count("2/minute", "once")
    with pytest.raises(TooMany):
        limits.count("2/minute", "once")
    limits.count("2/minute", "other")

"""The first start without demo content: one administrator, made with a code from the terminal; and the mailbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.accounts.views import FIRST_RUN_CODE
from community.config import Settings
from community.serving.embedded import first_run_lines
from tests.browser import Browser
from tests.cast import Cast

ADA = {"display_name": "Ada Operator", "email": "Ada@Operator.example", "password": "correct horse battery"}


@pytest.fixture
def code(app: Flask) -> Iterator[str]:
    settings: Settings = app.extensions["settings"]
    lines = first_run_lines(settings)
    assert lines == first_run_lines(settings)  # made once
    yield lines[1].split()[-1]
    (settings.instance_dir / FIRST_RUN_CODE).unlink(missing_ok=True)


def test_the_code_makes_the_first_administrator_once(
    code: str, browser: Callable[..., Browser], session: Session
) -> None:
    visitor = browser()
    assert "Make its first administrator" in visitor.get("/").text
    wrong = visitor.post("/first-run", ADA | {"code": f"{(int(code) + 1) % 10**10:010d}"})
    assert (wrong.status_code, "This is not the code" in wrong.text) == (422, True)
    assert session.scalars(select(Member)).all() == []

    assert visitor.post("/first-run", ADA | {"code": f" {code} "}).location == "/sign-in"
    ada = session.scalars(select(Member)).one()
    assert [role.name for role in ada.roles] == ["administrator"]
    assert "Make its first administrator" not in browser().get("/").text
    assert visitor.post("/sign-in", ADA).status_code == 302

    assert visitor.get("/first-run").status_code == 404
    assert browser().post("/first-run", ADA | {"code": code, "email": "two@two.example"}).status_code == 404


def test_an_administrator_can_sign_in_with_what_the_form_took(
    code: str, browser: Callable[..., Browser]
) -> None:
    visitor = browser()
    for bad in ({"email": "nonsense"}, {"password": "short"}, {"display_name": ""}):
        assert visitor.post("/first-run", ADA | {"code": code} | bad).status_code == 422
    who = ADA | {"code": code, "password": "cafe\u0301 and a ligature \ufb01"}
    visitor.post("/first-run", who)
    assert visitor.post("/sign-in", who).status_code == 302


def test_there_is_no_first_run_once_somebody_is_here(
    code: str, browser: Callable[..., Browser], cast: Cast
) -> None:
    assert browser().get("/first-run").status_code == 200  # the premise
    assert cast.awa
    assert browser().get("/first-run").status_code == 404


def test_there_is_no_first_run_without_a_code(browser: Callable[..., Browser]) -> None:
    assert browser().get("/first-run").status_code == 404


def test_the_mailbox_opens_on_the_machine_itself_only(browser: Callable[..., Browser], cast: Cast) -> None:
    browser().post("/reset-password", {"email": cast.awa.email})
    assert "Choose a new password" in browser().get("/dev/mailbox").text
    for person in (None, cast.awa):
        from_elsewhere = browser(person).get("/dev/mailbox", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
        assert from_elsewhere.status_code == 403
        assert cast.awa.email not in from_elsewhere.text
    operator = browser(cast.ada).get("/dev/mailbox", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert operator.status_code == 200


def test_the_mailbox_does_not_open_to_a_page_whose_name_leads_here(
    browser: Callable[..., Browser], cast: Cast
) -> None:
    browser().post("/reset-password", {"email": cast.awa.email})
    for host, status in (("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("evil.example:8000", 403)):
        assert browser().get("/dev/mailbox", headers={"Host": host}).status_code == status

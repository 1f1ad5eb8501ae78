"""Mail: written with the change, sent once by a job, kept while the server is away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from pydantic import SecretStr

from community.core import clock
from community.core.db import db
from community.core.mail import Mail, MailWritten, send_written, write_mail
from community.core.unit_of_work import unit_of_work
from tests.smtp import Inbox, inbox, smtp

__all__ = ["inbox", "smtp"]


def write(subject: str = "Your link", body: str = "https://south.example/confirm/secret", **more: str) -> int:
    with unit_of_work() as session:
        return write_mail(session, recipient="awa@ucad.example", subject=subject, body=body, **more).id


def test_a_mail_leaves_once_and_its_secret_is_forgotten(
    smtp: Controller, inbox: Inbox, follow: Callable[[], None]
) -> None:
    mail_id = write(subject="تأكيد\nBcc: everybody@evil.example")
    follow()
    follow()
    (taken,) = inbox.taken
    assert taken["To"] == "awa@ucad.example"
    assert taken["Bcc"] is None
    assert taken.get_payload(decode=True) == b"https://south.example/confirm/secret\r\n"
    assert db.session.get_one(Mail, mail_id).body == ""


def test_mail_that_nobody_asked_for_today_says_where_one_click_ends_it(
    smtp: Controller, inbox: Inbox, follow: Callable[[], None]
) -> None:
    address = f"https://south.example/alerts/end/{'x' * 200}"  # longer than a line of a header
    mail_id = write("3 new people", "…", unsubscribe_url=address)
    write("The premise: other mail says nothing of it")
    follow()
    alert, other = inbox.taken
    assert alert["List-Unsubscribe"] == f"<{address}>"
    assert alert["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert other["List-Unsubscribe"] is None
    assert db.session.get_one(Mail, mail_id).unsubscribe_url is None


def test_what_was_rolled_back_is_not_sent(smtp: Controller, inbox: Inbox, follow: Callable[[], None]) -> None:
    def write_and_fail() -> None:
        with unit_of_work() as session:
            write_mail(session, recipient="awa@ucad.example", subject="Never", body="…")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    write("The premise: this one is")
    follow()
    assert [one["Subject"] for one in inbox.taken] == ["The premise: this one is"]


def test_while_the_server_is_away_mail_waits(
    app: Flask, smtp: Controller, inbox: Inbox, follow: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"]
    there = settings.mail_url
    monkeypatch.setattr(settings, "mail_url", SecretStr("smtp://127.0.0.1:1"))
    mail_id = write()
    follow()
    assert db.session.get_one(Mail, mail_id).sent_at is None
    db.session.rollback()
    monkeypatch.setattr(settings, "mail_url", there)
    with clock.at(clock.now() + timedelta(minutes=5)):
        follow()
    assert len(inbox.taken) == 1


def test_a_mail_that_a_crash_has_sent_twice_is_one_mail(
    smtp: Controller, inbox: Inbox, follow: Callable[[], None]
) -> None:
    """It left, and before that was noted the process was killed."""
    mail_id = write()
    write("Another")
    follow()
    with unit_of_work() as session:
        session.get_one(Mail, mail_id).sent_at = None
    send_written([MailWritten(mail_id=mail_id)])
    first, other, again = inbox.taken
    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]


def test_without_a_server_it_stays_in_the_mailbox(app: Flask, follow: Callable[[], None]) -> None:
    mail_id = write()
    follow()
    assert db.session.get_one(Mail, mail_id).body == "https://south.example/confirm/secret"

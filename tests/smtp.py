"""A real SMTP server on loopback, for tests of what leaves."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Keeps
from flask import Flask
from pydantic import SecretStr

from tests.serving import free_port


class Inbox(Keeps):
    """Keeps what a real SMTP server took in."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.taken.append(message)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def smtp(app: Flask, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Controller]:
    """A real SMTP server on loopback, which the settings name."""
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    monkeypatch.setattr(app.extensions["settings"], "mail_url", SecretStr(f"smtp://127.0.0.1:{server.port}"))
    yield server
    server.stop()

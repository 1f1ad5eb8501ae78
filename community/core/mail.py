"""Mail: written into the database with the change that causes it, sent afterwards by a job.

The outbox claims each delivery before it is run: a crash between sending and noting it may send a mail twice,
never not at all. Without `mail_url` it stays in the table, where the development mailbox page shows it.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import formataddr
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import Text, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from community.config import Settings
from community.core import clock
from community.core.db import Model, db
from community.core.events import Event, record
from community.core.unit_of_work import unit_of_work

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 20


class Mail(Model):
    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    unsubscribe_url: Mapped[str | None] = mapped_column(Text)
    """Where one click ends mail of this kind (RFC 8058); None for mail that somebody asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWritten(Event):
    mail_id: int


def public_url(endpoint: str, **values: Any) -> str:
    """An address for a mail: on `base_url`, whatever Host header the request that causes it came with."""
    settings: Settings = current_app.extensions["settings"]
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{settings.base_url}{path}"


def write_mail(
    session: Session, *, recipient: str, subject: str, body: str, unsubscribe_url: str | None = None
) -> Mail:
    """Write a plain-text mail in the running unit of work; it leaves after the commit.

    `unsubscribe_url` answers a POST without a cookie or a token; whoever holds it may end this kind of mail.
    """
    mail = Mail(
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body,
        written_at=clock.now(),
        unsubscribe_url=unsubscribe_url,
    )
    session.add(mail)
    session.flush()
    record(session, MailWritten(mail_id=mail.id))
    return mail


def send_written(facts: Sequence[MailWritten]) -> None:
    """Durable subscriber: hand mail to the SMTP server. Raises OSError or SMTPException to be tried again."""
    settings: Settings = current_app.extensions["settings"]
    address = settings.mail_url.get_secret_value()
    if not address:
        return
    for fact in facts:
        mail = db.session.get(Mail, fact.mail_id)
        if mail is None or mail.sent_at is not None:
            continue
        with _smtp(address) as server:
            server.send_message(_message(mail, settings))
        with unit_of_work() as session:
            sent = session.get_one(Mail, fact.mail_id)
            sent.sent_at = clock.now()
            # Links in mail are secrets; once sent they are nobody's business here.
            sent.body, sent.unsubscribe_url = "", None


def forget_old_mail() -> None:
    """Mail older than 30 days is deleted."""
    with unit_of_work() as session:
        session.execute(delete(Mail).where(Mail.written_at < clock.now() - timedelta(days=30)))


def _message(mail: Mail, settings: Settings) -> EmailMessage:
    message = EmailMessage(policy=default.clone(max_line_length=998))  # a folded address is none any more
    message["From"] = formataddr((settings.site_name, settings.mail_sender))
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = _message_id(mail, settings)
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    return message


def _message_id(mail: Mail, settings: Settings) -> str:
    """The same each time, so that a mailbox shows a mail once that a crash had us send twice."""
    written = int(mail.written_at.timestamp() * 1_000_000)
    return f"<{mail.id}.{written}@{settings.mail_sender.rpartition('@')[2]}>"


@contextmanager
def _smtp(address: str) -> Iterator[smtplib.SMTP]:
    url = urlsplit(address)
    host, context = url.hostname or "localhost", ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT_SECONDS)
    with server:
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server

"""Mail to a member, in their language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.mail import write_mail

About = TypeVar("About")


def tell(
    session: Session,
    member: Member,
    words: Callable[[About], tuple[str, str]],
    about: About,
    *,
    unsubscribe_url: str | None = None,
) -> None:
    """Write to a member who can be reached; `words` makes subject and body in their language."""
    if not (member.email and member.active):
        return
    default = current_app.extensions["settings"].default_locale
    with force_locale((member.locale or default).replace("-", "_")):
        subject, body = words(about)
    write_mail(session, recipient=member.email, subject=subject, body=body, unsubscribe_url=unsubscribe_url)

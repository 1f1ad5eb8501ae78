"""Links in mails that are good once: signed, so that nobody can try numbers; of their secret only a hash is kept."""

from __future__ import annotations

import secrets
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.accounts.secrets import hash_secret
from community.core.mail import Mail


def new_secret() -> str:
    """What a link carries, and its row has the hash of."""
    return secrets.token_urlsafe(24)


def token_of(salt: str, row_id: int, secret: str) -> str:
    """What stands in the link; `salt` keeps the links of one purpose from being used for another."""
    return _signer(salt).dumps([row_id, secret])


def read_token(salt: str, token: str) -> tuple[Any, bytes]:
    """The row of a link, and the hash of its secret. Raises ValueError for what we never signed."""
    try:
        row_id, secret = _signer(salt).loads(token)
    except BadSignature as wrong:
        raise ValueError("not a link of ours") from wrong
    return row_id, hash_secret(secret)


def forget_mail(session: Session, mail_id: int | None) -> None:
    """The one place where the address stood."""
    if mail_id is not None:
        session.execute(delete(Mail).where(Mail.id == mail_id))


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=salt)

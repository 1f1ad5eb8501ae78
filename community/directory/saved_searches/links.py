"""The link in an alert's mail that ends alerts. It is signed, so that nothing of it need be kept, and good for ever:
whoever holds it can end this one kind of mail and do or see nothing else."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from community.core.errors import NotFound
from community.core.mail import public_url


def ending_url(owner_id: int) -> str:
    """For the mail to this member."""
    return public_url("saved_searches.end_alerts", token=_signer().dumps(owner_id))


def owner_of(token: str) -> int:
    """Whose mail the link came with. Raises NotFound for what this site has not signed."""
    try:
        return int(_signer().loads(token))
    except BadSignature as wrong:
        raise NotFound() from wrong


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="saved-search-alerts")

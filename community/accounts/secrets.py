"""The secret that a signed-in browser keeps, and what we keep of it."""

from __future__ import annotations

import hashlib


def hash_secret(secret: str) -> bytes:
    """The secret is random and long, so a plain hash keeps it."""
    return hashlib.sha256(secret.encode()).digest()

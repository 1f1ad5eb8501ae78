"""From a request to a file that can be sent: read, judged and on the disk before any lock is held."""

from __future__ import annotations

import hashlib
import secrets
from typing import IO

from flask import current_app
from flask_babel import gettext as _

from community.config import Settings
from community.core.actor import Actor
from community.core.db import db
from community.core.unit_of_work import unit_of_work
from community.messaging.errors import FileRefused
from community.messaging.files import rows, store
from community.messaging.files.kinds import judged
from community.messaging.files.models import Attachment


def too_large(settings: Settings) -> str:
    """Why a file is refused that has more than `upload_limit_bytes`."""
    most = settings.upload_limit_bytes // (1024 * 1024)
    return _("A file has at most %(most)s MB. Please choose a smaller one.", most=most)


def take(actor: Actor, name: str, upload: IO[bytes], client_id: str = "", *, message: str = "") -> Attachment:
    """Keep one file. The same client id gives the same one; without it, the same content for the same `message` (the
    client id of that) does.

    Raises FileRefused, and TooMany for more than a day allows.
    """
    settings: Settings = current_app.extensions["settings"]
    content = upload.read(settings.upload_limit_bytes + 1)
    if len(content) > settings.upload_limit_bytes:
        raise FileRefused(too_large(settings))
    if not client_id:
        client_id = hashlib.sha256(f"{message}\0{name}\0".encode() + content).hexdigest()[:40]
    session = db.session()
    before = rows.by_client_id(session, actor, client_id)
    if before is not None:
        return before
    rows.check_room(session, actor, len(content))
    session.rollback()
    file, public_id = judged(name, content), secrets.token_urlsafe(16)
    store.keep(public_id, file)
    try:
        with unit_of_work() as writing:
            row = rows.add_upload(writing, actor, client_id, public_id, file)
    except BaseException:
        store.forget(public_id)
        raise
    if row.public_id != public_id:
        store.forget(public_id)  # the same one came twice at once
    return row

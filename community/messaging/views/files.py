"""Files of messages, handed to participants."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from community.core.actor import members
from community.core.db import db
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.messaging import queries
from community.messaging.files import rows, store
from community.messaging.views.room import blueprint

ROUTE = "/conversations/<public_id>/messages/<int:number>/files/<file_id>"
SANDBOX = "default-src 'none'; sandbox"


@blueprint.get(ROUTE)
@open_to(members, limit="240/minute")
def file(public_id: str, number: int, file_id: str) -> Response:
    """To be saved, never shown as a page of ours: whatever is in it gets no rights here."""
    return _handed(public_id, number, file_id, preview=False)


@blueprint.get(f"{ROUTE}/preview")
@open_to(members, limit="1200/minute")
def preview(public_id: str, number: int, file_id: str) -> Response:
    """A picture, small."""
    return _handed(public_id, number, file_id, preview=True)


def _handed(public_id: str, number: int, file_id: str, *, preview: bool) -> Response:
    session = db.session()
    mine = queries.participation(session, current_actor(), public_id)
    message = queries.message(session, mine, number)
    found = rows.of_message(session, mine.conversation_id, number, file_id)
    if found is None or (preview and found.width is None):
        raise NotFound()
    path = store.path_of(found.public_id, preview=preview)
    if not path.is_file():
        raise NotFound()
    answer = send_file(
        BytesIO(path.read_bytes()),  # a few MB at most, and no file stays open for a slow line
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.name,
        etag=f"{file_id}{preview:d}",
        max_age=None,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "private, no-store" if message.expires_at else "private, no-cache"
    return answer

"""Files that come with a form: kept at once, so that none is lost when something else in the form is refused."""

from __future__ import annotations

from flask import request

from community.core.actor import Actor
from community.core.db import db
from community.messaging.errors import FileRefused
from community.messaging.files import rows
from community.messaging.files.taking import take
from community.messaging.forms import MessageForm
from community.messaging.schemas.out import FileOut

_TAKEN = "messaging.files_taken"
_MOST = 20


def sent_files(actor: Actor, form: MessageForm) -> list[str]:
    """Ids of what a form brings: uploads of an earlier try (`kept`), and new ones.

    Raises FileRefused and TooMany; what was taken with it is in `waiting_files`.
    """
    refused: FileRefused | None = None
    for upload in (form.files.data or ())[:_MOST]:
        if not (upload and upload.filename):
            continue
        try:
            row = take(actor, upload.filename, upload.stream, message=form.client_id.data or "")
        except FileRefused as refusal:  # the others need not be chosen again
            refused = refused or refusal
        else:
            request.environ.setdefault(_TAKEN, []).append(row.public_id)
    if refused:
        raise refused
    return _ids()


def waiting_files(actor: Actor) -> list[FileOut]:
    """What came with this form, now or earlier, and is not sent: it is shown in the form again."""
    return [FileOut(**one.facts()) for one in rows.unsent(db.session(), actor, _ids())]


def _ids() -> list[str]:
    return [*request.form.getlist("kept")[:_MOST], *request.environ.get(_TAKEN, ())]

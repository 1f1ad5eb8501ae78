"""Files, before they are sent."""

from __future__ import annotations

from flask import request

from community.core.actor import members
from community.core.errors import Invalid
from community.core.identity import current_actor
from community.core.unit_of_work import unit_of_work
from community.core.web.doors import open_to
from community.messaging.api.room import blueprint
from community.messaging.files import rows
from community.messaging.files.taking import take
from community.messaging.schemas import out
from community.messaging.schemas.inputs import CLIENT_ID


@blueprint.post("/files")
@open_to(members, limit="60/hour; 200/day")
@blueprint.output(out.FileOut, status_code=201)
def upload_file() -> out.FileOut:
    """Upload a file (multipart: `file`, `client_id`) to send it with a message. The same `client_id` again gives the
    same file. What is not sent within a day is forgotten."""
    upload, client_id = request.files.get("file"), request.form.get("client_id", "")
    if upload is None or not CLIENT_ID.fullmatch(client_id):
        raise Invalid(field="client_id" if upload else "file")
    row = take(current_actor(), upload.filename or "", upload.stream, client_id)
    return out.FileOut(**row.facts())


@blueprint.delete("/files/<file_id>")
@open_to(members, limit="120/minute")
@blueprint.output({}, status_code=204)
def take_file_back(file_id: str) -> str:
    """Forget a file that you uploaded and did not send."""
    with unit_of_work() as session:
        rows.drop_own_upload(session, current_actor(), file_id)
    return ""

"""Rows of files: begun when one is uploaded, given to a message when that is sent, gone with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.events import record
from community.messaging import queries
from community.messaging.errors import FileGone, TooManyFiles, UploadedEnough
from community.messaging.events import FilesDropped
from community.messaging.files.kinds import Judged
from community.messaging.files.models import Attachment

MOST_FILES = 5
"""Of one message."""

DAY = timedelta(days=1)
BYTES_A_DAY = 100 * 1024 * 1024
BYTES_A_DAY_FOR_NEW = 15 * 1024 * 1024
"""Of an account that is younger than a week and not verified."""


def by_client_id(session: Session, actor: Actor, client_id: str) -> Attachment | None:
    """What the member has uploaded under this id already."""
    wanted = select(Attachment).where(Attachment.uploader_id == actor.id, Attachment.client_id == client_id)
    return session.scalar(wanted)


def check_room(session: Session, actor: Actor, more: int) -> None:
    """Raises UploadedEnough when the member has uploaded what a day allows."""
    now = clock.now()
    since = select(func.coalesce(func.sum(Attachment.size), 0), func.min(Attachment.created_at)).where(
        Attachment.uploader_id == actor.id, Attachment.created_at > now - DAY
    )
    is_new = queries.is_new_account(session, actor)
    most = BYTES_A_DAY_FOR_NEW if is_new else BYTES_A_DAY
    uploaded, first = session.execute(since).one()
    if uploaded + more > most:
        raise UploadedEnough(most // (1024 * 1024), first + DAY - now if first else DAY, is_new=is_new)


def add_upload(session: Session, actor: Actor, client_id: str, public_id: str, file: Judged) -> Attachment:
    """A file that can be sent now, or the one that this client id already made."""
    session.execute(select(Member.id).where(Member.id == actor.id).with_for_update())  # one after the other
    before = by_client_id(session, actor, client_id)
    if before is not None:
        return before
    check_room(session, actor, len(file.content))
    row = Attachment(
        public_id=public_id,
        uploader_id=actor.id,
        client_id=client_id,
        name=file.name,
        kind=file.kind,
        media_type=file.media_type,
        size=len(file.content),
        width=file.width,
        height=file.height,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    return row


def unsent(session: Session, actor: Actor, public_ids: Sequence[str]) -> list[Attachment]:
    """The member's own uploads among these that no message has yet, in this order."""
    if not public_ids:
        return []
    rows = session.scalars(
        select(Attachment).where(
            Attachment.public_id.in_(public_ids),
            Attachment.uploader_id == actor.id,
            Attachment.conversation_id.is_(None),
        )
    )
    found = {one.public_id: one for one in rows}
    return [found[one] for one in dict.fromkeys(public_ids) if one in found]


def for_message(session: Session, actor: Actor, public_ids: Sequence[str]) -> list[Attachment]:
    """Those that a message is about to take, locked. Raises TooManyFiles, and FileGone for one that is not there."""
    wanted = list(dict.fromkeys(public_ids))
    if len(wanted) > MOST_FILES:
        raise TooManyFiles()
    ids = [one.id for one in unsent(session, actor, wanted)]
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.id.in_(ids), Attachment.conversation_id.is_(None))
        .order_by(Attachment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {one.public_id: one for one in rows}
    if len(found) < len(wanted):
        raise FileGone()
    return [found[one] for one in wanted]


def drop_files(session: Session, conversation_id: int, numbers: Collection[int]) -> None:
    """The files of these messages go: the rows now, the bytes after the commit."""
    rows = session.scalars(
        select(Attachment).where(
            Attachment.conversation_id == conversation_id, Attachment.sequence.in_(numbers)
        )
    ).all()
    _drop(session, rows)


def drop_unsent(session: Session, moment: datetime) -> None:
    """What was uploaded before that moment and never sent."""
    rows = session.scalars(
        select(Attachment)
        .where(Attachment.conversation_id.is_(None), Attachment.created_at < moment)
        .with_for_update()
    ).all()
    _drop(session, rows)


def drop_own_upload(session: Session, actor: Actor, public_id: str) -> None:
    """Nothing happens when it is sent already, or is not there."""
    _drop(session, unsent(session, actor, [public_id]))


def without_row(session: Session, public_ids: Collection[str]) -> set[str]:
    """Those that no row names."""
    known = set(session.scalars(select(Attachment.public_id).where(Attachment.public_id.in_(public_ids))))
    return set(public_ids) - known


def of_message(session: Session, conversation_id: int, number: int, public_id: str) -> Attachment | None:
    return session.scalar(
        select(Attachment).where(
            Attachment.public_id == public_id,
            Attachment.conversation_id == conversation_id,
            Attachment.sequence == number,
        )
    )


def _drop(session: Session, rows: Sequence[Attachment]) -> None:
    if not rows:
        return
    session.execute(delete(Attachment).where(Attachment.id.in_([one.id for one in rows])))
    record(session, FilesDropped(ids=[one.public_id for one in rows]))

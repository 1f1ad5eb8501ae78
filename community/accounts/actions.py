"""Verbs of accounts."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from community.accounts.events import (
    MemberJoined,
    MemberMoved,
    MemberReadmitted,
    MemberRenamed,
    MemberSuspended,
    SignInEnded,
)
from community.accounts.models import FormerEntry, Member, Role, SignIn
from community.accounts.secrets import hash_secret
from community.core import clock
from community.core.actor import Actor, StaffRole
from community.core.errors import NotFound
from community.core.events import record
from community.core.text import slugify, tidy_line


def free_handle(session: Session, name: str) -> str:
    """A handle made of the name that nobody has: "awa-ndiaye", "awa-ndiaye-2" …"""
    wish = slugify(name, fallback="member", length=60)
    taken = {
        handle
        for handles in (Member.handle, FormerEntry.handle)
        for handle in session.scalars(select(handles).where(handles.startswith(wish, autoescape=True)))
    }
    number = 2
    handle = wish
    while handle in taken:
        handle, number = f"{wish}-{number}", number + 1
    return handle


def add_member(
    session: Session,
    *,
    display_name: str,
    email: str | None = None,
    password_hash: str | None = None,
    native_name: str | None = None,
    handle: str | None = None,
    confirmed_at: datetime | None = None,
) -> Member:
    """A new member. Without an email it is unclaimed: somebody who was brought in by an import."""
    name = tidy_line(display_name)[:120]
    member = Member(
        handle=handle or free_handle(session, name),
        display_name=name,
        native_name=tidy_line(native_name)[:120] if native_name else None,
        email=email,
        password=password_hash,
        active=email is not None,
        fs_uniquifier=uuid.uuid4().hex,
        confirmed_at=confirmed_at,
        claimed_at=clock.now() if email else None,
        created_at=clock.now(),
    )
    session.add(member)
    session.flush()
    record(session, MemberJoined(member_id=member.id))
    return member


def add_unclaimed(session: Session, names: Sequence[tuple[str, str | None]], source: str) -> list[int]:
    """Many at once, by (display name, native name): people whom a file names, without an address. `source` says
    which file. Returns their ids."""
    handles, now = _Handles(session), clock.now()
    rows = [
        {
            "handle": handles.take(name),
            "display_name": name,
            "native_name": native_name,
            "active": False,
            "fs_uniquifier": uuid.uuid4().hex,
            "created_at": now,
            "import_source": source,
        }
        for name, native_name in names
    ]
    ids = list(session.scalars(insert(Member).returning(Member.id, sort_by_parameter_order=True), rows))
    for member_id in ids:
        record(session, MemberJoined(member_id=member_id))
    return ids


class _Handles:
    """Free ones, without a question to the database for each."""

    def __init__(self, session: Session) -> None:
        self._taken = set(session.scalars(select(Member.handle).union_all(select(FormerEntry.handle))))
        self._next: dict[str, int] = {}

    def take(self, name: str) -> str:
        wish = slugify(name, fallback="member", length=60)
        number = self._next.get(wish, 1)
        handle = wish if number == 1 else f"{wish}-{number}"
        while handle in self._taken:
            number += 1
            handle = f"{wish}-{number}"
        self._next[wish] = number + 1
        self._taken.add(handle)
        return handle


def give_role(session: Session, member: Member, role: StaffRole) -> None:
    """Make `member` one of the staff."""
    row = session.scalar(select(Role).where(Role.name == role))
    if row is None:
        row = Role(name=role.value)
        session.add(row)
    if row not in member.roles:
        member.roles.append(row)


def start_sign_in(session: Session, member_id: int, browser: str) -> str:
    """Note a new signed-in browser. Returns the secret that only the browser keeps."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        SignIn(
            member_id=member_id,
            secret_hash=hash_secret(secret),
            started_at=now,
            last_used_at=now,
            browser=tidy_line(browser)[:160],
        )
    )
    return secret


def end_sign_in(session: Session, actor: Actor, sign_in_id: int) -> None:
    """Sign one browser of the actor out. Raises NotFound for somebody else's."""
    found = session.scalar(
        select(SignIn).where(
            SignIn.id == sign_in_id, SignIn.member_id == actor.member_id, SignIn.ended_at.is_(None)
        )
    )
    if found is None:
        raise NotFound()
    found.ended_at = clock.now()
    record(session, SignInEnded(sign_in_id=found.id))


def end_all_sign_ins(session: Session, member_id: int, *, but: bytes | None = None) -> None:
    """Sign a member out everywhere, `but` the browser with this secret's hash: after a new password, a ban."""
    open_ones = select(SignIn.id).where(SignIn.member_id == member_id, SignIn.ended_at.is_(None))
    if but is not None:
        open_ones = open_ones.where(SignIn.secret_hash != but)
    ids = list(session.scalars(open_ones))
    session.execute(update(SignIn).where(SignIn.id.in_(ids)).values(ended_at=clock.now()))
    for sign_in_id in ids:
        record(session, SignInEnded(sign_in_id=sign_in_id))


def suspend(session: Session, handle: str) -> Member:
    """Close a member's account: from the commit on nothing that they hold opens it, and their sockets are closed.

    Nothing of theirs is removed. Raises NotFound for whom nobody could sign in as.
    """
    member = _claimed(session, handle)
    if member.active:
        member.active = False
        record(session, MemberSuspended(member_id=member.id))
    end_all_sign_ins(session, member.id)
    return member


def readmit(session: Session, handle: str) -> Member:
    """Open a closed account again; its member signs in anew. Raises NotFound as `suspend` does."""
    member = _claimed(session, handle)
    if not member.active:
        end_all_sign_ins(session, member.id)  # whatever was closed without `suspend` must not open again
        member.active = True
        record(session, MemberReadmitted(member_id=member.id))
    return member


def _claimed(session: Session, handle: str) -> Member:
    found = session.scalar(
        select(Member).where(Member.handle == handle, Member.claimed_at.is_not(None)).with_for_update()
    )
    if found is None:
        raise NotFound()
    return found


def end_sign_ins_of_the_closed(session: Session) -> None:
    """Accounts that were closed past `suspend`, by hand in the database: their sockets close, too."""
    wanted = select(SignIn.member_id).join(SignIn.member).where(SignIn.ended_at.is_(None), ~Member.active)
    for member_id in set(session.scalars(wanted)):
        end_all_sign_ins(session, member_id)


def end_unused_sign_ins(session: Session, before: datetime) -> None:
    """Those that were last used then: they let nobody in any more, but a socket of theirs that asks nothing hears."""
    unused = select(SignIn).where(SignIn.ended_at.is_(None), SignIn.last_used_at <= before)
    for one in session.scalars(unused).all():
        one.ended_at = clock.now()
        record(session, SignInEnded(sign_in_id=one.id))


def rename(session: Session, actor: Actor, *, display_name: str | None, native_name: str | None) -> None:
    """Call the actor so from now on; None leaves a name as it is."""
    member = session.get_one(Member, actor.id)
    before = (member.display_name, member.native_name)
    if display_name is not None:
        member.display_name = tidy_line(display_name)
    if native_name is not None:
        member.native_name = tidy_line(native_name) or None
    if (member.display_name, member.native_name) != before:
        record(session, MemberRenamed(member_id=member.id))


def set_time_zone(session: Session, actor: Actor, time_zone: str) -> None:
    member = session.get_one(Member, actor.id)
    if member.time_zone != time_zone:
        member.time_zone = time_zone
        record(session, MemberMoved(member_id=member.id))


def change_settings(
    session: Session, actor: Actor, *, display_name: str, native_name: str, locale: str | None, time_zone: str
) -> None:
    """How the product names the actor and speaks to them."""
    rename(session, actor, display_name=display_name, native_name=native_name)
    set_time_zone(session, actor, time_zone)
    session.get_one(Member, actor.id).locale = locale

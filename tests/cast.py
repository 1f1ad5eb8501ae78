"""The named people of all test stories."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flask_security import hash_password

from community.accounts.actions import add_member, give_role
from community.accounts.models import Member
from community.accounts.queries import actor_of
from community.core import clock
from community.core.actor import Actor, StaffRole
from community.core.unit_of_work import unit_of_work

PASSWORD = "correct horse battery"
_hashed: list[str] = []


@dataclass(frozen=True)
class Person:
    """A member of the cast, as a test needs them."""

    id: int
    handle: str
    name: str
    email: str
    uniquifier: str
    actor: Actor
    password: str = PASSWORD


class Cast:
    """Lindiwe and Rafael edit; Awa and José are scholars; Amina and Omar report; Zhang Wei and Chen Hao practise."""

    @cached_property
    def lindiwe(self) -> Person:
        return _join("Lindiwe Mahlangu", role=StaffRole.EDITOR)

    @cached_property
    def rafael(self) -> Person:
        return _join("Rafael Teixeira", role=StaffRole.EDITOR)

    @cached_property
    def ada(self) -> Person:
        return _join("Ada Operator", role=StaffRole.ADMINISTRATOR)

    @cached_property
    def awa(self) -> Person:
        return _join("Awa Ndiaye")

    @cached_property
    def jose(self) -> Person:
        return _join("José Manuel Muñoz")

    @cached_property
    def amina(self) -> Person:
        return _join("Amina Kariuki")

    @cached_property
    def omar(self) -> Person:
        return _join("Omar El-Sayed", native_name="عمر السيد")

    @cached_property
    def zhang_wei(self) -> Person:
        return _join("Zhang Wei", native_name="张伟")

    @cached_property
    def chen_hao(self) -> Person:
        return _join("Chen Hao", native_name="陈浩")


def _join(name: str, *, native_name: str | None = None, role: StaffRole | None = None) -> Person:
    if not _hashed:
        _hashed.append(hash_password(PASSWORD))
    with unit_of_work() as session:
        email = f"{name.split()[0].lower()}@{name.split()[-1].lower()}.example".encode(
            "ascii", "ignore"
        ).decode()
        member: Member = add_member(
            session,
            display_name=name,
            native_name=native_name,
            email=email,
            password_hash=_hashed[0],
            confirmed_at=clock.now(),
        )
        if role:
            give_role(session, member, role)
        session.flush()
        return Person(
            id=member.id,
            handle=member.handle,
            name=name,
            email=email,
            uniquifier=member.fs_uniquifier,
            actor=actor_of(member),
        )

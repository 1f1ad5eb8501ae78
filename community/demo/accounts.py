"""The four accounts that a first look needs; their password is printed at the start, and only demo data has it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member

PASSWORD = "south-network-demo"  # noqa: S105 - printed on purpose

SHOWN = {
    "lindiwe-mahlangu": "editor",
    "awa-ndiaye": "scholar",
    "amina-kariuki": "journalist",
    "zhang-wei": "practitioner",
}


def email_of(handle: str) -> str:
    return f"{handle}@demo.example"


def lines(session: Session) -> list[str]:
    """What the terminal prints about them; nothing where there is no demo community."""
    wanted = [email_of(handle) for handle in SHOWN]
    found = set(session.scalars(select(Member.email).where(Member.email.in_(wanted))))
    if not found:
        return []
    shown = [f"{role:13} {email_of(handle)}" for handle, role in SHOWN.items() if email_of(handle) in found]
    return ["Demo accounts (the people are invented), password " + PASSWORD, *(f"  {line}" for line in shown)]

"""By what a person of a file is known again."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import BigId, Model


class PersonKey(Model):
    """One person has one for each thing that tells them from everybody else; see `keys.py`."""

    __tablename__ = "person_key"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    """ "orcid:0000-0002-1825-0097", "email:" or "number:" with a keyed hash: no address is kept."""
    member_id: Mapped[int] = mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), index=True)

"""Follow and block, one row each. Neither is told to the other one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import BigId, Model


def _member(*, index: bool | None = None) -> Mapped[int]:
    return mapped_column(BigId, ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=index)


class Follow(Model):
    __tablename__ = "follow"

    member_id: Mapped[int] = _member()
    followed_id: Mapped[int] = _member(index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)


class Block(Model):
    __tablename__ = "block"

    member_id: Mapped[int] = _member()
    blocked_id: Mapped[int] = _member(index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)

"""Durable subscribers of discussions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from community.core.unit_of_work import unit_of_work
from community.discussions import queries


class AboutMember(Protocol):
    """A fact that changes how a member is shown."""

    @property
    def member_id(self) -> int: ...


def redraw_pages_of(facts: Sequence[AboutMember]) -> None:
    """Pages that name these members get a new version; once too often only costs a drawing."""
    with unit_of_work() as session:
        queries.count_a_change(session, {fact.member_id for fact in facts})

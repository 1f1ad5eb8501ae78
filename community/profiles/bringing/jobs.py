"""Each hour previews that nobody decided on are forgotten."""

from __future__ import annotations

from community.core.unit_of_work import unit_of_work
from community.profiles.bringing import actions


def forget_previews() -> None:
    with unit_of_work() as session:
        actions.forget_previews(session)

"""What is one-sided about a list of people: facts in, findings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from community.profiles.seen import Glance

FEWEST = 3
"""From so many people on, a list is taken for a panel."""

What = Literal["country", "institution", "kind"]


@dataclass(frozen=True, slots=True)
class OneSided:
    """All of the people have this in common; `value` is a code, a kind or an institution's name."""

    what: What
    value: str
    people: int


def one_sided(people: Sequence[Glance], this_year: int) -> tuple[OneSided, ...]:
    """What all of them share of: the country where they are based, the institution where they work now, their only
    kind. Of somebody who does not say it nothing is concluded."""
    if len(people) < FEWEST:
        return ()
    shared: list[tuple[What, str | None]] = [
        ("country", _common([{one.based_in} if one.based_in else set() for one in people])),
        ("institution", _common_institution(people, this_year)),
        ("kind", _common([set(one.kinds) if len(one.kinds) == 1 else set() for one in people])),
    ]
    return tuple(OneSided(what, value, len(people)) for what, value in shared if value)


def _common(values: Sequence[set[str]]) -> str | None:
    """A value that each of the sets has; the first in order of the alphabet, for one answer each time."""
    return min(set.intersection(*values), default=None)


def _common_institution(people: Sequence[Glance], this_year: int) -> str | None:
    """By its name as the first person writes it; capitals and spaces aside."""
    work = [
        {
            " ".join(place.institution.casefold().split()): place.institution
            for place in one.affiliations
            if place.to_year is None or place.to_year >= this_year
        }
        for one in people
    ]
    common = _common([set(one) for one in work])
    return work[0][common] if common else None

"""What is hidden finds nobody: it is no hit, no count, no suggestion, no correction, for whoever may not see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from community.core.actor import ANONYMOUS, Actor
from community.directory.asking import Asked
from community.directory.queries import search, suggest
from community.profiles.audiences import sees
from community.profiles.models import Audience
from tests.cast import Cast
from tests.privacy.scene import hide, hiders_of
from tests.profiles.canaries import PRIVATE, canaries

pytestmark = pytest.mark.slow

FOUND_BY_WORDS = set(
    "native_name latin_name headline biography city variants affiliations topics publications appearances based_in"
    " countries".split()
)
FOUND_BY_FACET = {
    "kinds",
    "based_in",
    "languages",
    "availability",
    "topics",
    "countries",
    "regions",
    "appearances",
}
READERS = (
    ("anybody", Audience.PUBLIC),
    ("omar", Audience.MEMBERS),
    ("amina", Audience.JOURNALISTS),
    ("chen_hao", Audience.MEMBERS),  # of oneself the directory shows what others would find
)


@pytest.fixture
def hidden(cast: Cast, follow: Callable[[], None]) -> Cast:
    hide(cast)
    follow()
    return cast


def actor(cast: Cast, name: str) -> Actor:
    return ANONYMOUS if name == "anybody" else getattr(cast, name).actor  # type: ignore[no-any-return]


@pytest.mark.parametrize(("name", "stands"), READERS)
def test_by_words(hidden: Cast, session: Session, name: str, stands: Audience) -> None:
    hiders = hiders_of(hidden)
    reader = actor(hidden, name)
    for audience in hiders if name != "chen_hao" else (Audience.ME,):
        for item, canary in canaries(audience).items():
            if not canary.asked:
                continue
            found = search(session, reader, Asked(canary.asked))
            meant = hiders if canary.choice else {audience: hiders[audience]}
            wanted = {
                one.handle
                for shown_to, one in meant.items()
                if item in FOUND_BY_WORDS and sees(stands, shown_to)
            }
            assert {one.seen.handle for one in found.people} == wanted, (item, audience)
            results = found.results
            assert results.total == len(wanted), (item, audience)
            assert (results.corrected, results.partial) == (False, False), (item, audience)
            counted = {facet for facet, counts in results.facet_counts.items() if any(counts.values())}
            assert bool(counted) == bool(wanted), (item, audience)
            begun = {
                one.text for one, _ in suggest(session, reader, canary.asked[: max(2, len(canary.asked) - 2)])
            }
            others = {one.name for shown_to, one in hiders.items() if not sees(stands, shown_to)}
            assert not begun & others, (item, audience)
    for typed in (PRIVATE, "privatecanary", "home.example"):
        assert not search(session, reader, Asked(typed)).people


@pytest.mark.parametrize(("name", "stands"), READERS)
def test_by_facets(hidden: Cast, session: Session, name: str, stands: Audience) -> None:
    hiders = hiders_of(hidden)
    reader = actor(hidden, name)
    everybody = search(session, reader, Asked()).results.facet_counts
    for item, canary in canaries(Audience.ME).items():
        if not canary.facet:
            continue
        facet, _, value = canary.facet.partition("=")
        value = f"{value}:interview" if facet == "language" else value
        found = search(session, reader, Asked(filters={facet: (value,)}))
        wanted = {
            one.handle
            for shown_to, one in hiders.items()
            if item in FOUND_BY_FACET and sees(stands, shown_to)
        }
        assert {one.seen.handle for one in found.people} == wanted, item
        assert found.results.total == everybody[facet].get(value, 0) == len(wanted), item


@pytest.mark.parametrize(("name", "stands"), READERS)
def test_by_a_moment(hidden: Cast, session: Session, name: str, stands: Audience) -> None:
    """Chen Hao, José and Awa need more notice than any moment gives: the premise is in `tests/directory`. Whose window
    is hidden is not in the counts either."""
    found = search(session, actor(hidden, name), Asked(talk="tomorrow-12"))
    assert not found.people
    windows = sum(search(session, actor(hidden, name), Asked()).results.facet_counts["window"].values())
    assert windows == sum(sees(stands, shown_to) for shown_to in hiders_of(hidden))

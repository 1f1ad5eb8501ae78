"""From a profile to what the search engine knows of it: for each audience what `seen` gives them, and nothing else.

The version of a document is the moment of the profile's last change, in microseconds: `profiles.actions.changed`
makes it grow with every change, that of the member's name included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from community.core.text import plain_text
from community.directory.moments import WINDOW
from community.directory.windows import window_of
from community.profiles.audiences import sees
from community.profiles.models import Audience, Level, Profile
from community.profiles.policies import is_in_directory
from community.profiles.seen import Seen, seen
from community.profiles.taxonomy import Taxonomy, taxonomy
from community.profiles.world import country_names, spoken, subregion_of, subregions_within
from community.search import engine as seam
from community.search.engine import Document, TopicTerms

BATCH = 200
COUNTRY = "country:"
"""Begins the slug of a country, which is searched for as a topic is: by its names in all languages."""

UNVERIFIED = "nothing"
"""The value of the facet for those of whom nothing is verified that the audience may see."""

SEARCHING: Mapping[Audience, seam.Audience] = {
    Audience.PUBLIC: "public",
    Audience.MEMBERS: "members",
    Audience.JOURNALISTS: "journalists",
}
"""The audiences of readers, from the widest, and what search engines call them."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def version_of(updated_at: datetime) -> int:
    return (updated_at - _EPOCH) // timedelta(microseconds=1)


class ListedProfiles:
    """What the index should hold: the `Source` of `search.upkeep`, read from the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ids_and_versions(self) -> Mapping[int, int]:
        rows = self._session.execute(
            select(Profile.member_id, Profile.updated_at).join(Profile.member).where(is_in_directory())
        )
        return {member_id: version_of(updated_at) for member_id, updated_at in rows}

    def documents(self, ids: Collection[int] | None = None) -> Iterator[Document]:
        """Those of `ids` that are listed, or all, in batches: memory does not grow with their number."""
        wanted = sorted(self.ids_and_versions() if ids is None else ids)
        topics = taxonomy(self._session)
        for start in range(0, len(wanted), BATCH):
            profiles = self._session.scalars(
                select(Profile)
                .join(Profile.member)
                .options(contains_eager(Profile.member))
                .where(is_in_directory(), Profile.member_id.in_(wanted[start : start + BATCH]))
                .order_by(Profile.member_id)
                .execution_options(populate_existing=True)
            )
            for profile in profiles:
                yield from views_of(profile, topics)


def views_of(profile: Profile, topics: Taxonomy) -> list[Document]:
    """The views of a person, one for each different thing that audiences see; who may not open the page has none."""
    views: list[Document] = []
    for audience in SEARCHING:
        if not sees(audience, profile.audience):
            continue
        view = _view(seen(profile, audience), topics)
        if views and replace(views[-1], visible_to=view.visible_to) == view:
            views[-1] = replace(views[-1], visible_to=views[-1].visible_to | view.visible_to)
        else:
            views.append(view)
    return views


def _view(profile: Seen, topics: Taxonomy) -> Document:
    return Document(
        id=profile.member_id,
        names=tuple(dict.fromkeys(filter(None, _names(profile)))),
        visible_to=frozenset({SEARCHING[profile.audience]}),
        sort_confirmed=profile.confirmed_at or profile.created_at,
        version=version_of(profile.updated_at),
        headline=profile.headline,
        biography=plain_text(profile.biography_html),
        topics=_topics(profile, topics),
        passages=_passages(profile),
        facets=_facets(profile, topics),
    )


def _names(profile: Seen) -> tuple[str | None, ...]:
    variants = (one.text for one in profile.variants)
    return (profile.display_name, profile.native_name, profile.latin_name, *variants)


def _topics(profile: Seen, topics: Taxonomy) -> tuple[TopicTerms, ...]:
    chosen = [topics.by_id[one.topic_id] for one in profile.topics]
    # Where somebody lives comes first, then the countries they cover, in their order.
    countries = dict.fromkeys(filter(None, (profile.based_in, *(one.code for one in profile.countries))))
    return (
        *(
            TopicTerms(
                one.slug, topics.indexed_label(one), one.all_names(), tuple(one.labels.values()), place
            )
            for place, one in enumerate(chosen)
        ),
        *(
            TopicTerms(COUNTRY + code, country_names(code)[0], labels=country_names(code), place=place)
            for place, code in enumerate(countries)
        ),
    )


def _passages(profile: Seen) -> tuple[str, ...]:
    affiliations = (f"{one.institution} · {one.role}".strip(" ·") for one in profile.affiliations)
    publications = (
        " · ".join(filter(None, (one.title, one.venue, str(one.year or "")))) for one in profile.publications
    )
    appearances = (" · ".join(filter(None, (one.title, one.outlet))) for one in profile.appearances)
    return tuple(filter(None, (*affiliations, *publications, *appearances, profile.city)))


def _facets(profile: Seen, topics: Taxonomy) -> dict[str, tuple[str, ...]]:
    levels, window = list(Level), window_of(profile)
    return {
        "kind": profile.kinds,
        "topic": tuple(topics.by_id[one.topic_id].slug for one in profile.topics),
        "region": tuple(dict.fromkeys(_regions(profile))),
        "country_covered": tuple(one.code for one in profile.countries),
        "country_based": (profile.based_in,) if profile.based_in else (),
        # Who speaks live on air can be interviewed and reads: each level includes the ones before it.
        "language": tuple(
            f"{spoken(one.tag)}:{level}"
            for one in profile.languages
            for level in levels[: levels.index(Level(one.level)) + 1]
        ),
        "availability": (profile.availability,) if profile.availability else (),
        "verified": tuple(dict.fromkeys(one.by for one in profile.verifications)) or (UNVERIFIED,),
        "media": tuple(dict.fromkeys(one.medium for one in profile.appearances)),
        WINDOW: (window.value,) if window else (),
    }


def _regions(profile: Seen) -> Iterator[str]:
    """The subregions of the countries that somebody covers, and of the regions that they name."""
    yield from filter(None, (subregion_of(one.code) for one in profile.countries))
    for one in profile.regions:
        yield from subregions_within(one.code)

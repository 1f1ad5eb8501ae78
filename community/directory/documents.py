"""From a profile to what the search engine knows of it: only what everybody may see.

The version of a document is the moment of the profile's last change, in microseconds: `profiles.actions.changed`
makes it grow with every change, that of the member's name included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from community.core.text import plain_text
from community.profiles.models import Level, Profile
from community.profiles.policies import is_in_directory
from community.profiles.taxonomy import Taxonomy, taxonomy
from community.profiles.world import country_names, spoken
from community.search.engine import AUDIENCES, Document, TopicTerms

BATCH = 200
COUNTRY = "country:"
"""Begins the slug of a country, which is searched for as a topic is: by its names in all languages."""

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
                yield document_of(profile, topics)


def document_of(profile: Profile, topics: Taxonomy) -> Document:
    """The one view that all audiences share as long as every field of a profile is public."""
    member = profile.member
    return Document(
        id=profile.member_id,
        names=tuple(filter(None, (member.display_name, member.native_name))),
        visible_to=frozenset(AUDIENCES),
        sort_confirmed=profile.confirmed_at or profile.created_at,
        version=version_of(profile.updated_at),
        headline=profile.headline,
        biography=plain_text(profile.biography_html),
        topics=_topics(profile, topics),
        passages=_passages(profile),
        facets=_facets(profile, topics),
    )


def _topics(profile: Profile, topics: Taxonomy) -> tuple[TopicTerms, ...]:
    chosen = [topics.by_id[one.topic_id] for one in profile.topics]
    countries = dict.fromkeys(filter(None, (*(one.country for one in profile.countries), profile.based_in)))
    return (
        *(TopicTerms(one.slug, topics.indexed_label(one), one.all_names()) for one in chosen),
        *(TopicTerms(COUNTRY + code, country_names(code)[0], country_names(code)) for code in countries),
    )


def _passages(profile: Profile) -> tuple[str, ...]:
    affiliations = (f"{one.institution} · {one.role}".strip(" ·") for one in profile.affiliations)
    publications = (
        " · ".join(filter(None, (one.title, one.venue, str(one.year or "")))) for one in profile.publications
    )
    return tuple(filter(None, (*affiliations, *publications, profile.city)))


def _facets(profile: Profile, topics: Taxonomy) -> dict[str, tuple[str, ...]]:
    levels = list(Level)
    return {
        "kind": tuple(one.kind for one in profile.kinds),
        "topic": tuple(topics.by_id[one.topic_id].slug for one in profile.topics),
        "country_covered": tuple(one.country for one in profile.countries),
        "country_based": (profile.based_in,) if profile.based_in else (),
        # Who speaks live on air can be interviewed and reads: each level includes the ones before it.
        "language": tuple(
            f"{spoken(one.tag)}:{level}"
            for one in profile.languages
            for level in levels[: levels.index(Level(one.level)) + 1]
        ),
        "availability": (profile.availability,),
        "verified": tuple({one.by: None for one in profile.verifications}),
    }

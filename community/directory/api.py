"""The JSON door of the directory: the same question, the same answer."""

from __future__ import annotations

from dataclasses import asdict

from apiflask import APIBlueprint
from flask import request
from pydantic import AwareDatetime, BaseModel, Field

from community.core.actor import anyone
from community.core.db import db
from community.core.identity import current_actor
from community.core.web.doors import open_to
from community.directory import queries
from community.directory.asking import FACETS, PAGE_SIZE, Asked
from community.directory.queries import FoundPerson
from community.directory.schemas import PersonBrief, person_brief
from community.profiles.taxonomy import taxonomy

blueprint = APIBlueprint("directory_api", __name__, tag="People")


class WhyOut(BaseModel):
    field: str = Field(description="name, headline, topic, biography or passage")
    text: str
    highlights: list[tuple[int, int]] = Field(description="[start, end) in characters of the text.")


class PersonOut(PersonBrief):
    why: list[WhyOut]
    talks_from: AwareDatetime | None = Field(
        description="The first moment before the one that `talk` asks for."
    )


class RebuildingOut(BaseModel):
    done: int = Field(description="Profiles that are in the index so far.")
    of: int = Field(description="Profiles that there will be; 0 before they were counted.")


class PeopleOut(BaseModel):
    people: list[PersonOut]
    total: int
    page: int
    page_size: int
    rule: str = Field(description="How the people are ordered.")
    facets: dict[str, dict[str, int]] = Field(description="Facet -> value -> people who have it.")
    can_talk: dict[str, int] = Field(
        description="Moment that `talk` may name -> people who can talk before it."
    )
    rebuilding: bool = Field(
        description="The index is being made anew: only those are found who are in it so far."
    )
    rebuilt: RebuildingOut | None = Field(description="How far that is; null unless `rebuilding`.")


@blueprint.get("/people")
@open_to(anyone, limit="120/minute")
@blueprint.output(PeopleOut)
def search_people() -> dict[str, object]:
    """Search with the parameters of the page's address: `q`, `page`, and facets, each as often as you like
    (`kind`, `topic`, `region` as UN M49, `country_covered`, `country_based`, `language` as "fr:interview",
    `availability`, `verified`, `media`); and `talk`, the moment before which they can talk: in-2-hours, today-17,
    tomorrow-12 by your clock, or one in UTC as "2026-11-25T14:00Z"."""
    asked = Asked.from_address(request.args, current_actor().time_zone).with_topics_of(taxonomy(db.session()))
    found = queries.search(db.session(), current_actor(), asked)
    return {
        "people": [_person(one) for one in found.people],
        "total": found.results.total,
        "page": asked.page,
        "page_size": PAGE_SIZE,
        "rule": found.results.rule,
        "facets": {
            key: {value: count for value, count in counts.items() if count}
            for key, counts in found.results.facet_counts.items()
            if key in FACETS
        },
        "can_talk": dict(found.talkers),
        "rebuilding": found.results.rebuilding is not None,
        "rebuilt": found.results.rebuilding and asdict(found.results.rebuilding),
    }


def _person(found: FoundPerson) -> dict[str, object]:
    return {
        **person_brief(found.seen, found.person).model_dump(),
        "why": [
            {"field": one.field, "text": one.text, "highlights": list(one.highlights)}
            for one in found.hit.matched
        ],
        "talks_from": found.talks_from,
    }

"""The crowd as search documents, with the shape that the directory gives them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

from benchmarks.crowd.people import REGION_OF, Someone, crowd
from community.profiles.world import country_names
from community.search.engine import AUDIENCES, Document, TopicTerms

_TAXONOMY = Path(__file__).resolve().parents[2] / "community" / "profiles" / "taxonomy.json"
_LEVELS = ("read", "interview", "live")


def documents(size: int) -> Iterator[Document]:
    return map(document_of, crowd(size))


def document_of(person: Someone) -> Document:
    countries = dict.fromkeys((*person.covers, person.based_in))
    passages = [f"{institution} · {role}" for institution, role in person.affiliations]
    passages += [f"{title} · {venue} · {year}" for title, venue, year in person.publications]
    return Document(
        id=person.number,
        names=tuple(filter(None, (person.name, person.native_name))),
        visible_to=frozenset(AUDIENCES),
        sort_confirmed=person.confirmed_at,
        version=person.number,
        headline=person.headline,
        biography=person.biography,
        topics=(*_placed(_topics()[slug] for slug in person.topics), *_placed(map(_country, countries))),
        passages=tuple(passages),
        facets={
            "kind": person.kinds,
            "topic": person.topics,
            "country_covered": person.covers,
            "region": tuple(dict.fromkeys(REGION_OF[code] for code in person.covers)),
            "country_based": (person.based_in,),
            "language": tuple(
                f"{tag}:{level}"
                for tag, best in person.languages
                for level in _LEVELS[: _LEVELS.index(best) + 1]
            ),
            "availability": (person.availability,),
            "verified": person.verified,
            "window": (person.window,),
        },
    )


def _placed(topics: Iterable[TopicTerms]) -> Iterator[TopicTerms]:
    return (replace(topic, place=place) for place, topic in enumerate(topics))


@cache
def _topics() -> dict[str, TopicTerms]:
    topics = json.loads(_TAXONOMY.read_text(encoding="utf-8"))["topics"]
    return {
        topic["slug"]: TopicTerms(
            topic["slug"],
            topic["labels"]["en"],
            tuple(dict.fromkeys(chain(*topic["synonyms"].values()))),
            tuple(topic["labels"].values()),
        )
        for topic in topics
    }


@cache
def _country(code: str) -> TopicTerms:
    names = country_names(code)
    return TopicTerms(f"country:{code}", names[0], labels=names)

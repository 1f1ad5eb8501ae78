"""Documents as JSON, for engines that keep them to tell why somebody was found."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from community.search.engine import Document, TopicTerms


def to_json(document: Document) -> str:
    fields: dict[str, Any] = {name: getattr(document, name) for name in Document.__slots__}
    fields["topics"] = [
        (topic.slug, topic.label, topic.synonyms, topic.labels, topic.place) for topic in document.topics
    ]
    fields["visible_to"] = sorted(document.visible_to)
    fields["sort_confirmed"] = document.sort_confirmed.isoformat()
    fields["facets"] = dict(document.facets)
    # A lone surrogate is no text that could be stored.
    return json.dumps(fields, ensure_ascii=False).encode(errors="replace").decode()


def from_json(text: str) -> Document:
    fields: dict[str, Any] = json.loads(text)
    fields["names"] = tuple(fields["names"])
    fields["topics"] = tuple(
        TopicTerms(slug, label, tuple(synonyms), tuple(labels), place)
        for slug, label, synonyms, labels, place in fields["topics"]
    )
    fields["passages"] = tuple(fields["passages"])
    fields["visible_to"] = frozenset(fields["visible_to"])
    fields["sort_confirmed"] = datetime.fromisoformat(fields["sort_confirmed"])
    fields["facets"] = {facet: tuple(values) for facet, values in fields["facets"].items()}
    return Document(**fields)


def by_person(documents: Iterable[Document]) -> dict[int, list[Document]]:
    """The views of each person."""
    people: dict[int, list[Document]] = defaultdict(list)
    for document in documents:
        people[document.id].append(document)
    return people

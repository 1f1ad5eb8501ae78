"""A topic as one value that says all of it, and where the words of its names are."""

import json
from functools import lru_cache

from community.search.engine import TopicTerms
from community.search.prepared import names_by_field, topic_tokens

Occurrences = dict[str, tuple[int, ...]]


@lru_cache(maxsize=8_192)
def as_value(topic: TopicTerms, step: int) -> str:
    """A topic, and how much it says of the person who has it, as a value of a facet."""
    return json.dumps([step, topic.slug, topic.label, topic.synonyms, topic.labels], ensure_ascii=False)


@lru_cache(maxsize=8_192)
def of_value(value: str) -> tuple[TopicTerms, int]:
    """The topic, whose place is told by the order of a row alone, and the step."""
    step, slug, label, synonyms, labels = json.loads(value)
    return TopicTerms(slug, label, tuple(synonyms), tuple(labels)), step


@lru_cache(maxsize=8_192)
def occurrences(value: str) -> dict[str, Occurrences]:
    """For each field the positions of each word of the topic's names in it."""
    fields: dict[str, Occurrences] = {}
    for field, names in names_by_field(*of_value(value)).items():
        places: dict[str, list[int]] = {}
        for word, position in topic_tokens(names):
            places.setdefault(word, []).append(position)
        fields[field] = {word: tuple(where) for word, where in places.items()}
    return fields

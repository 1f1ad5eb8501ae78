"""Completions while typing, read from the views that match: so none comes from what an audience may not
see."""

from collections.abc import Iterable

from community.search.engine import Document, Suggestion
from community.search.parsing import Clause
from community.search.reasons import Reasons


def suggestions(
    named: Iterable[Document], on_topic: Iterable[Document], clauses: tuple[Clause, ...], limit: int
) -> tuple[Suggestion, ...]:
    """The topics that match, then the people, each once, as long as there is room; topics take at most half
    of it."""
    topics: dict[str, Suggestion] = {}
    reasons = Reasons(clauses)
    for document in on_topic:
        for topic in document.topics:
            alone = Document(0, (), frozenset(), document.sort_confirmed, 0, topics=(topic,))
            if reasons.of(alone):
                topics.setdefault(topic.slug, Suggestion("topic", topic.label, topic.slug))
    people = {
        document.id: Suggestion("person", document.names[0], str(document.id))
        for document in named
        if document.names
    }
    first = list(topics.values())[: max(limit // 2, limit - len(people))]
    return tuple([*first, *people.values()][:limit])

"""The tables of the PostgreSQL engine, and documents as their rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from community.search.engine import Document
from community.search.postgres_topics import TopicNames, key_of, lexemes_of
from community.search.prepared import Prepared, prepare_text, topics_by_step

# Weight A holds names and their aliases, B the leading topics and the headline, C the topics next to them, D the
# other topics and what was written.
LABELS = {"name": "A", "alias": "A", "headline": "B", "biography": "D", "passage": "D"}
_TOPICS = ("BC", "CD", "DD")
"""By step, what the labels of a topic count and what its synonyms do."""
NAME = "@"
"""Begins a word of a name. A sign of its own and not the weight alone tells names from text: PostgreSQL looks a weight
up in each row that it finds, and a sign in the index."""

EVERYBODY = ""
"""The value that all have, by which an audience's people are counted."""

# A phrase can't run from one field into the next. PostgreSQL counts positions up to 16,383.
_FIELD_GAP = 10
_LAST_POSITION = 16_383

LAYOUT = 6
"""Changes with the tables or the analysis: an index of another layout is rebuilt."""

metadata = MetaData()
views = Table(
    "search_views",
    metadata,
    Column("row", BigInteger, primary_key=True, autoincrement=True),
    Column("id", BigInteger, nullable=False, index=True),
    Column("version", BigInteger, nullable=False),
    Column("confirmed", DateTime(timezone=True), nullable=False),
    Column("visible_to", ARRAY(Text), nullable=False),
    Column("facets", ARRAY(Text), nullable=False),
    Column("tokens", TSVECTOR, nullable=False),
    Column("quoted", Text, nullable=False),
    Index("search_views_tokens", "tokens", postgresql_using="gin"),
    Index("search_views_facets", "facets", postgresql_using="gin"),
    Index("search_views_order", text("confirmed DESC"), "id"),
)
words = Table("search_words", metadata, Column("word", Text, primary_key=True))
topics = Table(
    "search_topics", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)
counts = Table(
    "search_counts",
    metadata,
    # How many views an audience sees that have a value; written with them, in the same transaction.
    Column("audience", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
state = Table(
    "search_state",
    metadata,
    Column("layout", Integer, nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("done", Integer, nullable=False),
    # How many people there will be; NULL once all are there.
    Column("building", Integer),
    # Another one whenever there are other topics.
    Column("topics", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A document as a row of `views`, its words for the lexicon, and its topics by their keys."""

    columns: dict[str, Any]
    """As COPY takes them."""
    words: set[str]
    topics: dict[str, str]


def row(document: Document) -> Row:
    prepared = prepare_text(document)
    found = [(*key_of(topic), step) for topic, step in topics_by_step(document, prepared)]
    quoted_from = (
        document.names,
        document.headline,
        document.biography,
        document.passages,
        [key for key, _, _ in found],
    )
    columns = {
        "id": document.id,
        "version": document.version,
        "confirmed": document.sort_confirmed,
        "visible_to": _array(sorted(document.visible_to)),
        "facets": _array(
            facet_value(facet, value)
            for facet, values in document.facets.items()
            for value in dict.fromkeys(values)
        ),
        "tokens": _vector(prepared, [(key, step) for key, _, step in found]),
        # A lone surrogate is no text that could be stored.
        "quoted": json.dumps(quoted_from, ensure_ascii=False).encode(errors="replace").decode(),
    }
    known = {word for tokens in prepared.values() for word, _ in tokens if word.isalpha()}
    return Row(columns, known, {key: value for key, value, _ in found})


def quoted_document(found: Any, names: TopicNames) -> Document:
    """What a hit is quoted from, and nothing else, of a row."""
    called, headline, biography, passages, keys = json.loads(found.quoted)
    return Document(
        id=found.id,
        names=tuple(called),
        visible_to=frozenset(),
        sort_confirmed=found.confirmed,
        version=0,
        headline=headline,
        biography=biography,
        topics=names.topics(keys),
        passages=tuple(passages),
    )


def facet_value(facet: str, value: str) -> str:
    """A value as the array holds it, without what PostgreSQL can't hold."""
    return f"{facet}={value}".replace("\x00", "").encode(errors="replace").decode()


def _array(values: Iterable[str]) -> str:
    return "{" + ",".join(map(_element, values)) + "}"


@lru_cache(maxsize=20_000)
def _element(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _vector(prepared: Prepared, of_topics: list[tuple[str, int]]) -> str:
    """The fields one after the other as a tsvector literal: 'token':position and weight, as often as there is one.
    PostgreSQL sorts them, gathers the positions of each, and leaves out what is beyond 255."""
    parts: list[str] = []
    base = 1
    for field, tokens in prepared.items():
        label, last = LABELS[field], base
        sign = NAME if label == "A" else ""
        for word, position in tokens:
            last = min(base + position, _LAST_POSITION)
            parts.append(f"{quoted(sign + word)}:{last}{label}")
        base = last + _FIELD_GAP
    for key, step in of_topics:
        parts += [
            f"'{lexeme}':1{label}" for lexeme, label in zip(lexemes_of(key), _TOPICS[step], strict=True)
        ]
    return " ".join(parts)


@lru_cache(maxsize=20_000)
def quoted(word: str) -> str:
    """A word as a literal of tsvector and tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"

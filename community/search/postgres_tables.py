"""The tables of the PostgreSQL engine, and documents as their rows."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from community.search.engine import AUDIENCES, Audience, Document
from community.search.postgres_known import TopicNames, key_of, leading_of, lexemes_of
from community.search.prepared import Prepared, prepare_text, topics_by_step

# Weight A holds names and their aliases, B the leading topics and the headline, C the topics next to them, D the
# other topics and what was written.
LABELS = {"name": "A", "alias": "A", "headline": "B", "biography": "D", "passage": "D"}
_TOPICS = ("BC", "CD", "DD")
"""By step, what the labels of a topic count and what its synonyms do."""
NAME = "@"
"""Begins a word of a name. A sign of its own and not the weight alone tells names from text: PostgreSQL looks a weight
up in each row that it finds, and a sign in the index."""

HEADLINE = "^"
"""Begins a word of a headline once more, for who looks for the best of many. It needs no place."""

EVERYBODY = ""
"""The value that all have, by which an audience's people are counted."""

# A phrase can't run from one field into the next. PostgreSQL counts positions up to 16,383.
_FIELD_GAP = 10
_LAST_POSITION = 16_383

LAYOUT = 7
"""Changes with the tables or the analysis: an index of another layout is rebuilt."""

metadata = MetaData()
views = Table(
    "search_views",
    metadata,
    Column("row", BigInteger, primary_key=True, autoincrement=True),
    Column("id", BigInteger, nullable=False, index=True),
    Column("version", BigInteger, nullable=False),
    Column("confirmed", DateTime(timezone=True), nullable=False),
    # A bit for each audience.
    Column("seen_by", SmallInteger, nullable=False),
    # The codes of its values.
    Column("facets", ARRAY(Integer), nullable=False),
    Column("tokens", TSVECTOR, nullable=False),
    Column("quoted", Text, nullable=False),
    Index("search_views_tokens", "tokens", postgresql_using="gin"),
    Index("search_views_facets", "facets", postgresql_using="gin"),
    Index("search_views_order", text("confirmed DESC"), "id"),
)
# Who goes through many rows reads what is narrow of each, so what is wide stands elsewhere: 20 MB for 100,000 people
# instead of 145.
for _storage in ("SET (toast_tuple_target = 128)", "ALTER COLUMN facets SET STORAGE MAIN"):
    event.listen(views, "after_create", DDL(f"ALTER TABLE search_views {_storage}"))  # type: ignore[no-untyped-call]  # it has no types
words = Table("search_words", metadata, Column("word", Text, primary_key=True))
topics = Table(
    "search_topics", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False)
)
values = Table(
    "search_values",
    metadata,
    Column("code", Integer, primary_key=True),
    Column("value", Text, nullable=False, unique=True),
)
counts = Table(
    "search_counts",
    metadata,
    # How many views an audience sees that have a value; written with them, in the same transaction.
    Column("audience", Text, primary_key=True),
    Column("code", Integer, primary_key=True),
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
    # Another one whenever there are other topics, or other values of facets.
    Column("known", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A document as a row of `views`, its words for the lexicon, and its topics by their keys."""

    columns: dict[str, Any]
    """As COPY takes them, but for the facets."""
    facets: tuple[str, ...]
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
        "seen_by": sum(map(bit_of, document.visible_to)),
        "tokens": _vector(prepared, [(key, step) for key, _, step in found]),
        # A lone surrogate is no text that could be stored.
        "quoted": json.dumps(quoted_from, ensure_ascii=False).encode(errors="replace").decode(),
    }
    facets = dict.fromkeys(
        facet_value(facet, value) for facet, held in document.facets.items() for value in held
    )
    known = {word for tokens in prepared.values() for word, _ in tokens if word.isalpha()}
    return Row(columns, tuple(facets), known, {key: value for key, value, _ in found})


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


def bit_of(audience: Audience) -> int:
    return 1 << AUDIENCES.index(audience)


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
            if field == "headline":
                parts.append(quoted(HEADLINE + word))
        base = last + _FIELD_GAP
    for key, step in of_topics:
        parts += [
            f"'{lexeme}':1{label}" for lexeme, label in zip(lexemes_of(key), _TOPICS[step], strict=True)
        ]
        if step == 0:
            parts.append(f"'{leading_of(key)}'")
    return " ".join(parts)


@lru_cache(maxsize=20_000)
def quoted(word: str) -> str:
    """A word as a literal of tsvector and tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"

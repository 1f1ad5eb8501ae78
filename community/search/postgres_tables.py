"""The tables of the PostgreSQL engine, and documents as their rows."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from community.search.codec import to_json
from community.search.engine import Document
from community.search.prepared import prepare

# Weight A holds names and their aliases, B the leading topics and the headline, C the topics next to them, D the
# other topics and what was written.
LABELS = {
    **dict.fromkeys(("name", "alias"), "A"),
    **dict.fromkeys(("leading", "headline"), "B"),
    "topic": "C",
    **dict.fromkeys(("further", "related", "biography", "passage"), "D"),
}
# A phrase can't run from one field into the next. PostgreSQL counts positions up to 16,383.
_FIELD_GAP = 10
_LAST_POSITION = 16_383

LAYOUT = 4
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
    Column("document", Text, nullable=False),
    Index("search_views_tokens", "tokens", postgresql_using="gin"),
    Index("search_views_facets", "facets", postgresql_using="gin"),
)
words = Table("search_words", metadata, Column("word", Text, primary_key=True))
state = Table(
    "search_state",
    metadata,
    Column("layout", Integer, nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("done", Integer, nullable=False),
    # How many people there will be; NULL once all are there.
    Column("building", Integer),
)


def row(document: Document) -> tuple[dict[str, Any], set[str]]:
    """A document as a row of `views`, and its words for the lexicon."""
    prepared = prepare(document)
    columns = {
        "id": document.id,
        "version": document.version,
        "confirmed": document.sort_confirmed,
        "visible_to": sorted(document.visible_to),
        "facets": [
            facet_value(facet, value)
            for facet, values in document.facets.items()
            for value in dict.fromkeys(values)
        ],
        "vector": _vector(prepared),
        "document": to_json(document),
    }
    return columns, {word for tokens in prepared.values() for word, _ in tokens if word.isalpha()}


def facet_value(facet: str, value: str) -> str:
    """A value as the array holds it, without what PostgreSQL can't hold."""
    return f"{facet}={value}".replace("\x00", "").encode(errors="replace").decode()


def _vector(prepared: dict[str, list[tuple[str, int]]]) -> str:
    """The fields one after the other as a tsvector literal: 'token':position and weight, as often as there is one.
    PostgreSQL sorts them, gathers the positions of each, and leaves out what is beyond 255."""
    parts: list[str] = []
    base = 1
    for field, tokens in prepared.items():
        label, last = LABELS[field], base
        for word, position in tokens:
            last = min(base + position, _LAST_POSITION)
            parts.append(f"{quoted(word)}:{last}{label}")
        base = last + _FIELD_GAP
    return " ".join(parts)


@lru_cache(maxsize=20_000)
def quoted(word: str) -> str:
    """A word as a literal of tsvector and tsquery."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''").replace("\x00", "") + "'"

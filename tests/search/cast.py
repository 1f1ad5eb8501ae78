"""People for the directory's stories, as the views that an engine holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from community.search.engine import AUDIENCES, Document, Engine, Hit, Query, TopicTerms

START = datetime(2026, 1, 1, tzinfo=UTC)

BELT_AND_ROAD = TopicTerms(
    "belt-and-road",
    "Belt and Road",
    (
        "BRI",
        "nouvelles routes de la soie",
        "مبادرة الحزام والطريق",
        "一带一路",
        "Iniciativa Faixa e Rota",
        "nueva ruta de la seda",
    ),
)
DEBT = TopicTerms(
    "debt", "Sovereign debt", ("dette souveraine", "الديون السيادية", "主权债务", "deuda soberana")
)


def person(number: int, *names: str, day: int = 0, **fields: Any) -> Document:
    """A person whom everybody may see, confirmed on a day of January 2026."""
    defaults: dict[str, Any] = {"visible_to": frozenset(AUDIENCES), "version": number}
    return Document(id=number, names=names, sort_confirmed=START + timedelta(days=day), **(defaults | fields))


def ids(engine: Engine, text: str, **options: Any) -> list[int]:
    """Who is found, in order."""
    return [hit.id for hit in hits(engine, text, **options)]


def hits(engine: Engine, text: str, audience: Any = "public", **options: Any) -> tuple[Hit, ...]:
    return engine.search(Query(text, audience, **options)).hits

"""One search in PostgreSQL: clauses as tsquery, the filters, the order, the counts."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import REAL, Integer, Text, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from community.search.codec import from_json
from community.search.engine import Document, Hit, Query, Results
from community.search.parsing import Clause, Terms, corrected, less_strict, parse, respelt
from community.search.postgres_tables import facet_value, quoted, views, words
from community.search.prepared import WHOLE_NAME_BONUS
from community.search.reasons import Reasons

# What a match counts by its weight: D, C, B, A.
_WEIGHTS = [0.2, 0.35, 0.65, 1.0]
_WHOLE_TOPIC_BONUS = 0.2
# Nobody has a sign for a word.
_NOBODY = "'~'"


class Search:
    """A query being answered within one transaction; with `labels`, from the fields of those weights
    alone."""

    def __init__(self, connection: Connection, query: Query, labels: str = "ABCD") -> None:
        self._connection = connection
        self._query = query
        self._labels = labels
        self._visible = views.c.visible_to.contains(cast([query.audience], ARRAY(Text)))
        parsed = parse(query.text, query.typing)
        if parsed.clauses:
            # Where one row is enough PostgreSQL would go through all, hoping to meet it soon; often it is not there.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        self._whole = parsed.whole
        self.corrected = False
        self.partial = False
        self.clauses: tuple[Clause, ...] = tuple(map(self._without_typo, parsed.clauses))
        self._text = self._text_condition()

    # --- who matches ---

    def _without_typo(self, clause: Clause) -> Clause:
        """The clause, or what it may have meant if nobody has its word and somebody one at an edit away."""
        if not (clause.typed or clause.sounds) or self._anybody(clause):
            return clause
        known = self._known(respelt(clause.typed))
        other = corrected(clause, tuple(word for word in known if self._anybody(corrected(clause, (word,)))))
        if not other.names or not self._anybody(other):
            return clause
        self.corrected = True
        return other

    def _known(self, spellings: Terms) -> Terms:
        if not spellings:
            return ()
        wanted = cast(list(spellings), ARRAY(Text))
        known = set(self._connection.scalars(select(words.c.word).where(words.c.word == func.any(wanted))))
        return tuple(spelling for spelling in spellings if spelling in known)

    def _anybody(self, clause: Clause) -> bool:
        found = select(views.c.row).where(self._visible, self._matches(clause)).limit(1)
        return self._connection.scalar(found) is not None

    def _matches(self, clause: Clause) -> ColumnElement[bool]:
        return _has(self._tsquery(clause))

    def _tsquery(self, clause: Clause) -> str:
        """A clause as the text of a tsquery."""
        text_labels = "".join(sorted(set(self._labels) & set("BCD")))
        alternatives: list[str] = []
        if "A" in self._labels:
            alternatives += _alternatives(clause, clause.names, "A")
        if text_labels:
            alternatives += _alternatives(clause, clause.text, text_labels)
        return "(" + (" | ".join(alternatives) or _NOBODY) + ")"

    def _text_condition(self) -> ColumnElement[bool]:
        """All clauses; if nobody matches all, all with names read less strictly; else as many as anybody does,
        and at least half."""
        if not self.clauses:
            return self._visible
        everything = self._visible & _has(" & ".join(map(self._tsquery, self.clauses)))
        if len(self.clauses) == 1:
            return everything
        if self._connection.scalar(select(views.c.row).where(everything).limit(1)) is not None:
            return everything
        looser = tuple(less_strict(one, self._known(respelt(one.typed))) for one in self.clauses)
        by_name = self._visible & _has(" & ".join(map(self._tsquery, looser)))
        if self._connection.scalar(select(views.c.row).where(by_name).limit(1)) is not None:
            self.clauses, self.corrected = looser, True
            return by_name
        number: ColumnElement[int] = sum(
            (cast(self._matches(clause), Integer) for clause in self.clauses), start=literal(0)
        )
        anything = self._visible & _has(" | ".join(map(self._tsquery, self.clauses)))
        most = self._connection.scalar(select(func.max(number)).where(anything)) or 0
        self.partial = most >= (len(self.clauses) + 1) // 2
        return anything & (number >= max(most, (len(self.clauses) + 1) // 2))

    def _condition(self, without: str = "") -> ColumnElement[bool]:
        """The text and the filters, but for those of one facet."""
        condition = self._text
        for facet, values in self._query.filters.items():
            if values and facet != without:
                wanted = [facet_value(facet, value) for value in values]
                condition &= views.c.facets.overlap(cast(wanted, ARRAY(Text)))
        return condition

    # --- what is answered ---

    @cached_property
    def _page(self) -> list[Any]:
        by_text = bool(self.clauses) and self._query.sort == "best"
        score: ColumnElement[float] = literal(0.0)
        if by_text:
            wanted = cast(" | ".join(map(self._tsquery, self.clauses)), TSQUERY)
            score = (
                func.ts_rank(cast(_WEIGHTS, ARRAY(REAL)), views.c.tokens, wanted)
                + WHOLE_NAME_BONUS * self._is_whole("A")
                + _WHOLE_TOPIC_BONUS * self._is_whole("BCD")
            )
        score = score.label("score")
        order: tuple[ColumnElement[Any], ...] = (views.c.confirmed.desc(), views.c.id)
        if by_text:
            order = (score.desc(), *order)
            if self._query.confirmed_since:
                order = ((views.c.confirmed < self._query.confirmed_since), *order)
        found = (
            select(views.c.id, views.c.document, score)
            .where(self._condition())
            .order_by(*order)
            .limit(self._query.size)
            .offset(self._query.start)
        )
        return list(self._connection.execute(found))

    def _is_whole(self, labels: str) -> ColumnElement[int]:
        """1 if all that was typed is a name, or that of a topic, else 0."""
        return cast(_has(f"{quoted(self._whole)}:{labels}"), Integer) if self._whole else literal(0)

    def documents(self) -> list[Document]:
        """The views of the page."""
        return [from_json(row.document) for row in self._page] if self.clauses else []

    def results(self, as_of: int) -> Results:
        return Results(
            hits=tuple(self._hits()),
            total=self._connection.scalar(select(func.count()).select_from(views).where(self._condition()))
            or 0,
            facet_counts={facet: self._counts(facet) for facet in self._query.facets},
            rule=self._query.rule(bool(self.clauses)),
            as_of=as_of,
            corrected=self.corrected,
            partial=self.partial,
        )

    def _hits(self) -> Iterator[Hit]:
        reasons = Reasons(self.clauses)
        for row in self._page:
            matched = reasons.of(from_json(row.document)) if self.clauses else ()
            yield Hit(row.id, round(row.score, 4), matched)

    def _counts(self, facet: str) -> dict[str, int]:
        beginning = facet_value(facet, "")
        held = (
            select(func.unnest(views.c.facets).label("value"))
            .where(self._condition(without=facet))
            .subquery()
        )
        counted = (
            select(held.c.value, func.count())
            .where(func.starts_with(held.c.value, beginning))
            .group_by(held.c.value)
            .order_by(func.count().desc(), held.c.value)
        )
        return {value.removeprefix(beginning): count for value, count in self._connection.execute(counted)}


def _alternatives(clause: Clause, forms: tuple[Terms, ...], labels: str) -> Iterator[str]:
    joint = " <-> " if clause.phrase else " & "
    for terms in forms:
        yield "(" + joint.join(f"{quoted(term)}:{labels}" for term in terms) + ")"
    for prefix in clause.prefixes:
        yield f"{quoted(prefix)}:*{labels}"


def _has(tsquery: str) -> ColumnElement[bool]:
    return views.c.tokens.bool_op("@@")(cast(tsquery, TSQUERY))

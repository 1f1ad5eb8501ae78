"""One search in PostgreSQL: clauses as tsquery, the filters, the order, the counts."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import repeat
from typing import Any

from sqlalchemy import REAL, Integer, Text, cast, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from community.search.engine import Document, Hit, Query, Results
from community.search.parsing import Clause, Terms, corrected, less_strict, parse, respelt
from community.search.postgres_tables import (
    EVERYBODY,
    NAME,
    counts,
    facet_value,
    quoted,
    quoted_document,
    views,
    words,
)
from community.search.postgres_topics import TopicNames
from community.search.prepared import WHOLE_NAME_BONUS
from community.search.reasons import Reasons

# What a match counts by its weight: D, C, B, A.
_WEIGHTS = [0.2, 0.35, 0.65, 1.0]
_WHOLE_TOPIC_BONUS = 0.2
Counts = dict[str, dict[str, int]]
# Nobody has a sign for a word.
_NOBODY = "'~'"


class Search:
    """A query being answered within one transaction; only from names, or from all else, if so wished."""

    def __init__(
        self,
        connection: Connection,
        query: Query,
        topics: TopicNames,
        *,
        in_names: bool = True,
        in_text: bool = True,
    ) -> None:
        self._connection = connection
        self._query = query
        self._topics = topics
        self._in_names, self._in_text = in_names, in_text
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
        return tuple(spelling for spelling in spellings if spelling in known or spelling in self._topics)

    def _anybody(self, clause: Clause) -> bool:
        found = select(views.c.row).where(self._visible, self._matches(clause)).limit(1)
        return self._connection.scalar(found) is not None

    def _matches(self, clause: Clause) -> ColumnElement[bool]:
        return _has(self._tsquery(clause))

    def _tsquery(self, clause: Clause) -> str:
        """A clause as the text of a tsquery."""
        alternatives: list[str] = []
        if self._in_names:
            alternatives += (_all_of([NAME + term for term in terms], clause) for terms in clause.names)
            alternatives += (f"{quoted(NAME + prefix)}:*" for prefix in clause.prefixes)
        if self._in_text:
            alternatives += map(self._in_any_text, clause.text, repeat(clause))
            for prefix in clause.prefixes:
                alternatives += [f"{quoted(prefix)}:*", *map(quoted, self._topics.beginning_with(prefix))]
        return "(" + (" | ".join(alternatives) or _NOBODY) + ")"

    def _in_any_text(self, terms: Terms, clause: Clause) -> str:
        """One form of a clause in what was written, or in what a topic is called."""
        if clause.phrase:
            topics = self._topics.phrase(terms)
            return " | ".join([_all_of(terms, clause), *map(quoted, topics)])
        each = (" | ".join(map(quoted, (term, *self._topics.having(term)))) for term in terms)
        return "(" + " & ".join(f"({one})" for one in each) + ")"

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
                + WHOLE_NAME_BONUS * _is_one_of(self._whole and [NAME + self._whole])
                + _WHOLE_TOPIC_BONUS * _is_one_of(self._topics.having(self._whole))
            )
        score = score.label("score")
        order: tuple[ColumnElement[Any], ...] = (views.c.confirmed.desc(), views.c.id)
        if by_text:
            order = (score.desc(), *order)
            if self._query.confirmed_since:
                order = ((views.c.confirmed < self._query.confirmed_since), *order)
        found = (
            select(views.c.id, views.c.confirmed, views.c.quoted, score)
            .where(self._condition())
            .order_by(*order)
            .limit(self._query.size)
            .offset(self._query.start)
        )
        return list(self._connection.execute(found))

    def documents(self) -> list[Document]:
        """The views of the page."""
        return [quoted_document(row, self._topics) for row in self._page] if self.clauses else []

    def results(self, is_whole: bool) -> Results:
        """Of an index that is whole: who is there was counted when they were written."""
        if is_whole and not self.clauses and not any(self._query.filters.values()):
            total, counted = self._everybody()
        else:
            total, counted = self._total(), self._counts()
        return Results(
            hits=tuple(self._hits()),
            total=total,
            facet_counts=counted,
            rule=self._query.rule(bool(self.clauses)),
            corrected=self.corrected,
            partial=self.partial,
        )

    def _hits(self) -> Iterator[Hit]:
        reasons = Reasons(self.clauses)
        for row in self._page:
            matched = reasons.of(quoted_document(row, self._topics)) if self.clauses else ()
            yield Hit(row.id, round(row.score, 4), matched)

    # --- counts ---

    def _everybody(self) -> tuple[int, Counts]:
        numbers = self._by_facet(
            self._connection.execute(
                select(counts.c.value, counts.c.number)
                .where(counts.c.audience == self._query.audience, counts.c.number > 0)
                .order_by(counts.c.number.desc(), counts.c.value)
            )
        )
        everybody = numbers.pop(EVERYBODY, {})
        return everybody.get("", 0), {facet: numbers.get(facet, {}) for facet in self._query.facets}

    def _total(self) -> int:
        return self._connection.scalar(select(func.count()).select_from(views).where(self._condition())) or 0

    def _counts(self) -> Counts:
        """Those that do not filter are counted over the same people, in one go."""
        wanted = self._query.facets
        own = [facet for facet in wanted if self._query.filters.get(facet)]
        found = self._counted() if len(own) < len(wanted) else {}
        found |= {facet: self._counted(facet).get(facet, {}) for facet in own}
        return {facet: found.get(facet, {}) for facet in wanted}

    def _counted(self, alone: str = "") -> Counts:
        """By all filters; or one facet alone, by those of the others."""
        held = select(func.unnest(views.c.facets).label("value")).where(self._condition(alone)).subquery()
        counted = (
            select(held.c.value, func.count())
            .group_by(held.c.value)
            .order_by(func.count().desc(), held.c.value)
        )
        if alone:
            counted = counted.where(func.starts_with(held.c.value, facet_value(alone, "")))
        return self._by_facet(self._connection.execute(counted))

    def _by_facet(self, numbers: Iterable[Any]) -> Counts:
        found: Counts = {}
        for written, number in numbers:
            facet, _, value = written.partition("=")
            found.setdefault(facet, {})[value] = number
        return found


def _all_of(terms: Iterable[str], clause: Clause) -> str:
    return "(" + (" <-> " if clause.phrase else " & ").join(map(quoted, terms)) + ")"


def _has(tsquery: str) -> ColumnElement[bool]:
    return views.c.tokens.bool_op("@@")(cast(tsquery, TSQUERY))


def _is_one_of(lexemes: Iterable[str]) -> ColumnElement[int]:
    """1 if all that was typed is a name, or that of a topic, else 0."""
    wanted = " | ".join(map(quoted, lexemes))
    return cast(_has(wanted), Integer) if wanted else literal(0)

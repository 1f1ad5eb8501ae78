"""One search in PostgreSQL: clauses as tsquery, the filters, the order, the counts."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import REAL, Integer, Text, cast, false, func, literal, select, text, union_all
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from community.search.engine import Document, Hit, Query, Results
from community.search.parsing import Clause, Terms, corrected, less_strict, parse, respelt
from community.search.postgres_known import Known
from community.search.postgres_matching import NOBODY, Matching
from community.search.postgres_tables import (
    EVERYBODY,
    NAME,
    bit_of,
    counts,
    facet_value,
    quoted,
    quoted_document,
    views,
    words,
)
from community.search.prepared import WHOLE_NAME_BONUS
from community.search.reasons import Reasons

# What a match counts by its weight: D, C, B, A.
_WEIGHTS = [0.2, 0.35, 0.65, 1.0]
_WHOLE_TOPIC_BONUS = 0.2
_LOT = 1_000
"""Of more than so many PostgreSQL is not asked how well each matches: it would unpack every word that they wrote. They
are put in order by where they match, and it is asked of the lot in which the page is."""
_MANY = 8
_SETTINGS = text(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),"
    " set_config('jit', 'off', true), set_config('work_mem', '16MB', true)"
)
"""Rows are found by their words, never by going through all, whatever PostgreSQL hopes: it would unpack the words of
each. Where one row would do it tries that, in the order of an index too; often it is not there."""
Counts = dict[str, dict[str, int]]


class Search:
    """A query being answered within one transaction."""

    def __init__(
        self, connection: Connection, query: Query, known: Known, matching: Matching | None = None
    ) -> None:
        self._connection = connection
        self._query = query
        self._known = known
        self._matching = matching or Matching(known.topics)
        self._visible = views.c.seen_by.bitwise_and(bit_of(query.audience)) != 0
        parsed = parse(query.text, query.typing)
        if parsed.clauses:
            connection.execute(_SETTINGS)
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
        known = self._in_use(respelt(clause.typed))
        other = corrected(clause, tuple(word for word in known if self._anybody(corrected(clause, (word,)))))
        if not other.names or not self._anybody(other):
            return clause
        self.corrected = True
        return other

    def _in_use(self, spellings: Terms) -> Terms:
        if not spellings:
            return ()
        wanted = cast(list(spellings), ARRAY(Text))
        found = set(self._connection.scalars(select(words.c.word).where(words.c.word == func.any(wanted))))
        return tuple(one for one in spellings if one in found or one in self._known.topics)

    def _anybody(self, *clauses: Clause) -> bool:
        """Somebody matches all of these; of the alternatives of one most often the first will do."""
        wanted = [_has(self._matching.everything(clauses))]
        if len(clauses) == 1 and (alternatives := self._matching.alternatives(clauses[0])):
            wanted = [_has(alternatives[0]), _has_any(alternatives[1:])]
        found = (select(views.c.row).where(self._visible, one).limit(1) for one in wanted)
        return any(self._connection.scalar(one) is not None for one in found)

    def _text_condition(self) -> ColumnElement[bool]:
        """All clauses; if nobody matches all, all with names read less strictly; else as many as anybody does,
        and at least half."""
        if not self.clauses:
            return self._visible
        if len(self.clauses) == 1:
            return self._visible & _has_any(self._matching.alternatives(self.clauses[0]))
        if not self._anybody(*self.clauses):
            looser = tuple(less_strict(one, self._in_use(respelt(one.typed))) for one in self.clauses)
            if not self._anybody(*looser):
                return self._most()
            self.clauses, self.corrected = looser, True
        return self._visible & _has(self._matching.everything(self.clauses))

    def _most(self) -> ColumnElement[bool]:
        every = union_all(
            *(
                select(views.c.row).where(self._visible, _has(self._matching.clause(clause)))
                for clause in self.clauses
            )
        ).subquery()
        held = select(every.c.row, func.count().label("number")).group_by(every.c.row).subquery()
        most = self._connection.scalar(select(func.max(held.c.number))) or 0
        half = (len(self.clauses) + 1) // 2
        self.partial = most >= half
        return views.c.row.in_(select(held.c.row).where(held.c.number >= max(most, half)))

    def _condition(self, without: str = "") -> ColumnElement[bool]:
        """The text and the filters, but for those of one facet."""
        return self._filtered(self._text, without)

    def _filtered(self, condition: ColumnElement[bool], without: str = "") -> ColumnElement[bool]:
        for facet, chosen in self._query.filters.items():
            if chosen and facet != without:
                codes = self._known.values.codes(facet_value(facet, value) for value in chosen)
                condition &= views.c.facets.overlap(cast(codes, ARRAY(Integer))) if codes else false()
        return condition

    # --- what is answered ---

    @cached_property
    def _page(self) -> list[Any]:
        if self.clauses and self._query.sort == "best":
            return self._best()
        found = select(views.c.id, views.c.confirmed, views.c.quoted, literal(0.0).label("score"))
        order = (views.c.confirmed.desc(), views.c.id)
        page = found.where(self._condition()).order_by(*order)
        return list(self._connection.execute(page.limit(self._query.size).offset(self._query.start)))

    def _best(self) -> list[Any]:
        """By how well they match; of many, the lots in which the page is."""
        score = self._score().label("score")
        order = [*self._lately(views.c.confirmed), score.desc(), views.c.confirmed.desc(), views.c.id]
        found = select(views.c.id, views.c.confirmed, views.c.quoted, score)
        start, size = self._query.start, self._query.size
        first, after = start // _LOT, -(-(start + size) // _LOT)
        parts = self._parts(after * _LOT)
        if parts:
            lots = self._lots(parts, first, after)
            found = found.join(lots, lots.c.row == views.c.row)
            order.insert(0, lots.c.lot)
            start -= first * _LOT
        else:
            found = found.where(self._condition())
        return list(self._connection.execute(found.order_by(*order).limit(size).offset(start)))

    def _lately(self, confirmed: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        return [confirmed < self._query.confirmed_since] if self._query.confirmed_since else []

    def _parts(self, number: int) -> list[ColumnElement[bool]]:
        """Conditions that hold for so many of the first rows: for those that match where it says most, and so on, until
        there are enough. None if all that match are few."""
        parts: list[ColumnElement[bool]] = []
        if self._whole and self._matching.in_names:
            parts.append(self._filtered(self._text & _has(quoted(NAME + self._whole))))
        # Who has one alternative of the only clause in a place matches; a phrase is looked up there as its words.
        alone = len(self.clauses) == 1 and not self.clauses[0].phrase
        for tier in self._matching.tiers(self.clauses):
            text_condition = self._visible if alone else self._text
            parts.append(self._filtered(text_condition & _has_any(tier)))
            if self._number(parts[-1], lately=True) >= number:
                return parts
        return [*parts, self._condition()] if self._total > _LOT else []

    def _lots(self, parts: list[ColumnElement[bool]], first: int, after: int) -> Any:
        """The rows of some lots, in the order of where they match."""
        columns = (views.c.row, views.c.confirmed, views.c.id)
        every = union_all(
            *(select(*columns, literal(tier).label("tier")).where(part) for tier, part in enumerate(parts))
        ).subquery()
        order = [
            *self._lately(every.c.confirmed),
            func.min(every.c.tier),
            every.c.confirmed.desc(),
            every.c.id,
        ]
        place = func.row_number().over(order_by=order) - 1
        return (
            select(every.c.row, (place // _LOT).label("lot"))
            .group_by(every.c.row, every.c.confirmed, every.c.id)
            .order_by(place)
            .limit((after - first) * _LOT)
            .offset(first * _LOT)
            .subquery()
        )

    def _number(self, condition: ColumnElement[bool], *, lately: bool = False) -> int:
        """Of all, or of those who come first. The date is no condition: PostgreSQL would begin with its index."""
        number: Any = func.count()
        if lately and self._query.confirmed_since:
            number = number.filter(views.c.confirmed >= self._query.confirmed_since)
        return self._connection.scalar(select(number).select_from(views).where(condition)) or 0

    def _score(self) -> ColumnElement[float]:
        wanted = cast(self._matching.anything(self.clauses), TSQUERY)
        rank = func.ts_rank(cast(_WEIGHTS, ARRAY(REAL)), views.c.tokens, wanted)
        score: ColumnElement[float] = (
            rank
            + WHOLE_NAME_BONUS * _is_one_of(self._whole and [NAME + self._whole])
            + _WHOLE_TOPIC_BONUS * _is_one_of(self._known.topics.having(self._whole))
        )
        return score

    def documents(self) -> list[Document]:
        """The views of the page."""
        return [quoted_document(row, self._known.topics) for row in self._page] if self.clauses else []

    def results(self, is_whole: bool) -> Results:
        """Of an index that is whole: who is there was counted when they were written."""
        if is_whole and not self.clauses and not any(self._query.filters.values()):
            total, counted = self._everybody()
        else:
            total, counted = self._total, self._counts()
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
            matched = reasons.of(quoted_document(row, self._known.topics)) if self.clauses else ()
            yield Hit(row.id, round(row.score, 4), matched)

    # --- counts ---

    def _everybody(self) -> tuple[int, Counts]:
        held = select(counts.c.code, counts.c.number).where(
            counts.c.audience == self._query.audience, counts.c.number > 0
        )
        numbers = self._by_facet(self._connection.execute(held))
        everybody = numbers.pop(EVERYBODY, {})
        return everybody.get("", 0), {facet: numbers.get(facet, {}) for facet in self._query.facets}

    @cached_property
    def _total(self) -> int:
        return self._number(self._condition())

    def _counts(self) -> Counts:
        """Those that do not filter are counted over the same people, in one go."""
        wanted = self._query.facets
        own = [facet for facet in wanted if self._query.filters.get(facet)]
        found = self._counted() if len(own) < len(wanted) else {}
        found |= {facet: self._counted(facet).get(facet, {}) for facet in own}
        return {facet: found.get(facet, {}) for facet in wanted}

    def _counted(self, without: str = "") -> Counts:
        """By all filters, or by all but those of one facet."""
        held = select(func.unnest(views.c.facets).label("code")).where(self._condition(without)).subquery()
        return self._by_facet(
            self._connection.execute(select(held.c.code, func.count()).group_by(held.c.code))
        )

    def _by_facet(self, numbers: Iterable[Any]) -> Counts:
        return self._known.values.by_facet((code, number) for code, number in numbers)


def _has(tsquery: str) -> ColumnElement[bool]:
    return views.c.tokens.bool_op("@@")(cast(tsquery, TSQUERY))


def _has_any(alternatives: list[str]) -> ColumnElement[bool]:
    """Many are looked up one by one: for each row that has one of them PostgreSQL would ask of every one of them."""
    if len(alternatives) <= _MANY:
        return _has(" | ".join(alternatives) or NOBODY)
    return views.c.tokens.bool_op("@@")(func.any(cast(alternatives, ARRAY(TSQUERY))))


def _is_one_of(lexemes: Iterable[str]) -> ColumnElement[int]:
    """1 if all that was typed is a name, or that of a topic, else 0."""
    wanted = " | ".join(map(quoted, lexemes))
    return cast(_has(wanted), Integer) if wanted else literal(0)

"""A query over the columns of an index: who matches, how well, in what order, and the counts beside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from community.search import sparse
from community.search.engine import Audience, Query
from community.search.facets import Mask
from community.search.matching import Matcher
from community.search.parsing import Clause, Parsed, corrected, less_strict, parse, respelt
from community.search.prepared import TOPIC_WEIGHTS, WHOLE_NAME_BONUS, WHOLE_TOPIC_BONUS
from community.search.snapshot import Found as TermRows
from community.search.snapshot import Snapshot
from community.search.sparse import NOBODY, Rows, Scored, Scores

_AT_FIRST = 1_024
_EVERYBODY = "everybody"
_WHOLES = {"alias": WHOLE_NAME_BONUS} | {
    field: WHOLE_TOPIC_BONUS * weight for field, weight in TOPIC_WEIGHTS.items()
}
"""What counts more, by its field, if it is all that was typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page in order with their scores, all that match, and the clauses that they match."""

    rows: NDArray[np.int64]
    scores: Scores
    total: int
    counts: dict[str, dict[str, int]]
    clauses: tuple[Clause, ...] = ()
    corrected: bool = False
    partial: bool = False


def find(snapshot: Snapshot, query: Query, fields: Collection[str] = ()) -> Found:
    """Answer a query; with `fields`, from those alone."""
    parsed = parse(query.text, query.typing)
    having = {facet: snapshot.having(facet, values) for facet, values in query.filters.items() if values}
    if not parsed.clauses:
        return _browse(snapshot, query, having)
    text = _match_text(snapshot, parsed, query.audience, fields)
    rows, scores = text.found
    stays = _all([mask[rows] for mask in having.values()])
    if stays is not None:
        rows, scores = rows[stays], scores[stays]
    matching = np.zeros(snapshot.size, bool)
    if query.facets:
        matching[text.found[0]] = True
    page = _page(snapshot, query, rows, scores)
    return Found(
        rows[page].astype(np.int64),
        scores[page],
        len(rows),
        _counts(snapshot, query, having, matching),
        text.clauses,
        text.corrected,
        text.partial,
    )


def found_by_name(snapshot: Snapshot, audience: Audience, found: Found) -> Mask:
    """Which of the rows of the page match a clause by a name."""
    matcher = Matcher(snapshot, audience, ())
    by_name = np.zeros(len(found.rows), bool)
    for clause in found.clauses:
        by_name |= sparse.places(found.rows, matcher.by_name(clause)[0]) >= 0
    return by_name


def _browse(snapshot: Snapshot, query: Query, having: dict[str, Mask]) -> Found:
    visible = snapshot.visible[query.audience]
    mask = _within(visible, having.values())
    total = int(np.count_nonzero(mask))
    rows = _first_in_order(snapshot, mask, min(query.start + query.size, total))[query.start :]
    filters = frozenset((facet, values) for facet, values in query.filters.items() if values)
    if filters:
        counts = _counts(snapshot, query, having, visible)
    else:
        counts = _everybody_counted(snapshot, query.audience, query.facets)
    return Found(rows, np.zeros(len(rows), np.float32), total, counts)


def _everybody_counted(
    snapshot: Snapshot, audience: Audience, facets: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """What everybody sees first, and what no question changes."""
    counts: dict[str, dict[str, int]] = snapshot.remember(
        (_EVERYBODY, audience, facets), lambda: snapshot.count(facets, snapshot.visible[audience])
    )
    return counts


def warm_up(new: Snapshot, old: Snapshot) -> None:
    """Count for a new snapshot what was counted for the one before, which no reader has to wait for then."""
    for _, audience, facets in old.remembered(_EVERYBODY):
        _everybody_counted(new, audience, facets)


def _first_in_order(snapshot: Snapshot, mask: Mask, number: int) -> NDArray[np.int64]:
    """The first rows of the mask by date of confirmation. Most often a look at the beginning of the order is enough."""
    looked = _AT_FIRST
    while True:
        beginning = snapshot.order[:looked]
        rows = beginning[mask[beginning]]
        if len(rows) >= number or looked >= snapshot.size:
            return rows[:number]
        looked *= 4


def _counts(
    snapshot: Snapshot, query: Query, having: dict[str, Mask], matching: Mask
) -> dict[str, dict[str, int]]:
    """Facets that are counted over the same people are counted together: those that don't filter."""
    free = [facet for facet in query.facets if facet not in having]
    counted = snapshot.count(free, _within(matching, having.values())) if free else {}
    for facet in query.facets:
        if facet in having:
            others = (mask for name, mask in having.items() if name != facet)
            counted |= snapshot.count([facet], _within(matching, others))
    return {facet: counted[facet] for facet in query.facets}


def _within(matching: Mask, masks: Iterable[Mask]) -> Mask:
    return reduce(np.logical_and, masks, matching)


def _all(masks: list[Mask]) -> Mask | None:
    return reduce(np.logical_and, masks) if masks else None


def _page(snapshot: Snapshot, query: Query, rows: Rows, scores: Scores) -> NDArray[np.int64]:
    """The places of the page's rows, in order. The order is one number a row, so that only those of the pages up to
    this one have to be sorted: confirmed lately, then score, then rank by date."""
    key = -snapshot.rank[rows]
    if query.sort == "best":
        key += np.round(scores * 10_000).astype(np.int64) << 31
        if query.confirmed_since:
            lately = snapshot.confirmed[rows] >= query.confirmed_since.timestamp()
            key += lately.astype(np.int64) << 61
    end = query.start + query.size
    if end >= len(rows):
        return np.argsort(-key)[query.start : end]
    ahead = np.argpartition(-key, end)[:end]
    return ahead[np.argsort(-key[ahead])][query.start :]


@dataclass(frozen=True, slots=True)
class _Matched:
    found: Scored
    clauses: tuple[Clause, ...]
    corrected: bool = False
    partial: bool = False


def _match_text(snapshot: Snapshot, parsed: Parsed, audience: Audience, fields: Collection[str]) -> _Matched:
    """Everybody who matches all clauses, a word that nobody has being taken for a typo, then names being read
    less strictly; else who matches most."""
    matcher = Matcher(snapshot, audience, fields)
    parts = [_without_typo(matcher, clause) for clause in parsed.clauses]
    found = _everything(snapshot, audience, parts)
    if not found[0].size:
        looser = [_less_strict(matcher, clause) for clause, _ in parts]
        if (found := _everything(snapshot, audience, looser))[0].size:
            parts = looser
    partial = not found[0].size
    if partial:
        found = _most(snapshot, audience, parts)
    for field, bonus in _WHOLES.items() if parsed.whole else ():
        if not fields or field in fields:
            found = _with_bonus(found, snapshot.term(parsed.whole, [field]).get(field), bonus)
    clauses = tuple(clause for clause, _ in parts)
    anybody = bool(found[0].size)
    return _Matched(found, clauses, clauses != parsed.clauses and anybody, partial and anybody)


_Part = tuple[Clause, Scored]


def _everything(snapshot: Snapshot, audience: Audience, parts: list[_Part]) -> Scored:
    """Who matches all clauses; each counts by how rare it is."""
    ordered = sorted((found for _, found in parts), key=lambda found: len(found[0]))
    rows = ordered[0][0]
    score = ordered[0][1] * _rarity(snapshot, audience, ordered[0])
    for found in ordered[1:]:
        if not rows.size:
            return NOBODY
        at = sparse.places(rows, found[0])
        here = at >= 0
        rows, score = rows[here], score[here] + found[1][at[here]] * _rarity(snapshot, audience, found)
    return rows, score


def _most(snapshot: Snapshot, audience: Audience, parts: list[_Part]) -> Scored:
    """Who matches as many clauses as anybody does, and at least half."""
    number = np.zeros(snapshot.size, np.uint8)
    score = np.zeros(snapshot.size, np.float32)
    for _, found in parts:
        number[found[0]] += 1
        score[found[0]] += found[1] * _rarity(snapshot, audience, found)
    wanted = max(int(number.max(initial=0)), (len(parts) + 1) // 2)
    rows = np.flatnonzero(number >= wanted).astype(np.uint32)
    return rows, score[rows]


def _with_bonus(found: Scored, whole: TermRows | None, bonus: float) -> Scored:
    """More for those whose whole name, or a topic's, is what was typed."""
    rows, scores = found
    if whole is None:
        return found
    more = (sparse.places(rows, whole[0]) >= 0) * np.float32(bonus)
    return rows, scores + more.astype(np.float32)


def _rarity(snapshot: Snapshot, audience: Audience, found: Scored) -> np.float32:
    """How much a clause says: the fewer match it, the more. Counted among what the audience may see, so that
    hidden views don't sway the order."""
    people, having = snapshot.number[audience], len(found[0])
    return np.float32(np.log1p((people - having + 0.5) / (having + 0.5)))


def _without_typo(matcher: Matcher, clause: Clause) -> _Part:
    """The clause, or what it may have meant if nobody has its word and somebody one at an edit away."""
    found = matcher.clause(clause)
    if found[0].size:
        return clause, found
    known = matcher.snapshot.known(respelt(clause.typed))
    spellings = tuple(word for word in known if matcher.clause(corrected(clause, (word,)))[0].size)
    if not (spellings or clause.sounds):
        return clause, found
    other = corrected(clause, spellings)
    meant = matcher.clause(other)
    return (other, meant) if meant[0].size else (clause, found)


def _less_strict(matcher: Matcher, clause: Clause) -> _Part:
    other = less_strict(clause, tuple(matcher.snapshot.known(respelt(clause.typed))))
    return other, matcher.clause(other)

"""A query over the columns of a Whoosh index: who matches, how well, in what order, and the counts beside."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from community.search.columns import Mask, Rows, Scores, Snapshot
from community.search.engine import Query
from community.search.parsing import Clause, Parsed, corrected, less_strict, one_edit_away, parse
from community.search.prepared import NAME_WEIGHTS, OTHER_FORM, TEXT_WEIGHTS, WHOLE_NAME_BONUS

MAXIMUM_COMPLETIONS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page in order with their scores, all that match, and the clauses that they match."""

    rows: Rows
    scores: Scores
    total: int
    counts: dict[str, dict[str, int]]
    clauses: tuple[Clause, ...]
    corrected: bool = False
    partial: bool = False


def find(snapshot: Snapshot, query: Query, fields: Collection[str] = ()) -> Found:
    """Answer a query; with `fields`, from those alone."""
    parsed = parse(query.text, query.typing)
    visible = snapshot.visible[query.audience]
    if parsed.clauses:
        text = _match_text(snapshot, parsed, visible, fields)
    else:
        text = _Matched(visible, np.zeros(snapshot.size, np.float32), ())
    having = {facet: snapshot.having(facet, values) for facet, values in query.filters.items() if values}
    mask = _all(having.values(), text.mask)
    key = (
        query.audience,
        tuple(sorted((facet, values) for facet, values in query.filters.items() if values)),
    )
    counts = {}
    for facet in query.facets:
        others = (mask for name, mask in having.items() if name != facet)
        if parsed.clauses:
            counts[facet] = snapshot.count(facet, _all(others, text.mask))
        else:
            counts[facet] = snapshot.remember(
                ("count", facet, key), _counter(snapshot, facet, others, visible)
            )
    if parsed.clauses and query.sort == "best":
        rows = np.flatnonzero(mask)
        since = query.confirmed_since.timestamp() if query.confirmed_since else 0.0
        late = snapshot.confirmed[rows] < since
        rows = rows[np.lexsort((snapshot.rank[rows], -np.round(text.scores[rows], 4), late))]
    else:
        rows = _in_order(snapshot, mask)
    page = rows[query.start : query.start + query.size]
    return Found(page, text.scores[page], len(rows), counts, text.clauses, text.corrected, text.partial)


def _in_order(snapshot: Snapshot, mask: Mask) -> Rows:
    ordered: Rows = snapshot.order[mask[snapshot.order]]
    return ordered


def _counter(
    snapshot: Snapshot, facet: str, masks: Iterable[Mask], start: Mask
) -> Callable[[], dict[str, int]]:
    return lambda: snapshot.count(facet, _all(masks, start))


def _all(masks: Iterable[Mask], start: Mask) -> Mask:
    return reduce(np.logical_and, masks, start)


@dataclass(frozen=True, slots=True)
class _Matched:
    mask: Mask
    scores: Scores
    clauses: tuple[Clause, ...]
    corrected: bool = False
    partial: bool = False


Part = tuple[Clause, Scores]


def _match_text(snapshot: Snapshot, parsed: Parsed, visible: Mask, fields: Collection[str]) -> _Matched:
    """Everybody who matches all clauses, a word that nobody has being taken for a typo, then names being read
    less strictly; else who matches most."""
    typed = [(clause, _clause(snapshot, clause, fields) * visible) for clause in parsed.clauses]
    parts = [_without_typo(snapshot, part, visible, fields) for part in typed]
    number = _number(parts)
    wanted = len(parts)
    if not (number == wanted).any():
        looser = [_less_strict(snapshot, part, visible, fields) for part in parts]
        if (_number(looser) == wanted).any():
            parts, number = looser, _number(looser)
    partial = not (number == wanted).any()
    if partial:
        wanted = max(int(number.max(initial=0)), (wanted + 1) // 2)
    mask: Mask = (number >= wanted) & visible
    total = reduce(np.add, (scores * _rarity(scores, visible) for _, scores in parts))
    if not fields or "alias" in fields:
        total = total + WHOLE_NAME_BONUS * (snapshot.term("alias", parsed.whole) > 0)
    clauses = tuple(clause for clause, _ in parts)
    anybody = bool(mask.any())
    return _Matched(mask, total, clauses, clauses != parsed.clauses and anybody, partial and anybody)


def _number(parts: list[Part]) -> NDArray[np.int16]:
    """For every row, how many clauses it matches."""
    number: NDArray[np.int16] = np.sum([scores > 0 for _, scores in parts], axis=0, dtype=np.int16)
    return number


def _rarity(scores: Scores, visible: Mask) -> float:
    """How much a clause says: the fewer match it, the more. Counted among what the audience may see, so that
    hidden views don't sway the order."""
    people, having = int(visible.sum()), int((scores > 0).sum())
    return float(np.log1p((people - having + 0.5) / (having + 0.5)))


def _without_typo(snapshot: Snapshot, part: Part, visible: Mask, fields: Collection[str]) -> Part:
    """The clause, or what it may have meant if nobody has its word and somebody one at an edit away."""
    clause, scores = part
    if scores.any():
        return part
    spellings = tuple(
        word
        for word in snapshot.known(one_edit_away(clause.typed))
        if (_clause(snapshot, corrected(clause, (word,)), fields) * visible).any()
    )
    if not (spellings or clause.sounds):
        return part
    other = corrected(clause, spellings)
    found = _clause(snapshot, other, fields) * visible
    return (other, found) if found.any() else part


def _less_strict(snapshot: Snapshot, part: Part, visible: Mask, fields: Collection[str]) -> Part:
    other = less_strict(part[0], tuple(snapshot.known(one_edit_away(part[0].typed))))
    return other, _clause(snapshot, other, fields) * visible


def _clause(snapshot: Snapshot, clause: Clause, fields: Collection[str]) -> Scores:
    """For every row, how well it matches a clause, over all fields."""
    names = {field: weight for field, weight in NAME_WEIGHTS.items() if not fields or field in fields}
    texts = {field: weight for field, weight in TEXT_WEIGHTS.items() if not fields or field in fields}
    key = ("clause", clause, tuple(fields))
    return snapshot.remember(key, lambda: _fresh_clause(snapshot, clause, names, texts))


def _fresh_clause(
    snapshot: Snapshot, clause: Clause, names: dict[str, float], texts: dict[str, float]
) -> Scores:
    total = np.zeros(snapshot.size, np.float32)
    if clause.phrase:
        if "name" in names:
            total += NAME_WEIGHTS["name"] * snapshot.phrase("name", clause.names[0])
        for field, weight in texts.items():
            total += weight * snapshot.phrase(field, clause.text[0])
        return total
    if clause.prefixes:
        words = {
            word
            for prefix in clause.prefixes
            for word in snapshot.beginning_with(prefix, MAXIMUM_COMPLETIONS)
        }
        finished = tuple((word,) for word in sorted(words))
        clause = replace(clause, text=clause.text + finished, names=clause.names + finished)
    for field, weight in texts.items() if clause.text else ():
        total += weight * _best(
            np.min([snapshot.term(field, term) for term in terms], axis=0) for terms in clause.text
        )
    if names:
        total += _best(
            np.min([_name_term(snapshot, names, term) for term in terms], axis=0) for terms in clause.names
        )
    return total


def _name_term(snapshot: Snapshot, names: dict[str, float], term: str) -> Scores:
    return reduce(np.maximum, (weight * snapshot.term(field, term) for field, weight in names.items()))


def _best(alternatives: Iterable[Scores]) -> Scores:
    """The best of several forms, the first of which counts in full."""
    first, *others = alternatives
    return reduce(lambda best, scores: np.maximum(best, scores * OTHER_FORM), others, first)

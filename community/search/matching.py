"""How well each row matches a clause: over the forms of its words, over the fields, and what may be seen of them."""

from collections.abc import Collection

import numpy as np

from community.search import sparse
from community.search.engine import Audience
from community.search.parsing import Clause, Terms
from community.search.prepared import NAME_WEIGHTS, OTHER_FORM, TEXT_WEIGHTS
from community.search.snapshot import Found, Snapshot
from community.search.sparse import NOBODY, Scored

_BY_OFTEN = (np.arange(256) / (np.arange(256) + 1.2)).astype(np.float32)
"""How much a word counts by how often a field has it: between 0 and 1."""


class Matcher:
    """Matches clauses for one audience; with `fields`, in those alone. A row that the audience may not see never
    matches."""

    def __init__(self, snapshot: Snapshot, audience: Audience, fields: Collection[str]) -> None:
        self.snapshot = snapshot
        self._audience = audience
        self._fields = tuple(fields)
        self._names = [one for one in NAME_WEIGHTS.items() if not fields or one[0] in fields]
        self._texts = [one for one in TEXT_WEIGHTS.items() if not fields or one[0] in fields]

    def clause(self, clause: Clause) -> Scored:
        """The rows that match, and how well."""
        key = ("clause", self._audience, clause, self._fields)
        found: Scored = self.snapshot.remember(key, lambda: self._fresh(clause))
        return found

    def _fresh(self, clause: Clause) -> Scored:
        parts = self._phrase(clause) if clause.phrase else self._words(clause)
        rows, scores = sparse.total(parts, self.snapshot.size)
        seen = self.snapshot.visible[self._audience][rows]
        return (rows, scores) if seen.all() else (rows[seen], scores[seen])

    def _phrase(self, clause: Clause) -> list[Scored]:
        parts = [
            _weighed(self.snapshot.phrase(field, clause.names[0]), weight)
            for field, weight in self._names
            if field == "name"
        ]
        parts += [
            _weighed(self.snapshot.phrase(field, clause.text[0]), weight) for field, weight in self._texts
        ]
        return parts

    def _words(self, clause: Clause) -> list[Scored]:
        parts = (
            [self._best(clause.text, clause.prefixes, [one]) for one in self._texts] if clause.text else []
        )
        return [*parts, self._best(clause.names, clause.prefixes, self._names)] if self._names else parts

    def _best(self, forms: tuple[Terms, ...], prefixes: Terms, fields: list[tuple[str, float]]) -> Scored:
        """The best of several forms, the first of which counts in full, and of words that begin so."""
        parts: list[Scored] = []
        for place, terms in enumerate(forms):
            every = [self._term(term, fields) for term in terms]
            rows, scores = sparse.all_of(every) if len(every) > 1 else every[0]
            parts.append((rows, scores * np.float32(OTHER_FORM)) if place else (rows, scores))
        for prefix in prefixes:
            for field, weight in fields:
                begun = _weighed(self.snapshot.beginning_with(field, prefix), weight * OTHER_FORM)
                parts.append(sparse.once(begun))
        return sparse.best(parts, self.snapshot.size)

    def _term(self, term: str, fields: list[tuple[str, float]]) -> Scored:
        """A word in any of the fields, by the one in which it counts most."""
        found = [_weighed(self.snapshot.term(field, term), weight) for field, weight in fields]
        return sparse.best(found, self.snapshot.size) if len(found) > 1 else found[0]


def _weighed(found: Found, weight: float) -> Scored:
    rows, often = found
    return (rows, _BY_OFTEN[often] * np.float32(weight)) if rows.size else NOBODY

"""How well each row matches a clause: over the forms of its words, over the fields, and what may be seen of them."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from community.search import sparse
from community.search.engine import Audience
from community.search.parsing import Clause, Terms
from community.search.prepared import NAME_WEIGHTS, OTHER_FORM, TEXT_WEIGHTS
from community.search.snapshot import Found, Snapshot
from community.search.sparse import NOBODY, Scored

Fields = Sequence[tuple[str, float]]
Held = Mapping[str, Mapping[str, Found]]
"""By word and field."""

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

    def by_name(self, clause: Clause) -> Scored:
        """Those that match by a name, whoever may see them."""
        names: Scored = self.snapshot.remember(
            ("by name", clause, self._fields),
            lambda: self._phrase(clause.names[0], self._names[:1]) if clause.phrase else self._named(clause),
        )
        return names

    def _fresh(self, clause: Clause) -> Scored:
        parts = self._in_text(clause) if self._texts else []
        if self._names:
            parts.append(self.by_name(clause))
        rows, scores = sparse.total(parts, self.snapshot.size)
        seen = self.snapshot.visible[self._audience][rows]
        return (rows, scores) if seen.all() else (rows[seen], scores[seen])

    def _in_text(self, clause: Clause) -> list[Scored]:
        """Of each field."""
        if clause.phrase:
            return [self._phrase(clause.text[0], [one]) for one in self._texts]
        held = self._held(clause.text, self._texts)
        return (
            [self._best(clause.text, held, clause.prefixes, [one]) for one in self._texts]
            if clause.text
            else []
        )

    def _named(self, clause: Clause) -> Scored:
        return self._best(clause.names, self._held(clause.names, self._names), clause.prefixes, self._names)

    def _phrase(self, terms: Terms, fields: Fields) -> Scored:
        """In one field."""
        ((field, weight),) = fields
        return _weighed(self.snapshot.phrase(field, terms), weight)

    def _held(self, forms: tuple[Terms, ...], fields: Fields) -> Held:
        """What the index has of each word."""
        names = [field for field, _ in fields]
        return {term: self.snapshot.term(term, names) for terms in forms for term in terms}

    def _best(self, forms: tuple[Terms, ...], held: Held, prefixes: Terms, fields: Fields) -> Scored:
        """The best of several forms, the first of which counts in full, and of words that begin so."""
        parts: list[Scored] = []
        for place, terms in enumerate(forms):
            every = [self._term(held[term], fields) for term in terms]
            rows, scores = sparse.all_of(every) if len(every) > 1 else every[0]
            parts.append((rows, scores * np.float32(OTHER_FORM)) if place else (rows, scores))
        for prefix in prefixes:
            for field, weight in fields:
                begun = _weighed(self.snapshot.beginning_with(field, prefix), weight * OTHER_FORM)
                parts.append(sparse.once(begun))
        return sparse.best(parts, self.snapshot.size)

    def _term(self, held: Mapping[str, Found], fields: Fields) -> Scored:
        """A word in any of the fields, by the one in which it counts most."""
        found = [_weighed(held[field], weight) for field, weight in fields if field in held]
        return sparse.best(found, self.snapshot.size)


def _weighed(found: Found, weight: float) -> Scored:
    rows, often = found
    return (rows, _BY_OFTEN[often] * np.float32(weight)) if rows.size else NOBODY

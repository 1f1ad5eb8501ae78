"""Clauses as the text of tsqueries, and what of them says most of a person."""

from collections.abc import Callable, Iterable, Iterator

from community.search.parsing import Clause, Terms
from community.search.postgres_known import TopicNames
from community.search.postgres_tables import HEADLINE, NAME, quoted

NOBODY = "'~'"
"""Nobody has a sign for a word."""


class Matching:
    """In names, in what topics are called, in what was written; or only in some of these."""

    def __init__(
        self, topics: TopicNames, *, in_names: bool = True, in_topics: bool = True, in_own: bool = True
    ) -> None:
        self._topics = topics
        self.in_names, self._in_topics, self._in_own = in_names, in_topics, in_own

    def everything(self, clauses: Iterable[Clause]) -> str:
        return " & ".join(map(self.clause, clauses))

    def anything(self, clauses: Iterable[Clause]) -> str:
        return " | ".join(map(self.clause, clauses))

    def clause(self, clause: Clause) -> str:
        return "(" + (" | ".join(self.alternatives(clause)) or NOBODY) + ")"

    def alternatives(self, clause: Clause) -> list[str]:
        """Each on its own, the likeliest first."""
        alternatives: list[str] = []
        for terms in clause.text:
            alternatives += self._in_any_text(terms, clause)
        alternatives += self._begun(clause)
        if self.in_names:
            alternatives += [*_named(clause), *_named_so_far(clause)]
        return list(dict.fromkeys(alternatives))

    def tiers(self, clauses: tuple[Clause, ...]) -> Iterator[list[str]]:
        """What many can be told apart by without looking at each: who has a clause where it says most, then next to
        most, and so on. The weights of words follow the same order. Each as alternatives."""
        steps: list[Callable[[Clause], Iterable[str]]] = []
        if self.in_names:
            steps += [_named, _named_so_far]
        if self._in_own:
            steps.append(
                lambda clause: [*_in_headline(clause), *self._by_topic(clause, self._topics.leading)]
            )
        elif self._in_topics:
            steps.append(lambda clause: self._by_topic(clause, self._topics.leading))
        if self._in_topics:
            steps.append(lambda clause: self._by_topic(clause, iter))
        for step in steps:
            if alternatives := [one for clause in clauses for one in step(clause)]:
                yield alternatives

    def _in_any_text(self, terms: Terms, clause: Clause) -> Iterator[str]:
        """One form of a clause in what was written, or in what a topic is called."""
        if clause.phrase:
            if self._in_own:
                yield _all_of(terms, clause)
            if self._in_topics:
                yield from map(quoted, self._topics.phrase(terms))
            return
        each = [list(self._having(term)) for term in terms]
        if len(each) == 1:
            yield from each[0]
        else:
            yield "(" + " & ".join(f"({' | '.join(one) or NOBODY})" for one in each) + ")"

    def _having(self, term: str) -> Iterator[str]:
        if self._in_own:
            yield quoted(term)
        if self._in_topics:
            yield from map(quoted, self._topics.having(term))

    def _begun(self, clause: Clause) -> Iterator[str]:
        for prefix in clause.prefixes:
            if self._in_own:
                yield f"{quoted(prefix)}:*"
            if self._in_topics:
                yield from map(quoted, self._topics.beginning_with(prefix))

    def _by_topic(self, clause: Clause, which: Callable[[Iterable[str]], Iterable[str]]) -> Iterator[str]:
        """By one topic that has all the words of a form."""
        if not self._in_topics:
            return
        for terms in clause.text:
            every = [set(self._topics.having(term)) for term in terms]
            found = self._topics.phrase(terms) if clause.phrase else sorted(set.intersection(*every))
            yield from map(quoted, which(found))
        for prefix in clause.prefixes:
            yield from map(quoted, which(self._topics.beginning_with(prefix)))


def _named(clause: Clause) -> Iterator[str]:
    return (_all_of([NAME + term for term in terms], clause) for terms in clause.names)


def _named_so_far(clause: Clause) -> Iterator[str]:
    return (f"{quoted(NAME + prefix)}:*" for prefix in clause.prefixes)


def _in_headline(clause: Clause) -> Iterator[str]:
    for terms in clause.text:
        yield "(" + " & ".join(quoted(HEADLINE + term) for term in terms) + ")"
    yield from (f"{quoted(HEADLINE + prefix)}:*" for prefix in clause.prefixes)


def _all_of(terms: Iterable[str], clause: Clause) -> str:
    return "(" + (" <-> " if clause.phrase else " & ").join(map(quoted, terms)) + ")"

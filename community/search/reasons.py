"""Why a person was found: the passages of a view that a query matches, with what to mark in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from community.search.analysis import Token, is_han, label_tokens, text_tokens
from community.search.engine import Document, Match, MatchField, TopicTerms
from community.search.names import name_aliases, name_tokens
from community.search.parsing import Clause
from community.search.sought import Sought

EXCERPT = 180
"""Characters of an excerpt; half as many of Han, which say as much."""
MAXIMUM_MATCHES = 3


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A match, and the numbers of the clauses that it accounts for."""

    match: Match
    accounts_for: frozenset[int]


class Reasons:
    """Tells why people were found by the clauses of one query. What a topic means to the query is worked out once for
    all who have it."""

    def __init__(self, clauses: tuple[Clause, ...]) -> None:
        self._clauses = clauses
        self._sought = Sought(clauses)
        self._topics: dict[int, tuple[TopicTerms, _Candidate | None]] = {}

    def of(self, document: Document, *, by_name: bool = True) -> tuple[Match, ...]:
        """At most three matches, those first that account for words no earlier one accounts for; of equals the one
        that has the words themselves before the one that means them. Who knows that no name matches may say so."""
        if not self._clauses:
            return ()
        candidates: list[_Candidate] = []
        for candidate in self._candidates(document, by_name):
            candidates.append(candidate)
            if len(candidate.accounts_for) == len(self._clauses):
                break  # This one says it all, and the fields that say most come first.
        chosen: list[Match] = []
        covered: set[int] = set()
        while candidates and len(chosen) < MAXIMUM_MATCHES:
            best = max(candidates, key=lambda candidate: len(candidate.accounts_for - covered))
            if chosen and not best.accounts_for - covered:
                break
            candidates.remove(best)
            chosen.append(best.match)
            covered |= best.accounts_for
        return tuple(chosen)

    def _candidates(self, document: Document, by_name: bool) -> Iterator[_Candidate]:
        """Each field's best match: names, what topics are called, the headline; then texts that seem to have the
        words, topics that mean them, and all texts."""
        if by_name and (name := _name(document, self._clauses)):
            yield name
        meant: list[_Candidate] = []
        for topic in document.topics:
            if found := self._by_topic(topic):
                if not found.match.highlights:
                    meant.append(found)
                else:
                    yield found
        texts: list[tuple[MatchField, str]] = [("biography", document.biography)]
        texts += [("passage", passage) for passage in document.passages]
        likely = [text for text in texts if meant and _seems_to_have(text[1], self._clauses)]
        yield from self._from_texts([("headline", document.headline), *likely])
        yield from meant
        yield from self._from_texts([text for text in texts if text not in likely])

    def _by_topic(self, topic: TopicTerms) -> _Candidate | None:
        # By identity, since engines hand out one object for all who have a topic: its many names are long to compare.
        held = self._topics.get(id(topic))
        if held is None:
            could = self._sought.prefixes or not self._sought.terms.isdisjoint(_words_of(topic))
            held = self._topics[id(topic)] = topic, _topic(topic, self._clauses) if could else None
        return held[1]

    def _from_texts(self, texts: list[tuple[MatchField, str]]) -> Iterator[_Candidate]:
        for field, text in texts:
            tokens = self._sought.tokens(text)
            if found := tokens and _marked(self._clauses, tokens):
                yield _Candidate(_excerpt(field, text, found), _accounted(found))


def quotation(text: str, clauses: tuple[Clause, ...]) -> Match:
    """Where a running text has the words, or its beginning when what was found stands elsewhere."""
    tokens = tuple(text_tokens(text))
    found = _marked(clauses, tokens) + _marked(clauses, tokens, names=True)
    return _excerpt("passage", text, found or [(0, Token("", 0, 0, 0))])


def has_phrases(text: str, clauses: tuple[Clause, ...]) -> bool:
    """Whether the words of each quoted phrase stand one after the other in it."""
    phrases = [clause for clause in clauses if clause.phrase]
    tokens = tuple(text_tokens(text)) if phrases else ()
    return all(any(_phrase_tokens(phrase, tokens, names=False)) for phrase in phrases)


def _topic(topic: TopicTerms, clauses: tuple[Clause, ...]) -> _Candidate | None:
    """What the label of a topic has of the query, or else what its other names mean."""
    found = _marked(clauses, label_tokens(topic.label))
    accounted = _accounted(found)
    if len(accounted) < len(clauses):
        accounted |= _meant(topic, clauses)
    if found:
        return _Candidate(_excerpt("topic", topic.label, found), accounted)
    return _Candidate(Match("topic", topic.label), accounted) if accounted else None


def _seems_to_have(text: str, clauses: tuple[Clause, ...]) -> bool:
    """A quick look, so that few texts are cut into words in vain: stems differ from words in their last letter."""
    lower = text.casefold()
    return any(
        all(term[: max(2, len(term) - 1)] in lower for term in clause.text[0])
        for clause in clauses
        if clause.text
    )


def _name(document: Document, clauses: tuple[Clause, ...]) -> _Candidate | None:
    """The form of the name that has most of what was typed; of equals the one that has it as it was typed, not read
    in another script."""
    best: tuple[int, int, int, _Candidate] | None = None
    for place, name in enumerate(document.names):
        tokens = tuple(name_tokens(name))
        found = _marked(clauses, tokens, names=True)
        aliases = name_aliases(name)
        known = frozenset(index for index, clause in enumerate(clauses) if _is_alias(clause, aliases))
        if accounted := _accounted(found) | known:
            as_typed = len(_accounted(_marked(_as_typed(clauses), tokens, names=True)))
            match = _excerpt("name", name, found) if found else Match("name", name)
            candidate = (len(accounted), as_typed, -place, _Candidate(match, accounted))
            best = candidate if best is None else max(best, candidate, key=lambda one: one[:3])
    return best[3] if best else None


def _as_typed(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    return tuple(replace(clause, names=clause.names[:1], sounds=()) for clause in clauses)


def _is_alias(clause: Clause, aliases: frozenset[str]) -> bool:
    if clause.prefixes and any(alias.startswith(clause.prefixes) for alias in aliases):
        return True
    return not clause.phrase and any(aliases.issuperset(terms) for terms in clause.names)


def _meant(topic: TopicTerms, clauses: tuple[Clause, ...]) -> frozenset[int]:
    """The clauses that a name of the topic in another language or wording accounts for, the most that one does."""
    every = _words_of(topic)
    possible = tuple(clause for clause in clauses if _could_match(clause, every))
    if not possible:
        return frozenset()
    wanted = frozenset(term for clause in possible for terms in clause.text for term in terms)
    prefixes = tuple(prefix for clause in possible for prefix in clause.prefixes)
    meant = (
        _accounted(_marked(clauses, tokens))
        for tokens, texts in _names_of(topic)
        if prefixes or not wanted.isdisjoint(texts)
    )
    return max(meant, key=len, default=frozenset())


@lru_cache(maxsize=2048)
def _words_of(topic: TopicTerms) -> frozenset[str]:
    return frozenset(token.text for name in topic.names for token in label_tokens(name))


@lru_cache(maxsize=2048)
def _names_of(topic: TopicTerms) -> tuple[tuple[tuple[Token, ...], frozenset[str]], ...]:
    every = map(label_tokens, topic.names)
    return tuple((tokens, frozenset(token.text for token in tokens)) for tokens in every)


def _could_match(clause: Clause, texts: frozenset[str]) -> bool:
    if clause.prefixes and any(text.startswith(clause.prefixes) for text in texts):
        return True
    return any(texts.issuperset(terms) for terms in clause.text)


Marked = list[tuple[int, Token]]


def _accounted(found: Marked) -> frozenset[int]:
    return frozenset(index for index, _ in found)


def _marked(clauses: tuple[Clause, ...], tokens: tuple[Token, ...], names: bool = False) -> Marked:
    """The tokens that match, with the number of their clause."""
    texts = {token.text for token in tokens}
    marked: Marked = []
    for index, clause in enumerate(clauses):
        if clause.phrase:
            marked += [(index, token) for token in _phrase_tokens(clause, tokens, names)]
            continue
        wanted: set[str] = set()
        for terms in clause.names if names else clause.text:
            if texts.issuperset(terms):
                wanted |= set(terms)
        marked += [
            (index, token)
            for token in tokens
            if token.text in wanted or (clause.prefixes and token.text.startswith(clause.prefixes))
        ]
    return marked


def _phrase_tokens(clause: Clause, tokens: tuple[Token, ...], names: bool) -> Iterator[Token]:
    terms = (clause.names if names else clause.text)[0]
    placed = {(token.text, token.position): token for token in tokens}
    for token in tokens:
        if token.text == terms[0]:
            run = [placed.get((term, token.position + offset)) for offset, term in enumerate(terms)]
            yield from (found for found in run if found) if all(run) else ()


def _excerpt(field: MatchField, text: str, found: Marked) -> Match:
    """The stretch of the text that holds most of what matched, cut between words or sentences, with an ellipsis
    where it is cut."""
    spans = sorted({(token.start, token.end) for _, token in found})
    start, end = 0, len(text)
    size = EXCERPT // 2 if is_han(text[spans[0][0] : spans[0][1]]) else EXCERPT
    if end > size:
        first = max(spans, key=lambda span: sum(span[0] <= other[0] < span[0] + size for other in spans))[0]
        start = max(0, first - size // 4)
        end = min(len(text), start + size)
        start = _boundary(text, start, first) if start else 0
        if end < len(text):
            cut = text.rfind(" ", start + size // 2, end)
            end = cut if cut > 0 else end
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    # Characters that turn the direction of what follows must not leak out of a quotation.
    body = text[start:end].translate(_CONTROLS)
    shift = len(lead) - start
    ranges: list[tuple[int, int]] = []
    for low, high in spans:
        if low < start or high > end:
            continue
        if ranges and low + shift <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], high + shift))
        else:
            ranges.append((low + shift, high + shift))
    return Match(field, lead + body + tail, tuple(ranges))


_CONTROLS = dict.fromkeys(
    (*range(32), *map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x7f")), " "
)


_BETWEEN = re.compile("[\\s，。；：！？、]")


def _boundary(text: str, start: int, limit: int) -> int:
    between = _BETWEEN.search(text, start, limit)
    return between.end() if between else start

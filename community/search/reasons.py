"""Why a person was found: the passages of a view that a query matches, with what to mark in them."""

from collections.abc import Iterator

from community.search.analysis import Token, label_tokens, text_tokens
from community.search.engine import Document, Match, MatchField, TopicTerms
from community.search.names import name_aliases, name_tokens
from community.search.parsing import Clause

EXCERPT = 180
MAXIMUM_MATCHES = 3


def reasons(document: Document, clauses: tuple[Clause, ...]) -> tuple[Match, ...]:
    """At most three matches, those first that account for words no earlier one accounts for."""
    if not clauses:
        return ()
    candidates: list[Candidate] = []
    for candidate in _candidates(document, clauses):
        candidates.append(candidate)
        if len(candidate[1]) == len(clauses):
            break  # This one says it all, and the fields that say most come first.
    chosen: list[Match] = []
    covered: set[int] = set()
    while candidates and len(chosen) < MAXIMUM_MATCHES:
        best = max(candidates, key=lambda candidate: len(candidate[1] - covered))
        if chosen and not best[1] - covered:
            break
        candidates.remove(best)
        chosen.append(best[0])
        covered |= best[1]
    return tuple(chosen)


Candidate = tuple[Match, frozenset[int]]


def _candidates(document: Document, clauses: tuple[Clause, ...]) -> Iterator[Candidate]:
    """Each field's best match and the clauses that it accounts for, names first."""
    if name := _name(document, clauses):
        yield name
    for topic in document.topics:
        if found := _marked(clauses, label_tokens(topic.label)):
            yield _excerpt("topic", topic.label, found), _accounted(found)
        elif meant := _synonym(topic, clauses):
            yield Match("topic", topic.label), meant
    texts: list[tuple[MatchField, str]] = [("headline", document.headline), ("biography", document.biography)]
    texts += [("passage", passage) for passage in document.passages]
    for field, text in texts:
        if found := _marked(clauses, tuple(text_tokens(text))):
            yield _excerpt(field, text, found), _accounted(found)


def _name(document: Document, clauses: tuple[Clause, ...]) -> Candidate | None:
    """The first form of the name that matches as it is written, else one that is read so."""
    for name in document.names:
        if found := _marked(clauses, tuple(name_tokens(name)), names=True):
            return _excerpt("name", name, found), _accounted(found)
    for name in document.names:
        aliases = name_aliases(name)
        known = frozenset(index for index, clause in enumerate(clauses) if _is_alias(clause, aliases))
        if known:
            return Match("name", name), known
    return None


def _is_alias(clause: Clause, aliases: frozenset[str]) -> bool:
    if clause.prefixes and any(alias.startswith(clause.prefixes) for alias in aliases):
        return True
    return not clause.phrase and any(aliases.issuperset(terms) for terms in clause.names)


def _synonym(topic: TopicTerms, clauses: tuple[Clause, ...]) -> frozenset[int]:
    """The clauses that a name of the topic in another language or wording accounts for."""
    meant = (_accounted(_marked(clauses, label_tokens(synonym))) for synonym in topic.synonyms)
    return next(filter(None, meant), frozenset())


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
    """The stretch of the text that holds most of what matched, cut at spaces, with an ellipsis where it is
    cut."""
    spans = sorted({(token.start, token.end) for _, token in found})
    start, end = 0, len(text)
    if end > EXCERPT:
        first = max(spans, key=lambda span: sum(span[0] <= other[0] < span[0] + EXCERPT for other in spans))[
            0
        ]
        start = max(0, first - EXCERPT // 4)
        end = min(len(text), start + EXCERPT)
        start = _boundary(text, start, first) if start else 0
        if end < len(text):
            cut = text.rfind(" ", start + EXCERPT // 2, end)
            end = cut if cut > 0 else end
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    # Characters that turn the direction of what follows must not leak out of a quotation.
    body = "".join(" " if letter in _CONTROLS or letter < " " else letter for letter in text[start:end])
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


_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x7f")


def _boundary(text: str, start: int, limit: int) -> int:
    space = text.find(" ", start, limit)
    return space + 1 if space >= 0 else start

"""A document as the fields that engines index, and the weights that both give them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from community.search.analysis import Token, is_han, label_tokens, text_terms
from community.search.engine import Document, TopicTerms
from community.search.names import name_aliases, name_tokens, whole_name_key

NAME_WEIGHTS = {"name": 6.0, "alias": 3.0}
TOPIC_WEIGHTS = {"leading": 4.0, "topic": 3.0, "further": 2.0, "related": 1.2}
_STEPS = tuple(TOPIC_WEIGHTS)
OWN_WEIGHTS = {"headline": 3.0, "biography": 1.5, "passage": 1.0}
"""The person's own words."""
TEXT_WEIGHTS = {**TOPIC_WEIGHTS, **OWN_WEIGHTS}

WHOLE_NAME_BONUS = 20.0
WHOLE_TOPIC_BONUS = 2.0
"""What typing a topic's whole name counts, times the topic's weight: not words from two topics."""
OTHER_FORM = 0.7
"""What a match by another form (a synonym's spelling, a reading, consonants) counts beside the form typed."""

Tokens = list[tuple[str, int]]
Prepared = dict[str, Tokens]

# A phrase can't run from one value into the next.
_GAP = 2
_MAXIMUM_TOKENS = 8_000
_LONGEST_TOKEN = 200


def prepare(document: Document) -> Prepared:
    """The tokens of each field as (text, position), positions ascending."""
    text = prepare_text(document)
    names: dict[str, list[str]] = {field: [] for field in TOPIC_WEIGHTS}
    for topic, step in topics_by_step(document, text):
        for field, called in names_by_field(topic, step).items():
            names[field] += called
    topics = {field: topic_tokens(called)[:_MAXIMUM_TOKENS] for field, called in names.items() if called}
    fields = text | topics
    return {field: fields[field] for field in (*NAME_WEIGHTS, *TEXT_WEIGHTS) if field in fields}


def prepare_text(document: Document) -> Prepared:
    """The same without topics, whose words most people share."""
    aliases = sorted({alias for name in document.names for alias in name_aliases(name)})
    fields: Prepared = {
        "name": _joined(_terms(name_tokens(name)) for name in document.names),
        "alias": [(alias[:_LONGEST_TOKEN], position * _GAP) for position, alias in enumerate(aliases)],
        "headline": _joined([text_terms(document.headline)]),
        "biography": _joined([text_terms(document.biography)]),
        "passage": _joined(map(text_terms, document.passages)),
    }
    return {field: tokens[:_MAXIMUM_TOKENS] for field, tokens in fields.items() if tokens}


def topics_by_step(document: Document, text: Prepared) -> Iterator[tuple[TopicTerms, int]]:
    """The topics, and how much each says of the person: 0 for the one that the person names first, 1 for the next two,
    2 for the others. A topic that the person's own words bear out stands a place better."""
    own_words = {word for field in OWN_WEIGHTS for word, _ in text.get(field, ())}
    for topic in document.topics:
        borne_out = any(own_words.issuperset(_label_texts(name)) for name in topic.names)
        place = topic.place - borne_out
        yield topic, 0 if place < 1 else 1 if place < 3 else 2


def names_by_field(topic: TopicTerms, step: int) -> dict[str, list[str]]:
    """The names of a topic by the field that they are in: what is no label of it but leads to it counts a step
    less."""
    fields: dict[str, list[str]] = {}
    for name in topic.names:
        is_label = name == topic.label or name in topic.labels
        fields.setdefault(_STEPS[step if is_label else step + 1], []).append(name)
    return fields


def topic_tokens(names: Iterable[str]) -> Tokens:
    """The tokens of what topics are called."""
    return _joined(map(_topic_terms, names))


@lru_cache(maxsize=8192)
def _topic_terms(name: str) -> tuple[tuple[str, int], ...]:
    """The tokens of a topic's name, and the key that somebody asks for who types it whole."""
    terms = tuple(_terms(label_tokens(name)))
    if not terms or not terms[-1][1] or is_han(name):
        return terms
    return (*terms, (whole_name_key(name), terms[-1][1] + 1))


@lru_cache(maxsize=8192)
def _label_texts(label: str) -> frozenset[str]:
    return frozenset(token.text for token in label_tokens(label))


def _terms(tokens: Iterable[Token]) -> Iterator[tuple[str, int]]:
    return ((token.text, token.position) for token in tokens)


def _joined(values: Iterable[Iterable[tuple[str, int]]]) -> Tokens:
    joined: Tokens = []
    base = 0
    for value in values:
        last = base
        for text, position in value:
            last = base + position
            joined.append((text[:_LONGEST_TOKEN], last))
        base = last + _GAP
    return joined

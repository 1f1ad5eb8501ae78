"""A document as the fields that engines index, and the weights that both give them."""

from collections.abc import Iterable

from community.search.analysis import Token, label_tokens, text_tokens
from community.search.engine import Document
from community.search.names import name_aliases, name_tokens

NAME_WEIGHTS = {"name": 6.0, "alias": 3.0}
TEXT_WEIGHTS = {"topic": 4.0, "headline": 3.0, "biography": 1.5, "passage": 1.0}
FIELDS = (*NAME_WEIGHTS, *TEXT_WEIGHTS)

WHOLE_NAME_BONUS = 20.0
OTHER_FORM = 0.7
"""What a match by another form (a synonym's spelling, a reading, consonants) counts beside the form typed."""

Prepared = dict[str, list[tuple[str, int]]]

# A phrase can't run from one value into the next.
_GAP = 2
_MAXIMUM_TOKENS = 8_000
_LONGEST_TOKEN = 200


def prepare(document: Document) -> Prepared:
    """The tokens of each field as (text, position), positions ascending."""
    topics = [name for topic in document.topics for name in (topic.label, *topic.synonyms)]
    tokens = topic_tokens(topics)[:_MAXIMUM_TOKENS]
    text = prepare_text(document)
    return {
        field: text.get(field, tokens) for field in FIELDS if field in text or (field == "topic" and tokens)
    }


def prepare_text(document: Document) -> Prepared:
    """The same without topics, whose words most people share."""
    aliases = sorted({alias for name in document.names for alias in name_aliases(name)})
    fields: Prepared = {
        "name": _joined(name_tokens(name) for name in document.names),
        "alias": [(alias[:_LONGEST_TOKEN], position * _GAP) for position, alias in enumerate(aliases)],
        "headline": _joined([text_tokens(document.headline)]),
        "biography": _joined([text_tokens(document.biography)]),
        "passage": _joined(map(text_tokens, document.passages)),
    }
    return {field: tokens[:_MAXIMUM_TOKENS] for field, tokens in fields.items() if tokens}


def topic_tokens(names: Iterable[str]) -> list[tuple[str, int]]:
    """The tokens of what a topic is called."""
    return _joined(map(label_tokens, names))


def _joined(values: Iterable[Iterable[Token]]) -> list[tuple[str, int]]:
    joined: list[tuple[str, int]] = []
    base = 0
    for value in values:
        last = base
        for token in value:
            last = base + token.position
            joined.append((token.text[:_LONGEST_TOKEN], last))
        base = last + _GAP
    return joined

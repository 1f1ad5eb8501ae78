"""What an editor wants a topic to be, before it is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from community.profiles.taxonomy import LANGUAGES, Taxonomy, TopicEntry, group_choices

LONGEST_NAME = 80
MOST_SYNONYMS = 40
_OPENALEX = re.compile(r"T1\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDraft:
    group: str
    labels: Mapping[str, str]
    """BCP-47 tag -> label; languages without one are left out."""
    synonyms: Mapping[str, tuple[str, ...]]
    openalex: str | None = None
    is_sensitive: bool = False


def each_once(words: Iterable[str], label: str = "") -> tuple[str, ...]:
    """The words in their order, each once, and none that is the label: capitals make no difference."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(word.casefold(), word)
    found.pop(label.casefold(), None)
    return tuple(word for word in found.values() if word)


def faults(draft: TopicDraft, topics: Taxonomy, this: TopicEntry | None) -> dict[str, str]:
    """What is wrong with a draft of `this` topic (None: of a new one): field -> words for the editor.

    Fields of a language are `labels.fr` and `synonyms.fr`.
    """
    found: dict[str, str] = {}
    if draft.group not in dict(group_choices("en")):
        found["group"] = _("Please choose a group.")
    if draft.openalex and not _OPENALEX.fullmatch(draft.openalex):
        found["openalex"] = _("OpenAlex writes a topic as T and five digits.")
    if not draft.labels.get("en"):
        found["labels.en"] = _("A topic needs an English label: other languages fall back on it.")
    for field, message in (*_of_length(draft), *_of_others(draft, topics, this)):
        found.setdefault(field, message)
    return found


def _of_length(draft: TopicDraft) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if len(draft.labels.get(language, "")) > LONGEST_NAME:
            yield f"labels.{language}", _("At most %(most)d characters.", most=LONGEST_NAME)
        words = draft.synonyms.get(language, ())
        if len(words) > MOST_SYNONYMS:
            yield f"synonyms.{language}", _("At most %(most)d other words.", most=MOST_SYNONYMS)
        for word in words:
            if len(word) > LONGEST_NAME:
                yield f"synonyms.{language}", _("At most %(most)d characters a line.", most=LONGEST_NAME)


def _of_others(draft: TopicDraft, topics: Taxonomy, this: TopicEntry | None) -> Iterator[tuple[str, str]]:
    """A word leads to one topic: two that share it would find each other's people."""
    for language in LANGUAGES:
        taken = {
            name.casefold(): topic
            for topic in topics.topics
            if this is None or topic.id != this.id
            for name in topic.names_in(language)
        }
        label, words = draft.labels.get(language, ""), draft.synonyms.get(language, ())
        for field, name in ((f"labels.{language}", label), *((f"synonyms.{language}", one) for one in words)):
            other = taken.get(name.casefold()) if name else None
            if other is not None:
                yield (
                    field,
                    _(
                        "“%(word)s” leads to “%(topic)s” already. Merge the two topics, or choose another word.",
                        word=name,
                        topic=other.label("en"),
                    ),
                )

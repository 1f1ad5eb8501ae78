"""The taxonomy of expertise: from `taxonomy.json` into the database, and read quickly from there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.models import Topic

_FILE = Path(__file__).with_name("taxonomy.json")
_INDEXED_IN = "en"
"""The language in which the search index keeps a topic's label; pages translate it back."""


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic, read only."""

    id: int
    slug: str
    group: str
    labels: dict[str, str]
    synonyms: dict[str, list[str]]
    is_sensitive: bool = False

    def label(self, locale: str) -> str:
        """In the reader's language, else in English."""
        return in_language(self.labels, locale) or self.slug

    def words(self, locale: str) -> tuple[str, ...]:
        """What else it is called in the reader's language."""
        return tuple(self.synonyms.get(_spelling(self.synonyms, locale), ()))

    def all_names(self) -> tuple[str, ...]:
        """Label and synonyms in every language, each once."""
        lists = [self.labels.values(), *self.synonyms.values()]
        return tuple(dict.fromkeys(name for names in lists for name in names))


class Taxonomy:
    """All topics, in the order of the file."""

    def __init__(self, entries: Iterable[TopicEntry]) -> None:
        self.topics = tuple(entries)
        self.by_slug = {topic.slug: topic for topic in self.topics}
        self.by_id = {topic.id: topic for topic in self.topics}
        self._by_indexed_label = {topic.label(_INDEXED_IN): topic for topic in self.topics}

    def groups(self, locale: str) -> list[tuple[str, list[TopicEntry]]]:
        """(label, topics) for each group that has any."""
        grouped: dict[str, list[TopicEntry]] = {}
        for topic in self.topics:
            grouped.setdefault(topic.group, []).append(topic)
        labels = _group_labels()
        return [
            (in_language(labels.get(group, {}), locale) or group, topics) for group, topics in grouped.items()
        ]

    def indexed_label(self, topic: TopicEntry) -> str:
        return topic.label(_INDEXED_IN)

    def of_indexed_label(self, label: str) -> TopicEntry | None:
        return self._by_indexed_label.get(label)


def in_language(labels: dict[str, str], locale: str) -> str | None:
    return labels.get(_spelling(labels, locale)) or labels.get("en")


def _spelling(labels: dict[str, Any], locale: str) -> str:
    """The key of `labels` that serves a reader of `locale`: fr-CA is served by fr, zh by zh-Hans."""
    tag = locale.replace("_", "-")
    base = tag.partition("-")[0]
    return next((key for key in (tag, base, f"{base}-Hans") if key in labels), "en")


_kept: tuple[object, Taxonomy] | None = None


def taxonomy(session: Session) -> Taxonomy:
    """The topics of the database; read anew only when one was added, taken away or changed."""
    global _kept
    version = tuple(
        session.execute(select(func.count(Topic.id), func.max(Topic.id), func.max(Topic.updated_at))).one()
    )
    if _kept is None or _kept[0] != version:
        rows = session.execute(
            select(
                Topic.id, Topic.slug, Topic.group, Topic.labels, Topic.synonyms, Topic.is_sensitive
            ).order_by(Topic.id)
        )
        _kept = (version, Taxonomy(TopicEntry(*row) for row in rows))
    return _kept[1]


def load_topics(session: Session) -> None:
    """Bring the file's topics into the database; one that is there is brought to the file's words."""
    held = {topic.slug: topic for topic in session.scalars(select(Topic))}
    for entry in json.loads(_FILE.read_text(encoding="utf-8"))["topics"]:
        topic = held.get(entry["slug"])
        if topic is None:
            topic = Topic(slug=entry["slug"])
            session.add(topic)
        wanted = {name: entry[name] for name in ("group", "openalex", "labels", "synonyms")}
        wanted["is_sensitive"] = entry.get("is_sensitive", False)
        if any(getattr(topic, name) != value for name, value in wanted.items()):
            topic.updated_at = clock.now()
            for name, value in wanted.items():
                setattr(topic, name, value)


def ensure_topics() -> None:
    """At start-up, in the application's context."""
    with unit_of_work() as session:
        load_topics(session)


@cache
def _group_labels() -> dict[str, dict[str, str]]:
    groups = json.loads(_FILE.read_text(encoding="utf-8"))["groups"]
    return {group["slug"]: group["labels"] for group in groups}

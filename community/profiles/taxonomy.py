"""The taxonomy of expertise: from `taxonomy.json` into the database, and read quickly from there."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from community.core import clock
from community.core.events import record
from community.core.unit_of_work import unit_of_work
from community.profiles.events import TopicChanged
from community.profiles.models import NotMyField, Profile, ProfileTopic, Topic

_FILE = Path(__file__).with_name("taxonomy.json")
LANGUAGES = ("en", "fr", "ar", "zh-Hans", "pt", "es")
"""In which a topic has a label and other words."""

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
    is_offered: bool = True
    """Otherwise it is retired: kept by those who have it."""
    former_slugs: tuple[str, ...] = ()
    openalex: str | None = None

    def label(self, locale: str) -> str:
        """In the reader's language, else in English."""
        return in_language(self.labels, locale) or self.slug

    def words(self, locale: str) -> tuple[str, ...]:
        """What else it is called in the reader's language."""
        return tuple(self.synonyms.get(_spelling(self.synonyms, locale), ()))

    def names_in(self, language: str) -> tuple[str, ...]:
        """Label and other words in exactly this language."""
        return (*filter(None, (self.labels.get(language),)), *self.synonyms.get(language, ()))

    def all_names(self) -> tuple[str, ...]:
        """Label and synonyms in every language, each once."""
        lists = [self.labels.values(), *self.synonyms.values()]
        return tuple(dict.fromkeys(name for names in lists for name in names))


class Taxonomy:
    """All topics, in the order of the file."""

    def __init__(self, entries: Iterable[TopicEntry]) -> None:
        self.topics = tuple(entries)
        self.by_slug = {slug: topic for topic in self.topics for slug in (topic.slug, *topic.former_slugs)}
        """Also by the slugs of topics that were merged away."""
        self.by_id = {topic.id: topic for topic in self.topics}
        self._by_indexed_label = {topic.label(_INDEXED_IN): topic for topic in self.topics}

    def groups(self, locale: str, keeping: Container[str] = ()) -> list[tuple[str, list[TopicEntry]]]:
        """(label, topics) for each group that has any: topics that are offered, and those in `keeping`."""
        grouped: dict[str, list[TopicEntry]] = {group: [] for group in _group_labels()}
        for topic in self.topics:
            if topic.is_offered or topic.slug in keeping:
                grouped.setdefault(topic.group, []).append(topic)
        return [(group_label(group, locale), topics) for group, topics in grouped.items() if topics]

    def slug_now(self, slug: str) -> str:
        """The slug that finds the same topic today; an unknown one is given back."""
        topic = self.by_slug.get(slug)
        return topic.slug if topic else slug

    def indexed_label(self, topic: TopicEntry) -> str:
        return topic.label(_INDEXED_IN)

    def of_indexed_label(self, label: str) -> TopicEntry | None:
        return self._by_indexed_label.get(label)


def group_label(group: str, locale: str) -> str:
    return in_language(_group_labels().get(group, {}), locale) or group


def group_choices(locale: str) -> list[tuple[str, str]]:
    """(slug, label) of every group."""
    return [(group, group_label(group, locale)) for group in _group_labels()]


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
        _kept = (version, Taxonomy(map(_entry, session.scalars(select(Topic).order_by(Topic.id)))))
    return _kept[1]


def held(session: Session, member_id: int, slugs: Iterable[str] = ()) -> Taxonomy:
    """The topics, of which those with these slugs, and those that the member has, stay until the end of the unit of
    work: whoever merges one waits, and who merged one just now is waited for. Before anything else is locked, since a
    merge locks topics first, too."""
    wanted = set(slugs)
    while True:
        known = taxonomy(session)
        ids = {known.by_slug[slug].id for slug in wanted if slug in known.by_slug}
        for joined in (ProfileTopic, NotMyField):
            ids.update(session.scalars(select(joined.topic_id).where(joined.member_id == member_id)))
        rows = select(Topic.id).where(Topic.id.in_(ids)).order_by(Topic.id)
        if len(session.scalars(rows.with_for_update(read=True, key_share=True)).all()) == len(ids):
            return taxonomy(session)


def _entry(topic: Topic) -> TopicEntry:
    return TopicEntry(
        id=topic.id,
        slug=topic.slug,
        group=topic.group,
        labels=dict(topic.labels),
        synonyms=dict(topic.synonyms),
        is_sensitive=topic.is_sensitive,
        is_offered=topic.retired_at is None,
        former_slugs=tuple(topic.former_slugs),
        openalex=topic.openalex,
    )


def load_topics(session: Session) -> None:
    """Bring the file's topics into the database: it is the first content, and adds what is new in a later version.

    A topic that no editor has touched is brought to the file's words. What an editor worded, retired or merged away
    stays as the editor left it.
    """
    held = {
        slug: topic for topic in session.scalars(select(Topic)) for slug in (topic.slug, *topic.former_slugs)
    }
    for entry in json.loads(_FILE.read_text(encoding="utf-8"))["topics"]:
        wanted = {name: entry.get(name) for name in ("group", "openalex", "labels", "synonyms")}
        wanted["is_sensitive"] = entry.get("is_sensitive", False)
        topic = held.get(entry["slug"])
        if topic is None:
            session.add(Topic(slug=entry["slug"], former_slugs=[], updated_at=clock.now(), **wanted))
        elif topic.edited_at is None and any(getattr(topic, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(topic, name, value)
            note_changed(session, topic)


def note_changed(session: Session, topic: Topic) -> None:
    """Note that a topic reads differently from now on, and so does everybody who has it: the search index takes them
    in by their moment of change, which grows whatever the clock says."""
    topic.updated_at = clock.grown(topic.updated_at)
    session.flush()
    holders = session.execute(
        select(Profile.member_id, Profile.updated_at)
        .join(ProfileTopic, ProfileTopic.member_id == Profile.member_id)
        .where(ProfileTopic.topic_id == topic.id)
        .order_by(Profile.member_id)
        .with_for_update(of=Profile)
    ).all()
    if holders:
        # By the table: a profile's own version, which its owner's open form carries, stays.
        session.execute(
            update(cast(Table, Profile.__table__)).where(Profile.member_id == bindparam("holder")),
            [{"holder": member_id, "updated_at": clock.grown(moment)} for member_id, moment in holders],
        )
    record(session, TopicChanged(topic_id=topic.id))


def ensure_topics() -> None:
    """At start-up, in the application's context."""
    with unit_of_work() as session:
        load_topics(session)


@cache
def _group_labels() -> dict[str, dict[str, str]]:
    groups = json.loads(_FILE.read_text(encoding="utf-8"))["groups"]
    return {group["slug"]: group["labels"] for group in groups}

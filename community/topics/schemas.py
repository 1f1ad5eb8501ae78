"""Topics as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from community.profiles.taxonomy import LANGUAGES, Taxonomy, TopicEntry, group_label
from community.topics.models import Deed, TopicChange

OPENALEX = "https://openalex.org/"


@dataclass(frozen=True, slots=True)
class TopicLine:
    slug: str
    label: str
    words: str
    """What else it is called in the reader's language."""
    people: int
    url: str
    is_sensitive: bool
    is_offered: bool
    missing: tuple[str, ...]
    """Languages in which it has no label yet, by their own names."""


@dataclass(frozen=True, slots=True)
class TopicPage:
    """The variables of `topics/show.html`. `languages`: (tag, the language by its own name, label, other words)."""

    line: TopicLine
    group: str
    languages: tuple[tuple[str, str, str, str], ...]
    people_url: str
    openalex_url: str | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A step in the log, in words."""

    topic: str
    url: str | None
    words: str
    editor: str
    at: datetime


def topic_groups(
    topics: Taxonomy, people: Mapping[str, int], locale: str, *, with_retired: bool = False
) -> list[tuple[str, list[TopicLine]]]:
    """(label of the group, its topics by their label)."""
    keeping = topics.by_slug if with_retired else ()
    return [
        (label, sorted((_line(one, people, locale) for one in found), key=lambda line: line.label.casefold()))
        for label, found in topics.groups(locale, keeping=keeping)
    ]


def topic_page(topic: TopicEntry, people: Mapping[str, int], locale: str) -> TopicPage:
    return TopicPage(
        line=_line(topic, people, locale),
        group=group_label(topic.group, locale),
        languages=tuple(
            (tag, own_name(tag), topic.labels.get(tag, ""), " · ".join(topic.synonyms.get(tag, ())))
            for tag in LANGUAGES
            if topic.labels.get(tag)
        ),
        people_url=url_for("directory.index", topic=topic.slug),
        openalex_url=OPENALEX + topic.openalex if topic.openalex else None,
    )


def own_name(language: str) -> str:
    """A language in itself: 简体中文."""
    locale = Locale.parse(language, sep="-")
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]


def change_lines(changes: Sequence[TopicChange], topics: Taxonomy, locale: str) -> list[ChangeLine]:
    return [_change(one, topics, locale) for one in changes]


def _line(topic: TopicEntry, people: Mapping[str, int], locale: str) -> TopicLine:
    return TopicLine(
        slug=topic.slug,
        label=topic.label(locale),
        words=_(", ").join(topic.words(locale)),
        people=people.get(topic.slug, 0),
        url=url_for("topics.show", slug=topic.slug),
        is_sensitive=topic.is_sensitive,
        is_offered=topic.is_offered,
        missing=tuple(own_name(tag) for tag in LANGUAGES if not topic.labels.get(tag)),
    )


def _change(change: TopicChange, topics: Taxonomy, locale: str) -> ChangeLine:
    topic = topics.by_id.get(change.topic_id or 0) or topics.by_slug.get(change.slug)
    return ChangeLine(
        topic=topic.label(locale) if topic else change.slug,
        url=url_for("topics.edit", slug=topic.slug) if topic else None,
        words=_deed(change),
        editor=change.editor.display_name if change.editor else _("somebody who has left"),
        at=change.at,
    )


def _deed(change: TopicChange) -> str:
    if change.deed == Deed.MERGED:
        people = change.detail["people"] + change.detail["people_with_both"]
        moved = ngettext("%(num)d person has it now", "%(num)d people have it now", people)
        return _("“%(topic)s” was merged into it; %(moved)s", topic=change.detail["label"], moved=moved)
    if change.deed == Deed.WORDED:
        return _("changed: %(fields)s", fields=_(", ").join(_field(name) for name in change.detail))
    return {
        Deed.ADDED.value: _("added"),
        Deed.RETIRED.value: _("retired"),
        Deed.OFFERED.value: _("offered again"),
    }.get(change.deed, change.deed)


def _field(name: str) -> str:
    return {
        "group": _("group"),
        "openalex": "OpenAlex",
        "labels": _("labels"),
        "synonyms": _("other words"),
        "is_sensitive": _("whether it is sensitive"),
    }.get(name, name)

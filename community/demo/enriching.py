"""What makes the demo's profiles full: where people were heard, who pays, how they are also written, and what is
evidence of their topics.

Some of it is written out in `members/heard.json`; for the others it follows from what stands in their own file, the
same at each start. Nothing here has words by which somebody would be found for another topic.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.demo.reading import FOLDER, DemoData
from community.discussions.models import Reply
from community.profiles.models import (
    Appearance,
    Disclosure,
    DisclosureKind,
    NameOrder,
    NameVariant,
    Profile,
    TopicEvidence,
)
from community.profiles.taxonomy import TopicEntry, taxonomy
from community.search.analysis import HAN, fold, words
from community.stories.models import Story, StoryTopic

_HOURS = ((7, 19), (8, 18), (8, 21), (9, 22), (10, 20))
_SAY_NOTHING = frozenset(
    "china chinese africa state public policy national world trade between global".split()
)
_OFFICES = ("minist", "treasury", "authority")
_TOO_SHORT = 4
"""Words of a title up to this many letters prove nothing."""
_TOO_BRIEF = 140
"""So does a reply of fewer characters."""


class More:
    """Rows and fields beside those of a member's file."""

    def __init__(self, data: DemoData) -> None:
        self._data = data

    def fields(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Of the profile, as the class takes them."""
        handle = entry["handle"]
        from_hour, until_hour = _HOURS[_dice(handle, "hours") % len(_HOURS)]
        return {
            "speaks_from": from_hour,
            "speaks_until": until_hour,
            **self._name(entry),
            "appearances": [_without_topics(one) for one in self.appearances(entry)],
            "disclosures": list(self._disclosures(entry)),
        }

    def appearances(self, entry: dict[str, Any]) -> list[dict[str, Any]]:
        """With `shows`: the topics that each is evidence of."""
        day = clock.now().date()
        written = self._heard["appearances"].get(entry["handle"])
        if written is not None:
            return [{**one, "happened_on": day - timedelta(days=one["days_ago"])} for one in written]
        spoken = [one["tag"] for one in entry["languages"] if one["level"] == "live"]
        tag = next((tag for tag in spoken if tag in self._heard["outlets"]), None)
        dice = _dice(entry["handle"], "heard")
        if tag is None or dice % 5 > 2 or not entry.get("listed", True):
            return []
        outlet, medium = self._heard["outlets"][tag][dice % len(self._heard["outlets"][tag])]
        shows = entry["topics"][: dice % 2]
        return [
            {"outlet": outlet, "title": "", "happened_on": day - timedelta(days=9 + dice % 300), "medium": medium,
             "language": tag, "shows": shows}
        ]  # fmt: skip

    def _disclosures(self, entry: dict[str, Any]) -> Iterator[Disclosure]:
        written = self._heard["disclosures"].get(entry["handle"])
        if written is not None:
            yield from (Disclosure(**one, position=n) for n, one in enumerate(written))
            return
        for one in entry.get("affiliations", ()):
            if any(word in one["institution"].lower() for word in _OFFICES):
                yield Disclosure(
                    kind=DisclosureKind.GOVERNMENT, organisation=one["institution"], from_year=one.get("from"),
                    to_year=one.get("to"),
                )  # fmt: skip
                return
        dice = _dice(entry["handle"], "funder")
        if entry["kinds"][0] == "scholar" and dice % 3 == 0:
            funders = self._heard["funders"]
            yield Disclosure(
                kind=DisclosureKind.FUNDER,
                organisation=funders[dice % len(funders)],
                from_year=2020 + dice % 5,
            )

    @staticmethod
    def _name(entry: dict[str, Any]) -> dict[str, Any]:
        """Which part is the family's, and the other ways to write it: only where that follows from the name."""
        name, native = entry["name"], entry.get("native_name") or ""
        parts = name.split()
        if re.fullmatch(f"[{HAN}]+", native) and len(parts) > 1:
            other = " ".join((*parts[1:], parts[0]))
            return {
                "family_name": parts[0],
                "name_order": NameOrder.FAMILY_FIRST,
                "variants": [NameVariant(text=other)],
            }
        for one, other in (("Al-", "El-"), ("El-", "Al-")):
            if native and f" {one}" in name:
                return {"family_name": parts[-1], "variants": [NameVariant(text=name.replace(one, other))]}
        return {"family_name": parts[-1]} if len(parts) == 2 and not native else {}

    @cached_property
    def _heard(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((FOLDER / "members" / "heard.json").read_text(encoding="utf-8"))
        return found


def add_evidence(session: Session, data: DemoData, members: dict[str, int], more: More) -> None:
    """Works that name a topic of their author, and what they were heard about. The profiles have their numbers."""
    session.flush()
    topics = taxonomy(session)
    for entry in data.members:
        profile = session.get_one(Profile, members[entry["handle"]])
        held = {one.topic_id: one for one in profile.topics}
        for work in profile.publications:
            for topic in _named(work.title, [topics.by_id[number] for number in held]):
                held[topic.id].evidence.append(TopicEvidence(publication_id=work.id))
        by_place = {(one.outlet, one.title): one.id for one in profile.appearances}
        for one in more.appearances(entry):
            for slug in one["shows"]:
                proof = TopicEvidence(appearance_id=by_place[one["outlet"], one["title"]])
                held[topics.by_slug[slug].id].evidence.append(proof)
    session.flush()


def add_endorsed_replies(session: Session, data: DemoData, members: dict[str, int]) -> None:
    """The editor of a story has endorsed some of the replies whose authors know one of its topics."""
    authors = {number: handle for handle, number in members.items()}
    editors = {entry["slug"]: members[entry["editor"]] for entry in data.stories}
    endorsed: set[tuple[int, int]] = set()
    for reply, slug, title, about in _replies(session):
        editor = editors[slug]
        profile = session.get(Profile, reply.author_id)
        if profile is None or editor == reply.author_id or len(reply.body) < _TOO_BRIEF:
            continue
        topic = next((one for one in profile.topics if one.topic_id in about), None)
        key = (profile.member_id, topic.topic_id if topic else 0)
        if topic is None or key in endorsed or _dice(authors[profile.member_id], slug) % 3:
            continue
        endorsed.add(key)
        topic.evidence.append(
            TopicEvidence(
                reply_id=reply.id, title=title, url=f"/stories/{slug}#reply-{reply.sequence}",
                endorsed_by_id=editor, endorsed_on=reply.created_at.date(),
            )
        )  # fmt: skip
    session.flush()


def _replies(session: Session) -> Iterator[tuple[Reply, str, str, set[int]]]:
    """(reply, slug and title of its story, what that is about), oldest first."""
    about: dict[int, set[int]] = defaultdict(set)
    for story_id, topic_id in session.execute(select(StoryTopic.story_id, StoryTopic.topic_id)):
        about[story_id].add(topic_id)
    found = select(Reply, Story.slug, Story.title).join(Story, Story.id == Reply.story_id)
    for reply, slug, title in session.execute(found.order_by(Reply.created_at, Reply.id)):
        yield reply, slug, title, about[reply.story_id]


def _named(title: str, topics: Iterable[TopicEntry]) -> list[TopicEntry]:
    """The topics of which the title has a word of their names."""
    said = _words(title)
    return [topic for topic in topics if said & {word for name in topic.all_names() for word in _words(name)}]


def _words(text: str) -> set[str]:
    found = {fold(word) for word, _han, _start in words(text)}
    return {word for word in found if len(word) > _TOO_SHORT and word not in _SAY_NOTHING}


def _without_topics(one: dict[str, Any]) -> Appearance:
    return Appearance(**{name: value for name, value in one.items() if name not in ("shows", "days_ago")})


def _dice(handle: str, what: str) -> int:
    """The same at each start and on each machine."""
    return crc32(f"{handle} {what}".encode())

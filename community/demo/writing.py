"""Demo stories with their threads, and conversations."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.text import render_brief, render_markdown
from community.demo.reading import DemoData
from community.discussions.models import Reply, Thread
from community.messaging.actions.text import folded_words
from community.messaging.models import Conversation, Entry, Participant
from community.messaging.queries import pair_key
from community.profiles.models import Topic
from community.stories.models import Byline, Status, Story, StoryCountry, StoryTopic

CREDIT = "AidData, Global Chinese Official Finance Dataset 2000-2014, version 1.0 (ODC-BY)"


def add_stories(session: Session, data: DemoData, members: dict[str, int]) -> None:
    """All stories, published, with their threads."""
    topics = {topic.slug: topic.id for topic in session.scalars(select(Topic))}
    for entry in data.stories:
        published_at = data.moment(entry["published_at"])
        pin = entry.get("pinned_until")
        story = Story(
            kind=entry["kind"],
            status=Status.PUBLISHED,
            slug=entry["slug"],
            title=entry["title"],
            standfirst=entry.get("standfirst", ""),
            language=entry["language"],
            section=entry.get("section"),
            body=entry.get("body", ""),
            body_html=render_markdown(entry.get("body", "")),
            disclosures=entry.get("disclosures") or "",
            source_url=entry.get("source_url"),
            source_name=entry.get("source_name", ""),
            source_language=entry.get("source_language"),
            source_country=entry.get("source_country"),
            editor_note=entry.get("editor_note", ""),
            editor_id=members[entry["editor"]],
            published_at=published_at,
            created_at=published_at,
            updated_at=published_at,
            pinned_until=max(data.until(pin), clock.now() + timedelta(hours=12)) if pin else None,
            pinned_by_id=members[entry["pinned_by"]] if pin else None,
            credit=CREDIT if entry.get("aiddata_project_ids") else "",
            byline=[
                Byline(member_id=members[one], position=n) for n, one in enumerate(entry.get("byline", ()))
            ],
            topics=[
                StoryTopic(topic_id=topics[slug], position=n)
                for n, slug in enumerate(entry.get("topics", ()))
            ],
            countries=[
                StoryCountry(country=code, position=n) for n, code in enumerate(entry.get("countries", ()))
            ],
        )
        session.add(story)
        session.flush()
        _add_thread(session, data, story.id, entry.get("replies", []), members)


def _add_thread(
    session: Session, data: DemoData, story_id: int, replies: list[dict[str, Any]], members: dict[str, int]
) -> None:
    session.add(
        Thread(
            story_id=story_id,
            last_sequence=len(replies),
            reply_count=len(replies),
            last_reply_at=max((data.moment(one["at"]) for one in replies), default=None),
            version=len(replies),
        )
    )
    session.flush()
    ids: dict[str, int] = {}
    for number, one in enumerate(sorted(replies, key=lambda one: str(one["at"])), start=1):
        reply = Reply(
            story_id=story_id,
            sequence=number,
            parent_id=ids[one["parent"]] if one.get("parent") else None,
            author_id=members[one["author"]],
            body=one["body"],
            body_html=render_markdown(one["body"], below=2),
            created_at=data.moment(one["at"]),
        )
        session.add(reply)
        session.flush()
        ids[one["id"]] = reply.id


def add_conversations(session: Session, data: DemoData, members: dict[str, int]) -> None:
    """All conversations, read as far as the files say."""
    for entry in data.conversations:
        people = [members[handle] for handle in entry["participants"]]
        messages = entry["messages"]
        read_until: dict[str, int] = entry.get("read_until", {})
        conversation = Conversation(
            public_id=secrets.token_urlsafe(16),
            title=entry.get("title") or "",
            pair_key=pair_key(*people) if len(people) == 2 and not entry.get("title") else None,
            created_at=data.moment(messages[0]["at"]),
            last_sequence=len(messages),
            last_message_sequence=len(messages),
            last_message_at=data.moment(messages[-1]["at"]),
            participants=[
                Participant(
                    member_id=members[handle],
                    joined_at=data.moment(messages[0]["at"]),
                    accepted_at=data.moment(messages[0]["at"]),
                    invited_by_id=None if handle == messages[0]["author"] else members[messages[0]["author"]],
                    last_read_sequence=read_until.get(handle, len(messages) - 1) + 1,
                )
                for handle in entry["participants"]
            ],
        )
        session.add(conversation)
        session.flush()
        session.add_all(
            Entry(
                conversation_id=conversation.id,
                sequence=number,
                author_id=members[one["author"]],
                client_id=secrets.token_hex(12),
                body=one["body"],
                body_html=render_brief(one["body"]),
                words=folded_words(one["body"]),
                created_at=data.moment(one["at"]),
            )
            for number, one in enumerate(messages, start=1)
        )

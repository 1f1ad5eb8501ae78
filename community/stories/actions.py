"""Verbs of the desk. Each takes the version that its editor saw, and refuses when somebody has written since."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import Conflict
from community.core.events import record
from community.core.text import render_markdown, slugify, tidy, tidy_line
from community.profiles.taxonomy import taxonomy
from community.stories import policies, queries
from community.stories.errors import (
    NotAWebAddress,
    NotReady,
    TimeHasPassed,
    UnknownMember,
    UnknownTopic,
    WrongStep,
)
from community.stories.events import StoryChanged, StoryPinned, StoryPublished, StoryWithdrawn
from community.stories.models import Byline, Status, Story, StoryCountry, StoryKind, StoryTopic, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDraft:
    """What every door makes of its input. A draft needs a title only; the rest is asked for at publication."""

    kind: StoryKind
    title: str
    standfirst: str = ""
    language: str = "en"
    section: str | None = None
    body: str = ""
    disclosures: str = ""
    source_url: str = ""
    source_name: str = ""
    source_language: str | None = None
    source_country: str | None = None
    editor_note: str = ""
    topics: tuple[str, ...] = ()
    """Slugs of the taxonomy."""
    countries: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    """Handles."""


def draft_story(session: Session, actor: Actor, draft: StoryDraft) -> Story:
    """A new draft. Raises NotReady without a title, NotAWebAddress, UnknownMember and UnknownTopic."""
    story = Story(
        kind=draft.kind,
        status=Status.DRAFT,
        slug=f"draft-{secrets.token_hex(8)}",
        title="",
        editor_id=actor.id,
        created_at=clock.now(),
    )
    session.add(story)
    with session.no_autoflush:
        _write(session, story, draft)
    session.flush()
    return story


def edit_story(session: Session, actor: Actor, story_id: int, version: int, draft: StoryDraft) -> Story:
    """Write `draft` over a story. Raises NotFound, Conflict, and what `draft_story` raises."""
    story = _unchanged(session, actor, story_id, version)
    with session.no_autoflush:
        _write(session, story, draft)
    if story.is_published:
        _demand_readiness(story)
        record(session, StoryChanged(story_id=story.id))
    session.flush()
    return story


def send_for_review(session: Session, actor: Actor, story_id: int, version: int) -> Story:
    """Ask another editor to look. Raises NotFound, Conflict and WrongStep."""
    return _move(_unchanged(session, actor, story_id, version), Status.IN_REVIEW)


def return_to_draft(session: Session, actor: Actor, story_id: int, version: int) -> Story:
    """Take back what was in review or scheduled. Raises NotFound, Conflict and WrongStep."""
    story = _move(_unchanged(session, actor, story_id, version), Status.DRAFT)
    story.published_at = None
    return story


def publish_story(session: Session, actor: Actor, story_id: int, version: int) -> Story:
    """Show it to readers now, with its thread. A story that was withdrawn keeps its first date.

    Raises NotFound, Conflict, WrongStep and NotReady.
    """
    story = _unchanged(session, actor, story_id, version)
    _demand_readiness(story)
    was_withdrawn = story.status == Status.WITHDRAWN
    _move(story, Status.PUBLISHED)
    if not was_withdrawn:
        story.published_at = clock.now()
    if story.is_article:
        story.editor_id = actor.id  # an article names who let it pass, a link who chose it
    _show(session, story)
    return story


def schedule_story(session: Session, actor: Actor, story_id: int, version: int, at: datetime) -> Story:
    """Have it published at a moment to come. Raises as `publish_story` does, and TimeHasPassed."""
    story = _unchanged(session, actor, story_id, version)
    _demand_readiness(story)
    if at <= clock.now():
        raise TimeHasPassed("publish_at")
    _move(story, Status.SCHEDULED)
    story.published_at = at
    if story.is_article:
        story.editor_id = actor.id
    return story


def publish_due(session: Session) -> int:
    """Publish what was scheduled for now or earlier. Returns how many there were."""
    due = queries.due(session)
    for story in due:
        _move(story, Status.PUBLISHED)
        _show(session, story)
    return len(due)


def withdraw_story(session: Session, actor: Actor, story_id: int, version: int) -> Story:
    """Take it from the readers; the desk keeps it, with its thread. Raises NotFound, Conflict and WrongStep."""
    story = _move(_unchanged(session, actor, story_id, version), Status.WITHDRAWN)
    story.pinned_until = story.pinned_by_id = None
    record(session, StoryWithdrawn(story_id=story.id))
    return story


def pin_story(session: Session, actor: Actor, story_id: int, until: datetime) -> Story:
    """Put it first, in the actor's name, until a moment to come; it takes the place of what was first.

    Raises NotFound, WrongStep for a story that is not published, and TimeHasPassed.
    """
    story = queries.on_desk(session, actor, story_id, lock=True)
    if not story.is_published:
        raise WrongStep()
    if until <= clock.now():
        raise TimeHasPassed("until")
    session.execute(
        update(Story)
        .where(Story.pinned_until.is_not(None), Story.id != story.id)
        .values(pinned_until=None, pinned_by_id=None, version=Story.version + 1)
    )
    story.pinned_until, story.pinned_by_id = until, actor.id
    record(session, StoryPinned(story_id=story.id, editor_id=actor.id, until=until.isoformat()))
    return story


def unpin_story(session: Session, actor: Actor, story_id: int) -> Story:
    """Let it go back to its place. Raises NotFound."""
    story = queries.on_desk(session, actor, story_id, lock=True)
    story.pinned_until = story.pinned_by_id = None
    record(session, StoryPinned(story_id=story.id, editor_id=actor.id, until=None))
    return story


def _unchanged(session: Session, actor: Actor, story_id: int, version: int) -> Story:
    story = queries.on_desk(session, actor, story_id, lock=True)
    if story.version != version:
        raise Conflict()
    return story


def _move(story: Story, to: Status) -> Story:
    if not policies.may_move(story, to):
        raise WrongStep()
    story.status = to
    return story


def _demand_readiness(story: Story) -> None:
    missing = policies.missing_for_publication(story)
    if missing:
        raise NotReady(*missing)


def _show(session: Session, story: Story) -> None:
    if session.get(Thread, story.id) is None:
        session.add(Thread(story_id=story.id))
    record(session, StoryPublished(story_id=story.id))


def _write(session: Session, story: Story, draft: StoryDraft) -> None:
    title = tidy_line(draft.title)
    if not title:
        raise NotReady("title")
    if title != story.title and policies.is_named_by_title(story):
        story.slug = _free_slug(session, title, story)
    story.title = title
    story.standfirst = tidy(draft.standfirst)
    story.language = draft.language
    story.section = draft.section
    body = tidy(draft.body)
    if (
        body != story.body
    ):  # an imported body is HTML without a source, and stays as long as nobody writes one
        story.body, story.body_html = body, render_markdown(body)
    story.disclosures = tidy(draft.disclosures)
    story.source_url = _web_address(draft.source_url)
    story.source_name = tidy_line(draft.source_name)
    story.source_language = draft.source_language
    story.source_country = draft.source_country
    story.editor_note = tidy(draft.editor_note)
    story.updated_at = clock.now()
    story.topics = [
        StoryTopic(topic_id=topic_id, position=place)
        for place, topic_id in enumerate(_topic_ids(session, draft.topics))
    ]
    story.countries = [
        StoryCountry(country=code, position=place)
        for place, code in enumerate(dict.fromkeys(draft.countries))
    ]
    story.byline = [
        Byline(member_id=member_id, position=place)
        for place, member_id in enumerate(_author_ids(session, draft.byline))
    ]


def _free_slug(session: Session, title: str, story: Story) -> str:
    wish = slugify(title, fallback="story")
    taken = select(Story.slug).where(Story.slug.startswith(wish, autoescape=True), Story.id != story.id)
    names = set(session.scalars(taken))
    slug, number = wish, 2
    while slug in names:
        slug, number = f"{wish}-{number}", number + 1
    return slug


def _web_address(text: str) -> str | None:
    address = tidy_line(text)
    if not address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NotAWebAddress() from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or " " in address:
        raise NotAWebAddress()
    return address


def _topic_ids(session: Session, slugs: tuple[str, ...]) -> list[int]:
    known = taxonomy(session).by_slug
    for slug in slugs:
        if slug not in known:
            raise UnknownTopic(slug)
    return list(dict.fromkeys(known[slug].id for slug in slugs))


def _author_ids(session: Session, handles: tuple[str, ...]) -> list[int]:
    wanted = [handle.strip().removeprefix("@") for handle in handles]
    rows = session.execute(select(Member.handle, Member.id).where(Member.handle.in_(wanted)))
    known = {row.handle: row.id for row in rows}
    for handle in wanted:
        if handle not in known:
            raise UnknownMember(handle)
    return [known[handle] for handle in dict.fromkeys(wanted)]

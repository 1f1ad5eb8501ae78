"""What lists and pages say of stories, made once for every reader of a language and kept by version."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy.orm import Session

from community.core import clock
from community.core.text import trusted
from community.profiles.schemas import profile_path
from community.stories import queries
from community.stories.kept import Kept
from community.stories.models import Status, Story
from community.stories.queries import StoryVersion
from community.stories.schemas import StoryCard, story_cards


def cards_of(session: Session, versions: Sequence[StoryVersion]) -> tuple[StoryCard, ...]:
    """Cards of these versions, in their order; those that were made before are not made again."""
    keys = {one.id: reading_key(one) for one in versions}
    cards = {id: card for id, key in keys.items() if (card := _cards.find(key))}
    missing = [id for id in keys if id not in cards]
    if missing:
        stories = queries.whole(session, missing)
        found = [story for id in missing if (story := stories.get(id))]
        for story, card in zip(found, story_cards(session, found), strict=True):
            cards[story.id] = _cards.keep(keys[story.id], card)
    return tuple(cards[one.id] for one in versions if one.id in cards)


def reading_key(version: StoryVersion) -> Hashable:
    """Under which a story is kept for readers of a language. What no version counts (a verification that runs out,
    a member who leaves the directory) is looked at again after ten minutes."""
    is_pinned = bool(version.pinned_until and version.pinned_until > clock.now())
    return (*version, is_pinned, str(get_locale()), int(clock.now().timestamp()) // 600)


_cards: Kept[StoryCard] = Kept(limit=4_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFacts:
    """What the page says of a thread, beside its replies."""

    version: int
    is_open: bool
    last_sequence: int
    reply_count: int
    last_reply_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """All that the page of a story says of it, to every reader of a language."""

    id: int
    slug: str
    story: StoryCard
    status: str
    body_html: Markup
    credit: str
    disclosure: str
    updated_at: datetime | None
    """When it was changed after it was published."""
    author_ids: tuple[int, ...]
    who_could_comment: tuple[tuple[str, str, str], ...]
    thread: ThreadFacts | None

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED


def story_page(session: Session, version: StoryVersion) -> StoryPage:
    """The page of a story that the caller has found for its reader."""
    return _pages.get(reading_key(version), lambda: _page(session, version.id))


_pages: Kept[StoryPage] = Kept(limit=16_000_000, size=lambda page: len(page.body_html) + 4_000)


def _page(session: Session, story_id: int) -> StoryPage:
    story = queries.whole(session, [story_id])[story_id]
    thread = story.thread
    is_changed = story.published_at and (story.updated_at - story.published_at).total_seconds() > 60
    return StoryPage(
        id=story.id,
        slug=story.slug,
        story=story_cards(session, [story])[0],
        status=story.status,
        body_html=trusted(story.body_html),
        credit=story.credit,
        disclosure=story.disclosures,
        updated_at=story.updated_at if story.is_published and is_changed else None,
        author_ids=tuple(one.member_id for one in story.byline),
        who_could_comment=_who_could_comment(session, story),
        thread=ThreadFacts(
            version=thread.version,
            is_open=thread.is_open,
            last_sequence=thread.last_sequence,
            reply_count=thread.reply_count,
            last_reply_at=thread.last_reply_at,
        )
        if thread
        else None,
    )


def _who_could_comment(session: Session, story: Story) -> tuple[tuple[str, str, str], ...]:
    if not story.topics or not story.countries:
        return ()
    people = queries.who_could_comment(session, story)
    return tuple((profile_path(one.handle), one.display_name, one.headline) for one in people)

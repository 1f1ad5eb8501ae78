"""What readers see of a story, on pages and as JSON, and what comes in as JSON."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from flask import url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from community.core import clock
from community.core.text import trusted
from community.core.web.locale import country_name, language_name
from community.profiles.schemas import PersonLine, person_lines, profile_path
from community.stories import queries
from community.stories.actions import StoryDraft
from community.stories.kept import Kept
from community.stories.models import Status, Story, StoryKind
from community.stories.queries import StoryVersion

SECTION_NAMES = {
    "debt": _l("Debt"),
    "trade": _l("Trade"),
    "technology": _l("Technology"),
    "energy": _l("Energy"),
    "infrastructure": _l("Infrastructure"),
    "politics": _l("Politics"),
    "society": _l("Society"),
    "environment": _l("Environment"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story in a list and at the head of its page."""

    url: str
    title: str
    kind: str
    language: str
    standfirst: str
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    countries: tuple[str, ...]
    published_at: datetime
    """When it was or will be published; when it was last saved, for a draft."""
    source_name: str
    source_language_name: str | None
    source_url: str | None
    editor_note: str
    editor: PersonLine | None
    byline: tuple[PersonLine, ...]
    reply_count: int
    pinned: tuple[PersonLine, datetime] | None


def story_cards(session: Session, stories: Iterable[Story]) -> tuple[StoryCard, ...]:
    """Cards in the reader's language; the people of all of them are looked up at once."""
    stories = tuple(stories)
    people = person_lines(session, {member_id for story in stories for member_id in _named(story)})
    return tuple(_card(story, people) for story in stories)


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
    rows = queries.who_could_comment(session, story)
    return tuple((profile_path(row.handle), row.display_name, row.headline) for row in rows)


def _named(story: Story) -> set[int]:
    ids = {author.member_id for author in story.byline} | {story.editor_id, story.pinned_by_id}
    return {member_id for member_id in ids if member_id}


def _card(story: Story, people: dict[int, PersonLine]) -> StoryCard:
    locale = str(get_locale() or "en")
    return StoryCard(
        url=url_for("stories.show", slug=story.slug),
        title=story.title,
        kind=story.kind,
        language=story.language,
        standfirst=story.standfirst,
        sections=_sections(story),
        topics=tuple(one.topic.label(locale) for one in story.topics),
        countries=tuple(country_name(one.country) for one in story.countries),
        published_at=story.published_at or story.updated_at,
        source_name=story.source_name,
        source_language_name=language_name(story.source_language) if story.source_language else None,
        source_url=story.source_url,
        editor_note=story.editor_note,
        editor=people.get(story.editor_id or 0),
        byline=tuple(people[one.member_id] for one in story.byline if one.member_id in people),
        reply_count=story.thread.reply_count if story.thread else 0,
        pinned=_pin(story, people),
    )


def _sections(story: Story) -> tuple[str, ...]:
    if story.section:
        return (str(SECTION_NAMES.get(story.section, story.section)),)
    return tuple(one.label for one in story.labels if one.scheme == "category")


def _pin(story: Story, people: dict[int, PersonLine]) -> tuple[PersonLine, datetime] | None:
    editor = people.get(story.pinned_by_id or 0)
    until = story.pinned_until
    return (editor, until) if editor and until and until > clock.now() else None


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


Tag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP-47.")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166 alpha-2.")]


class StoryInput(_Input):
    """A draft of a story."""

    kind: StoryKind
    title: Annotated[str, Field(min_length=1, max_length=300)]
    standfirst: Annotated[str, Field(max_length=1_000)] = ""
    language: Tag = "en"
    section: Annotated[str | None, Field(pattern=f"^({'|'.join(SECTION_NAMES)})$")] = None
    body: Annotated[str, Field(max_length=200_000, description="Markdown.")] = ""
    disclosures: Annotated[str, Field(max_length=2_000)] = ""
    source_url: Annotated[str, Field(max_length=2_000)] = ""
    source_name: Annotated[str, Field(max_length=200)] = ""
    source_language: Tag | None = None
    source_country: Country | None = None
    editor_note: Annotated[str, Field(max_length=1_000)] = ""
    topics: Annotated[tuple[str, ...], Field(max_length=8, description="Slugs of topics.")] = ()
    countries: Annotated[tuple[Country, ...], Field(max_length=8)] = ()
    byline: Annotated[tuple[str, ...], Field(max_length=8, description="Handles of the authors.")] = ()

    def draft(self) -> StoryDraft:
        return StoryDraft(**self.model_dump())


class VersionInput(_Input):
    version: Annotated[int, Field(ge=1, description="The version that you saw; refused when it has changed.")]


class AuthorOut(BaseModel):
    handle: str
    name: str


class SourceOut(BaseModel):
    url: str
    name: str
    language: str | None
    country: str | None


class StoryOut(BaseModel):
    """A story, to readers."""

    slug: str
    url: str
    kind: StoryKind
    status: str
    title: str
    standfirst: str
    language: str
    section: str | None
    topics: list[str]
    countries: list[str]
    published_at: AwareDatetime | None
    source: SourceOut | None
    editor_note: str
    editor: str | None
    byline: list[AuthorOut]
    reply_count: int
    version: int


class WholeStoryOut(StoryOut):
    body_html: str
    disclosures: str


class StoriesOut(BaseModel):
    stories: list[StoryOut]
    older: str | None = Field(description="Address of the next page.")


def story_out(story: Story) -> StoryOut:
    """A story in a list of the JSON door."""
    return StoryOut.model_validate(_public(story))


def whole_story_out(story: Story) -> WholeStoryOut:
    """A story with its text."""
    return WholeStoryOut(**_public(story), body_html=story.body_html, disclosures=story.disclosures)


def _public(story: Story) -> dict[str, object]:
    source = {
        "url": story.source_url,
        "name": story.source_name,
        "language": story.source_language,
        "country": story.source_country,
    }
    return {
        "slug": story.slug,
        "url": url_for("stories.show", slug=story.slug),
        "kind": story.kind,
        "status": story.status,
        "title": story.title,
        "standfirst": story.standfirst,
        "language": story.language,
        "section": story.section,
        "topics": [one.topic.slug for one in story.topics],
        "countries": [one.country for one in story.countries],
        "published_at": story.published_at,
        "source": source if story.source_url else None,
        "editor_note": story.editor_note,
        "editor": story.editor.handle if story.editor else None,
        "byline": [{"handle": one.member.handle, "name": one.member.display_name} for one in story.byline],
        "reply_count": story.thread.reply_count if story.thread else 0,
        "version": story.version,
    }

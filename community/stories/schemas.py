"""What readers see of a story, on pages and as JSON, and what comes in as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from flask import url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from community.core import clock
from community.core.web.locale import country_name, language_name
from community.profiles.schemas import PersonLine, person_lines
from community.stories.actions import StoryDraft
from community.stories.models import Story, StoryKind

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

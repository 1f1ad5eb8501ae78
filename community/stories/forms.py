"""What an editor types at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    FieldList,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from community.core.web.locale import country_name, language_name
from community.profiles.taxonomy import Taxonomy
from community.profiles.world import COUNTRIES
from community.stories.actions import StoryDraft
from community.stories.models import Story, StoryKind
from community.stories.schemas import SECTION_NAMES

LANGUAGES = tuple("en fr ar zh pt es am bn fa ha hi id ja ko ms my ru sw th tl tr ur vi yo zu".split())
"""In which a story or its source may be written."""

PLACES = 3
"""Boxes that are shown for topics, countries and authors; a story that has more shows one more than it has."""


def language_choices() -> list[tuple[str, str]]:
    return sorted(((tag, language_name(tag)) for tag in LANGUAGES), key=lambda one: one[1])


def country_choices() -> list[tuple[str, str]]:
    return sorted(((code, country_name(code)) for code in COUNTRIES), key=lambda one: one[1])


class StoryForm(FlaskForm):
    """Common to links and articles. `version` is what the editor saw; 0 for a new story."""

    version = IntegerField(default=0, widget=HiddenInput(), validators=[NumberRange(min=0)])
    title = StringField(
        _l("Title"),
        validators=[
            DataRequired(_l("A story needs a title.")),
            Length(max=300, message=_l("At most %(max)d characters.")),
        ],
    )
    standfirst = TextAreaField(
        _l("Standfirst"),
        description=_l("One or two sentences that say what the story says."),
        validators=[Length(max=1_000, message=_l("At most %(max)d characters."))],
    )
    language = SelectField(
        _l("Language of the story"),
        default="en",
        id="story-language",  # the page has a form of that name
    )
    section = SelectField(_l("Section"))
    topics = FieldList(SelectField(), label=_l("Topics"), max_entries=8)
    countries = FieldList(SelectField(), label=_l("Countries"), max_entries=8)
    publish_at = DateTimeLocalField(
        _l("Publish at"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        validators=[Optional()],
    )

    kind = StoryKind.LINK

    def fill_choices(self, topics: Taxonomy, story: Story | None = None) -> None:
        """Give every box its choices, and enough boxes. A language that the list lacks stays with its story."""
        locale = str(get_locale() or "en")
        held = [one.topic.slug for one in story.topics] if story else []
        groups = {"": [("", "—")]} | {
            group: [(topic.slug, topic.label(locale)) for topic in members]
            for group, members in topics.groups(locale, keeping=held)
        }
        countries = [("", "—"), *country_choices()]
        self._grow(self.topics, held)
        self._grow(self.countries, [one.country for one in story.countries] if story else [])
        for entry in self.topics:
            entry.choices = groups
        for entry in self.countries:
            entry.choices = countries
        self.language.choices = _with(language_choices(), story.language if story else None)
        self.section.choices = [("", "—"), *SECTION_NAMES.items()]

    def _grow(self, boxes: FieldList[Any], values: Sequence[str]) -> None:
        if not self.is_submitted():
            for value in values:
                boxes.append_entry(value)
        wanted = max(PLACES, min(len(_filled(boxes)) + 1, boxes.max_entries or PLACES))
        while len(boxes) < wanted:
            boxes.append_entry("")

    def publish_moment(self, time_zone: str | None) -> datetime | None:
        """`publish_at`, which is typed in the editor's time zone, as a moment."""
        typed = self.publish_at.data
        return typed.replace(tzinfo=ZoneInfo(time_zone or "UTC")).astimezone(UTC) if typed else None

    def draft(self) -> StoryDraft:
        raise NotImplementedError

    def _shared(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "title": self.title.data or "",
            "standfirst": self.standfirst.data or "",
            "language": self.language.data or "en",
            "section": self.section.data or None,
            "topics": _filled(self.topics),
            "countries": _filled(self.countries),
        }


class LinkForm(StoryForm):
    """A curated link: the source, and the reason to read it."""

    source_url = URLField(
        _l("Address of the source"),
        validators=[Length(max=2_000, message=_l("At most %(max)d characters."))],
    )
    source_name = StringField(
        _l("Name of the source"),
        description=_l("As its own readers write it: 财新, Le Soleil."),
        validators=[Length(max=200, message=_l("At most %(max)d characters."))],
    )
    source_language = SelectField(_l("Language of the source"))
    source_country = SelectField(_l("Country of the source"))
    editor_note = TextAreaField(
        _l("Editor’s note"),
        description=_l("Why this is worth reading. It is shown with your name."),
        validators=[Length(max=1_000, message=_l("At most %(max)d characters."))],
    )

    def fill_choices(self, topics: Taxonomy, story: Story | None = None) -> None:
        super().fill_choices(topics, story)
        none = [("", "—")]
        self.source_language.choices = none + _with(
            language_choices(), story.source_language if story else None
        )
        self.source_country.choices = none + country_choices()

    def draft(self) -> StoryDraft:
        return StoryDraft(
            **self._shared(),  # type: ignore[arg-type]
            source_url=self.source_url.data or "",
            source_name=self.source_name.data or "",
            source_language=self.source_language.data or None,
            source_country=self.source_country.data or None,
            editor_note=self.editor_note.data or "",
        )


class ArticleForm(StoryForm):
    """Analysis: signed by members."""

    kind = StoryKind.ARTICLE
    byline = FieldList(StringField(validators=[Length(max=80)]), label=_l("Authors"), max_entries=8)
    body = TextAreaField(
        _l("Text"),
        description=_l("Markdown: # Heading, *emphasis*, > quotation, [words](https://address)."),
        validators=[Length(max=200_000, message=_l("At most %(max)d characters."))],
    )
    disclosures = TextAreaField(
        _l("Disclosures"),
        description=_l("What ties the authors to what they write about: money, posts, family."),
        validators=[Length(max=2_000, message=_l("At most %(max)d characters."))],
    )

    def fill_choices(self, topics: Taxonomy, story: Story | None = None) -> None:
        super().fill_choices(topics, story)
        self._grow(self.byline, [one.member.handle for one in story.byline] if story else [])

    def draft(self) -> StoryDraft:
        return StoryDraft(
            **self._shared(),  # type: ignore[arg-type]
            byline=_filled(self.byline),
            body=self.body.data or "",
            disclosures=self.disclosures.data or "",
        )


class StepForm(FlaskForm):
    """A single step of the desk's list: publish, withdraw, back to draft."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class PinForm(FlaskForm):
    """For how long a story stands first."""

    hours = IntegerField(default=24, validators=[NumberRange(min=1, max=24 * 7)])


def _filled(boxes: FieldList[Any]) -> tuple[str, ...]:
    return tuple(value.strip() for value in boxes.data if value and value.strip())


def _with(choices: list[tuple[str, str]], tag: str | None) -> list[tuple[str, str]]:
    return choices if not tag or tag in dict(choices) else [*choices, (tag, language_name(tag))]

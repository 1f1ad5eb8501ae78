"""What an editor types about a topic."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import Optional

from community.core.text import tidy, tidy_line
from community.profiles.taxonomy import LANGUAGES, Taxonomy, TopicEntry, group_choices
from community.topics.drafts import LONGEST_NAME, TopicDraft, each_once
from community.topics.schemas import own_name


def _line(text: str | None) -> str:
    return tidy_line(text or "")


def _text(text: str | None) -> str:
    return tidy(text or "")


class WordsForm(PlainForm):
    """A topic in one language."""

    label = StringField(_l("Label"), filters=[_line], render_kw={"maxlength": LONGEST_NAME})
    synonyms = TextAreaField(_l("Other words for it, one a line"), filters=[_text], render_kw={"rows": 5})


class TopicForm(FlaskForm):
    """`version` is the one that the form was made from, 0 for a new topic. What is wrong with it is decided by
    `drafts.faults`."""

    version = HiddenField(default="0")
    group = SelectField(_l("Group"), validate_choice=False)
    en = FormField(WordsForm)
    fr = FormField(WordsForm)
    ar = FormField(WordsForm)
    zh_hans = FormField(WordsForm)
    pt = FormField(WordsForm)
    es = FormField(WordsForm)
    openalex = StringField(_l("Nearest topic of OpenAlex"), [Optional()], filters=[_line])
    is_sensitive = BooleanField(_l("To be known for it can bring somebody into danger"))

    def offer(self, locale: str) -> None:
        """The groups, in the reader's language; each part is named by its own."""
        self.group.choices = group_choices(locale)
        for language in LANGUAGES:
            self[_name(language)].label.text = own_name(language)

    @property
    def languages(self) -> list[tuple[str, Any]]:
        """(tag, its part of the form)"""
        return [(language, self[_name(language)]) for language in LANGUAGES]

    def draft(self) -> TopicDraft:
        labels = {language: part.form["label"].data for language, part in self.languages}
        return TopicDraft(
            group=self.group.data or "",
            labels={language: label for language, label in labels.items() if label},
            synonyms={
                language: each_once(
                    map(tidy_line, (part.form.synonyms.data or "").split("\n")), labels[language]
                )
                for language, part in self.languages
            },
            openalex=self.openalex.data or None,
            is_sensitive=bool(self.is_sensitive.data),
        )

    def seen_version(self) -> int:
        written = str(self.version.data)
        return int(written) if written.isdecimal() and len(written) < 20 else -1

    def refuse(self, faults: dict[str, str]) -> None:
        """Put what is wrong at its fields."""
        for field, message in faults.items():
            kind, _dot, language = field.partition(".")
            part: Any = self[_name(language)] if language else None
            target = part.form[_PARTS[kind]] if part else self[field]
            target.errors = [message]


class MergeForm(FlaskForm):
    kept = SelectField(_l("Topic to keep"), validate_choice=False)

    def offer(self, topics: Taxonomy, locale: str, gone: TopicEntry) -> None:
        self.kept.choices = {"": [("", "—")]} | {
            label: [(one.slug, one.label(locale)) for one in members if one.id != gone.id]
            for label, members in topics.groups(locale)
        }


def form_data(topic: TopicEntry, version: int) -> dict[str, Any]:
    """What the form shows of a topic that is there."""
    return {
        "version": str(version),
        "group": topic.group,
        "openalex": topic.openalex or "",
        "is_sensitive": topic.is_sensitive,
        **{
            _name(language): {
                "label": topic.labels.get(language, ""),
                "synonyms": "\n".join(topic.synonyms.get(language, ())),
            }
            for language in LANGUAGES
        },
    }


_PARTS = {"labels": "label", "synonyms": "synonyms"}


def _name(language: str) -> str:
    return language.replace("-", "_").lower()

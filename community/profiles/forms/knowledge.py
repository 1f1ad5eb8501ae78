"""What somebody knows, and of where."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField

from community.core.text import tidy_line
from community.profiles.drafts import PlaceDraft, ProfileDraft, TopicDraft
from community.profiles.forms.fields import CheckboxesField, SeenByField, line
from community.profiles.forms.step import Offered, StepForm
from community.profiles.taxonomy import TopicEntry
from community.profiles.world import COUNTRIES, COVERED_REGIONS, REGIONS, country_label, region_name


class ChosenTopicForm(Form):
    """A topic that somebody has already."""

    slug = HiddenField()
    keep = BooleanField(default=True)
    audience = SeenByField()


class TopicsForm(StepForm):
    heading = _l("What you know")
    groups = ("not_my_field",)

    chosen = FieldList(FormField(ChosenTopicForm), max_entries=40)
    topics = CheckboxesField(_l("Topics"), validate_choice=False)
    not_my_field = FieldList(
        StringField(filters=[line]), label=_l("Not your field"), min_entries=2, max_entries=10
    )
    seen_by_not_my_field = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        topics, locale = offered.taxonomy.by_slug, offered.locale
        return {
            **super().data_of(draft, offered),
            "chosen": [{"slug": one.slug, "audience": one.audience} for one in draft.topics],
            "not_my_field": [topics[one.slug].label(locale) for one in draft.not_my_field],
        }

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        self._by_name = {
            _key(name): topic
            for topic in offered.taxonomy.topics
            for name in (topic.slug, topic.label("en"), topic.label(offered.locale))
        }
        held = {one.slug for one in draft.topics}
        self.chosen_entries = [
            (entry.form, offered.taxonomy.by_slug[entry.form.slug.data])
            for entry in self.chosen.entries
            if entry.form.slug.data in offered.taxonomy.by_slug
        ]
        shown = {topic.slug for _form, topic in self.chosen_entries}
        self.topic_groups = [
            (label, [topic for topic in topics if topic.slug not in shown])
            for label, topics in offered.taxonomy.groups(offered.locale, keeping=held)
        ]
        self.labels = sorted(
            topic.label(offered.locale) for topic in offered.taxonomy.topics if topic.is_offered
        )
        if not self.not_my_field.entries or self.not_my_field.entries[-1].data:
            self.not_my_field.append_entry()

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        kept = [
            TopicDraft(slug=topic.slug, audience=form.audience.data or None)
            for form, topic in self.chosen_entries
            if form.keep.data
        ]
        added = [
            TopicDraft(slug=slug) for slug in self.topics.data or () if slug not in {one.slug for one in kept}
        ]
        held = {one.slug: one for one in draft.not_my_field}
        wrong = [self._topic_called(entry.data) for entry in self.not_my_field.entries if entry.data]
        slugs = dict.fromkeys(topic.slug for topic in wrong if topic)
        return {
            "topics": (*kept, *added),
            "not_my_field": tuple(held.get(slug) or TopicDraft(slug=slug) for slug in slugs),
        }

    def check(self, draft: ProfileDraft, offered: Offered) -> bool:
        is_fine = super().check(draft, offered)
        unknown = [
            entry.data
            for entry in self.not_my_field.entries
            if entry.data and not self._topic_called(entry.data)
        ]
        if unknown:
            self.not_my_field.errors = [
                _("“%(name)s” is no topic here. Please choose one from the list.", name=unknown[0])
            ]
        return is_fine and not unknown

    def _topic_called(self, name: str) -> TopicEntry | None:
        return self._by_name.get(_key(name))


def _key(name: str) -> str:
    return tidy_line(name).casefold()


class PlacesForm(StepForm):
    heading = _l("Countries and regions that you cover")
    groups = ("countries", "regions")

    regions = CheckboxesField(_l("Whole regions"), validate_choice=False)
    countries = CheckboxesField(_l("Countries"), validate_choice=False)
    seen_by_regions = SeenByField()
    seen_by_countries = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        lists = {name: [one.code for one in getattr(draft, name)] for name in ("countries", "regions")}
        return {**super().data_of(draft, offered), **lists}

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        names = {code: country_label(code, offered.locale) for code in COUNTRIES}
        self.countries.choices = dict(sorted(names.items(), key=lambda one: one[1]))
        self.regions.choices = {code: country_label(code, offered.locale) for code in COVERED_REGIONS}
        self.country_groups = [(region_name(name), frozenset(codes)) for name, codes in REGIONS.items()]
        self.region_groups = [
            (
                region_name(name),
                {code for code in COVERED_REGIONS if set(COVERED_REGIONS[code]) <= set(codes)},
            )
            for name, codes in REGIONS.items()
        ]

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        return {
            name: _places(getattr(draft, name), self[name].data or ()) for name in ("countries", "regions")
        }


def _places(held: tuple[PlaceDraft, ...], codes: Any) -> tuple[PlaceDraft, ...]:
    by_code = {one.code: one for one in held}
    return tuple(by_code.get(code) or PlaceDraft(code=code) for code in dict.fromkeys(codes))

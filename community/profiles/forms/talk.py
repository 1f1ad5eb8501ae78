"""In which languages and when somebody can talk, and who else sees the profile."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from community.core import clock
from community.profiles.drafts import LanguageDraft, ProfileDraft
from community.profiles.forms.fields import (
    MOST_ROWS,
    CheckboxesField,
    SeenByField,
    audience_names,
    kept_rows,
    line,
    paragraphs,
)
from community.profiles.forms.step import Offered, StepForm
from community.profiles.models import Audience
from community.profiles.world import language_from, language_label


def _levels() -> dict[str, str]:
    return {
        "read": _("I read it"),
        "interview": _("I can give an interview"),
        "live": _("I can speak live on air"),
    }


def _availabilities() -> dict[str, str]:
    return {
        "open": _("available: please ask"),
        "limited": _("available now and then"),
        "closed": _("not available"),
    }


def _media_modes() -> dict[str, str]:
    return {
        "phone": _("phone"),
        "video": _("video call"),
        "studio": _("visit to a studio"),
        "written": _("written answers"),
    }


def _hours(last: int) -> dict[str, str]:
    return {str(hour): f"{hour:02}:00" for hour in range(last + 1)}


class LanguageForm(Form):
    language = StringField(_l("Language"), filters=[line])
    level = SelectField(_l("How well"), choices=_levels, default="interview")

    def is_dropped(self) -> bool:
        return not self.language.data


class LanguagesForm(StepForm):
    heading = _l("Languages")
    groups = ("languages",)
    rows = ("languages",)

    languages = FieldList(
        FormField(LanguageForm), label=_l("Languages"), min_entries=3, max_entries=MOST_ROWS
    )
    seen_by_languages = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        rows = [
            {"language": language_label(one.language, offered.locale), "level": one.level}
            for one in draft.languages
        ]
        return {**super().data_of(draft, offered), "languages": rows}

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        self._locale = offered.locale

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        held = {one.language: one.audience for one in draft.languages}
        found = []
        for form in kept_rows(self.languages):
            code = language_from(form.language.data, self._locale) or form.language.data
            found.append(LanguageDraft(language=code, level=form.level.data, audience=held.get(code)))
        return {"languages": tuple(found)}


class TalkForm(StepForm):
    heading = _l("When you can talk")
    plain = (
        "availability time_zone available_until notice_hours press_office_name press_office_contact private_contact"
    ).split()  # type: ignore[assignment]
    items = ("availability", "window", "media_modes", "press_office")

    availability = RadioField(
        _l("For journalists I am"), choices=_availabilities, default="limited", validate_choice=False
    )
    available_until = DateField(_l("This holds until"), [Optional()])
    time_zone = SelectField(_l("Time zone"), validate_choice=False)
    speaks_from = SelectField(_l("From"), choices=_hours(23), validate_choice=False)
    speaks_until = SelectField(_l("Until"), choices=_hours(24), validate_choice=False)
    notice_hours = IntegerField(_l("Notice that I need, in hours"), [Optional()])
    media_modes = CheckboxesField(_l("I take part by"), choices=_media_modes, validate_choice=False)
    press_office_name = StringField(
        _l("Press office"),
        filters=[line],
        description=_l("The office of your institution, if journalists should ask there."),
    )
    press_office_contact = StringField(_l("How to reach it"), filters=[line])
    private_contact = TextAreaField(
        _l("Private contact"),
        filters=[paragraphs],
        description=_l(
            "How you can be reached outside of this site. Only you see it: it stands on no page and in no list, and"
            " no search finds it. Members reach you through messages."
        ),
        render_kw={"rows": 2},
    )
    seen_by_availability = SeenByField()
    seen_by_window = SeenByField()
    seen_by_media_modes = SeenByField()
    seen_by_press_office = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        return {
            **super().data_of(draft, offered),
            "media_modes": list(draft.media_modes),
            "speaks_from": str(draft.speaks_from),
            "speaks_until": str(draft.speaks_until),
        }

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        self.time_zone.choices = dict(clock.zone_choices())

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        hours = {name: self[name].data or "" for name in ("speaks_from", "speaks_until")}
        return {
            "media_modes": tuple(self.media_modes.data or ()),
            "availability": self.availability.data or "limited",
            **{name: int(hour) if hour in _hours(24) else -1 for name, hour in hours.items()},
        }


def _page_audiences() -> dict[str, str]:
    names = audience_names()
    return {
        Audience.PUBLIC.value: _("Everybody, with or without an account"),
        Audience.MEMBERS.value: _("Members who are signed in"),
        Audience.JOURNALISTS.value: _("Journalists whom the desk or their newsroom verified"),
        Audience.ME.value: _("Only you, for now"),
    } | {key: value for key, value in names.items() if key not in set(Audience)}


class AudienceForm(StepForm):
    heading = _l("Who sees it")
    plain = ("audience", "is_listed")

    audience = RadioField(_l("Who can open this profile"), choices=_page_audiences, validate_choice=False)
    is_listed = BooleanField(_l("The directory finds it"))

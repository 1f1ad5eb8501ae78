"""The one page on which a member writes a profile. It works without JavaScript: rows are added by a button that
sends the form and brings it back longer."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from community.core import clock
from community.core.text import tidy, tidy_line
from community.profiles.drafts import (
    HEADLINE,
    LENGTHS,
    AffiliationDraft,
    LanguageDraft,
    ProfileDraft,
    faults,
)
from community.profiles.models import Profile
from community.profiles.schemas import kind_names
from community.profiles.taxonomy import Taxonomy
from community.profiles.world import COUNTRIES, country_label, language_from, language_label

MOST_ROWS = 40
PUBLIC, UNLISTED, MEMBERS, PRIVATE = "public", "unlisted", "members", "private"
_AUDIENCES = {PUBLIC: "public", UNLISTED: "public", MEMBERS: "members"}


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


def _visibilities() -> dict[str, str]:
    return {
        PUBLIC: _("Everybody, and the directory finds it"),
        UNLISTED: _("Everybody who has its address; the directory does not find it"),
        MEMBERS: _("Members, and the directory finds it for them"),
        PRIVATE: _("Only you, for now"),
    }


class CheckboxesField(SelectMultipleField):
    """Several of some, each a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _line(text: str | None) -> str:
    return tidy_line(text or "")


def _text(text: str | None) -> str:
    return tidy(text or "")


class AffiliationForm(Form):
    institution = StringField(_l("Institution"), filters=[_line])
    role = StringField(_l("Role"), filters=[_line])
    from_year = IntegerField(_l("From (year)"), [Optional()])
    to_year = IntegerField(_l("Until (empty: still there)"), [Optional()])

    def is_blank(self) -> bool:
        return not any(field.data or "".join(field.raw_data or ()).strip() for field in self)


class LanguageForm(Form):
    language = StringField(_l("Language"), filters=[_line])
    level = SelectField(_l("How well"), choices=_levels, default="interview")

    def is_blank(self) -> bool:
        return not self.language.data


class ProfileForm(FlaskForm):
    """All of a profile. What is wrong with it is decided by `drafts.faults`, for this door and the JSON one."""

    version = HiddenField(default="0")
    headline = StringField(_l("Headline"), filters=[_line], render_kw={"maxlength": HEADLINE})
    biography = TextAreaField(_l("Biography"), filters=[_text], render_kw={"rows": 10})
    biography_language = SelectField(_l("Language of the biography"), validate_choice=False)
    leading_kind = RadioField(_l("I am first of all a"), choices=kind_names, validate_choice=False)
    other_kinds = CheckboxesField(_l("I am also a"), choices=kind_names, validate_choice=False)
    affiliations = FieldList(
        FormField(AffiliationForm), label=_l("Affiliations"), min_entries=2, max_entries=MOST_ROWS
    )
    topics = CheckboxesField(_l("Topics"), validate_choice=False)
    countries = CheckboxesField(_l("Countries that you cover"), validate_choice=False)
    based_in = SelectField(_l("Based in"), validate_choice=False)
    city = StringField(_l("City"), filters=[_line], render_kw={"maxlength": LENGTHS["city"]})
    languages = FieldList(
        FormField(LanguageForm), label=_l("Languages"), min_entries=3, max_entries=MOST_ROWS
    )
    availability = RadioField(
        _l("For journalists I am"),
        choices=_availabilities,
        default="limited",
        validate_choice=False,
    )
    available_until = DateField(_l("This holds until"), [Optional()])
    notice_hours = IntegerField(_l("Notice that I need, in hours"), [Optional()])
    media_modes = CheckboxesField(
        _l("I take part by"),
        choices=_media_modes,
        validate_choice=False,
    )
    pronunciation = StringField(_l("How your name is said"), filters=[_line])
    form_of_address = StringField(_l("How you like to be addressed"), filters=[_line])
    private_contact = TextAreaField(_l("Private contact"), filters=[_text], render_kw={"rows": 2})
    photo = FileField(_l("Photo"), render_kw={"accept": "image/jpeg,image/png,image/webp,image/gif"})
    remove_photo = BooleanField(_l("Remove the photo"))
    visibility = RadioField(
        _l("Who can see this profile"),
        choices=_visibilities,
        default=PUBLIC,
        validate_choice=False,
    )

    def offer(self, taxonomy: Taxonomy, locale: str) -> None:
        """What there is to choose from, in the reader's language and order; a blank row at the end of each list."""
        self._locale = locale
        self._topics = taxonomy.by_slug
        self.topics.choices = {topic.slug: topic.label(locale) for topic in taxonomy.topics}
        names = {code: country_label(code, locale) for code in COUNTRIES}
        countries = dict(sorted(names.items(), key=lambda one: one[1]))
        self.countries.choices = countries
        self.based_in.choices = {"": _("Choose a country"), **countries}
        self.biography_language.choices = {
            "": "—",
            **{code: language_label(code, locale) for code in ("ar", "en", "es", "fr", "pt", "zh")},
        }
        for rows in (self.affiliations, self.languages):
            if not rows.entries[-1].form.is_blank():
                rows.append_entry()

    def add_row(self, name: str) -> None:
        """One more blank row of a list."""
        lists: dict[str, Any] = {"affiliations": self.affiliations, "languages": self.languages}
        rows = lists.get(name)
        if rows is not None and len(rows.entries) < MOST_ROWS:
            rows.append_entry()

    def check(self) -> bool:
        """Whether this can be saved; if not, each field says why not. After `offer`."""
        can_be_read = self.validate()
        found = faults(self.draft(), self._topics, today=clock.now().date())
        for name, message in found.items():
            field = self._field(name)
            if not field.errors:
                field.errors = [message]
        for rows in (self.affiliations, self.languages):
            if any(entry.errors for entry in rows.entries):
                rows.errors = [entry.errors for entry in rows.entries]
        return can_be_read and not found

    def draft(self) -> ProfileDraft:
        kinds = (self.leading_kind.data, *(self.other_kinds.data or ()))
        version = str(self.version.data)
        return ProfileDraft(
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
            headline=self.headline.data or "",
            biography=self.biography.data or "",
            biography_language=self.biography_language.data or None,
            kinds=tuple(dict.fromkeys(kind for kind in kinds if kind)),
            affiliations=tuple(AffiliationDraft(**row.data) for row in _filled(self.affiliations)),
            topics=tuple(self.topics.data or ()),
            countries=tuple(self.countries.data or ()),
            based_in=self.based_in.data or None,
            city=self.city.data or "",
            languages=tuple(
                LanguageDraft(
                    language=language_from(row.language.data, self._locale) or row.language.data,
                    level=row.level.data,
                )
                for row in _filled(self.languages)
            ),
            availability=self.availability.data or "limited",
            available_until=self.available_until.data,
            notice_hours=self.notice_hours.data,
            media_modes=tuple(self.media_modes.data or ()),
            pronunciation=self.pronunciation.data or "",
            form_of_address=self.form_of_address.data or "",
            private_contact=self.private_contact.data or "",
            audience=_AUDIENCES.get(self.visibility.data or "", "me"),
            is_listed=self.visibility.data != UNLISTED,
        )

    def _field(self, name: str) -> Any:
        """The field that a fault belongs to: "affiliations.1.role" is the role in the second row that is filled."""
        whole, _dot, rest = {"kinds": "leading_kind"}.get(name, name).partition(".")
        if not rest:
            return self[whole]
        row, _dot, part = rest.partition(".")
        return _filled(self[whole])[int(row)][part]


def _filled(rows: Any) -> list[Any]:
    return [entry.form for entry in rows.entries if not entry.form.is_blank()]


def form_data(profile: Profile, locale: str, topics: Taxonomy) -> dict[str, Any]:
    """What the form shows of a profile that is there."""
    kinds = [one.kind for one in profile.kinds]
    plain = (
        "headline biography based_in city availability available_until notice_hours media_modes pronunciation"
        " form_of_address private_contact"
    ).split()
    return {
        **{name: getattr(profile, name) for name in plain},
        "version": str(profile.version),
        "biography_language": profile.biography_language or "",
        "leading_kind": kinds[0] if kinds else None,
        "other_kinds": kinds[1:],
        "affiliations": [
            {name: getattr(one, name) for name in ("institution", "role", "from_year", "to_year")}
            for one in profile.affiliations
        ],
        "topics": [topics.by_id[one.topic_id].slug for one in profile.topics],
        "countries": [one.country for one in profile.countries],
        "languages": [
            {"language": language_label(one.tag, locale), "level": one.level} for one in profile.languages
        ],
        "visibility": _visibility(profile),
    }


def _visibility(profile: Profile) -> str:
    if not profile.is_published:
        return PRIVATE
    if not profile.is_listed:
        return UNLISTED
    return PUBLIC if profile.audience == PUBLIC else MEMBERS

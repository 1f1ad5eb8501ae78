"""One publication, one appearance."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, URLField
from wtforms.validators import Optional

from community.profiles.audiences import ROWS
from community.profiles.drafts import AppearanceDraft, ProfileDraft, PublicationDraft
from community.profiles.forms.fields import CheckboxesField, SeenByField, line
from community.profiles.forms.step import Offered, StepForm
from community.profiles.words import media, publication_types
from community.profiles.world import language_from, language_label


class WorkItemForm(StepForm):
    """One row of a long list, on a page of its own: a new one, or the one with this number."""

    list_name: str
    shape: Any
    number: int | None = None

    id = HiddenField()
    shows = CheckboxesField(_l("It shows that you know about"), validate_choice=False)
    audience = SeenByField()

    @classmethod
    def row_data(cls, draft: ProfileDraft, number: int | None, offered: Offered) -> dict[str, Any]:
        """What the form shows of a row; the defaults for a new one. Raises KeyError for a row that is not there."""
        data = {"version": str(draft.version), "audience": str(ROWS[cls.list_name])}
        if number is None:
            return data
        row = {one.id: one for one in getattr(draft, cls.list_name)}[number]
        return {**data, **{name: getattr(row, name) for name in row.__dataclass_fields__}}

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        topics = offered.taxonomy.by_slug
        self.shows.choices = {one.slug: topics[one.slug].label(offered.locale) for one in draft.topics}

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        rows = list(getattr(draft, self.list_name))
        places = [place for place, one in enumerate(rows) if one.id == self.number]
        self._place = places[0] if self.number and places else len(rows)
        rows[self._place : self._place + 1] = [self.shape(**self._row())]
        return {self.list_name: tuple(rows)}

    def field_of(self, name: str) -> Any:
        whole, _dot, rest = name.partition(".")
        row, _dot, part = rest.partition(".")
        if whole == self.list_name and part in self and int(row) == self._place:
            return self[part]
        return self.audience if whole == self.list_name and not rest else None

    def _row(self) -> dict[str, Any]:
        skipped = ("id", "audience", "shows")
        typed = {name: self[name].data for name in self.shape.__dataclass_fields__ if name not in skipped}
        return {
            **typed,
            "id": self.number,
            "audience": self.audience.data or None,
            "shows": tuple(self.shows.data or ()),
        }


class PublicationForm(WorkItemForm):
    heading = _l("Publications")
    list_name = "publications"
    shape = PublicationDraft

    title = StringField(_l("Title"), filters=[line])
    type = SelectField(_l("What it is"), choices=publication_types, validate_choice=False)
    authors = StringField(
        _l("Authors"),
        filters=[line],
        description=_l("As printed, in their order, with semicolons between them."),
    )
    venue = StringField(
        _l("Where it came out"), filters=[line], description=_l("The journal, the book, or who published it.")
    )
    year = IntegerField(_l("Year"), [Optional()])
    doi = StringField(_l("DOI"), filters=[line], render_kw={"dir": "ltr"})
    url = URLField(_l("Address"), filters=[line])


class AppearanceForm(WorkItemForm):
    heading = _l("Media appearances")
    list_name = "appearances"
    shape = AppearanceDraft

    outlet = StringField(_l("Outlet"), filters=[line], description=_l("The station, the paper, the podcast."))
    title = StringField(_l("What it was about"), filters=[line])
    happened_on = DateField(_l("Date"), [Optional()])
    medium = SelectField(_l("Medium"), choices=media, validate_choice=False)
    language = StringField(_l("Language"), filters=[line])
    url = URLField(_l("Address"), filters=[line])

    @classmethod
    def row_data(cls, draft: ProfileDraft, number: int | None, offered: Offered) -> dict[str, Any]:
        data = super().row_data(draft, number, offered)
        tag = data.get("language")
        return {**data, "language": language_label(tag, offered.locale) if tag else ""}

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        self._locale = offered.locale

    def _row(self) -> dict[str, Any]:
        row = super()._row()
        typed = row["language"] or ""
        return {**row, "language": language_from(typed, self._locale) or typed or None}

"""A step of the guided form: a small page that changes a part of the profile and leaves the rest as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import HiddenField

from community.core import clock
from community.profiles.audiences import FIELDS, ROWS
from community.profiles.drafts import ProfileDraft, faults
from community.profiles.forms.fields import MOST_ROWS, common_audience, kept_rows
from community.profiles.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from, for this reader."""

    taxonomy: Taxonomy
    locale: str


class StepForm(FlaskForm):
    """One step. A subclass names its fields like those of the draft; `items` and `groups` say which of them have a
    choice of who sees them, as fields `seen_by_…`."""

    heading: ClassVar[Any]
    items: ClassVar[tuple[str, ...]] = ()
    """Fields of `audiences.FIELDS`."""
    groups: ClassVar[tuple[str, ...]] = ()
    """Lists of `audiences.ROWS` of which all rows are seen by the same people, unless they differ already."""
    rows: ClassVar[tuple[str, ...]] = ()
    """Lists of row forms; a blank one waits at the end of each."""
    plain: ClassVar[tuple[str, ...]] = ()
    """Fields that go from the draft into the form and back as they are."""

    version = HiddenField(default="0")

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        """What the form shows of a profile."""
        data: dict[str, Any] = {name: getattr(draft, name) for name in cls.plain}
        data["version"] = str(draft.version)
        for name in cls.items:
            data[f"seen_by_{name}"] = draft.audiences.get(name, FIELDS[name])
        for name in cls.groups:
            data[f"seen_by_{name}"] = common_audience(getattr(draft, name), ROWS[name])
        return data

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        """What there is to choose from; `draft` is the profile as it is saved."""
        for name in self.groups:
            if common_audience(getattr(draft, name), ROWS[name]) == "":
                self._any(f"seen_by_{name}").mixed()
        for name in self.rows:
            field = self._any(name)
            if not field.entries or not field.entries[-1].form.is_dropped():
                field.append_entry()

    def add_row(self, name: str) -> None:
        """One more blank row of a list."""
        if name in self.rows and len(self._any(name).entries) < MOST_ROWS:
            self._any(name).append_entry()

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        """The fields of the draft that this step says, beside the plain ones."""
        return {}

    def applied_to(self, draft: ProfileDraft) -> ProfileDraft:
        """The whole profile as this step wants it."""
        changed = {name: self._plain_value(name) for name in self.plain} | self.changes(draft)
        for name in self.groups:
            if audience := self[f"seen_by_{name}"].data:
                rows: Sequence[Any] = changed.get(name, getattr(draft, name))
                changed[name] = tuple(replace(row, audience=audience) for row in rows)
        chosen = {name: self[f"seen_by_{name}"].data or FIELDS[name] for name in self.items}
        return replace(draft, version=self._version(), audiences={**draft.audiences, **chosen}, **changed)

    def check(self, draft: ProfileDraft, offered: Offered) -> bool:
        """Whether this can be saved; if not, each field says why not, and `elsewhere` what is wrong in other steps."""
        can_be_read = self.validate()
        wanted = self.applied_to(draft)
        found = faults(wanted, offered.taxonomy.by_slug, today=clock.now().date())
        self.elsewhere = {}
        for name, message in found.items():
            field = self.field_of(name)
            if field is None:
                self.elsewhere[name] = message
            elif not field.errors:
                field.errors = [message]
        for name in self.rows:
            rows = self._any(name)
            if any(entry.errors for entry in rows.entries):
                rows.errors = [entry.errors for entry in rows.entries]
        return can_be_read and not found

    elsewhere: dict[str, str]

    def field_of(self, name: str) -> Any:
        """The field that a fault belongs to: "affiliations.1.role" is the role in the second row that is kept. None
        for one of another step."""
        whole, _dot, rest = self.field_names.get(name, name).partition(".")
        if whole == "audiences" and f"seen_by_{rest}" in self:
            return self[f"seen_by_{rest}"]
        if whole not in self:
            return None
        row, _dot, part = rest.partition(".")
        if not part or not hasattr(self[whole], "entries"):
            return self[whole]
        kept = kept_rows(self[whole])
        return kept[int(row)][part] if int(row) < len(kept) else self[whole]

    field_names: ClassVar[dict[str, str]] = {}
    """Field of the draft -> field of the form, where their names differ."""

    def _version(self) -> int:
        version = str(self.version.data)
        return int(version) if version.isdecimal() and len(version) < 10 else -1

    def _any(self, name: str) -> Any:
        """A field of a kind that WTForms' types do not know by its name."""
        return self[name]

    def _plain_value(self, name: str) -> Any:
        return self[name].data

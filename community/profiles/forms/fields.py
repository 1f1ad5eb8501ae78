"""Parts of which the steps of the profile's form are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from community.core.text import tidy, tidy_line
from community.profiles.models import Audience

MOST_ROWS = 40


def line(text: str | None) -> str:
    return tidy_line(text or "")


def paragraphs(text: str | None) -> str:
    return tidy(text or "")


class CheckboxesField(SelectMultipleField):
    """Several of some, each a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def audience_names() -> dict[str, str]:
    return {
        Audience.PUBLIC.value: _("everybody"),
        Audience.MEMBERS.value: _("members"),
        Audience.JOURNALISTS.value: _("verified journalists"),
        Audience.ME.value: _("only me"),
    }


class SeenByField(SelectField):
    """Who sees an item, or the rows of a list: then an empty choice leaves each as it is, where they differ."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_l("Seen by"), choices=audience_names, validate_choice=False, **more)

    def mixed(self) -> None:
        """Offer to leave them as they are."""
        self.choices = {"": _("different people, as now"), **audience_names()}


class RowForm(Form):
    """A row of a list. It is dropped when it is emptied, or when its box says so."""

    id = HiddenField()
    audience = SeenByField()
    remove = BooleanField(_l("Remove"))

    typed: tuple[str, ...] = ()
    """The fields that make a row when one of them is filled."""

    def is_dropped(self) -> bool:
        return bool(self.remove.data) or not any(
            self[name].data or "".join(self[name].raw_data or ()).strip() for name in self.typed
        )

    @property
    def number(self) -> int | None:
        """Of the row that is there; None for a new one."""
        text = str(self.id.data or "")
        return int(text) if text.isdecimal() and len(text) < 16 else None

    def values(self, *names: str) -> dict[str, Any]:
        return {name: self[name].data if self[name].data is not None else None for name in names}


def kept_rows(rows: Any) -> list[Any]:
    """The forms of the rows of a FieldList that are not dropped."""
    return [entry.form for entry in rows.entries if not entry.form.is_dropped()]


def common_audience(rows: Iterable[Any], default: str) -> str:
    """The one that all rows have; "" where they differ."""
    found = {row.audience for row in rows if row.audience is not None}
    if not found:
        return str(default)
    return str(found.pop()) if len(found) == 1 else ""

"""From the forms of an import to drafts: a file or pasted text, and the choices of one page of a preview."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from community.config import Settings
from community.core import clock
from community.profiles.bringing.actions import Choice
from community.profiles.bringing.decoding import MOST_BYTES
from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.fetching import record_of
from community.profiles.bringing.fields import orcid_of
from community.profiles.bringing.reading import read
from community.profiles.bringing.records import Brought

ACCEPTED = ".bib,.ris,.json,.xml,.txt,.csv"


class BringForm(FlaskForm):
    """A file, or text from the clipboard."""

    file = FileField(_l("File"), render_kw={"accept": ACCEPTED})
    text = TextAreaField(_l("Or paste it here"), render_kw={"rows": 5, "spellcheck": "false", "dir": "auto"})

    def read(self) -> tuple[Brought, str] | None:
        """(what it says, name of the file). None where nothing can be read: the field says why."""
        upload = self.file.data
        field = self.file if upload else self.text
        data = upload.stream.read(MOST_BYTES + 1) if upload else (self.text.data or "").encode()
        if not data.strip():
            field.errors = [_("Please choose a file, or paste what is in it.")]
            return None
        try:
            return read(data), (upload.filename or "") if upload else ""
        except FileUnreadable as refusal:
            field.errors = [str(refusal.message)]
            return None


class RecordForm(FlaskForm):
    """The iD of a record at ORCID."""

    orcid = StringField(
        _l("ORCID iD"),
        [DataRequired(_l("Which iD?"))],
        render_kw={"inputmode": "url", "dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def read(self, settings: Settings) -> Brought | None:
        """What the record says to everybody. None where there is none: the field says why. Raises Unreachable."""
        if not self.validate():
            return None
        orcid = orcid_of(self.orcid.data)
        if orcid is None:
            self.orcid.errors = [
                _("An iD has 16 digits, such as 0000-0002-1825-0097; one of these is wrong.")
            ]
            return None
        try:
            return record_of(settings, orcid)
        except FileUnreadable as refusal:
            self.orcid.errors = [str(refusal.message)]
            return None


def choices_from(
    form: MultiDict[str, str], numbers: Iterable[int]
) -> tuple[dict[int, Choice], dict[int, str]]:
    """(choices by number, what is wrong by number) for the entries that the page showed."""
    ticked = set(form.getlist("take"))
    choices, faults = {}, {}
    for number in numbers:
        typed = form.get(f"year-{number}", "").strip()
        year = _year(typed)
        if typed and year is None:
            faults[number] = _("A year, such as %(year)d.", year=clock.now().year)
        choices[number] = Choice(str(number) in ticked, form.get(f"title-{number}", ""), year)
    return choices, faults


def _year(typed: str) -> int | None:
    year = int(typed) if re.fullmatch(r"\d{4}", typed, re.ASCII) else 0
    return year if 1000 <= year <= clock.now().year + 10 else None

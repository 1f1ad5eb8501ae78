"""From the desk's forms to a table, and to how it is to be read."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField

from community.profiles.bringing.decoding import MOST_BYTES
from community.profiles.bringing.errors import FileUnreadable
from community.profiles.bringing.people.table import ENCODINGS, Table, read_table


def _encodings() -> dict[str, str]:
    return {"": _("as the file says"), **{value: str(label) for value, label in ENCODINGS.items()}}


class PeopleForm(FlaskForm):
    file = FileField(_l("File"), render_kw={"accept": ".csv,.tsv,.txt,text/csv"})
    encoding = SelectField(_l("Encoding, if it is not Unicode"), choices=_encodings)

    def read(self) -> tuple[Table, str] | None:
        """(the table, name of the file). None where nothing can be read: the field says why."""
        upload = self.file.data
        if not upload:
            self.file.errors = [_("Please choose a file.")]
            return None
        try:
            return read_table(upload.stream.read(MOST_BYTES + 1), self.encoding.data), upload.filename or ""
        except FileUnreadable as refusal:
            field = self.encoding if refusal.field else self.file
            field.errors = [str(refusal.message)]
            return None

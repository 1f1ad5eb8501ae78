"""The small forms of shortlists. What they say is checked by the actions, which know the lengths."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.widgets import HiddenInput


class NameForm(FlaskForm):
    name = StringField(_l("Name of the list"))


class NoteForm(FlaskForm):
    """A note, and the version that its writer has read."""

    note = TextAreaField(_l("Your note"))
    version = IntegerField(widget=HiddenInput(), default=0)


class ShareForm(FlaskForm):
    handle = StringField(_l("Handle of a colleague"))

    @property
    def wanted(self) -> str:
        """The handle, also where somebody pasted the whole address of a profile."""
        return (self.handle.data or "").strip().rstrip("/").rpartition("/")[2].lstrip("@").casefold()


class AddForm(FlaskForm):
    """One person onto one of the actor's lists; an empty `shortlist` begins a new one."""

    handle = HiddenField()
    shortlist = HiddenField()
    next = HiddenField()

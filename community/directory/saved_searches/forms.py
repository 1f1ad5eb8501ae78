"""The small forms of saved searches. What they say is checked by the actions, which know the lengths."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from community.directory.asking import Asked


class RenameForm(FlaskForm):
    name = StringField(_l("Name of the search"))


class SaveForm(RenameForm):
    """`asked` is the question as `Asked.kept` writes it."""

    asked = HiddenField()
    alert = BooleanField(_l("Mail me when somebody new matches, at most once a day"))

    @property
    def question(self) -> Asked:
        return Asked.from_kept(self.asked.data or "")

"""The box under a conversation."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from community.core.text import tidy_line
from community.messaging.actions import LONGEST, LONGEST_TITLE, MessageDraft
from community.messaging.models import WhoMayWrite


def body_field() -> TextAreaField:
    """What is typed. Pages leave its maxlength out: a browser would cut what is pasted without a word."""
    return TextAreaField(
        _l("Message"),
        validators=[
            InputRequired(_l("Please write something first.")),
            Length(max=LONGEST, message=_l("A message has at most %(max)d characters.")),
        ],
    )


class MessageForm(FlaskForm):
    """A message; the hidden client id makes a form that is sent twice harmless. With files, there need be no words."""

    body = TextAreaField(
        _l("Message"),
        validators=[Length(max=LONGEST, message=_l("A message has at most %(max)d characters."))],
    )
    client_id = HiddenField(
        default=lambda: secrets.token_hex(12), validators=[Regexp(r"^[A-Za-z0-9_-]{8,64}$")]
    )

    quote = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, 2**53)])
    """Number of the message that it answers."""

    files = MultipleFileField(_l("Attach files"))

    def draft(self, files: Sequence[str] = ()) -> MessageDraft:
        return MessageDraft(
            body=self.body.data or "",
            client_id=self.client_id.data or "",
            quote=self.quote.data,
            files=tuple(files),
        )


class EditForm(FlaskForm):
    """Other words for a message."""

    body = body_field()


def named_people(typed: str | None) -> list[str]:
    """Names or handles, with commas of any script between them."""
    return [name for part in re.split("[,،，、;\n]", typed or "") if (name := tidy_line(part))]


class GroupForm(MessageForm):
    """The first message to several people."""

    people = StringField(
        _l("Add people"),
        description=_l("Names or handles, with commas between them."),
        validators=[Optional(), Length(max=2_000)],
    )
    title = StringField(_l("Name of the group"), validators=[Optional(), Length(max=LONGEST_TITLE)])


class PeopleForm(FlaskForm):
    """More people for a group."""

    people = StringField(
        _l("Add people"), validators=[InputRequired(_l("Please name somebody.")), Length(max=2_000)]
    )


def _who_may_write() -> dict[str, str]:
    return {
        WhoMayWrite.ANYONE: _("Anyone. Who is neither verified nor followed by me waits in requests."),
        WhoMayWrite.VERIFIED: _("Verified members, and people I follow"),
        WhoMayWrite.FOLLOWED: _("People I follow"),
        WhoMayWrite.NOBODY: _("Nobody new"),
    }


class PreferencesForm(FlaskForm):
    """What a member chooses for all of their conversations."""

    who_may_write = RadioField(
        _l("Who may begin to write to me, or add me to a group"),
        choices=_who_may_write,
        validators=[InputRequired()],
    )
    shows_read = BooleanField(
        _l("Show what I have read"),
        description=_l("Without it, you do not see what others have read either."),
    )
    shows_presence = BooleanField(
        _l("Show when I am here"),
        description=_l("Only to people you talk with, and only then do you see it of them."),
    )

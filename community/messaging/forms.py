"""The box under a conversation."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from community.messaging.actions import LONGEST, MessageDraft


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
    """A message; the hidden client id makes a form that is sent twice harmless."""

    body = body_field()
    client_id = HiddenField(
        default=lambda: secrets.token_hex(12), validators=[Regexp(r"^[A-Za-z0-9_-]{8,64}$")]
    )

    quote = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(1, 2**53)])
    """Number of the message that it answers."""

    def draft(self) -> MessageDraft:
        return MessageDraft(
            body=self.body.data or "", client_id=self.client_id.data or "", quote=self.quote.data
        )


class EditForm(FlaskForm):
    """Other words for a message."""

    body = body_field()

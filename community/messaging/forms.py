"""The box under a conversation."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from community.messaging.actions import LONGEST, MessageDraft


class MessageForm(FlaskForm):
    """A message; the hidden client id makes a form that is sent twice harmless."""

    body = TextAreaField(
        _l("Message"),
        validators=[
            InputRequired(_l("Please write something first.")),
            Length(max=LONGEST, message=_l("A message has at most %(max)d characters.")),
        ],
    )
    client_id = HiddenField(
        default=lambda: secrets.token_hex(12), validators=[Regexp(r"^[A-Za-z0-9_-]{8,64}$")]
    )

    def draft(self) -> MessageDraft:
        return MessageDraft(body=self.body.data or "", client_id=self.client_id.data or "")

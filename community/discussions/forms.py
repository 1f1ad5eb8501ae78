"""The box under a thread."""

from __future__ import annotations

import hashlib
import secrets

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from community.discussions.actions import LONGEST, ReplyDraft


class ReplyForm(FlaskForm):
    """A reply. The hidden client id makes a form that is sent twice harmless."""

    body = TextAreaField(
        _l("Your reply"),
        validators=[
            DataRequired(_l("Please write something first.")),
            Length(
                max=LONGEST,
                message=_l(
                    "A reply has at most 10,000 characters. Yours is kept; please shorten or split it."
                ),
            ),
        ],
    )
    parent = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(min=1)])
    """Number of the reply that is answered."""
    client_id = HiddenField(
        default=lambda: secrets.token_hex(12), validators=[Regexp(r"^[A-Za-z0-9_-]{8,48}$")]
    )

    def draft(self, story_id: int, parent_id: int | None) -> ReplyDraft:
        """The id is told apart by the text too: who goes back to the form and sends other words means them."""
        body = self.body.data or ""
        digest = hashlib.sha256(body.encode()).hexdigest()[:12]
        return ReplyDraft(story_id, parent_id, body, f"{self.client_id.data}-{digest}")

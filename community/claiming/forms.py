"""What members and editors type about claims."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.text import tidy, tidy_line

_TOO_LONG = _l("At most %(max)d characters.")


def _line(text: str | None) -> str:
    return tidy_line(text or "")


def _text(text: str | None) -> str:
    return tidy(text or "")


class AddressForm(FlaskForm):
    address = EmailField(
        _l("The address that they had of you"),
        filters=[_line],
        validators=[InputRequired(_l("Please write your address.")), Length(max=254, message=_TOO_LONG)],
    )


class AskForm(FlaskForm):
    note = TextAreaField(
        _l("How the desk can see that it is you"),
        filters=[_text],
        validators=[Length(max=1000, message=_TOO_LONG)],
        render_kw={"rows": 4},
    )


class DecideForm(FlaskForm):
    answer = TextAreaField(
        _l("Why"),
        filters=[_text],
        validators=[Length(max=500, message=_TOO_LONG)],
        render_kw={"rows": 3},
    )


class StepForm(FlaskForm):
    """A button alone."""

"""What forms of several features share."""

from __future__ import annotations

from flask_wtf import FlaskForm

from community.core.errors import Refusal


def show_refusal(form: FlaskForm, refusal: Refusal) -> None:
    """What an action refused, at the fields that it is about, else over the form."""
    shown = {field: words for field, words in refusal.by_field.items() if field in form}
    for field, words in shown.items():
        form[field].errors = [words]
    if not shown:
        form.form_errors.append(str(refusal.message))

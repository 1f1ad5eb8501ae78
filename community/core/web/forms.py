"""What forms of several features share."""

from __future__ import annotations

from flask_wtf import FlaskForm

from community.core.errors import Refusal


def show_refusal(form: FlaskForm, refusal: Refusal) -> None:
    """What an action refused, at the field that it is about, else over the form."""
    if refusal.field and refusal.field in form:
        form[refusal.field].errors = [str(refusal.message)]
    else:
        form.form_errors.append(str(refusal.message))

"""Forms of accounts, on top of Flask-Security's."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_security.forms import ForgotPasswordForm as SecurityForgotPasswordForm
from flask_security.forms import LoginForm, RegisterFormV2
from flask_security.mail_util import EmailValidateException
from flask_security.utils import hash_password
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from community.core import limits
from community.core.text import tidy_line

NAME_LENGTH = 120
PASSWORD_MIN = 12
"""ASVS 5.0 V6.2.1 asks for 8 at least and recommends 15; we ask for 12 and no composition rules."""


GUESSES = "30/hour; 100/day"
"""Attempts at one account from everywhere, beside the limit of each address. A new password starts them anew, so
that nobody can lock a member out who still reads their mail; who is signed in stays so."""

TOO_LONG = _l("Please use at most %(max)d characters.")


def _tidy(text: str | None) -> str | None:
    return tidy_line(text) if text else text


def _name_field() -> StringField:
    return StringField(
        _l("Your name"),
        filters=[_tidy],
        validators=[
            DataRequired(_l("Please write the name that readers will see.")),
            Length(max=NAME_LENGTH, message=TOO_LONG),
        ],
    )


class SignInForm(LoginForm):
    """Email and password."""

    remember = None  # type: ignore[assignment]  # a sign-in lasts until it is ended or unused for `session_days`

    def validate(self, extra_validators: Any = None, **more: Any) -> bool:
        fits = super().validate(extra_validators=extra_validators, **more)
        # Also with the right password, and for an address that nobody has: neither may be told apart.
        whose = f"member:{self.user.id}" if self.user else (self.email.data or "").casefold()
        limits.count(GUESSES, "guesses", whose)
        if fits:
            return True
        if self.user_authenticated:
            # The password was right, so this person may know what is wrong with their account. Flask-Security
            # makes errors of fields generic, and leaves those of the form.
            self.form_errors = [*self.form_errors, *self.email.errors]
            self.email.errors = []
        return False


class ForgotPasswordForm(SecurityForgotPasswordForm):
    """Also for who has not confirmed the address yet: the link in the mail proves it as well."""

    def validate(self, extra_validators: Any = None, **more: Any) -> bool:
        if not super().validate(extra_validators=extra_validators, **more) and not self.requires_confirmation:
            return False
        self.email.errors = []
        hash_password("as long as an address that nobody has takes")  # Flask-Security does so for those only
        return True


class SignUpForm(RegisterFormV2):
    """Name, email, password."""

    display_name = _name_field()


class FirstAdministratorForm(FlaskForm):
    """The one form of the first-run page."""

    code = StringField(
        _l("One-time code"), validators=[InputRequired(_l("The code stands in the terminal."))]
    )
    display_name = _name_field()
    email = EmailField(_l("Email"), validators=[InputRequired(_l("Please write your address."))])
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Please choose a password."))])

    def validate_email(self, field: Field) -> None:
        """The address as sign-in will look for it."""
        try:
            field.data = current_app.extensions["security"].mail_util.validate(field.data)
        except EmailValidateException as error:
            raise ValidationError(str(error.msg)) from error

    def validate_password(self, field: Field) -> None:
        """The same rules and the same normal form as everywhere."""
        errors, field.data = current_app.extensions["security"].password_util.validate(field.data, False)
        if errors:
            raise ValidationError(str(errors[0]))


class SettingsForm(FlaskForm):
    """How the product speaks to this member."""

    display_name = _name_field()
    native_name = StringField(
        _l("Your name in its own script"),
        filters=[_tidy],
        validators=[Optional(), Length(max=NAME_LENGTH, message=TOO_LONG)],
    )
    locale = SelectField(_l("Language of the pages"))
    time_zone = SelectField(_l("Time zone"))

"""Forms of accounts, on top of Flask-Security's."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_security.forms import RegisterFormV2
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from community.core.text import tidy_line

NAME_LENGTH = 120
PASSWORD_MIN = 12
"""ASVS 5.0 V6.2.1 asks for 8 at least and recommends 15; we ask for 12 and no composition rules."""


class SignUpForm(RegisterFormV2):  # type: ignore[misc]  # Flask-Security builds its fields at run time
    """Name, email, password."""

    display_name = StringField(
        _l("Your name"),
        filters=[lambda text: tidy_line(text) if text else text],
        validators=[
            InputRequired(_l("Please write the name that readers will see.")),
            Length(max=NAME_LENGTH, message=_l("Please use at most %(max)d characters.")),
        ],
    )


class FirstAdministratorForm(FlaskForm):
    """The one form of the first-run page."""

    code = StringField(
        _l("One-time code"), validators=[InputRequired(_l("The code stands in the terminal."))]
    )
    display_name = StringField(
        _l("Your name"), validators=[InputRequired(_l("Please write your name.")), Length(max=NAME_LENGTH)]
    )
    email = StringField(
        _l("Email"),
        validators=[InputRequired(_l("Please write your address.")), Email(_l("This is not an address."))],
    )
    password = PasswordField(
        _l("Password"),
        validators=[
            InputRequired(_l("Please choose a password.")),
            Length(PASSWORD_MIN, 200, message=_l("A password has at least %(min)d characters.")),
        ],
    )


class SettingsForm(FlaskForm):
    """How the product speaks to this member."""

    display_name = StringField(
        _l("Your name"), validators=[InputRequired(_l("Please write your name.")), Length(max=NAME_LENGTH)]
    )
    native_name = StringField(
        _l("Your name in its own script"), validators=[Optional(), Length(max=NAME_LENGTH)]
    )
    locale = SelectField(_l("Language of the pages"))
    time_zone = SelectField(_l("Time zone"))

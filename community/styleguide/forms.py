"""The forms of /styleguide: fresh, and refused."""

from __future__ import annotations

from typing import Any

from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget


class ProfileForm(Form):
    """One field of each sort that the forms of the site use."""

    name = StringField("Name", [InputRequired("Write the name that readers should see.")])
    email = EmailField("Email", description="Never shown. Members write to you through this site.")
    kind = RadioField("You are a")
    topics = SelectMultipleField(
        "Topics", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    country = SelectField("Based in", validate_choice=False)
    biography = TextAreaField("Biography", [Length(max=20, message="At most 20 characters; these are 32.")])
    photo = FileField("Photo", description="JPEG, PNG or WebP, at most 8 MB. Where it was taken is removed.")
    password = PasswordField("Password", [InputRequired("Write your password.")])
    listed = BooleanField("Show me in the directory")

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = [("scholar", "Scholar"), ("journalist", "Journalist")]
        self.topics.choices = [("debt", "Sovereign debt"), ("hydro", "Hydropower"), ("ports", "Ports")]
        self.country.choices = [("", "Choose a country"), ("SN", "Senegal"), ("ZM", "Zambia")]


def refused() -> ProfileForm:
    """One that was sent with less than it needs."""
    form = ProfileForm(data={"biography": "Public finance of ports and dams", "kind": "scholar"})
    form.validate()
    return form

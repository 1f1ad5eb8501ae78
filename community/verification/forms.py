"""What members and editors type to have something verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from community.core.text import tidy, tidy_line
from community.profiles.models import Affiliation, Subject, Verification
from community.profiles.statements import what

_TOO_LONG = _l("At most %(max)d characters.")


def _line(text: str | None) -> str:
    return tidy_line(text or "")


def _text(text: str | None) -> str:
    return tidy(text or "")


def choices(name: str, kinds: Iterable[str], affiliations: Iterable[str]) -> dict[str, str]:
    """What of a profile can be verified: "kind:journalist" -> "Is a journalist"."""
    pairs = [(Subject.NAME, name)]
    pairs += [(Subject.KIND, kind) for kind in kinds]
    pairs += [(Subject.AFFILIATION, institution) for institution in dict.fromkeys(affiliations)]
    return {
        f"{subject}:{about}": what(Verification(by="", subject=subject, about=about, statement=""))
        for subject, about in pairs
    }


class AskForm(FlaskForm):
    """A member to the desk."""

    what = SelectField(_l("What the desk should verify"), validate_choice=False)
    note = TextAreaField(
        _l("Where it can be checked"),
        filters=[_text],
        validators=[Length(max=1000, message=_TOO_LONG)],
        render_kw={"rows": 3},
    )

    @property
    def subject_and_about(self) -> tuple[str, str]:
        subject, _colon, about = (self.what.data or "").partition(":")
        return subject, about


class AddressForm(FlaskForm):
    """A member's address at an institution."""

    affiliation = SelectField(_l("Affiliation"), validate_choice=False)
    address = EmailField(
        _l("Your address there"),
        filters=[_line],
        validators=[InputRequired(_l("Please write your address.")), Length(max=254, message=_TOO_LONG)],
    )

    def offer(self, affiliations: Sequence[Affiliation]) -> None:
        self.affiliation.choices = {str(one.id): one.institution for one in affiliations}

    @property
    def affiliation_id(self) -> int:
        written = self.affiliation.data or ""
        return int(written) if written.isdecimal() and len(written) < 16 else 0


class StepForm(FlaskForm):
    """A button alone."""


class DecideForm(FlaskForm):
    answer = TextAreaField(
        _l("How you checked it"),
        filters=[_text],
        validators=[Length(max=500, message=_TOO_LONG)],
        render_kw={"rows": 3},
    )


class StateForm(DecideForm):
    """An editor states something without being asked."""

    what = SelectField(_l("What is verified"), validate_choice=False)
    statement = StringField(
        _l("In your words"), filters=[_line], validators=[Length(max=300, message=_TOO_LONG)]
    )

    def offer(self, found: dict[str, str]) -> None:
        self.what.choices = {**found, f"{Subject.OTHER}:": _("Something else, in your words")}

    @property
    def subject_and_about(self) -> tuple[str, str]:
        subject, _colon, about = (self.what.data or "").partition(":")
        return subject, about


class DomainForm(FlaskForm):
    domain = StringField(
        _l("Domain"),
        filters=[_line],
        validators=[InputRequired(_l("Please write the domain, such as uct.ac.za.")), Length(max=253)],
    )
    names = TextAreaField(
        _l("Names of the institution, one a line"),
        filters=[_text],
        validators=[
            InputRequired(_l("Please write whose domain it is.")),
            Length(max=1000, message=_TOO_LONG),
        ],
        render_kw={"rows": 3},
    )
    is_newsroom = BooleanField(_l("It is a newsroom: an address there proves that somebody is a journalist"))

    @property
    def institution_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(tidy_line, (self.names.data or "").split("\n")))))

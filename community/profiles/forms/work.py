"""Where somebody works, what they disclose, where else they can be read."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, IntegerField, SelectField, StringField, URLField
from wtforms.validators import Optional

from community.profiles.audiences import ROWS
from community.profiles.drafts import LENGTHS, AffiliationDraft, DisclosureDraft, LinkDraft, ProfileDraft
from community.profiles.forms.fields import MOST_ROWS, RowForm, SeenByField, kept_rows, line
from community.profiles.forms.step import Offered, StepForm
from community.profiles.words import disclosure_kinds
from community.profiles.world import COUNTRIES, country_label


class AffiliationForm(RowForm):
    typed = ("institution", "role", "from_year", "to_year")

    institution = StringField(_l("Institution"), filters=[line])
    role = StringField(_l("Role"), filters=[line])
    from_year = IntegerField(_l("From (year)"), [Optional()])
    to_year = IntegerField(_l("Until (empty: still there)"), [Optional()])


class WorkForm(StepForm):
    heading = _l("Where you work")
    plain = ("city",)
    items = ("based_in", "city")
    rows = ("affiliations",)

    based_in = SelectField(_l("Based in"), validate_choice=False)
    city = StringField(_l("City"), filters=[line], render_kw={"maxlength": LENGTHS["city"]})
    affiliations = FieldList(FormField(AffiliationForm), label=_l("Affiliations"), max_entries=MOST_ROWS)
    seen_by_based_in = SeenByField()
    seen_by_city = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        data = super().data_of(draft, offered)
        return {**data, "based_in": draft.based_in or "", "affiliations": _shown(draft.affiliations)}

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        names = {code: country_label(code, offered.locale) for code in COUNTRIES}
        countries = dict(sorted(names.items(), key=lambda one: one[1]))
        self.based_in.choices = {"": _("Choose a country"), **countries}

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        return {
            "based_in": self.based_in.data or None,
            "affiliations": _typed(self.affiliations, draft.affiliations, AffiliationDraft),
        }


class DisclosureForm(RowForm):
    typed = ("organisation", "note", "from_year", "to_year")

    kind = SelectField(_l("What it is"), choices=disclosure_kinds, validate_choice=False)
    organisation = StringField(_l("Organisation"), filters=[line])
    note = StringField(_l("In a few words"), filters=[line])
    from_year = IntegerField(_l("From (year)"), [Optional()])
    to_year = IntegerField(_l("Until (empty: to this day)"), [Optional()])


class DisclosuresForm(StepForm):
    heading = _l("What you disclose")
    rows = ("disclosures",)

    disclosures = FieldList(FormField(DisclosureForm), label=_l("Disclosures"), max_entries=MOST_ROWS)

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        return {**super().data_of(draft, offered), "disclosures": _shown(draft.disclosures)}

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        return {"disclosures": _typed(self.disclosures, draft.disclosures, DisclosureDraft)}


class LinkForm(RowForm):
    typed = ("label", "url")

    label = StringField(
        _l("What it leads to"), filters=[line], render_kw={"placeholder": _l("Personal page")}
    )
    url = URLField(_l("Address"), filters=[line], render_kw={"placeholder": "https://"})


class LinksForm(StepForm):
    heading = _l("Links")
    rows = ("links",)

    links = FieldList(FormField(LinkForm), label=_l("Links"), max_entries=MOST_ROWS)

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        return {**super().data_of(draft, offered), "links": _shown(draft.links)}

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        for entry in self.links.entries:  # a new link starts with members
            entry.form.audience.data = entry.form.audience.data or str(ROWS["links"])

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        return {"links": _typed(self.links, draft.links, LinkDraft)}


def _shown(rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in row.__dataclass_fields__} for row in rows]


def _typed(rows: Any, held: tuple[Any, ...], shape: Any) -> tuple[Any, ...]:
    """The rows as they were typed; what the form does not show of one stays."""
    by_number = {one.id: one for one in held}
    result = []
    for form in kept_rows(rows):
        before = by_number.get(form.number)
        kept = {name: getattr(before, name) for name in shape.__dataclass_fields__} if before else {}
        typed = {
            name: form[name].data for name in shape.__dataclass_fields__ if name in form and name != "id"
        }
        typed["audience"] = form.audience.data or None
        result.append(shape(**{**kept, **typed, "id": form.number if before else None}))
    return tuple(result)

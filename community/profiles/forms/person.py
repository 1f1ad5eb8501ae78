"""Who somebody is, and how they are called."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from community.profiles.drafts import BIOGRAPHY, HEADLINE, LENGTHS, MOST, ProfileDraft, VariantDraft
from community.profiles.forms.fields import CheckboxesField, SeenByField, line, paragraphs
from community.profiles.forms.step import Offered, StepForm
from community.profiles.models import NameOrder
from community.profiles.schemas import kind_names
from community.profiles.world import language_label

_WRITTEN_IN = ("ar", "en", "es", "fr", "pt", "zh")


class AboutForm(StepForm):
    heading = _l("Who you are")
    plain = ("headline", "biography")
    items = ("kinds", "headline", "biography")
    field_names = {"kinds": "leading_kind"}

    leading_kind = RadioField(_l("I am first of all a"), choices=kind_names, validate_choice=False)
    other_kinds = CheckboxesField(_l("I am also a"), choices=kind_names, validate_choice=False)
    headline = StringField(
        _l("Headline"),
        filters=[line],
        description=_l("One line under your name: what you know, not how senior you are."),
        render_kw={"maxlength": HEADLINE},
    )
    biography = TextAreaField(
        _l("Biography"),
        filters=[paragraphs],
        description=_l(
            "At most %(most)d characters. An empty line starts a paragraph; **stars** make words bold.",
            most=BIOGRAPHY,
        ),
        render_kw={"rows": 10},
    )
    biography_language = SelectField(_l("Language of the biography"), validate_choice=False)
    seen_by_kinds = SeenByField()
    seen_by_headline = SeenByField()
    seen_by_biography = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        return {
            **super().data_of(draft, offered),
            "leading_kind": draft.kinds[0] if draft.kinds else None,
            "other_kinds": draft.kinds[1:],
            "biography_language": draft.biography_language or "",
        }

    def offer(self, offered: Offered, draft: ProfileDraft) -> None:
        super().offer(offered, draft)
        written_in = dict.fromkeys((*_WRITTEN_IN, *filter(None, [draft.biography_language])))
        self.biography_language.choices = {
            "": "—",
            **{code: language_label(code, offered.locale) for code in written_in},
        }

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        kinds = (self.leading_kind.data, *(self.other_kinds.data or ()))
        return {
            "kinds": tuple(dict.fromkeys(kind for kind in kinds if kind)),
            "biography_language": self.biography_language.data or None,
        }


def _name_orders() -> dict[str, str]:
    return {
        NameOrder.GIVEN_FIRST.value: _("after the given name: Awa Ndiaye"),
        NameOrder.FAMILY_FIRST.value: _("before the given name: Zhang Wei"),
    }


class NamesForm(StepForm):
    heading = _l("Your names")
    plain = (
        "display_name native_name latin_name family_name name_order pronunciation form_of_address"
    ).split()  # type: ignore[assignment]
    items = ("native_name", "latin_name", "pronunciation", "form_of_address")
    groups = ("variants",)

    display_name = StringField(
        _l("Name"),
        filters=[line],
        description=_l("As it stands on your work. Everybody sees it."),
        render_kw={"maxlength": LENGTHS["display_name"], "autocomplete": "name"},
    )
    native_name = StringField(
        _l("In its own script"), filters=[line], description=_l("For example: 张伟, عمر السيد")
    )
    latin_name = StringField(
        _l("In Latin letters"), filters=[line], description=_l("If the name above is in others.")
    )
    family_name = StringField(
        _l("Family name"), filters=[line], description=_l("The part by which lists are put in order.")
    )
    name_order = RadioField(
        _l("The family name comes"),
        choices=_name_orders,
        default=NameOrder.GIVEN_FIRST.value,
        validate_choice=False,
    )
    variants = TextAreaField(
        _l("Other spellings and earlier names"),
        description=_l(
            "One in a line, at most %(most)d: who searches for them finds you.", most=MOST["variants"]
        ),
        render_kw={"rows": 3},
    )
    pronunciation = StringField(
        _l("How your name is said"), filters=[line], description=_l("For example: AH-wah en-JAI")
    )
    form_of_address = StringField(
        _l("How you like to be addressed"),
        filters=[line],
        description=_l("For example: Professor Ndiaye, she"),
    )
    seen_by_native_name = SeenByField()
    seen_by_latin_name = SeenByField()
    seen_by_variants = SeenByField()
    seen_by_pronunciation = SeenByField()
    seen_by_form_of_address = SeenByField()

    @classmethod
    def data_of(cls, draft: ProfileDraft, offered: Offered) -> dict[str, Any]:
        variants = "\n".join(one.text for one in draft.variants)
        return {**super().data_of(draft, offered), "variants": variants}

    def changes(self, draft: ProfileDraft) -> dict[str, Any]:
        held = {one.text: one for one in draft.variants}
        lines = dict.fromkeys(filter(None, map(line, (self.variants.data or "").splitlines())))
        return {"variants": tuple(held.get(text) or VariantDraft(text=text) for text in lines)}


class PhotoForm(StepForm):
    heading = _l("Photo")
    items = ("photo",)

    photo = FileField(
        _l("Photo"),
        description=_l(
            "JPEG, PNG, WebP or GIF. We keep a square of it and nothing that the camera noted, such as the place."
        ),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/gif"},
    )
    remove_photo = BooleanField(_l("Remove the photo"))
    seen_by_photo = SeenByField()

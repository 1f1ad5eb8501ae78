"""A profile as it stands, as a draft: what a form or another program changes a part of."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from community.accounts.models import Member
from community.profiles.audiences import FIELDS, field_audience
from community.profiles.drafts.shapes import (
    AffiliationDraft,
    AppearanceDraft,
    DisclosureDraft,
    LanguageDraft,
    LinkDraft,
    PlaceDraft,
    ProfileDraft,
    PublicationDraft,
    TopicDraft,
    VariantDraft,
)
from community.profiles.models import Profile

_AS_THEY_ARE = (
    "version private_contact latin_name family_name name_order pronunciation form_of_address headline biography"
    " biography_language based_in city availability available_until notice_hours speaks_from speaks_until"
    " press_office_name press_office_contact audience is_listed"
).split()


def draft_of(profile: Profile) -> ProfileDraft:
    """Saved without a change it changes nothing but the day of confirmation."""
    shown: dict[tuple[str, int], list[str]] = defaultdict(list)
    for topic in profile.topics:
        for proof in topic.evidence:
            for kind, work in (("publication", proof.publication_id), ("appearance", proof.appearance_id)):
                if work is not None:
                    shown[kind, work].append(topic.topic.slug)
    fields: dict[str, Any] = {name: getattr(profile, name) for name in _AS_THEY_ARE}
    return ProfileDraft(
        **fields,
        audiences={name: str(field_audience(profile.marks, name)) for name in FIELDS},
        display_name=profile.member.display_name,
        native_name=profile.member.native_name or "",
        time_zone=profile.member.time_zone,
        kinds=tuple(one.kind for one in profile.kinds),
        media_modes=tuple(profile.media_modes),
        variants=tuple(_row(VariantDraft, one) for one in profile.variants),
        affiliations=tuple(_row(AffiliationDraft, one) for one in profile.affiliations),
        topics=tuple(TopicDraft(slug=one.topic.slug, audience=one.audience) for one in profile.topics),
        not_my_field=tuple(
            TopicDraft(slug=one.topic.slug, audience=one.audience) for one in profile.not_my_field
        ),
        countries=tuple(PlaceDraft(code=one.country, audience=one.audience) for one in profile.countries),
        regions=tuple(PlaceDraft(code=one.region, audience=one.audience) for one in profile.regions),
        languages=tuple(
            LanguageDraft(language=one.tag, level=one.level, audience=one.audience)
            for one in profile.languages
        ),
        publications=tuple(
            _row(PublicationDraft, one, shows=tuple(shown["publication", one.id]))
            for one in profile.publications
        ),
        appearances=tuple(
            _row(AppearanceDraft, one, shows=tuple(shown["appearance", one.id]))
            for one in profile.appearances
        ),
        links=tuple(_row(LinkDraft, one) for one in profile.links),
        disclosures=tuple(_row(DisclosureDraft, one) for one in profile.disclosures),
    )


def blank_draft(member: Member) -> ProfileDraft:
    """What a member begins with."""
    return ProfileDraft(
        version=0,
        display_name=member.display_name,
        native_name=member.native_name or "",
        time_zone=member.time_zone,
        audiences={name: str(audience) for name, audience in FIELDS.items()},
    )


def _row(shape: Any, row: Any, **more: Any) -> Any:
    names = [name for name in shape.__dataclass_fields__ if name not in more]
    return shape(**{name: getattr(row, name) for name in names}, **more)

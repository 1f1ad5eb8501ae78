"""A profile as its page shows it. It is made of a Seen: what this reader may not know is not here, so no template can
show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.text import trusted
from community.core.web.locale import country_name
from community.profiles.audiences import FIELDS
from community.profiles.models import Audience, Availability, NameOrder
from community.profiles.policies import is_owner, may_be_written_to
from community.profiles.schemas import PersonLine, lines_of, photo_path
from community.profiles.sections import (
    Entry,
    TopicLine,
    affiliation_entries,
    appearance_entries,
    disclosure_entries,
    link_entries,
    notes_for,
    publication_groups,
    topic_lines,
)
from community.profiles.seen import Seen
from community.profiles.statements import StatementLine, statement_lines
from community.profiles.taxonomy import taxonomy
from community.profiles.words import (
    availability_words,
    level_name,
    local_time_words,
    mode_name,
    window_words,
)
from community.profiles.world import country_label, language_label

CONFIRMED_LASTS = timedelta(days=366)
"""What is older is marked, and its owner asked whether it is still true."""


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The variables of `profiles/show.html`."""

    person: PersonLine
    also_written: tuple[str, ...]
    """The other forms of the name."""
    family_name: str
    headline: str
    pronunciation: str
    form_of_address: str
    biography_html: Markup
    biography_language: str | None
    topics: tuple[TopicLine, ...]
    not_my_field: tuple[str, ...]
    affiliations: tuple[Entry, ...]
    publications: tuple[tuple[str, tuple[Entry, ...]], ...]
    """(heading, works)"""
    appearances: tuple[Entry, ...]
    disclosures: tuple[Entry, ...]
    links: tuple[Entry, ...]
    covers: tuple[str, ...]
    based_in: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    """(name, how well)"""
    availability: str
    hours: str
    local_time: str
    media_modes: tuple[str, ...]
    press_office: tuple[str, str] | None
    """(name, how to reach it)"""
    notes: dict[str, str]
    """Field or list -> what it says of itself."""
    confirmed_at: datetime | None
    is_long_ago: bool
    """Confirmed more than a year ago, or never."""
    statements: tuple[StatementLine, ...]
    is_unclaimed: bool
    is_listed: bool
    """Otherwise search engines are asked to leave it out, too."""
    write_url: str | None
    edit_url: str | None
    visibility_note: str | None
    canonical_url: str


def profile_page(session: Session, actor: Actor, profile: Seen) -> ProfilePage:
    """The page for this reader. Its owner's preview of what others see is a Seen that is not theirs: it says nothing
    that only they know."""
    locale = str(get_locale() or "en")
    mine = profile.profile_audience is not None
    handle = profile.handle
    topics = taxonomy(session).by_id
    is_open = profile.window is not None and profile.availability not in (None, Availability.CLOSED)
    return ProfilePage(
        person=_person(session, profile),
        also_written=_also_written(profile),
        family_name="" if _stands_last(profile) else profile.family_name,
        headline=profile.headline,
        pronunciation=profile.pronunciation,
        form_of_address=profile.form_of_address,
        biography_html=trusted(profile.biography_html),
        biography_language=profile.biography_language,
        topics=topic_lines(session, profile, locale),
        not_my_field=tuple(topics[one.topic_id].label(locale) for one in profile.not_my_field),
        affiliations=affiliation_entries(profile),
        publications=publication_groups(profile),
        appearances=appearance_entries(profile),
        disclosures=disclosure_entries(profile),
        links=link_entries(profile),
        covers=_covers(profile, locale),
        based_in=tuple(filter(None, (profile.city, profile.based_in and country_name(profile.based_in)))),
        languages=tuple(
            (language_label(one.tag, locale), level_name(one.level)) for one in profile.languages
        ),
        availability=availability_words(profile),
        hours=window_words(profile),
        local_time=local_time_words(profile.window, clock.now()) if profile.window and is_open else "",
        media_modes=tuple(mode_name(mode) for mode in profile.media_modes),
        press_office=_press_office(profile),
        notes=_notes(profile),
        confirmed_at=profile.confirmed_at,
        is_long_ago=(profile.confirmed_at or profile.created_at) < clock.now() - CONFIRMED_LASTS,
        statements=statement_lines(session, profile.verifications),
        is_unclaimed=not profile.is_claimed,
        is_listed=profile.is_listed and not is_owner(actor, profile),
        write_url=url_for("messaging.start", handle=handle) if may_be_written_to(actor, profile) else None,
        edit_url=url_for("profiles.edit") if mine else None,
        visibility_note=_visibility_note(profile) if mine else None,
        canonical_url=url_for("profiles.show", handle=handle, _external=True),
    )


def _person(session: Session, profile: Seen) -> PersonLine:
    """With the large photo."""
    line = lines_of(session, [profile])[profile.member_id]
    return replace(line, photo_url=photo_path(profile.photo) if profile.photo else None)


def _stands_last(profile: Seen) -> bool:
    """The family's name is where most readers look for it: nothing has to be said."""
    given_first = profile.name_order == NameOrder.GIVEN_FIRST
    return given_first and f" {profile.display_name}".endswith(f" {profile.family_name}")


def _also_written(profile: Seen) -> tuple[str, ...]:
    shown = (profile.display_name, profile.native_name)
    forms = dict.fromkeys((profile.latin_name, *(one.text for one in profile.variants)))
    return tuple(form for form in forms if form and form not in shown)


def _covers(profile: Seen, locale: str) -> tuple[str, ...]:
    """Regions first, each list by name."""
    return tuple(
        name
        for places in (profile.regions, profile.countries)
        for name in sorted(country_label(one.code, locale) for one in places)
    )


def _press_office(profile: Seen) -> tuple[str, str] | None:
    if not (profile.press_office_name or profile.press_office_contact):
        return None
    return profile.press_office_name, profile.press_office_contact


def _notes(profile: Seen) -> dict[str, str]:
    """Of fields, and of the lists whose entries stand in one line: there the notes that their entries have."""
    note = notes_for(profile)
    notes = {name: note(profile.marks[name]) for name in FIELDS if name in profile.marks}
    for name in ("not_my_field", "countries", "regions", "languages", "variants"):
        notes[name] = " · ".join(
            dict.fromkeys(filter(None, (note(one.mark) for one in getattr(profile, name))))
        )
    notes["covers"] = " · ".join(dict.fromkeys(filter(None, (notes["regions"], notes["countries"]))))
    return notes


def _visibility_note(profile: Seen) -> str | None:
    match profile.profile_audience:
        case Audience.ME:
            return _("Only you see this page: your profile is not published yet.")
        case Audience.MEMBERS:
            return _("Only members see this page.")
        case Audience.JOURNALISTS:
            return _("Only verified journalists see this page.")
    if not profile.is_listed:
        return _("Your profile is not in the directory. Whoever has its address can open it.")
    return None

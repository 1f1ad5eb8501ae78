"""A profile as its page shows it. What nobody but the owner may know is not here, so no template can show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from community.core import clock
from community.core.actor import Actor
from community.core.text import trusted
from community.core.web.locale import country_name
from community.profiles.models import Audience, Availability
from community.profiles.policies import is_owner, may_be_written_to
from community.profiles.schemas import PersonLine, lines_of, photo_path
from community.profiles.seen import Glance, Seen
from community.profiles.statements import StatementLine, statement_lines
from community.profiles.taxonomy import taxonomy
from community.profiles.world import language_label

CONFIRMED_LASTS = timedelta(days=366)
"""What is older is marked, and its owner asked whether it is still true."""


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The variables of `profiles/show.html`."""

    person: PersonLine
    headline: str
    biography_html: Markup
    biography_language: str | None
    topics: tuple[tuple[str, str], ...]
    """(label, address of the directory narrowed to it)"""
    affiliations: tuple[tuple[str, str, str], ...]
    """(role, institution, years)"""
    publications: tuple[tuple[str, str], ...]
    """(title, venue and year)"""
    covers: tuple[str, ...]
    based_in: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    """(name, how well)"""
    availability: str
    media_modes: tuple[str, ...]
    pronunciation: str
    form_of_address: str
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
    """The page for this reader."""
    locale = str(get_locale() or "en")
    topics = taxonomy(session)
    mine = is_owner(actor, profile)
    handle = profile.handle
    chosen = [topics.by_id[one.topic_id] for one in profile.topics]
    return ProfilePage(
        person=_person(session, profile),
        headline=profile.headline,
        biography_html=trusted(profile.biography_html),
        biography_language=profile.biography_language,
        topics=tuple((topic.label(locale), url_for("directory.index", topic=topic.slug)) for topic in chosen),
        affiliations=tuple(
            (one.role, one.institution, years(one.from_year, one.to_year)) for one in profile.affiliations
        ),
        publications=tuple(
            (one.title, _(", ").join(filter(None, (one.venue, str(one.year or "")))))
            for one in profile.publications
        ),
        covers=tuple(sorted(country_name(one.code) for one in profile.countries)),
        based_in=tuple(filter(None, (profile.city, profile.based_in and country_name(profile.based_in)))),
        languages=tuple(
            (language_label(one.tag, locale), level_name(one.level)) for one in profile.languages
        ),
        availability=availability_words(profile),
        media_modes=tuple(mode_name(mode) for mode in profile.media_modes),
        pronunciation=profile.pronunciation,
        form_of_address=profile.form_of_address,
        confirmed_at=profile.confirmed_at,
        is_long_ago=(profile.confirmed_at or profile.created_at) < clock.now() - CONFIRMED_LASTS,
        statements=statement_lines(session, profile.verifications),
        is_unclaimed=not profile.is_claimed,
        is_listed=profile.is_listed and not mine,
        write_url=url_for("messaging.start", handle=handle) if may_be_written_to(actor, profile) else None,
        edit_url=url_for("profiles.edit") if mine else None,
        visibility_note=_visibility_note(profile) if mine else None,
        canonical_url=url_for("profiles.show", handle=handle, _external=True),
    )


def _person(session: Session, profile: Seen) -> PersonLine:
    """With the large photo."""
    line = lines_of(session, [profile])[profile.member_id]
    return replace(line, photo_url=photo_path(profile.photo) if profile.photo else None)


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


def years(start: int | None, end: int | None) -> str:
    """ "2013–2021", "since 2021", "until 2021"."""
    if start and end:
        return f"{start}–{end}" if start != end else str(start)
    if start:
        return _("since %(year)d", year=start)
    return _("until %(year)d", year=end) if end else ""


def level_name(level: str) -> str:
    return {"read": _("reads"), "interview": _("interviews"), "live": _("live on air")}.get(level, level)


def mode_name(mode: str) -> str:
    return {
        "phone": _("phone"),
        "video": _("video call"),
        "studio": _("studio"),
        "written": _("in writing"),
    }.get(mode, mode)


def availability_name(availability: str) -> str:
    return {
        Availability.OPEN.value: _("available to journalists"),
        Availability.LIMITED.value: _("available now and then"),
        Availability.CLOSED.value: _("not available"),
    }.get(availability, availability)


def availability_words(profile: Glance) -> str:
    """ "available to journalists until 3 May, 2 hours’ notice", as far as the reader may know."""
    if profile.availability is None:
        return ""
    words, window = availability_name(profile.availability), profile.window
    if window and window.available_until:
        day = format_date(window.available_until, "d MMMM y")
        words = _("%(availability)s until %(day)s", availability=words, day=day)
    if window and window.notice_hours and profile.availability != Availability.CLOSED:
        words += _(", ") + ngettext("%(num)d hour’s notice", "%(num)d hours’ notice", window.notice_hours)
    return words

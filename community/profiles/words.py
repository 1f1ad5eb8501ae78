"""What a profile says, in the reader's words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from community.profiles.models import (
    Audience,
    Availability,
    DisclosureKind,
    Mark,
    Medium,
    PublicationType,
    Source,
)
from community.profiles.seen import Glance, SeenWindow

A_WHILE = timedelta(days=31)
"""An item is said to be confirmed earlier than its page when it is by more than that."""


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


def window_words(profile: Glance) -> str:
    """ "08:00–21:00 in Nairobi"."""
    window = profile.window
    if window is None or profile.availability == Availability.CLOSED:
        return ""
    if window.speaks_from % 24 == window.speaks_until % 24:
        return _("at any hour, by the clock of %(city)s", city=city_of(window.time_zone))
    return _(
        "%(from_hour)s–%(until_hour)s in %(city)s",
        from_hour=_hour(window.speaks_from),
        until_hour=_hour(window.speaks_until),
        city=city_of(window.time_zone),
    )


def local_time_words(window: SeenWindow, now: datetime) -> str:
    """ "It is 16:20 in Nairobi: one can talk until 21:00." Hours may go over midnight; the same hour twice is all
    day."""
    local = now.astimezone(ZoneInfo(window.time_zone))
    told = {"time": f"{local:%H:%M}", "city": city_of(window.time_zone)}
    opens, closes = window.speaks_from % 24, window.speaks_until % 24
    if opens == closes:
        return _("It is %(time)s in %(city)s.", **told)
    if (local.hour - opens) % 24 < (closes - opens) % 24:
        return _(
            "It is %(time)s in %(city)s: can talk until %(hour)s.", **told, hour=_hour(window.speaks_until)
        )
    return _("It is %(time)s in %(city)s: can talk from %(hour)s.", **told, hour=_hour(window.speaks_from))


def city_of(zone: str) -> str:
    """The place by whose clock somebody lives: "Africa/Nairobi" -> Nairobi, in the reader's language."""
    if zone == "UTC":
        return zone
    return str(get_timezone_location(ZoneInfo(zone), locale=get_locale() or "en", return_city=True))


def _hour(hour: int) -> str:
    return f"{hour:02}:00"


def audience_name(audience: str) -> str:
    return {
        Audience.PUBLIC.value: _("everybody"),
        Audience.MEMBERS.value: _("members"),
        Audience.JOURNALISTS.value: _("verified journalists"),
        Audience.ME.value: _("only you"),
    }[audience]


def source_name(source: str) -> str:
    return {
        Source.ORCID.value: "ORCID",
        Source.BIBTEX.value: "BibTeX",
        Source.RIS.value: "RIS",
        Source.CSL.value: "CSL-JSON",
        Source.DOI.value: "DOI",
        Source.CSV.value: _("the institution"),
        Source.EDITOR.value: _("the desk"),
        Source.ARCHIVE.value: _("the publication’s archive"),
    }.get(source, source)


def item_note(mark: Mark, page_confirmed_on: date | None, *, seen_by: str | None = None) -> str:
    """What an item has to say of itself beside the page: that somebody else than the member wrote it, that it was
    confirmed long before the rest; to its owner also who sees it. Else nothing."""
    parts = []
    if mark.source != Source.MEMBER:
        parts.append(_("from %(source)s", source=source_name(mark.source)))
    if mark.confirmed_on and page_confirmed_on and page_confirmed_on - mark.confirmed_on > A_WHILE:
        parts.append(_("confirmed in %(month)s", month=format_date(mark.confirmed_on, "MMMM y")))
    if seen_by:
        parts.append(_("seen by %(who)s", who=audience_name(seen_by)))
    return " · ".join(parts)


def publication_types() -> dict[str, str]:
    return {
        PublicationType.ARTICLE_JOURNAL.value: _("Article in a journal"),
        PublicationType.BOOK.value: _("Book"),
        PublicationType.CHAPTER.value: _("Chapter"),
        PublicationType.REPORT.value: _("Report"),
        PublicationType.PAPER.value: _("Working paper"),
        PublicationType.CONFERENCE.value: _("Conference paper"),
        PublicationType.THESIS.value: _("Thesis"),
        PublicationType.DATASET.value: _("Dataset"),
        PublicationType.NEWSPAPER.value: _("Article in a newspaper"),
        PublicationType.MAGAZINE.value: _("Article in a magazine"),
        PublicationType.WEBPAGE.value: _("Web page"),
        PublicationType.DOCUMENT.value: _("Something else"),
    }


def media() -> dict[str, str]:
    return {
        Medium.TV.value: _("Television"),
        Medium.RADIO.value: _("Radio"),
        Medium.PODCAST.value: _("Podcast"),
        Medium.PRINT.value: _("Newspaper or magazine"),
        Medium.ONLINE.value: _("Online"),
    }


def disclosure_kinds() -> dict[str, str]:
    return {
        DisclosureKind.FUNDER.value: _("Funder"),
        DisclosureKind.EMPLOYER.value: _("Employer or client"),
        DisclosureKind.GOVERNMENT.value: _("Government or party"),
        DisclosureKind.OTHER.value: _("Something else"),
    }


def publication_type_name(kind: str) -> str:
    return publication_types().get(kind, kind)


def medium_name(medium: str) -> str:
    return media().get(medium, medium)


def disclosure_kind_name(kind: str) -> str:
    return disclosure_kinds().get(kind, kind)

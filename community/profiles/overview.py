"""One's own profile at a glance: what each step says so far, and which useful thing comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from community.core.text import excerpt
from community.core.web.locale import country_name
from community.profiles.models import Audience
from community.profiles.schemas import kind_names
from community.profiles.seen import Seen
from community.profiles.taxonomy import Taxonomy
from community.profiles.words import availability_words, mode_name, window_words
from community.profiles.world import country_label, language_label

ENOUGH_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """The next useful thing: in which step, and why."""

    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the useful things are there. `next` is None when all are."""

    done: int
    total: int
    next: Hint | None


Step = tuple[str, Callable[[Seen], bool], Callable[[], str]]


def progress(profile: Seen) -> Progress:
    """The first thing that is missing, in the order in which they help a reader to find and trust somebody."""
    missing = [Hint(step, words()) for step, is_there, words in _useful() if not is_there(profile)]
    total = len(_useful())
    return Progress(total - len(missing), total, missing[0] if missing else None)


def _useful() -> tuple[Step, ...]:
    return (
        (
            "about",
            lambda one: bool(one.kinds and one.headline),
            lambda: _("Say what you are, and in one line what you know."),
        ),
        (
            "topics",
            lambda one: len(one.topics) >= ENOUGH_TOPICS,
            lambda: _("Choose three to seven topics: most people are found by them, in any language."),
        ),
        (
            "languages",
            lambda one: bool(one.languages),
            lambda: _("Say which languages you speak, and in which you can give an interview."),
        ),
        (
            "audience",
            lambda one: one.profile_audience != Audience.ME,
            lambda: _("Publish it: until then nobody but you sees your profile."),
        ),
        (
            "places",
            lambda one: bool(one.countries or one.regions),
            lambda: _("Name the countries or regions that you work on."),
        ),
        ("work", lambda one: bool(one.affiliations), lambda: _("Say where you work, and as what.")),
        (
            "talk",
            lambda one: bool(one.media_modes) and one.window is not None and one.window.time_zone != "UTC",
            lambda: _("Say when you can talk: journalists search for somebody before their deadline."),
        ),
        (
            "about",
            lambda one: bool(one.biography),
            lambda: _("Write a few sentences about yourself: their words are searched, too."),
        ),
        (
            "publications",
            lambda one: bool(one.publications),
            lambda: _("Add a publication or two, and tick what they show that you know about."),
        ),
        (
            "publications",
            lambda one: any(topic.evidence for topic in one.topics),
            lambda: _("Tick at a publication or an appearance which of your topics it shows."),
        ),
        ("photo", lambda one: bool(one.photo), lambda: _("Add a photo: people recognise you by it.")),
        (
            "disclosures",
            lambda one: bool(one.disclosures),
            lambda: _("Say who pays for your work: readers trust what is disclosed."),
        ),
    )


def summaries(profile: Seen, taxonomy: Taxonomy, locale: str) -> dict[str, tuple[str, ...]]:
    """Step -> what it says so far, in a line of parts, each in a direction of its own; none where there is nothing."""
    topics = [taxonomy.by_id[one.topic_id].label(locale) for one in profile.topics]
    places = [country_label(one.code, locale) for one in (*profile.regions, *profile.countries)]
    languages = [language_label(one.tag, locale) for one in profile.languages]
    kinds = kind_names()
    works, shows = len(profile.publications), len(profile.appearances)
    lines: dict[str, tuple[str, ...]] = {
        "about": (_(", ").join(kinds[one] for one in profile.kinds), profile.headline),
        "topics": (_(", ").join(topics),),
        "places": (excerpt(_(", ").join(places), 120),),
        "work": (*(one.institution for one in profile.affiliations), _place(profile)),
        "languages": (_(", ").join(languages),),
        "talk": (
            availability_words(profile),
            window_words(profile),
            _(", ").join(map(mode_name, profile.media_modes)),
        ),
        "names": (
            profile.display_name,
            profile.native_name or "",
            profile.latin_name,
            *(one.text for one in profile.variants),
        ),
        "photo": (_("There is one."),) if profile.photo else (),
        "publications": (ngettext("%(num)d publication", "%(num)d publications", works),) if works else (),
        "appearances": (ngettext("%(num)d appearance", "%(num)d appearances", shows),) if shows else (),
        "links": tuple(one.label for one in profile.links),
        "disclosures": tuple(one.organisation for one in profile.disclosures),
        "audience": _audience(profile),
    }
    return {step: tuple(filter(None, parts)) for step, parts in lines.items()}


def _place(profile: Seen) -> str:
    country = country_name(profile.based_in) if profile.based_in else ""
    return _(", ").join(filter(None, (profile.city, country)))


def _audience(profile: Seen) -> tuple[str, ...]:
    words = {
        Audience.PUBLIC: _("Everybody can open it"),
        Audience.MEMBERS: _("Members can open it"),
        Audience.JOURNALISTS: _("Verified journalists can open it"),
        Audience.ME: _("Nobody but you: it is not published"),
    }[profile.profile_audience or Audience.ME]
    if profile.profile_audience == Audience.ME or profile.is_listed:
        return (words,)
    return words, _("the directory does not find it")

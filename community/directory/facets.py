"""The facets of the directory as a reader sees them: values with counts, each with the address that toggles it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from community.core.web.locale import country_name
from community.directory.asking import Asked
from community.directory.documents import UNVERIFIED
from community.profiles.taxonomy import Taxonomy
from community.profiles.world import language_label
from community.search.engine import Results

SHOWN_VALUES = 8

_FACETS = {
    "kind": _l("Kind"),
    "topic": _l("Topic"),
    "region": _l("Region covered"),
    "country_covered": _l("Country covered"),
    "country_based": _l("Based in"),
    "language": _l("Language of an interview"),
    "availability": _l("Availability"),
    "verified": _l("Verified"),
    "media": _l("Has been on"),
}
_VALUES = {
    "scholar": _l("Scholar"),
    "journalist": _l("Journalist"),
    "practitioner": _l("Practitioner"),
    "open": _l("Available"),
    "limited": _l("Now and then"),
    "closed": _l("Not available"),
    "orcid": _l("by ORCID"),
    "institution": _l("by an institution’s address"),
    "editor": _l("by the desk"),
    UNVERIFIED: _l("not verified"),
    "tv": _l("television"),
    "radio": _l("radio"),
    "podcast": _l("podcasts"),
    "print": _l("print"),
    "online": _l("online"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """`values`: (value, label, count, selected, address that toggles it). `more_url` leads to all `size` of them."""

    key: str
    label: str
    values: tuple[tuple[str, str, int, bool, str], ...]
    size: int
    more_url: str | None


def facet_label(key: str) -> str:
    return str(_FACETS[key])


def value_label(key: str, value: str, topics: Taxonomy, locale: str) -> str:
    """A facet's value in the reader's language; one that does not exist, which an address may name, as it is."""
    if key == "topic":
        topic = topics.by_slug.get(value)
        return topic.label(locale) if topic else value
    if key in ("country_covered", "country_based", "region"):
        return country_name(value)
    if key == "language":
        tag, _colon, level = value.partition(":")
        name = language_label(tag, locale)
        if level == "live":
            return _("%(language)s, live on air", language=name)
        return _("%(language)s, reading", language=name) if level == "read" else name
    return str(_VALUES.get(value, value))


def facet_of(key: str, asked: Asked, results: Results, topics: Taxonomy) -> Facet:
    """Values with people in them, most people first, and those that are chosen even if nobody is left."""
    locale = str(get_locale() or "en")
    counts = {
        value: count
        for value, count in results.facet_counts.get(key, {}).items()
        if count and (asked.more == key or not (key == "language" and value.endswith(":read")))
    }
    for value in asked.filters.get(key, ()):
        counts.setdefault(value, 0)
    labelled = [(value, value_label(key, value, topics, locale), count) for value, count in counts.items()]
    labelled.sort(key=lambda one: (-one[2], one[1]))
    shown = [
        one
        for place, one in enumerate(labelled)
        if place < SHOWN_VALUES or asked.more == key or asked.has(key, one[0])
    ]
    return Facet(
        key=key,
        label=facet_label(key),
        values=tuple((*one, asked.has(key, one[0]), asked.toggled(key, one[0]).url()) for one in shown),
        size=len(labelled),
        more_url=asked.showing_all_of(key).url() if len(shown) < len(labelled) else None,
    )

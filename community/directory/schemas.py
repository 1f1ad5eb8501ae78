"""A search as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from community.core.web.locale import country_name
from community.directory.asking import FACETS, PAGE_SIZE, Asked
from community.directory.queries import Found, FoundPerson, country_of
from community.profiles.pages import availability_words
from community.profiles.schemas import PersonLine
from community.profiles.taxonomy import Taxonomy, taxonomy
from community.profiles.world import language_label
from community.search.engine import Match, Results, Suggestion

SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class Facet:
    """`values`: (value, label, count, selected, address that toggles it). `more_url` leads to all `size` of them."""

    key: str
    label: str
    values: tuple[tuple[str, str, int, bool, str], ...]
    size: int
    more_url: str | None


@dataclass(frozen=True, slots=True)
class HitView:
    """A person in the list, and why: `found` holds (where, marked passage)."""

    person: PersonLine
    headline: str | Markup
    place: str
    found: tuple[tuple[str, Markup], ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The variables of `directory/index.html`."""

    query: str
    facets: tuple[Facet, ...]
    hits: tuple[HitView, ...]
    count: int
    rule: str
    news: tuple[str, ...]
    """What has to be said about the answer: that a word was corrected, that the index is being built."""
    clear_url: str
    newer_url: str | None
    older_url: str | None


def directory_page(session: Session, asked: Asked, found: Found) -> DirectoryPage:
    topics = taxonomy(session)
    results = found.results
    return DirectoryPage(
        query=asked.text,
        facets=tuple(_facet(key, asked, results, topics) for key in FACETS),
        hits=tuple(_hit(person, topics) for person in found.people),
        count=results.total,
        rule=rule_words(results.rule),
        news=tuple(_news(results)),
        clear_url=Asked(asked.text).url(),
        newer_url=asked.at(asked.page - 1).url() if asked.page > 1 else None,
        older_url=asked.at(asked.page + 1).url() if results.total > asked.page * PAGE_SIZE else None,
    )


def rule_words(rule: str) -> str:
    """The order of a list, in a line."""
    if rule == "confirmed-lately-then-best-match":
        return _(
            "Confirmed in the last twelve months first; among them best text match, then most recently confirmed."
        )
    if rule == "best-match-then-confirmed":
        return _("Best text match first, then most recently confirmed.")
    return _("Most recently confirmed first.")


def _news(results: Results) -> list[str]:
    news = []
    if results.rebuilding:
        news.append(
            _("The list is being put in order again, so it is not complete. Please try again in a minute.")
        )
    if results.corrected:
        news.append(_("A word was found nowhere as you typed it; these are one letter away."))
    if results.partial:
        news.append(_("Nobody matches every word; these match as many as anybody does."))
    return news


def facet_label(key: str) -> str:
    return {
        "kind": _("Kind"),
        "topic": _("Topic"),
        "country_covered": _("Country covered"),
        "country_based": _("Based in"),
        "language": _("Language of an interview"),
        "availability": _("Availability"),
    }[key]


def value_label(key: str, value: str, topics: Taxonomy, locale: str) -> str:
    """A facet's value in the reader's language; one that does not exist, which an address may name, as it is."""
    if key == "topic":
        topic = topics.by_slug.get(value)
        return topic.label(locale) if topic else value
    if key in ("country_covered", "country_based"):
        return country_name(value)
    if key == "language":
        tag, _colon, level = value.partition(":")
        name = language_label(tag, locale)
        return {
            "live": _("%(language)s, live on air", language=name),
            "read": _("%(language)s, reading", language=name),
        }.get(level, name)
    names = {
        "scholar": _("Scholar"),
        "journalist": _("Journalist"),
        "practitioner": _("Practitioner"),
        "open": _("Available"),
        "limited": _("Now and then"),
        "closed": _("Not available"),
    }
    return names.get(value, value)


def _facet(key: str, asked: Asked, results: Results, topics: Taxonomy) -> Facet:
    """Values with people in them, most people first, and those that are chosen even if nobody is left."""
    locale = str(get_locale() or "en")
    counts = {
        value: count
        for value, count in results.facet_counts.get(key, {}).items()
        if count and not (key == "language" and value.endswith(":read"))
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


def _hit(found: FoundPerson, topics: Taxonomy) -> HitView:
    profile = found.seen
    locale = str(get_locale() or "en")
    languages = _(", ").join(
        language_label(one.tag, locale) for one in profile.languages if one.level != "read"
    )
    headline: str | Markup = profile.headline
    reasons: dict[str, list[Markup]] = {}
    for match in found.hit.matched:
        if match.field == "headline":
            headline = marked(match)  # it stands there anyway: it is marked where it stands
        elif match.field != "name" or match.text not in (found.person.name, found.person.native_name):
            where, passage = _reason(match, topics, locale)
            reasons.setdefault(where, []).append(passage)
    return HitView(
        person=found.person,
        headline=headline,
        place=_(", ").join(
            filter(None, (profile.city, country_name(profile.based_in) if profile.based_in else ""))
        ),
        found=tuple((where, escape(_(", ")).join(passages)) for where, passages in reasons.items()),
        facts=tuple(filter(None, (languages, availability_words(profile)))),
    )


def _reason(match: Match, topics: Taxonomy, locale: str) -> tuple[str, Markup]:
    where = {
        "name": _("Found by name:"),
        "topic": _("Found by topic:"),
        "biography": _("In the biography:"),
        "passage": _("In affiliations and publications:"),
    }.get(match.field, "")
    topic = topics.of_indexed_label(match.text) if match.field == "topic" else None
    if topic is None:
        return where, marked(match)
    label = topic.label(locale)
    same = label == match.text and match.highlights
    return where, marked(match) if same else Markup("<mark>{}</mark>").format(label)


def marked(match: Match) -> Markup:
    """The passage, escaped, with what matched in <mark>."""
    parts: list[Markup] = []
    end = 0
    for start, stop in match.highlights:
        parts += [escape(match.text[end:start]), Markup("<mark>{}</mark>").format(match.text[start:stop])]
        end = stop
    return Markup().join([*parts, escape(match.text[end:])])


def suggestion_lines(
    session: Session, found: list[tuple[Suggestion, PersonLine | None]]
) -> list[dict[str, str]]:
    """Each with words in the reader's language, what it is (two people may have one name), and where it leads."""
    topics = taxonomy(session)
    locale = str(get_locale() or "en")
    lines = []
    for one, person in found:
        country = country_of(one.key)
        if person is not None:
            text, url = " ".join(filter(None, (person.name, person.native_name))), person.url or ""
            note = person.affiliation or _("person")
        elif country is not None:
            text, note = country_name(country), _("country")
            url = Asked(filters={"country_covered": (country,)}).url()
        else:
            text, note = value_label("topic", one.key, topics, locale), _("topic")
            url = Asked(filters={"topic": (one.key,)}).url()
        lines.append({"text": text, "note": note, "url": url})
    return lines

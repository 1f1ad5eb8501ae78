"""A search as its page shows it, and a person of a list as JSON."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy.orm import Session

from community.core.actor import Actor
from community.core.web.locale import country_name
from community.directory.asking import FACETS, PAGE_SIZE, Asked
from community.directory.facets import Facet, facet_of, value_label
from community.directory.hits import HitView, hit_view
from community.directory.queries import Found, FoundPerson, country_of
from community.directory.talking import Talk, since_words, talk_of
from community.directory.wording import name_for
from community.profiles.schemas import PersonLine
from community.profiles.seen import Glance
from community.profiles.taxonomy import Taxonomy, taxonomy
from community.search.engine import Rebuilding, Results, Suggestion


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """The variables of `directory/index.html`."""

    query: str
    facets: tuple[Facet, ...]
    talk: Talk | None
    hits: tuple[HitView, ...]
    count: int
    rule: str
    news: tuple[str, ...]
    """What has to be said about the answer: that a word was corrected, that the index is being built."""
    is_rebuilding: bool
    """Then nobody found does not mean that nobody is listed either."""
    is_narrowed: bool
    """By words, a facet or a moment: then nobody found does not mean that nobody is listed."""
    kept: str
    """The question as it can be saved; empty where it asks nothing that lasts."""
    suggested_name: str
    clear_url: str
    newer_url: str | None
    older_url: str | None


def directory_page(session: Session, actor: Actor, asked: Asked, found: Found) -> DirectoryPage:
    topics = taxonomy(session)
    results = found.results
    return DirectoryPage(
        query=asked.text,
        facets=tuple(facet_of(key, asked, results, topics) for key in FACETS),
        talk=talk_of(asked, found),
        hits=tuple(_hit(actor, one, found, topics) for one in found.people),
        count=results.total,
        rule=rule_words(results.rule),
        news=tuple(_news(results)),
        is_rebuilding=results.rebuilding is not None,
        is_narrowed=asked.narrows,
        kept=asked.kept(),
        suggested_name=name_for(asked, topics),
        clear_url=Asked(asked.text).url(),
        newer_url=asked.at(asked.page - 1).url() if asked.page > 1 else None,
        older_url=asked.at(asked.page + 1).url() if results.total > asked.page * PAGE_SIZE else None,
    )


def _hit(actor: Actor, one: FoundPerson, found: Found, topics: Taxonomy) -> HitView:
    talks = since_words(one.talks_from, found.now) if one.talks_from else ""
    return hit_view(actor, one.seen, one.person, topics, one.hit.matched, talks)


def rule_words(rule: str) -> str:
    """The order of a list, in a line."""
    if rule == "confirmed-lately-then-best-match":
        return _(
            "Confirmed in the last twelve months first; among them best text match, then most recently confirmed."
        )
    if rule == "best-match-then-confirmed":
        return _("Best text match first, then most recently confirmed.")
    return _("Most recently confirmed first.")


def rebuilding_words(rebuilding: Rebuilding) -> str:
    return ngettext(
        "The directory is being made anew: %(done)s of %(of)s profile. Who is found is who is there so far.",
        "The directory is being made anew: %(done)s of %(of)s profiles. Who is found is who is there so far.",
        rebuilding.of,
        done=format_decimal(rebuilding.done),
        of=format_decimal(rebuilding.of),
    )


def _news(results: Results) -> list[str]:
    news = []
    if results.rebuilding and results.rebuilding.of:
        news.append(rebuilding_words(results.rebuilding))
    elif results.rebuilding:
        news.append(
            _("The list is being put in order again, so it is not complete. Please try again in a minute.")
        )
    if results.corrected:
        news.append(_("A word was found nowhere as you typed it; these are one letter away."))
    if results.partial:
        news.append(_("Nobody matches every word; these match as many as anybody does."))
    return news


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


class PersonBrief(BaseModel):
    """A person of a list, as its reader may see them."""

    handle: str
    name: str
    native_name: str | None
    kinds: list[str]
    affiliation: str | None
    headline: str


def person_brief(seen: Glance, line: PersonLine) -> PersonBrief:
    return PersonBrief(
        handle=seen.handle,
        name=line.name,
        native_name=line.native_name,
        kinds=list(line.kinds),
        affiliation=line.affiliation,
        headline=seen.headline,
    )

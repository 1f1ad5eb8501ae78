"""A person in a list: what the reader sees of them, and the words for which they were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from community.core.actor import Actor
from community.core.web.locale import country_name
from community.profiles.policies import may_be_written_to
from community.profiles.schemas import PersonLine
from community.profiles.seen import Glance
from community.profiles.taxonomy import Taxonomy
from community.profiles.words import availability_words
from community.profiles.world import language_label
from community.search.engine import Match


@dataclass(frozen=True, slots=True)
class HitView:
    """A person in the list, and why: `found` holds (where, marked passage); in names and headline, which stand there
    anyway, what matched is marked. `write_url` is None for whom nobody, or not this reader, can write to."""

    handle: str
    person: PersonLine
    name: str | Markup
    native_name: str | Markup | None
    headline: str | Markup
    place: str
    found: tuple[tuple[str, Markup], ...]
    talks: str
    facts: tuple[str, ...]
    write_url: str | None


def hit_view(
    actor: Actor,
    glance: Glance,
    person: PersonLine,
    topics: Taxonomy,
    matched: Sequence[Match] = (),
    talks: str = "",
) -> HitView:
    """What stands of somebody in a list of people, for the audience that the glance was made for. `talks` says from
    when they can talk, where that was asked."""
    locale = str(get_locale() or "en")
    headline: str | Markup = glance.headline
    names: dict[str | None, str | Markup] = {}
    reasons: dict[str, list[Markup]] = {}
    for match in matched:
        if match.field == "headline":
            headline = marked(match)
        elif match.field == "name" and match.text in (person.name, person.native_name):
            names[match.text] = marked(match)
        else:
            where, passage = _reason(match, topics, locale)
            reasons.setdefault(where, []).append(passage)
    return HitView(
        handle=glance.handle,
        person=person,
        name=names.get(person.name, person.name),
        native_name=names.get(person.native_name, person.native_name),
        headline=headline,
        place=place_words(glance),
        found=tuple((where, escape(_(", ")).join(passages)) for where, passages in reasons.items()),
        talks=talks,
        facts=tuple(filter(None, (interview_languages(glance, locale), availability_words(glance)))),
        write_url=url_for("messaging.start", handle=glance.handle)
        if may_be_written_to(actor, glance)
        else None,
    )


def place_words(glance: Glance) -> str:
    """ "Dakar, Senegal"."""
    country = country_name(glance.based_in) if glance.based_in else ""
    return _(", ").join(filter(None, (glance.city, country)))


def interview_languages(glance: Glance, locale: str) -> str:
    return _(", ").join(language_label(one.tag, locale) for one in glance.languages if one.level != "read")


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

"""A shortlist to take along: a table or cards, with what its reader may see of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.core.spreadsheet import csv_file
from community.core.text import slugify
from community.core.web.locale import country_name
from community.directory.facets import value_label
from community.directory.hits import interview_languages
from community.directory.shortlists.queries import SeenEntry
from community.profiles.schemas import lines_of
from community.profiles.taking.answers import card_of
from community.profiles.taxonomy import taxonomy
from community.profiles.words import availability_words


def csv_of(session: Session, entries: Sequence[SeenEntry]) -> bytes:
    """One row for each entry, in the order of the list; no address to write to is in it."""
    topics, locale = taxonomy(session), str(get_locale() or "en")
    lines = lines_of(session, [one.person for one in entries if one.person])

    def row(one: SeenEntry) -> list[object]:
        entry, person = one.entry, one.person
        end = [entry.note, entry.added_at.date().isoformat()]
        if person is None:
            return [entry.position, _("No longer listed"), *[""] * 10, *end]
        line = lines[person.member_id]
        return [
            entry.position,
            line.name,
            line.native_name,
            _listed(value_label("kind", kind, topics, locale) for kind in line.kinds),
            person.headline,
            line.affiliation,
            person.city,
            country_name(person.based_in) if person.based_in else "",
            interview_languages(person, locale),
            _listed(topics.by_id[topic.topic_id].label(locale) for topic in person.topics),
            availability_words(person),
            url_for("profiles.show", handle=person.handle, _external=True),
            *end,
        ]

    header = [
        _("Place"),
        _("Name"),
        _("Name in its own script"),
        _("Kind"),
        _("Headline"),
        _("Affiliation"),
        _("City"),
        _("Country"),
        _("Languages of an interview"),
        _("Topics"),
        _("Availability"),
        _("Profile"),
        _("Note"),
        _("Added on"),
    ]
    return csv_file(header, map(row, entries))


def cards_of(session: Session, entries: Sequence[SeenEntry]) -> bytes:
    """Everybody who is listed, as vCards one after the other; notes are not for an address book."""
    return "".join(card_of(session, one.person) for one in entries if one.person).encode()


def disposition(name: str, ending: str) -> str:
    """The header that makes a browser keep it as a file under the list's name, in any script (RFC 6266)."""
    plain = slugify(name, fallback="shortlist")
    return f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(f'{name}.{ending}', safe='')}"


def _listed(words: Iterable[str]) -> str:
    return _("; ").join(words)

"""What the doors, and lists of people, give out: a card or a page's data in the words of the reader's language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from flask import url_for
from flask_babel import get_locale
from sqlalchemy.orm import Session

from community.profiles.models import Audience, Profile
from community.profiles.schemas import kind_names, photo_path
from community.profiles.seen import Seen, seen
from community.profiles.taking.jsonld import profile_page_data
from community.profiles.taking.vcard import vcard
from community.profiles.taxonomy import taxonomy


def card_of(session: Session, person: Seen) -> str:
    """The vCard of one person; those of several, one after the other, are a file."""
    locale, kinds = _locale(), kind_names()
    return vcard(
        person,
        url=_address(person),
        kinds=[kinds.get(kind, kind) for kind in person.kinds],
        topics=_topics(session, person),
        locale=locale,
    )


def page_data(session: Session, profile: Profile) -> dict[str, Any] | None:
    """JSON-LD for the head of a profile's page, the same whoever reads it. None where not everybody may open it, or
    where its owner asked not to be found."""
    if profile.audience != Audience.PUBLIC or not profile.is_listed:
        return None
    person = seen(profile, Audience.PUBLIC)
    photo = urljoin(_address(person), photo_path(person.photo)) if person.photo else None
    return profile_page_data(person, url=_address(person), photo_url=photo, topics=_topics(session, person))


def _topics(session: Session, person: Seen) -> list[str]:
    entries = taxonomy(session).by_id
    return [entries[one.topic_id].label(_locale()) for one in person.topics]


def _address(person: Seen) -> str:
    return url_for("profiles.show", handle=person.handle, _external=True)


def _locale() -> str:
    return str(get_locale() or "en")

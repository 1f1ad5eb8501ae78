"""What a link to a story or a profile of this site unfolds to: from our own data, and nothing that not every member
may see. Made when it is told, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from community.accounts.models import Member
from community.messaging.schemas.out import CardOut
from community.profiles.models import Audience, Profile
from community.profiles.policies import is_open
from community.profiles.schemas import kind_names, lines_of, profile_path
from community.profiles.seen import seen
from community.stories import queries as stories

MOST = 3
"""Cards below one message."""

Link = tuple[str, str]
"""stories or people, and the slug or handle."""


def links_in(body_html: str) -> list[Link]:
    """What a message links to, in order, each once."""
    if "/stories/" not in body_html and "/people/" not in body_html:
        return []
    found = _pattern(current_app.extensions["settings"].base_url).findall(body_html)
    return list(dict.fromkeys((where, name) for where, name in found))[:MOST]


def cards_of(session: Session, bodies: Iterable[str]) -> dict[Link, CardOut]:
    """The cards for all links in these bodies that lead to something every member may see."""
    links = {link for body in bodies for link in links_in(body)}
    if not links:
        return {}
    cards = _story_cards(session, {name for where, name in links if where == "stories"})
    return cards | _profile_cards(session, {name for where, name in links if where == "people"})


@lru_cache(maxsize=4)
def _pattern(base_url: str) -> re.Pattern[str]:
    return re.compile(rf'href="(?:{re.escape(base_url)})?/(stories|people)/([a-z0-9-]+)(?=["?#])')


def _story_cards(session: Session, slugs: set[str]) -> dict[Link, CardOut]:
    if not slugs:
        return {}
    return {
        ("stories", story.slug): CardOut(
            url=f"/stories/{story.slug}",
            title=story.title,
            byline=_(", ").join(one.member.display_name for one in story.byline) or story.source_name,
        )
        for story in stories.published(session, slugs)
    }


def _profile_cards(session: Session, handles: set[str]) -> dict[Link, CardOut]:
    if not handles:
        return {}
    found = session.scalars(
        select(Profile)
        .join(Profile.member)
        .options(contains_eager(Profile.member))
        .where(Member.handle.in_(handles), is_open(Audience.MEMBERS))
    )
    people = [seen(profile, Audience.MEMBERS) for profile in found]
    lines, kinds = lines_of(session, people), kind_names()
    cards = {}
    for person in people:
        line = lines[person.member_id]
        said = [
            *(kinds.get(kind, kind) for kind in line.kinds),
            *([line.affiliation] if line.affiliation else []),
        ]
        cards["people", person.handle] = CardOut(
            url=profile_path(person.handle), title=person.display_name, byline=_(", ").join(said)
        )
    return cards

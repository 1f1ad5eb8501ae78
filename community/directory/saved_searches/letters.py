"""The mail about new people. It travels through other hands, so it names only whom anybody would find by the same
search; others are a number, and a link to where their reader sees them. No member's own words are in it but a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from community.core.mail import public_url
from community.core.web.locale import country_name
from community.profiles.schemas import kind_names
from community.profiles.seen import Glance


@dataclass(frozen=True, slots=True)
class NewOfSearch:
    """`people` as everybody sees them, and how many `others` only its owner would find."""

    public_id: str
    name: str
    people: Sequence[Glance]
    others: int


@dataclass(frozen=True, slots=True)
class Alert:
    searches: Sequence[NewOfSearch]
    ending_url: str


MOST_NAMED = 20
"""Of one search."""


def alert_words(alert: Alert) -> tuple[str, str]:
    """Subject and body of one mail for all searches of a member."""
    count = sum(len(one.people) + one.others for one in alert.searches)
    subject = ngettext(
        "%(num)s new person matches your search", "%(num)s new people match your searches", count
    )
    return subject, "\n\n".join((*map(_of_search, alert.searches), _end(alert)))


def _of_search(new: NewOfSearch) -> str:
    named = new.people[:MOST_NAMED]
    others = new.others + len(new.people) - len(named)
    return "\n".join(
        (
            _("New for “%(name)s”:", name=new.name),
            *map(_person, named),
            *((ngettext("· %(num)s more person", "· %(num)s more people", others),) if others else ()),
            public_url("saved_searches.open_search", public_id=new.public_id),
        )
    )


def _person(person: Glance) -> str:
    kinds = kind_names()
    facts = [kinds.get(kind, kind) for kind in person.kinds]
    facts += [country_name(person.based_in)] if person.based_in else []
    line = f"· {person.display_name}"
    if facts:
        line += _(" (%(facts)s)", facts=_(", ").join(facts))
    return f"{line}\n  {public_url('profiles.show', handle=person.handle)}"


def _end(alert: Alert) -> str:
    return _(
        "You saved these searches and asked for a mail when somebody new matches, at most one a day.\n"
        "Your saved searches: %(searches)s\nNo more of this mail: %(end)s",
        searches=public_url("saved_searches.index"),
        end=alert.ending_url,
    )

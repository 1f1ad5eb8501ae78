"""From chosen offers to rows of a profile, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from community.core.text import render_markdown
from community.profiles.audiences import ROWS, SENSITIVE, narrower, set_field_mark
from community.profiles.bringing.offers import Offer
from community.profiles.models import (
    Affiliation,
    NameVariant,
    Profile,
    ProfileLink,
    ProfileTopic,
    Publication,
    Source,
)
from community.profiles.taxonomy import taxonomy

MADE: dict[str, Any] = {
    "publications": Publication,
    "affiliations": Affiliation,
    "variants": NameVariant,
    "links": ProfileLink,
    "topics": ProfileTopic,
}
"""List of a profile -> class of its rows."""
_CALLED = {"publications": "title", "affiliations": "institution", "variants": "text", "links": "label"}
Made = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Undone:
    removed: int
    stayed: tuple[str, ...]
    """What was changed, verified or used as evidence since, by what it is called."""


def attach(
    session: Session, profile: Profile, offers: Iterable[Offer], source: str, audience: str | None
) -> list[Made]:
    """Make the rows; what came to be there since the preview was made is passed over."""
    rows: list[tuple[str, Any, dict[str, Any]]] = []
    for offer in offers:
        if offer.to == "biography":
            rows += _attach_biography(profile, offer, source, audience)
        elif not _is_held(profile, offer):
            row = _row(session, profile, offer, source, audience)
            getattr(profile, offer.to).append(row)
            rows.append((offer.to, row, offer.values))
    session.flush()  # rows have their numbers now
    return [{"to": to, "id": _number(to, row), "values": values} for to, row, values in rows]


def detach(profile: Profile, made: Iterable[Made], source: str) -> Undone:
    """Take away what is as it was brought; the rest stays, because somebody made it theirs since."""
    removed, stayed = 0, []
    used = _used(profile)
    for one in made:
        if one["to"] == "biography":
            outcome = _detach_biography(profile, one["values"])
        else:
            outcome = _detach_row(profile, one, source, used)
        removed += outcome == ""
        stayed += [outcome] if outcome else []
    return Undone(removed, tuple(stayed))


def too_many(profile: Profile, offers: Iterable[Offer], most: dict[str, int]) -> str | None:
    """The first list that would become longer than a profile's may be."""
    wanted = Counter(offer.to for offer in offers)
    longer = (
        to for to, count in wanted.items() if to in most and len(getattr(profile, to)) + count > most[to]
    )
    return next(longer, None)


def _row(session: Session, profile: Profile, offer: Offer, source: str, audience: str | None) -> Any:
    row = MADE[offer.to](**offer.values, source=source)
    usual = ROWS[offer.to]
    if offer.to == "topics":
        entry = taxonomy(session).by_id[offer.values["topic_id"]]
        usual = narrower(usual, SENSITIVE) if entry.is_sensitive else usual
    row.audience = narrower(audience or usual, offer.audience or audience or usual)
    if hasattr(row, "position"):
        row.position = len(getattr(profile, offer.to))
    return row


def _is_held(profile: Profile, offer: Offer) -> bool:
    if offer.to == "publications":
        doi = offer.values["doi"]
        return bool(doi) and any(row.doi == doi for row in profile.publications)
    if offer.to == "topics":
        return any(row.topic_id == offer.values["topic_id"] for row in profile.topics)
    return False


def _number(to: str, row: Any) -> int:
    return int(row.topic_id if to == "topics" else row.id) if row is not None else 0


def _attach_biography(
    profile: Profile, offer: Offer, source: str, audience: str | None
) -> list[tuple[str, Any, dict[str, Any]]]:
    if profile.biography:
        return []
    _write_biography(profile, offer.values["biography"], source)
    set_field_mark(profile, "biography", audience=audience)
    return [(offer.to, None, offer.values)]


def _write_biography(profile: Profile, text: str, source: str) -> None:
    profile.biography, profile.biography_html = text, render_markdown(text, below=2)
    set_field_mark(profile, "biography", source=source)


def _detach_biography(profile: Profile, values: dict[str, Any]) -> str | None:
    if profile.biography != values["biography"]:
        return profile.biography[:80] or None
    _write_biography(profile, "", Source.MEMBER)
    return ""


def _detach_row(profile: Profile, made: Made, source: str, used: set[tuple[str, int]]) -> str | None:
    """ "" for a row that went, its name for one that stays, None for one that was gone."""
    to, number, values = made["to"], made["id"], made["values"]
    row = next((row for row in getattr(profile, to) if _number(to, row) == number), None)
    if row is None:
        return None
    is_as_it_came = row.source == source and all(getattr(row, name) == values[name] for name in values)
    if (to, number) in used or not is_as_it_came:
        return str(getattr(row, _CALLED[to]) if to in _CALLED else row.topic.label("en"))
    getattr(profile, to).remove(row)
    return ""


def _used(profile: Profile) -> set[tuple[str, int]]:
    """Rows that something else stands on by now."""
    evidence = [proof for topic in profile.topics for proof in topic.evidence]
    return {
        *(("publications", proof.publication_id) for proof in evidence if proof.publication_id),
        *(("topics", topic.topic_id) for topic in profile.topics if topic.evidence),
        *(("affiliations", told.affiliation_id) for told in profile.verifications if told.affiliation_id),
    }

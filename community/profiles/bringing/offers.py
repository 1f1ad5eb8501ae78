"""What a file has to offer to a profile: each entry as it would stand, ticked or not, and why not.

Nothing is attached by name alone. A tick only says what the file itself speaks for; its owner decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from community.profiles.bringing.fields import left_out
from community.profiles.bringing.names import is_named, same_name
from community.profiles.bringing.records import Brought, LeftOut, Link, Post, Why, Work
from community.profiles.models import Profile, Source
from community.profiles.taxonomy import Taxonomy
from community.search.analysis import compared


class Note(StrEnum):
    """Why an entry is not ticked, or cannot be; `words.py` says it to people."""

    HELD = "held"
    """The profile has it already."""
    TWICE = "twice"
    """The file has it already, further up."""
    ALIKE = "alike"
    """The same title and year: perhaps the same work."""
    NOT_NAMED = "not_named"
    NO_AUTHORS = "no_authors"
    OTHER_RECORD = "other_record"
    """The record is, as far as can be seen, another person's."""
    STUDY = "study"
    UNTITLED = "untitled"
    FILLED = "filled"
    """The profile has a biography already."""


MOST_ASKED = 200
"""DOIs of one file that are looked up."""

FINAL = frozenset({Note.HELD, Note.TWICE, Note.FILLED})
"""What cannot be ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An entry of a preview. `to` is the list of the profile, or the field `biography`; `values` are columns."""

    to: str
    values: dict[str, Any]
    is_ticked: bool = True
    note: str = ""
    same_as: str = ""
    """What it is said to be the same as."""
    audience: str | None = None
    """The widest that its owner chose where it comes from."""
    is_asked: bool = False
    """What its DOI stands for is being looked up."""

    @property
    def can_be_ticked(self) -> bool:
        return self.note not in FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All of one file, as it is kept until its owner has decided."""

    offers: tuple[Offer, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(kept: dict[str, Any]) -> Preview:
        return Preview(
            offers=tuple(Offer(**one) for one in kept.get("offers", ())),
            left_out=tuple(LeftOut(Why(one["why"]), one["what"]) for one in kept.get("left_out", ())),
        )

    def asking(self) -> Preview:
        """The same, with the DOIs of works without a title to be looked up; of so many at most."""
        left = MOST_ASKED
        offers = []
        for offer in self.offers:
            is_asked = left > 0 and offer.note == Note.UNTITLED
            left -= is_asked
            offers.append(replace(offer, is_asked=is_asked))
        return replace(self, offers=tuple(offers))

    @property
    def asked(self) -> tuple[str, ...]:
        """DOIs that wait for an answer."""
        return tuple(offer.values["doi"] for offer in self.offers if offer.is_asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose profile it is: what tells their works from those of others."""

    names: tuple[str, ...]
    orcid: str | None = None
    """Verified to be theirs."""


def preview_of(brought: Brought, profile: Profile | None, owner: Owner, topics: Taxonomy) -> Preview:
    """Each entry of the file against the profile, and against what stands above it in the file."""
    left = list(brought.left_out)
    note = _note_of_record(brought, owner)
    offers = [
        *_works(brought, profile, owner, note),
        *_posts(brought, profile, note),
        *_names(brought, owner, note),
        *_links(brought, profile, note),
        *_topics(brought, profile, topics, note, left),
        *_biography(brought, profile, note),
    ]
    return Preview(offers=tuple(offers), left_out=tuple(left))


def _note_of_record(brought: Brought, owner: Owner) -> str:
    """A record is believed to be its owner's by its iD, where theirs is verified; else by the names in it."""
    if not brought.is_record:
        return ""
    if owner.orcid and brought.orcid:
        return "" if owner.orcid == brought.orcid else Note.OTHER_RECORD
    names = [name.text for name in brought.names]
    return "" if not names or is_named(owner.names, names) else Note.OTHER_RECORD


def answered(offer: Offer, work: Work | None, owner: Owner) -> Offer:
    """The offer of a DOI when its agency has told what it stands for (None: it has not). What its owner typed
    meanwhile stays."""
    if not work or offer.values["title"]:
        return replace(offer, is_asked=False)
    note = Note.NOT_NAMED if work.authors and not is_named(owner.names, work.authors) else ""
    values = {**_work_columns(work), "doi": offer.values["doi"]}
    return replace(offer, is_asked=False, values=values, note=note, is_ticked=offer.is_ticked and not note)


def _works(brought: Brought, profile: Profile | None, owner: Owner, note: str) -> Iterator[Offer]:
    mine, above = _Known(), _Known()
    for row in profile.publications if profile else ():
        mine.add(row.doi, row.title, row.year)
    for work in brought.works:
        known = mine.twin(work, Note.HELD) or above.twin(work, Note.TWICE)
        above.add(work.doi, work.title, work.year)
        said = known[0] if known else note or _note_of_work(brought, work, owner)
        yield Offer(
            to="publications",
            values=_work_columns(work),
            is_ticked=said in {"", Note.UNTITLED},
            note=said,
            same_as=known[1] if known else "",
            audience=work.audience,
        )


def _note_of_work(brought: Brought, work: Work, owner: Owner) -> str:
    if work.authors and not is_named(owner.names, work.authors):
        return Note.NOT_NAMED
    if not work.title:
        return Note.UNTITLED
    # A record lists its owner's works without their authors, and nobody keeps a list of others' DOIs as theirs.
    is_theirs = work.authors or brought.is_record or brought.source == Source.DOI
    return "" if is_theirs else Note.NO_AUTHORS


def _work_columns(work: Work) -> dict[str, Any]:
    return {**_columns(work), "authors": "; ".join(work.authors)}


class _Known:
    """Works by DOI, and by title and year: two of the same title with two DOIs are two."""

    def __init__(self) -> None:
        self._by_doi: dict[str, str] = {}
        self._by_title: dict[tuple[str, int | None], tuple[str, str | None]] = {}

    def add(self, doi: str | None, title: str, year: int | None) -> None:
        if doi:
            self._by_doi.setdefault(doi, title or doi)
        if key := key_of(title):
            self._by_title.setdefault((key, year), (title, doi))

    def twin(self, work: Work, note: Note) -> tuple[str, str] | None:
        """(note, title of the other); for a DOI `note`, for a title and year only a guess."""
        if work.doi in self._by_doi:
            return note, self._by_doi[work.doi]
        title, doi = self._by_title.get((key_of(work.title), work.year), ("", None))
        return (Note.ALIKE, title) if title and not (doi and work.doi) else None


def key_of(title: str) -> str:
    """A title as titles are compared: its words, without case, accents and signs."""
    return compared(title)


def _posts(brought: Brought, profile: Profile | None, note: str) -> Iterator[Offer]:
    held = {(key_of(row.institution), key_of(row.role)) for row in (profile.affiliations if profile else ())}
    for post in brought.posts:
        key = (key_of(post.institution), key_of(post.role))
        said = Note.HELD if key in held else note or (Note.STUDY if post.is_study else "")
        held.add(key)
        values = {name: value for name, value in _columns(post).items() if name != "is_study"}
        yield Offer(to="affiliations", values=values, is_ticked=not said, note=said, audience=post.audience)


def _names(brought: Brought, owner: Owner, note: str) -> Iterator[Offer]:
    held = list(owner.names)
    for name in brought.names:
        said = Note.HELD if any(same_name(name.text, one) for one in held) else note
        held.append(name.text)
        yield Offer(
            to="variants", values={"text": name.text}, is_ticked=not said, note=said, audience=name.audience
        )


def _links(brought: Brought, profile: Profile | None, note: str) -> Iterator[Offer]:
    held = {row.url.rstrip("/") for row in (profile.links if profile else ())}
    for link in brought.links:
        said = Note.HELD if link.url.rstrip("/") in held else note
        held.add(link.url.rstrip("/"))
        yield Offer(to="links", values=_columns(link), is_ticked=not said, note=said, audience=link.audience)


def _topics(
    brought: Brought, profile: Profile | None, topics: Taxonomy, note: str, left: list[LeftOut]
) -> Iterator[Offer]:
    """Keywords that are a topic's name in any language; the others are told."""
    offered = [topic for topic in topics.topics if topic.is_offered]
    by_name = {key_of(name): topic for topic in offered for name in topic.all_names()}
    held = {row.topic_id for row in profile.topics} if profile else set()
    held |= {row.topic_id for row in profile.not_my_field} if profile else set()
    for keyword in brought.keywords:
        topic = by_name.get(key_of(keyword))
        if topic is None:
            left.append(left_out(Why.NO_TOPIC, keyword))
            continue
        said = Note.HELD if topic.id in held else note
        held.add(topic.id)
        yield Offer(to="topics", values={"topic_id": topic.id}, is_ticked=not said, note=said)


def _biography(brought: Brought, profile: Profile | None, note: str) -> Iterator[Offer]:
    if brought.biography:
        said = Note.FILLED if profile and profile.biography else note
        yield Offer(to="biography", values={"biography": brought.biography}, is_ticked=not said, note=said)


def _columns(record: Work | Post | Link) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name != "audience"}

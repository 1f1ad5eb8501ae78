"""From a draft to the columns and rows of a profile. A row that is there already stays the same row, with its source,
its audience and what points at it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from community.accounts.actions import rename, set_time_zone
from community.core.actor import Actor
from community.core.text import render_markdown, tidy, tidy_line
from community.profiles.audiences import FIELDS, ROWS, SENSITIVE, field_mark, set_field_mark
from community.profiles.bringing.fields import doi_of, url_of
from community.profiles.drafts import ProfileDraft, RowDraft, TopicDraft
from community.profiles.models import (
    Affiliation,
    Appearance,
    CoveredCountry,
    CoveredRegion,
    Disclosure,
    NameVariant,
    NotMyField,
    Profile,
    ProfileKind,
    ProfileLink,
    ProfileTopic,
    Publication,
    Source,
    SpokenLanguage,
    TopicEvidence,
)
from community.profiles.rows import Wanted, brought_to
from community.profiles.taxonomy import TopicEntry, taxonomy
from community.profiles.verifying import end_what_changed
from community.profiles.world import language_from

Pointer = tuple[str, int]
"""Column of evidence -> number of the work."""
Row = TypeVar("Row")
Draft = TypeVar("Draft")

_LINES = (
    "latin_name family_name headline city pronunciation form_of_address press_office_name press_office_contact"
).split()
_AS_THEY_ARE = (
    "name_order biography_language based_in availability available_until notice_hours speaks_from speaks_until"
    " audience is_listed"
).split()
_COLUMNS = {
    "window": ("available_until", "notice_hours", "speaks_from", "speaks_until"),
    "press_office": ("press_office_name", "press_office_contact"),
}
"""The columns of an item that is not one column of its own name. The member's are followed by `MemberRenamed`."""


def write(session: Session, actor: Actor, profile: Profile, draft: ProfileDraft, now: datetime) -> None:
    """All that the draft says; `faults` has found nothing wrong with it. Everything else stays as it is: of a field
    that did not change, the day on which it was confirmed."""
    before = {name: (_values(profile, name), field_mark(profile, name).confirmed_on) for name in FIELDS}
    _write_member(session, actor, draft)
    _write_fields(profile, draft)
    _write_lists(session, profile, draft)
    profile.confirmed_at = now
    for name, (values, confirmed_on) in before.items():
        if _values(profile, name) != values:
            set_field_mark(profile, name, source=Source.MEMBER, confirmed_on=now.date())
        elif confirmed_on is not None:
            set_field_mark(profile, name, confirmed_on=confirmed_on)
    for name, audience in draft.audiences.items():
        set_field_mark(profile, name, audience=audience)


def _values(profile: Profile, name: str) -> list[Any]:
    if name == "kinds":
        return [row.kind for row in profile.kinds]
    if name == "native_name":
        return [profile.member.native_name if profile.member else None]
    return [getattr(profile, column) for column in _COLUMNS.get(name, (name,))]


def _write_member(session: Session, actor: Actor, draft: ProfileDraft) -> None:
    if draft.display_name is not None or draft.native_name is not None:
        rename(session, actor, display_name=draft.display_name, native_name=draft.native_name)
    if draft.time_zone is not None:
        set_time_zone(session, actor, draft.time_zone)


def _write_fields(profile: Profile, draft: ProfileDraft) -> None:
    for name in _LINES:
        setattr(profile, name, tidy_line(getattr(draft, name)))
    for name in _AS_THEY_ARE:
        setattr(profile, name, getattr(draft, name))
    profile.biography = tidy(draft.biography)
    profile.biography_html = render_markdown(profile.biography, below=2)
    profile.media_modes = list(dict.fromkeys(draft.media_modes))
    if draft.private_contact is not None:
        profile.private_contact = tidy(draft.private_contact)


def _write_lists(session: Session, profile: Profile, draft: ProfileDraft) -> None:
    topics = taxonomy(session).by_slug
    kinds = [Wanted(kind, {"kind": kind}) for kind in dict.fromkeys(draft.kinds)]
    profile.kinds = brought_to(profile.kinds, kinds, ProfileKind, lambda row: row.kind)
    known, not_known = (_topics(chosen, topics) for chosen in (draft.topics, draft.not_my_field))
    profile.topics = brought_to(profile.topics, known, ProfileTopic, lambda row: row.topic_id)
    profile.not_my_field = brought_to(profile.not_my_field, not_known, NotMyField, lambda row: row.topic_id)
    for name, make, column in (
        ("countries", CoveredCountry, "country"),
        ("regions", CoveredRegion, "region"),
    ):
        places = {one.code: one for one in getattr(draft, name)}.values()
        wanted = [Wanted(one.code, {column: one.code}, one.audience, ROWS[name]) for one in places]
        _keyed(profile, name, wanted, make, column)
    languages = [(language_from(one.language), one) for one in draft.languages]
    _keyed(
        profile,
        "languages",
        [
            Wanted(tag, {"tag": tag, "level": one.level}, one.audience, ROWS["languages"])
            for tag, one in languages
        ],
        SpokenLanguage,
        "tag",
    )
    _free_dois(session, profile, draft)
    for name, make, same in _NUMBERED:
        _numbered(profile, name, make, same, getattr(draft, name))
    with session.no_autoflush:  # a statement would go with the row of its affiliation before it can be ended
        end_what_changed(session, profile)
    session.flush()  # new works need their numbers before evidence can point at them
    _write_evidence(profile, draft, topics)


def _keyed(profile: Profile, name: str, wanted: list[Wanted], make: Any, column: str) -> None:
    setattr(profile, name, brought_to(getattr(profile, name), wanted, make, lambda row: getattr(row, column)))


def _topics(chosen: Iterable[TopicDraft], topics: dict[str, TopicEntry]) -> list[Wanted]:
    # A former slug may name a topic twice.
    entries = {topics[one.slug].id: (topics[one.slug], one.audience) for one in chosen}.values()
    return [
        Wanted(
            entry.id, {"topic_id": entry.id}, audience, SENSITIVE if entry.is_sensitive else ROWS["topics"]
        )
        for entry, audience in entries
    ]


_NUMBERED: tuple[tuple[str, Any, Callable[[Any], Hashable]], ...] = (
    ("variants", NameVariant, lambda one: one.text),
    ("affiliations", Affiliation, lambda one: (one.institution, one.role)),
    ("publications", Publication, lambda one: one.doi or (one.title, one.year)),
    ("appearances", Appearance, lambda one: (one.outlet, one.title, one.happened_on)),
    ("links", ProfileLink, lambda one: one.url),
    ("disclosures", Disclosure, lambda one: (one.kind, one.organisation)),
)
"""List -> class -> what makes two rows the same where a draft names no number."""


def _numbered(
    profile: Profile,
    name: str,
    make: Any,
    same: Callable[[Any], Hashable],
    drafts: Iterable[RowDraft],
) -> None:
    held = {row.id: row for row in getattr(profile, name)}
    named = {one.id for one in drafts if one.id in held}
    wanted = []
    for one in drafts:
        values = _columns(one)
        key = ("number", one.id) if one.id in held else ("same", same(SimpleNamespace(**values)))
        wanted.append(Wanted(key, values, one.audience, ROWS[name]))

    def key_of(row: Any) -> Hashable:
        return ("number", row.id) if row.id in named else ("same", same(row))

    setattr(profile, name, brought_to(held.values(), wanted, make, key_of))


def _free_dois(session: Session, profile: Profile, draft: ProfileDraft) -> None:
    """A DOI that goes from one row to another is let go of first: the database knows it only once."""
    wanted = {(one.id, doi_of(one.doi)) for one in draft.publications if one.doi}
    by_number = {one.id for one in draft.publications if one.id}
    for row in profile.publications:
        stays = (row.id, row.doi) in wanted or (row.id not in by_number and (None, row.doi) in wanted)
        if row.doi and not stays:
            row.doi = None
    session.flush()


def _columns(draft: RowDraft) -> dict[str, Any]:
    """The values of a row, tidied; a DOI and a language in their one spelling."""
    values: dict[str, Any] = {}
    for name in draft.__dataclass_fields__:
        value = getattr(draft, name)
        if name in ("id", "audience", "shows"):
            continue
        if name == "doi":
            value = doi_of(value) if value else None
        elif name == "url":
            value = url_of(value)
        elif name == "language":
            value = language_from(value) if value else None
        values[name] = tidy_line(value) if isinstance(value, str) else value
    return values


def _write_evidence(profile: Profile, draft: ProfileDraft, topics: dict[str, TopicEntry]) -> None:
    """The evidence that works are; what editors endorsed stays."""
    wanted: dict[int, set[Pointer]] = {row.topic_id: set() for row in profile.topics}
    works: list[tuple[str, int, tuple[str, ...]]] = [
        *(
            ("publication_id", row.id, one.shows)
            for row, one in _pairs(profile.publications, draft.publications)
        ),
        *(
            ("appearance_id", row.id, one.shows)
            for row, one in _pairs(profile.appearances, draft.appearances)
        ),
    ]
    for column, number, shows in works:
        for topic_id in {topics[slug].id for slug in shows if slug in topics} & wanted.keys():
            wanted[topic_id].add((column, number))
    for topic in profile.topics:
        missing = wanted[topic.topic_id]
        kept = [proof for proof in topic.evidence if proof.reply_id or _pointer(proof) in missing]
        missing -= {_pointer(proof) for proof in kept}
        topic.evidence = [*kept, *(TopicEvidence(**{column: number}) for column, number in sorted(missing))]


def _pairs(rows: list[Row], drafts: tuple[Draft, ...]) -> Iterable[tuple[Row, Draft]]:
    return zip(rows, drafts, strict=True)


def _pointer(proof: TopicEvidence) -> Pointer:
    """The work that it points at."""
    if proof.publication_id:
        return "publication_id", proof.publication_id
    return "appearance_id", proof.appearance_id or 0


def confirm_items(profile: Profile, day: date) -> None:
    """All of it is still true on this day."""
    for name in FIELDS:
        set_field_mark(profile, name, confirmed_on=day)
    for name in ROWS:
        for row in getattr(profile, name):
            row.confirmed_on = day

"""Reads of stories. What a reader may not see is not found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from community.accounts.models import Member
from community.core import clock
from community.core.actor import Actor
from community.core.errors import NotFound
from community.profiles.models import Audience, CoveredCountry, Profile, ProfileTopic
from community.profiles.policies import is_in_directory
from community.profiles.queries import for_glances
from community.profiles.seen import Glance, glance
from community.stories import policies
from community.stories.models import Byline, Status, Story, StoryKind, StoryTopic, Thread

PAGE = 20
"""Stories on a page of a list."""

_IS_PUBLISHED = Story.status == Status.PUBLISHED
_WHOLE = (
    joinedload(Story.thread),
    selectinload(Story.byline),
    selectinload(Story.topics),
    selectinload(Story.countries),
    selectinload(Story.labels),
)


class StoryVersion(NamedTuple):
    """A story with the versions of all that a reader can see of it; a thread's version also counts new names.

    Moments and the slug are in it because a database that was restored counts its versions anew.
    """

    id: int
    slug: str
    version: int
    updated_at: datetime
    pinned_until: datetime | None
    thread_version: int | None
    last_reply_at: datetime | None
    last_sequence: int | None


_VERSION = (
    Story.id,
    Story.slug,
    Story.version,
    Story.updated_at,
    Story.pinned_until,
    Thread.version,
    Thread.last_reply_at,
    Thread.last_sequence,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, newest first, and whether there is more on either side."""

    stories: Sequence[StoryVersion]
    has_newer: bool
    has_older: bool


def _visible(actor: Actor) -> Select[Story]:
    every = select(Story)
    return every if policies.may_edit(actor) else every.where(_IS_PUBLISHED)


def by_slug(session: Session, actor: Actor, slug: str) -> Story:
    """A published story; for editors also any other. Raises NotFound."""
    found = session.scalar(_visible(actor).where(Story.slug == slug).options(*_WHOLE))
    if found is None:
        raise NotFound()
    return found


def by_id(session: Session, actor: Actor, story_id: int) -> Story:
    """As `by_slug`, without what the story is about."""
    found = session.scalar(_visible(actor).where(Story.id == story_id))
    if found is None:
        raise NotFound()
    return found


def on_desk(session: Session, actor: Actor, story_id: int, *, lock: bool = False) -> Story:
    """A story to work on, in any status; `lock` holds its row until the end. Raises NotFound for readers."""
    if not policies.may_edit(actor):
        raise NotFound()
    query = select(Story).where(Story.id == story_id).options(*_WHOLE[1:])
    if lock:
        query = query.with_for_update(of=Story).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound()
    return found


_VERSION_OF_ANY = (
    select(*_VERSION).outerjoin(Thread, Thread.story_id == Story.id).where(Story.slug == bindparam("slug"))
)
_VERSION_OF_PUBLISHED = _VERSION_OF_ANY.where(_IS_PUBLISHED)
"""Made once: this query is most of what a reader of a finished page waits for."""


def version(session: Session, actor: Actor, slug: str) -> StoryVersion:
    """What a page of the story depends on. Raises NotFound.

    One short query, so that "nothing has changed" is answered without making the page.
    """
    query = _VERSION_OF_ANY if policies.may_edit(actor) else _VERSION_OF_PUBLISHED
    found = session.execute(query, {"slug": slug}).first()
    if found is None:
        raise NotFound()
    return StoryVersion._make(found)


def whole(session: Session, story_ids: Collection[int]) -> dict[int, Story]:
    """Stories that the caller has found for their reader, with what they are about."""
    found = session.scalars(select(Story).where(Story.id.in_(story_ids)).options(*_WHOLE))
    return {story.id: story for story in found}


def newest(
    session: Session,
    *,
    kind: StoryKind | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> Page:
    """Published stories, newest first: those before or after the story with this id, else the newest."""
    query = select(*_VERSION).outerjoin(Thread, Thread.story_id == Story.id).where(_IS_PUBLISHED)
    if kind:
        query = query.where(Story.kind == kind)
    place = tuple_(Story.published_at, Story.id)
    edge = _place_of(session, before or after)
    if edge is not None and before:
        query = query.where(place < edge)
    elif edge is not None:
        query = query.where(place > edge)
    backwards = edge is not None and not before
    order = (Story.published_at, Story.id)
    query = query.order_by(*(order if backwards else (column.desc() for column in order)))
    found = [StoryVersion._make(row) for row in session.execute(query.limit(limit + 1))]
    has_more, found = len(found) > limit, found[:limit]
    if backwards:
        return Page(found[::-1], has_newer=has_more, has_older=True)
    return Page(found, has_newer=edge is not None, has_older=has_more)


def _place_of(session: Session, story_id: int | None) -> ColumnElement[tuple[datetime, int]] | None:
    if story_id is None:
        return None
    published_at = session.scalar(select(Story.published_at).where(Story.id == story_id))
    return tuple_(published_at, story_id) if published_at else None


def lead(session: Session) -> StoryVersion | None:
    """The story that an editor has pinned, while the pin lasts."""
    found = session.execute(
        select(*_VERSION)
        .outerjoin(Thread, Thread.story_id == Story.id)
        .where(_IS_PUBLISHED, Story.pinned_until > clock.now())
        .order_by(Story.pinned_until.desc())
        .limit(1)
    ).first()
    return StoryVersion._make(found) if found else None


class InDiscussion(NamedTuple):
    slug: str
    title: str
    reply_count: int


def in_discussion(session: Session, limit: int = 6) -> list[InDiscussion]:
    """The stories with the latest replies, last reply first."""
    rows = session.execute(
        select(Story.slug, Story.title, Thread.reply_count)
        .join(Thread, Thread.story_id == Story.id)
        .where(_IS_PUBLISHED, Thread.last_reply_at.is_not(None))
        .order_by(Thread.last_reply_at.desc())
        .limit(limit)
    )
    return [InDiscussion(*row) for row in rows]


def who_could_comment(session: Session, story: Story, limit: int = 5) -> list[Glance]:
    """Listed members who know a topic of the story and cover one of its countries, as far as everybody may know it."""
    knows = select(ProfileTopic.member_id).where(
        ProfileTopic.topic_id.in_([t.topic_id for t in story.topics]),
        ProfileTopic.audience == Audience.PUBLIC,
    )
    covers = select(CoveredCountry.member_id).where(
        CoveredCountry.country.in_([c.country for c in story.countries]),
        CoveredCountry.audience == Audience.PUBLIC,
    )
    found = session.scalars(
        select(Profile)
        .join(Profile.member)
        .options(contains_eager(Profile.member), *for_glances())
        .where(
            is_in_directory(Audience.PUBLIC),
            Member.active,
            Member.id.in_(knows),
            Member.id.in_(covers),
            Member.id.not_in([author.member_id for author in story.byline]),
        )
        .order_by(Member.display_name, Member.id)
        .limit(limit)
    )
    return [glance(profile, Audience.PUBLIC) for profile in found]


def published(session: Session, slugs: Collection[str]) -> Sequence[Story]:
    """Those of these that every reader may open, with who signed them."""
    wanted = select(Story).where(_IS_PUBLISHED, Story.slug.in_(slugs)).options(selectinload(Story.byline))
    return session.scalars(wanted).all()


def signed_by(session: Session, handle: str, limit: int = 10) -> Sequence[Row[str, str, datetime | None]]:
    """Slug, title and time of the published stories with this member in the byline, newest first."""
    return session.execute(
        select(Story.slug, Story.title, Story.published_at)
        .join(Byline, Byline.story_id == Story.id)
        .join(Member, Member.id == Byline.member_id)
        .where(_IS_PUBLISHED, Member.handle == handle)
        .order_by(Story.published_at.desc(), Story.id.desc())
        .limit(limit)
    ).all()


def due(session: Session) -> Sequence[Story]:
    """Scheduled stories whose moment has come, locked against a second worker."""
    return session.scalars(
        select(Story)
        .where(Story.status == Status.SCHEDULED, Story.published_at <= clock.now())
        .order_by(Story.published_at)
        .with_for_update(skip_locked=True, of=Story)
    ).all()


def has_due(session: Session) -> bool:
    """A quiet look that takes no write lock."""
    return bool(
        session.scalar(
            select(Story.id)
            .where(Story.status == Status.SCHEDULED, Story.published_at <= clock.now())
            .limit(1)
        )
    )


def desk_list(session: Session, actor: Actor, status: Status, limit: int = 100) -> Sequence[Story]:
    """What lies on the desk in one status: scheduled ones by their moment, others last touched first."""
    if not policies.may_edit(actor):
        raise NotFound()
    order = {
        Status.SCHEDULED: (Story.published_at, Story.id),
        Status.PUBLISHED: (Story.published_at.desc(), Story.id.desc()),
    }.get(status, (Story.updated_at.desc(), Story.id.desc()))
    return session.scalars(
        select(Story).where(Story.status == status).order_by(*order).limit(limit).options(*_WHOLE)
    ).all()


def desk_counts(session: Session) -> dict[str, int]:
    """How many stories are in each status."""
    rows = session.execute(select(Story.status, func.count()).group_by(Story.status))
    return {row[0]: row[1] for row in rows}


def possible_authors(session: Session, limit: int = 500) -> Sequence[Row[str, str]]:
    """Handle and name of members, by name, for the desk to choose from."""
    return session.execute(
        select(Member.handle, Member.display_name).order_by(Member.display_name).limit(limit)
    ).all()


def shows_member(member_ids: Sequence[int]) -> Select[int]:
    """Ids of the stories that name one of these members as author, editor or pinner."""
    signed = select(Byline.story_id).where(Byline.member_id.in_(member_ids))
    return select(Story.id).where(
        Story.editor_id.in_(member_ids) | Story.pinned_by_id.in_(member_ids) | Story.id.in_(signed)
    )


def is_about(topic_ids: Collection[int]) -> Select[int]:
    """Ids of the stories that name one of these topics."""
    return select(StoryTopic.story_id).where(StoryTopic.topic_id.in_(topic_ids))


def addresses(session: Session, limit: int) -> Sequence[Row[str, datetime]]:
    """Slug and last change of published stories, newest first."""
    return session.execute(
        select(Story.slug, Story.updated_at)
        .where(_IS_PUBLISHED)
        .order_by(Story.published_at.desc())
        .limit(limit)
    ).all()

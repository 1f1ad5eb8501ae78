"""Keeps an export: authors as unclaimed members, posts as stories, comments as their threads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from babel import Locale, UnknownLocaleError
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.actions import add_member, free_handle
from community.accounts.addresses import address_of
from community.accounts.models import FormerEntry, Member
from community.core import clock
from community.core.events import record
from community.core.text import excerpt, plain_text, slugify, tidy_line
from community.profiles.bringing.people.keys import Keys
from community.profiles.bringing.people.models import PersonKey
from community.stories.events import StoryPublished
from community.stories.models import Byline, ImportedLabel, Status, Story, StoryKind, Thread
from community.stories.wordpress.body import render_post, summary
from community.stories.wordpress.export import Export, Label, Post
from community.stories.wordpress.replies import KeepReplies, replies_to, why_left_out
from community.stories.wordpress.report import Changed, ImportReport, Left

Progress = Callable[[int, int], None]
"""Told after each item how many are done, of how many."""

_STATUS = {
    "publish": Status.PUBLISHED,
    "future": Status.SCHEDULED,
    "pending": Status.IN_REVIEW,
    "draft": Status.DRAFT,
    "private": Status.PRIVATE,
}
_LEFT_KINDS = {
    "attachment": Left.FILES,
    "nav_menu_item": Left.MENUS,
    "revision": Left.UNFINISHED,
}


def import_export(
    session: Session,
    export: Export,
    *,
    keep_replies: KeepReplies,
    keys: Keys,
    progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Add what the export has and we have not, within the running unit of work.

    A member, a story or a reply that came in before is never written again, whatever was done to it here:
    each is known by the site's address and its number there. Of an author's address only the key is kept, by which
    whoever reads mail there can say that they are the author.
    """
    return _Import(session, export, keep_replies, keys).run(progress)


class _Known(NamedTuple):
    """A story that came in before."""

    id: int
    slug: str
    title: str
    created_at: datetime


class _Import:
    def __init__(self, session: Session, export: Export, keep_replies: KeepReplies, keys: Keys) -> None:
        self._session, self._export, self._keep_replies = session, export, keep_replies
        self._keys = keys
        self._addresses = Counter(
            found.folded for author in export.authors if (found := address_of(author.email))
        )
        self._source = _source(export)
        self._now = clock.now()
        self._language = _language(export.language)
        self._attachments = {post.wp_id: post for post in export.posts if post.kind == "attachment"}
        stories = select(Story.import_id, Story.id, Story.slug, Story.title, Story.created_at)
        rows = self._session.execute(stories.where(Story.import_source == self._source))
        self._known = {row[0]: _Known(*row[1:]) for row in rows}
        self._slugs = set(session.scalars(select(Story.slug)))
        members = select(Member.import_id, Member.id).where(Member.import_source == self._source)
        claimed = select(FormerEntry.import_id, FormerEntry.member_id).where(
            FormerEntry.import_source == self._source
        )
        self._members = {row[0]: row[1] for found in (claimed, members) for row in session.execute(found)}
        self._users: dict[int, int] = {}
        self._report = ImportReport(site=summary(export.title) or urlsplit(export.url).netloc)
        self._report.known["member"] = len(self._members)

    def run(self, progress: Progress) -> ImportReport:
        for author in self._export.authors:
            member_id = self._member(author.login, author.display_name, author.email)
            if author.wp_id:
                self._users[author.wp_id] = member_id
        seen: set[int] = set()
        for done, post in enumerate(self._export.posts, start=1):
            reason = _why_left_out(post)
            if reason is None and (not post.wp_id or post.wp_id in seen):
                reason = Left.TWICE
            if reason:
                self._report.left[reason] += 1
                self._report.left[Left.COMMENTS_WITHOUT_STORY] += len(post.comments)
            else:
                seen.add(post.wp_id)
                self._take(post)
            progress(done, len(self._export.posts))
        self._session.flush()
        return self._report

    def _take(self, post: Post) -> None:
        status = _status(post, self._now)
        import_id = self._import_id(post)
        if import_id in self._known:
            story_id = self._known[import_id].id
            self._report.known[status] += 1
        else:
            story_id = self._new_story(post, import_id, status)
            self._report.new[status] += 1
        if post.comments:
            self._take_comments(post, story_id)

    def _import_id(self, post: Post) -> str:
        """Its number; with its slug where another story, of another site at the same address, has this number."""
        number = str(post.wp_id)
        known = self._known.get(number)
        if known is None or known.slug == unquote(post.slug) or known.title == summary(post.title):
            return number
        return number if known.created_at == post.published_at else f"{number}/{post.slug}"[:200]

    def _new_story(self, post: Post, import_id: str, status: Status) -> int:
        body_html = render_post(post, base_url=self._export.url, attachments=self._attachments)
        has_date = status in {Status.PUBLISHED, Status.SCHEDULED, Status.PRIVATE}
        story = Story(
            kind=StoryKind.ARTICLE,
            status=status,
            slug=self._slug(post),
            title=self._title(post, body_html),
            standfirst=summary(post.excerpt) or tidy_line(post.meta_description),
            language=self._language,
            body_html=body_html,
            published_at=(post.published_at or self._now) if has_date else None,
            created_at=post.published_at or self._now,
            updated_at=post.modified_at or post.published_at or self._now,
            import_source=self._source,
            import_id=import_id,
            byline=[
                Byline(member_id=member_id, position=place)
                for place, member_id in enumerate(self._byline(post))
            ],
            labels=[
                ImportedLabel(scheme=scheme, label=tidy_line(label.name)[:200])
                for scheme, labels in (("category", post.categories), ("tag", post.tags))
                for label in labels
            ],
        )
        story.thread = Thread(is_open=post.comment_status == "open")
        self._session.add(story)
        self._session.flush()
        if story.is_published:
            record(self._session, StoryPublished(story_id=story.id))
        self._report.changed.update(
            what
            for what, is_so in (
                (Changed.PAGE, post.kind == "page"),
                (Changed.PROTECTED, post.has_password),
                (Changed.STICKY, post.is_sticky),
                (Changed.UNSIGNED, not story.byline),
            )
            if is_so
        )
        return story.id

    def _take_comments(self, post: Post, story_id: int) -> None:
        replies = replies_to(
            post,
            base_url=self._export.url,
            members=self._users,
            without_date=post.published_at or self._now,
        )
        new = self._keep_replies(self._session, story_id, replies)
        self._report.new["reply"] += new
        self._report.known["reply"] += len(replies) - new
        self._report.left.update(reason for comment in post.comments if (reason := why_left_out(comment)))
        if new:
            self._report.changed[Changed.HELD] += sum(reply.is_held for reply in replies)

    def _byline(self, post: Post) -> list[int]:
        if post.co_authors:
            return list(dict.fromkeys(self._co_author(label) for label in post.co_authors))
        return [self._member(post.author_login, post.author_login)] if post.author_login else []

    def _co_author(self, label: Label) -> int:
        """A user of the old site, or a guest whom Co-Authors Plus knows by name only."""
        slug = label.slug.removeprefix("cap-")
        for author in self._export.authors:
            if (
                slug in {author.login.lower(), slugify(author.login, fallback="")}
                or label.name == author.login
            ):
                return self._member(author.login, author.display_name, author.email)
        return self._member(f"guest:{slug}", label.name)

    def _member(self, login: str, name: str, email: str = "") -> int:
        """The id of who had this login: who came in before, else who has proved the same address here, else new."""
        key = login[:200]
        if key not in self._members:
            self._members[key] = self._with_email(email) or self._new_member(key, name, email)
        return self._members[key]

    def _with_email(self, email: str) -> int | None:
        if not email:
            return None
        found = self._session.scalar(
            select(Member.id).where(Member.email == email.lower(), Member.confirmed_at.is_not(None))
        ) or self._of_key(email)
        self._report.known["member"] += found is not None
        return found

    def _of_key(self, email: str) -> int | None:
        """Who came with this address in a file of an institution or of another site."""
        key = self._key(email)
        return self._session.scalar(select(PersonKey.member_id).where(PersonKey.key == key)) if key else None

    def _key(self, email: str) -> str | None:
        """None for an address that several authors have: who reads mail there is none of them in particular."""
        address = address_of(email)
        return self._keys.of_email(address) if address and self._addresses[address.folded] < 2 else None

    def _new_member(self, login: str, name: str, email: str) -> int:
        """An address is never shown, so a login or name that is one is cut at its @."""
        shown = summary(name).partition("@")[0] or login.partition("@")[0] or "?"
        is_handle = not (login.startswith("guest:") or "@" in login)
        member = add_member(
            self._session,
            display_name=shown,
            handle=free_handle(self._session, login) if is_handle else None,
        )
        member.import_source, member.import_id = self._source, login
        if key := self._key(email):
            self._session.add(PersonKey(key=key, member_id=member.id))
            self._session.flush()
        self._report.new["member"] += 1
        return member.id

    def _slug(self, post: Post) -> str:
        own = re.sub(r"[/\\?#%]", "-", tidy_line(unquote(post.slug)))[:180]
        wish = own if own.strip("-. ") else slugify(summary(post.title), fallback=f"story-{post.wp_id}")
        slug, number = wish, 2
        while slug in self._slugs:
            slug, number = f"{wish}-{number}", number + 1
        self._slugs.add(slug)
        self._report.changed[Changed.MOVED] += bool(post.slug) and slug != unquote(post.slug)
        return slug

    def _title(self, post: Post, body_html: str) -> str:
        if title := summary(post.title):
            return title[:300]
        self._report.changed[Changed.UNTITLED] += 1
        return excerpt(plain_text(body_html), 80) or self._report.site[:300] or "?"


def _why_left_out(post: Post) -> Left | None:
    if post.kind not in {"post", "page"}:
        return _LEFT_KINDS.get(post.kind, Left.OTHER_KINDS)
    if post.status == "trash":
        return Left.TRASH
    return None if post.status in _STATUS else Left.UNFINISHED


def _status(post: Post, now: datetime) -> Status:
    """What is to come waits. For the desk only: a page, which is no story, and what a password protects."""
    if post.status not in {"draft", "pending"} and (post.has_password or post.kind == "page"):
        return Status.PRIVATE
    if post.status == "publish" and post.published_at and post.published_at > now:
        return Status.SCHEDULED
    if post.status == "future" and not post.published_at:
        return Status.DRAFT
    return _STATUS[post.status]


def _source(export: Export) -> str:
    """The site by its address, however it is written: "wordpress:example.org/blog"."""
    parts = urlsplit(export.url)
    place = f"{parts.netloc}{parts.path.rstrip('/')}".lower()
    return f"wordpress:{place or tidy_line(export.title)}"[:200]


def _language(tag: str) -> str:
    """The site's language as BCP 47; English where it says nothing that is one."""
    try:
        return str(Locale.parse(tag.strip().replace("_", "-"), sep="-")).replace("_", "-")
    except (ValueError, UnknownLocaleError):
        return "en"

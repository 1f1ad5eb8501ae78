"""From the named fields of an export's elements to its values."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from community.stories.wordpress.export import Author, Comment, Label, Post


@dataclass(slots=True)
class Record:
    """An element with fields, while it is read."""

    name: str
    depth: int
    fields: dict[str, str] = field(default_factory=dict)
    labels: list[tuple[str, Label]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """An id; 0 where there is none."""
        text = self.get(name)
        return int(text) if re.fullmatch(r"-?\d{1,18}", text) else 0

    def labelled(self, domain: str) -> tuple[Label, ...]:
        return tuple(dict.fromkeys(label for kind, label in self.labels if kind == domain))


def author_of(record: Record) -> Author:
    """A user of the site."""
    login = record.get("wp:author_login")
    whole_name = f"{record.get('wp:author_first_name')} {record.get('wp:author_last_name')}".strip()
    return Author(
        wp_id=record.number("wp:author_id") or None,
        login=login,
        email=record.get("wp:author_email"),
        display_name=record.get("wp:author_display_name") or whole_name or login,
    )


def comment_of(record: Record) -> Comment:
    """A comment, pingback or trackback."""
    return Comment(
        wp_id=record.number("wp:comment_id"),
        parent_id=record.number("wp:comment_parent"),
        author_name=record.get("wp:comment_author"),
        author_email=record.get("wp:comment_author_email"),
        author_url=record.get("wp:comment_author_url"),
        user_id=record.number("wp:comment_user_id"),
        created_at=_moment(record.get("wp:comment_date_gmt")) or _moment(record.get("wp:comment_date")),
        content=record.get("wp:comment_content"),
        approved=record.get("wp:comment_approved"),
        kind=record.get("wp:comment_type") or "comment",
    )


def post_of(record: Record) -> Post:
    """An item of any kind."""
    return Post(
        wp_id=record.number("wp:post_id"),
        kind=record.get("wp:post_type") or "post",
        status=record.get("wp:status"),
        title=record.get("title"),
        slug=record.get("wp:post_name"),
        link=record.get("link"),
        guid=record.get("guid"),
        author_login=record.get("dc:creator"),
        co_authors=record.labelled("author"),
        published_at=_moment(record.get("wp:post_date_gmt"))
        or _moment_of_feed(record.get("pubDate"))
        or _moment(record.get("wp:post_date")),
        modified_at=_moment(record.get("wp:post_modified_gmt")),
        content=record.get("content:encoded"),
        excerpt=record.get("excerpt:encoded"),
        categories=record.labelled("category"),
        tags=record.labelled("post_tag") or record.labelled("tag"),
        is_sticky=record.get("wp:is_sticky") == "1",
        has_password=bool(record.get("wp:post_password")),
        comment_status=record.get("wp:comment_status"),
        parent_id=record.number("wp:post_parent"),
        attachment_url=record.get("wp:attachment_url"),
        meta_title=record.get("meta_title"),
        meta_description=record.get("meta_description"),
        comments=tuple(record.comments),
    )


def _moment(text: str) -> datetime | None:
    """WordPress's "2013-06-07 03:00:44" in UTC; None for "0000-00-00 00:00:00", which a draft has."""
    with suppress(ValueError):
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return None


def _moment_of_feed(text: str) -> datetime | None:
    """RSS's "Sat, 02 Nov 2013 23:02:32 +0000"; WordPress writes the year -0001 for a draft."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None

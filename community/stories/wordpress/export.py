"""What a WordPress export says, as plain values. Nothing here is safe to show: see `body.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A user of the site who wrote something in the export. The email is for matching, never for showing."""

    wp_id: int | None
    login: str
    email: str
    display_name: str
    """Never empty; the login where the site gives no name."""


@dataclass(frozen=True, slots=True)
class Label:
    """A term of WordPress: a category, a tag, or a co-author."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    wp_id: int
    parent_id: int
    """0: an answer to the post itself."""
    author_name: str
    author_email: str
    author_url: str
    user_id: int
    """The site's user who wrote it signed in; 0: a visitor, whose name and email nobody has checked."""
    created_at: datetime | None
    content: str
    approved: str
    """1, 0 (waits for a moderator), spam or trash."""
    kind: str
    """comment, pingback or trackback, or what a plug-in invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One item of the export: WordPress keeps posts, pages, files and menus alike."""

    wp_id: int
    kind: str
    """post, page, attachment, nav_menu_item, or what a plug-in invented."""
    status: str
    """publish, future, draft, pending, private, trash or inherit."""
    title: str
    slug: str
    link: str
    guid: str
    author_login: str
    co_authors: tuple[Label, ...]
    """The whole byline where the Co-Authors Plus plug-in wrote one."""
    published_at: datetime | None
    modified_at: datetime | None
    """Newer exports say it."""
    content: str
    excerpt: str
    categories: tuple[Label, ...]
    tags: tuple[Label, ...]
    is_sticky: bool
    has_password: bool
    comment_status: str
    parent_id: int
    attachment_url: str
    meta_title: str
    """For search engines, from the Yoast plug-in; as `meta_description`."""
    meta_description: str
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    title: str
    url: str
    """The site's address."""
    language: str
    version: str
    authors: tuple[Author, ...]
    posts: tuple[Post, ...]
    """All kinds of items, in the order of the file."""
    comment_count: int

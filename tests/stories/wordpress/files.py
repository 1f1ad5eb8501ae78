"""Exports written by hand for these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from community.stories.wordpress.export import Post

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The Old Site</title><link>https://old.example</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_id>7</wp:author_id><wp:author_login>awa</wp:author_login>
<wp:author_email>awa@ndiaye.example</wp:author_email>
<wp:author_display_name><![CDATA[Awa Ndiaye]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>\n"


def write_export(path: Path, *items: str, head: str = HEAD, foot: str = FOOT) -> Path:
    path.write_text(head + "".join(items) + foot, encoding="utf-8")
    return path


def item(wp_id: int = 1, *inner: str, content: str = "A text.", **fields: str) -> str:
    """A post by Awa, published on 2 March 2020, unless said otherwise (`post_type="page"`)."""
    plain = {"title": f"Story {wp_id}", "link": f"https://old.example/story-{wp_id}", "dc:creator": "awa"}
    own = {
        "post_id": str(wp_id),
        "post_date_gmt": "2020-03-02 08:30:00",
        "comment_status": "open",
        "post_name": f"story-{wp_id}",
        "status": "publish",
        "post_type": "post",
    }
    for name, value in fields.items():
        (plain if name in {"title", "link"} else own)[name] = value
    if "creator" in own:
        plain["dc:creator"] = own.pop("creator")
    written = [f"<{name}>{escape(value)}</{name}>" for name, value in plain.items()]
    written += [f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in own.items()]
    cdata = content.replace("]]>", "]]]]><![CDATA[>")
    return f"<item>{''.join(written)}<content:encoded><![CDATA[{cdata}]]></content:encoded>{''.join(inner)}</item>\n"


def comment(wp_id: int, *, parent: int = 0, **fields: str) -> str:
    """An approved comment by a visitor, Omar."""
    own = {
        "comment_id": str(wp_id),
        "comment_parent": str(parent),
        "comment_author": "Omar",
        "comment_author_email": "omar@el-sayed.example",
        "comment_date_gmt": f"2020-03-03 09:00:{wp_id % 60:02}",
        "comment_content": f"Comment {wp_id}.",
        "comment_approved": "1",
        "comment_type": "comment",
        "comment_user_id": "0",
    } | fields
    return f"<wp:comment>{''.join(f'<wp:{n}>{escape(v)}</wp:{n}>' for n, v in own.items())}</wp:comment>"


def label(domain: str, slug: str, name: str) -> str:
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def post(content: str, **fields: Any) -> Post:
    """A post in memory."""
    given: dict[str, Any] = {
        "wp_id": 1, "kind": "post", "status": "publish", "title": "A story", "slug": "a-story",
        "link": "https://old.example/a-story", "guid": "", "author_login": "awa", "co_authors": (),
        "published_at": datetime(2020, 3, 2, tzinfo=UTC), "modified_at": None, "excerpt": "",
        "categories": (), "tags": (),
        "is_sticky": False, "has_password": False, "comment_status": "open", "parent_id": 0,
        "attachment_url": "", "meta_title": "", "meta_description": "", "comments": (),
    }  # fmt: skip
    return Post(content=content, **(given | fields))

"""The text of posts and comments as safe, readable HTML that loads nothing from third parties."""

from __future__ import annotations

import re
from collections.abc import Mapping

from community.core.text import clean_html, plain_text, tidy
from community.stories.wordpress.export import Post
from community.stories.wordpress.readable import ReadableHtml
from community.stories.wordpress.shortcodes import without_shortcodes

_BLOCK_MARK = re.compile(r"<!--\s*/?wp:")
_NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NEVER_READ = re.compile(
    r"<(script|style|template|noscript|svg|math|select|textarea|title|head)\b[^>]*+>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


def render_post(post: Post, *, base_url: str, attachments: Mapping[int, Post]) -> str:
    """The post's body. Headings begin at level 2; pictures, videos and what was embedded are links."""

    def pictures(attributes: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        ids = [
            int(number)
            for number in re.findall(r"\d{1,18}", attributes.get("ids") or attributes.get("include") or "")
        ]
        of_post = [other.wp_id for other in attachments.values() if other.parent_id == post.wp_id]
        chosen = [attachments[number] for number in ids or of_post if number in attachments]
        return tuple((one.attachment_url, one.title or one.slug) for one in chosen if one.attachment_url)

    text = without_shortcodes(post.content, pictures)
    has_blocks = _BLOCK_MARK.search(post.content) is not None
    return _render(text, base_url=base_url, breaks=not has_blocks)


def render_comment(content: str, *, base_url: str) -> str:
    """A comment's text, with its paragraphs and line breaks."""
    return _render(content, base_url=base_url, breaks=True)


def summary(markup: str) -> str:
    """The words of a title or an excerpt, which WordPress lets contain HTML, on one line."""
    return plain_text(_without_unread(tidy(markup)))


def _render(text: str, *, base_url: str, breaks: bool) -> str:
    text = _without_unread(_NEXT_PAGE.sub("\n\n<hr>\n\n", tidy(text)))
    writer = ReadableHtml(base_url=base_url, breaks=breaks)
    writer.feed(text)
    writer.close()
    return clean_html(writer.result())


def _without_unread(text: str) -> str:
    """Without HTML comments (blocks, "more") and elements whose text no reader was to see."""
    return _NEVER_READ.sub("", _COMMENT.sub("", text))

"""Reading exports: what the file says, all of it; and what is no export, refused at once with words that help."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from community.stories.wordpress.errors import ExportUnreadable
from community.stories.wordpress.reader import Limits, read_export
from tests.stories.wordpress.files import FOOT, HEAD, comment, item, label, write_export

REAL = (
    "co-authors-plus.xml",
    "has-yoast-meta.xml",
    "sample.xml",
    "themeunittestdata.wordpress.xml",
    "valid-wxr-1.1.xml",
    "wordpress_unicode_export.xml",
)


def independently(path: Path) -> Tree.Element:
    """The file as the standard library reads it. Two of the real files are not XML: corrected by hand here."""
    text = path.read_text("utf-8")
    if path.name == "sample.xml":
        text = "\n".join(
            line.replace("&", "&amp;") if "attachment_url" in line or "unsplash" in line else line
            for line in text.split("\n")
        )
    if path.name == "wordpress_unicode_export.xml":
        text = text.replace("<atom:", "<").replace("xmlns:wp=", 'xmlns:atom="x" xmlns:wp=')
    return Tree.fromstring(text)  # noqa: S314 - files that we brought ourselves


def local(element: Tree.Element) -> str:
    return element.tag.rpartition("}")[2]


def texts(element: Tree.Element, name: str) -> list[str]:
    return [(child.text or "").strip() for child in element if local(child) == name]


@pytest.mark.parametrize("name", REAL)
def test_a_real_export_is_read_whole(shared_data: Path, name: str) -> None:
    export = read_export(shared_data / "wxr" / name)

    items = list(independently(shared_data / "wxr" / name).iter("item"))
    assert [(str(post.wp_id), post.status, post.kind) for post in export.posts] == [
        (*texts(element, "post_id"), *texts(element, "status"), *texts(element, "post_type"))
        for element in items
    ]
    for post, element in zip(export.posts, items, strict=True):
        assert [post.title] == texts(element, "title")
        assert post.content == next(
            (child.text or "").strip() for child in element if "content/}encoded" in child.tag
        )
        comments = [child for child in element if local(child) == "comment"]
        assert [(str(c.wp_id), str(c.parent_id), c.content, c.approved) for c in post.comments] == [
            tuple(
                text
                for name in ("id", "parent", "content", "approved")
                for text in texts(c, f"comment_{name}")
            )
            for c in comments
        ]


def test_what_a_post_carries(tmp_path: Path) -> None:
    path = write_export(
        tmp_path / "export.xml",
        item(
            4,
            label("category", "debt", "Debt & trade"),
            label("post_tag", "zambia", "Zambia"),
            label("author", "cap-awa", "Awa Ndiaye"),
            label("author", "cap-awa", "Awa Ndiaye"),
            label("author", "cap-guest", "A Guest"),
            "<wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key><wp:meta_value>Short.</wp:meta_value></wp:postmeta>",
            comment(9, parent=3, comment_approved="spam", comment_type="pingback"),
            is_sticky="1",
            post_password="open sesame",
        ),
    )
    [post] = read_export(path).posts
    assert [c.name for c in post.categories] == ["Debt & trade"]
    assert [t.slug for t in post.tags] == ["zambia"]
    assert [c.slug for c in post.co_authors] == ["cap-awa", "cap-guest"]
    assert post.published_at == datetime(2020, 3, 2, 8, 30, tzinfo=UTC)
    assert (post.is_sticky, post.has_password, post.meta_description) == (True, True, "Short.")
    [only] = post.comments
    assert (only.parent_id, only.approved, only.kind) == (3, "spam", "pingback")


def test_a_draft_without_a_date_has_none(tmp_path: Path) -> None:
    path = write_export(tmp_path / "e.xml", item(1, status="draft", post_date_gmt="0000-00-00 00:00:00"))
    assert read_export(path).posts[0].published_at is None


def test_an_export_whose_prefixes_another_program_renamed(tmp_path: Path) -> None:
    renamed = (HEAD + item(5) + FOOT).replace("wp:", "ns1:").replace(":wp=", ":ns1=").replace("dc:", "ns2:")
    path = tmp_path / "e.xml"
    path.write_text(renamed.replace("xmlns:dc=", "xmlns:ns2="))
    [post] = read_export(path).posts
    assert (post.wp_id, post.author_login) == (5, "awa")


def test_what_sites_write_though_it_is_not_xml(tmp_path: Path) -> None:
    padding = "x" * 262_100  # so that marks stand across the pieces in which the file is read
    path = tmp_path / "e.xml"
    titles = "<title>Trade&nbsp;&\x0b AT&T &#0;&eacute;&bogus; <!-- a & b --></title>"
    path.write_text(
        HEAD
        + f"<!--{padding}-->"
        + "".join(item(n, content="a & b &nbsp; \x08c") for n in range(1, 60))
        + FOOT
    )
    path.write_text(path.read_text().replace("<title>Story 9</title>", titles))
    posts = read_export(path).posts
    assert posts[8].title == "Trade\xa0& AT&T é&bogus;"
    assert {post.content for post in posts} == {"a & b &nbsp; c"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "gb18030"])
def test_encodings_that_are_what_they_claim(tmp_path: Path, encoding: str) -> None:
    claimed = "utf-8" if encoding == "utf-8-sig" else encoding
    path = tmp_path / "e.xml"
    path.write_bytes((HEAD.replace("UTF-8", claimed) + item(title="Épargne à Lomé") + FOOT).encode(encoding))
    assert read_export(path).posts[0].title == "Épargne à Lomé"


# Files that are no export


@contextmanager
def refused(*words: str) -> Iterator[None]:
    """Refused within two seconds, in one sentence or two that contain `words`."""
    started = time.monotonic()
    with pytest.raises(ExportUnreadable) as caught:
        yield
    assert time.monotonic() - started < 2
    message = str(caught.value.message)
    assert "\n" not in message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\0" * 5000, "empty"),
        (b"PK\x03\x04....", "ZIP"),
        (b"id,title\n1,Story", "not an XML file"),
        (b"<html><body>Sign in</body></html>", "not an export of WordPress"),
        (b"<rss><channel><title>A feed</title><item><title>News</title></item></channel></rss>", "not an export"),
        (HEAD.replace("1.2</wp:wxr", "2.0</wp:wxr").encode() + FOOT.encode(), "WXR 2.0"),
        (HEAD.replace("UTF-8", "UTF-16").encode() + FOOT.encode(), "encoding UTF-16"),
        (HEAD.replace("UTF-8", "punycode").encode() + FOOT.encode(), "encoding punycode"),
        ((HEAD + item(title="Épargne") + FOOT).encode("latin-1"), "Line 10 is not text in the encoding UTF-8"),
        ((HEAD + "<item></channel>" + FOOT).encode(), "Line 10 is not well-formed"),
        ((HEAD + FOOT + "<more/>").encode(), "follows the end"),
        ((HEAD + "<x>" * 100 + FOOT).encode(), "nested too deep"),
        ((HEAD + "<x>" * 1_000_000).encode(), "nested too deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_export(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "e.xml"
    path.write_bytes(content)
    with refused(words):
        read_export(path)


@pytest.mark.parametrize("tenths", range(10))
def test_a_file_that_breaks_off(shared_data: Path, tmp_path: Path, tenths: int) -> None:
    whole = (shared_data / "wxr" / "themeunittestdata.wordpress.xml").read_bytes()
    path = tmp_path / "e.xml"
    path.write_bytes(whole[: len(whole) * tenths // 10])
    with refused("breaks off" if tenths else "empty"):
        read_export(path)


def test_a_file_that_breaks_off_within_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "e.xml"
    path.write_bytes((HEAD + "é").encode()[:-1])
    with refused("breaks off in line 10"):
        read_export(path)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://old.example/rss.dtd">',
        "<!DOCTYPE rss>",
    ],
)
def test_entities_and_document_types(tmp_path: Path, doctype: str) -> None:
    head = HEAD.replace("<rss", f"{doctype}<rss", 1)
    path = write_export(tmp_path / "e.xml", item(title="&c;&file;"), head=head)
    with refused("DOCTYPE"):
        read_export(path)
    path.write_bytes(path.read_text().encode("utf-16"))
    with refused("DOCTYPE"):
        read_export(path)


def test_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "e.xml"
    with path.open("wb") as file:
        file.write(HEAD.encode())
        os.truncate(path, 1 << 30)
    with refused("1024 MB", "256 MB"):
        read_export(path)


def test_more_than_the_limits(tmp_path: Path) -> None:
    path = write_export(tmp_path / "e.xml", *(item(n, comment(n), content="x" * 999) for n in range(1, 6)))
    assert len(read_export(path, Limits(items=11, text_length=999)).posts) == 5
    with refused("more than 9 posts and comments"):
        read_export(path, Limits(items=9))
    with refused("longer than any post", "(line 10)"):
        read_export(path, Limits(text_length=998))


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    with refused("missing.xml", "No such file"):
        read_export(tmp_path / "missing.xml")
    with refused("could not be opened"):
        read_export(tmp_path)

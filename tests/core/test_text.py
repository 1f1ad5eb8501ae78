"""What members write becomes safe HTML, whatever they write."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from community.core import text
from community.core.text import (
    clean_html,
    plain_text,
    render_brief,
    render_markdown,
    slugify,
    tidy,
    tidy_line,
)

RENDERERS = pytest.mark.parametrize("render", [render_markdown, render_brief, clean_html])
ALLOWED = text._TAGS | {"div"}
"""`div` is the test's own root."""
ATTRIBUTES = {"href", "title", "rel", "hreflang", "start", "colspan", "rowspan", "scope", "dir", "lang"}
LONG = {
    "brackets": "[" * 20_000,
    "quotes": "> " * 5_000 + "x",
    "stars": "*a **a " * 5_000,
    "angles": "<" * 20_000,
    "lists": "- " * 5_000 + "x",
    "ticks": "`" * 20_000 + "x",
    "addresses": "https://" * 5_000,
    "closing": "https://a.example/" + ")" * 20_000,
}


def assert_harmless(fragment: str, source: str) -> None:
    root = html.fragment_fromstring(fragment, create_parent="div")
    for element in root.iter():
        assert not isinstance(element, html.HtmlComment | html.HtmlProcessingInstruction), source
        assert element.tag in ALLOWED, (element.tag, source)
        for name, value in element.attrib.items():
            assert name in {
                "href",
                "title",
                "rel",
                "hreflang",
                "start",
                "colspan",
                "rowspan",
                "scope",
                "dir",
                "lang",
            }, source
            if name == "href":
                address = re.sub(r"[\x00-\x20]", "", value).lower()
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", address)
                assert scheme is None or scheme[1] in {"http", "https", "mailto"}, (value, source)


def hostile_lines(folder: Path) -> Iterator[str]:
    yield from (folder / "xss-payload-list.txt").read_text(errors="replace").splitlines()
    yield from json.loads((folder / "blns.json").read_text())


@pytest.mark.slow
@RENDERERS
def test_hostile_lines_become_harmless(render: Callable[[str], str], shared_data: Path) -> None:
    lines = list(hostile_lines(shared_data / "security"))
    assert len(lines) > 1000
    for line in lines:
        for wrapped in (line, f"[x]({line})", f"<{line}>", f"**{line}**"):
            assert_harmless(render(tidy(wrapped)), wrapped)


@pytest.mark.slow
def test_the_examples_of_commonmark_never_fail(shared_data: Path) -> None:
    specification = (shared_data / "security" / "commonmark-spec.txt").read_text()
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n", specification, re.DOTALL | re.MULTILINE)
    assert len(examples) > 600
    for example in examples:
        for render in (render_markdown, render_brief):
            assert_harmless(render(example.replace("→", "\t")), example)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "See https://aiddata.org/china.",
            'See <a href="https://aiddata.org/china" {rel}>https://aiddata.org/china</a>.',
        ),
        ("(https://a.example/b)", '(<a href="https://a.example/b" {rel}>https://a.example/b</a>)'),
        ("见 https://a.example/b。", '见 <a href="https://a.example/b" {rel}>https://a.example/b</a>。'),
        ("[a](https://a.example)", '<a href="https://a.example" {rel}>a</a>'),
        (
            "https://a.example/b_(c)_d",
            '<a href="https://a.example/b_(c)_d" {rel}>https://a.example/b_(c)_d</a>',
        ),
        ("`https://a.example/b`", "<code>https://a.example/b</code>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
    ],
)
def test_a_bare_address_becomes_a_link(written: str, read: str) -> None:
    expected = f"<p>{read}</p>".replace("{rel}", 'rel="nofollow ugc noopener noreferrer"')
    assert render_markdown(written) == expected
    assert render_brief(written) == expected


def test_an_address_in_a_block_of_code_stays_code() -> None:
    assert (
        render_markdown("```\ncurl https://a.example/b\n```")
        == "<pre><code>curl https://a.example/b\n</code></pre>"
    )


def test_headings_stand_below_the_title_of_the_page() -> None:
    assert render_markdown("# One\n\n## Two\n\n###### Six") == "<h2>One</h2>\n<h3>Two</h3>\n<h6>Six</h6>"
    assert render_markdown("### First\n\n#### Below") == "<h2>First</h2>\n<h3>Below</h3>"
    assert render_markdown("# In a reply\n\n###### Deep", below=2) == "<h3>In a reply</h3>\n<h6>Deep</h6>"


def test_a_message_keeps_its_lines_and_has_no_headings() -> None:
    assert render_brief("# No title\nsecond line") == "<p># No title<br>\nsecond line</p>"


def test_pictures_become_links() -> None:
    assert "<img" not in render_markdown("![a picture](https://tracker.example/p.gif)")


@pytest.mark.parametrize("written", LONG.values(), ids=list(LONG))
def test_no_text_takes_long(written: str) -> None:
    started = time.perf_counter()
    for render in (render_markdown, render_brief):
        assert_harmless(render(written), written[:20])
    assert time.perf_counter() - started < 5


def test_what_is_stored_is_tidy() -> None:
    assert tidy("  e\u0301\r\nb\u202e\x00\ud800\rc  ") == "é\nb\nc"
    assert tidy_line(" Zhang \n\t Wei\u2066 ") == "Zhang Wei"
    assert tidy("پارسی می\u200cخواهم") == "پارسی می\u200cخواهم"  # joiners belong to scripts


def test_plain_text_keeps_words_apart() -> None:
    assert plain_text("<p>One &amp; two</p><ul><li>three</li><li>four</li></ul>") == "One & two three four"


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("José's loan", "joses-loan"),
        ("张伟", "zhang-wei"),
        ("O’Brien", "obrien"),
        ("— —", "member"),
        ("../../etc", "etc"),
    ],
)
def test_an_address_is_readable(name: str, handle: str) -> None:
    assert slugify(name, fallback="member") == handle


def test_what_we_make_is_well_formed() -> None:
    fragment = render_markdown("| a | b |\n|---|---|\n| 1 | *2* |\n\n> quote\n\n1. one\n2. two")
    assert etree.fromstring(f"<div>{fragment}</div>") is not None

"""The text of a post: everything a reader came for, nothing that acts, nothing loaded from elsewhere."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from lxml import html as lxml_html

from community.stories.wordpress.body import render_comment, render_post, summary
from community.stories.wordpress.reader import read_export
from tests.stories.wordpress.files import post

SITE = "https://old.example"


def rendered(content: str, **attachments: str) -> str:
    pictures = {
        number: post("", wp_id=number, kind="attachment", title=title, attachment_url=f"{SITE}/{number}.jpg")
        for number, title in enumerate(attachments.values(), start=11)
    }
    made = render_post(post(content), base_url=SITE, attachments=pictures)
    return re.sub(r' rel="[^"]*"', "", made).replace(">\n<", "><")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("One\ntwo\n\nThree", "<p>One<br>two</p><p>Three</p>"),
        ("<b>One\n\ntwo</b> three", "<p><b>One</b></p><p><b>two</b> three</p>"),
        ("<div>One</div><div>two<div>three</div></div>four", "<p>One</p><p>two</p><p>three</p><p>four</p>"),
        ("One<br><br>two", "<p>One</p><p>two</p>"),
        ("<p></p><h2> </h2><ul></ul>x", "<p>x</p>"),
        ("<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->", "<p>One two</p>"),
        ("Before<!--more-->after", "<p>Beforeafter</p>"),
        ("One<!--nextpage-->Two", "<p>One</p><hr><p>Two</p>"),
        ("<h1>A</h1><h2>B</h2><h6>C</h6><h2>D</h2>", "<h2>A</h2><h3>B</h3><h4>C</h4><h3>D</h3>"),
        ("<h3>A</h3><h5>B</h5><h2>C</h2>", "<h2>A</h2><h3>B</h3><h2>C</h2>"),
        ("<ul><li>a<ol><li>b</ol></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<blockquote>Stay.</blockquote>", "<blockquote><p>Stay.</p></blockquote>"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("<h2>a<h3>b</h3>", "<h2>a</h2><h3>b</h3>"),
        (
            "<table><tr><th>a<td><tr><td>b</table>",
            "<table><tbody><tr><th>a</th><td></td></tr><tr><td>b</td></tr></tbody></table>",
        ),
        ("<pre>a\n\n  b &lt;c&gt;</pre>", "<pre>a\n\n  b &lt;c&gt;</pre>"),
        ("<p dir=rtl lang=ar style=x class=y>مرحبا</p>", '<p dir="rtl" lang="ar">مرحبا</p>'),
        ('<a href="#top" id=x>up</a> <a href="/about">us</a>', f'<p>up <a href="{SITE}/about">us</a></p>'),
        ("Fish &amp; chips &lt;b&gt;", "<p>Fish &amp; chips &lt;b&gt;</p>"),
    ],
)
def test_paragraphs_and_elements(written: str, read: str) -> None:
    assert rendered(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            '<img src="/a/boat.jpg" alt="A boat">',
            f'<p><a href="{SITE}/a/boat.jpg">Picture: A boat</a></p>',
        ),
        ('<img src="/caf%C3%A9.jpg">', f'<p><a href="{SITE}/caf%C3%A9.jpg">Picture: café.jpg</a></p>'),
        ('<img src="data:image/png;base64,AA" alt="Dot">', "<p>Picture: Dot</p>"),
        (
            f'<a href="{SITE}/big"><img src="small.jpg" alt="A boat"></a>',
            f'<p><a href="{SITE}/big">Picture: A boat</a></p>',
        ),
        (
            '<iframe src="https://www.youtube.com/embed/x">Old browser</iframe>',
            '<p><a href="https://www.youtube.com/embed/x">Video: youtube.com/embed/x</a></p>',
        ),
        (
            '<audio controls><source src="/a.ogg"><source src="/a.mp3">Sorry</audio> after',
            f'<p><a href="{SITE}/a.ogg">Audio: old.example/a.ogg</a> after</p>',
        ),
        (
            "https://v.example\n\n(https://v.example), and",
            '<p><a href="https://v.example">v.example</a></p><p>(<a href="https://v.example">v.example</a>), and</p>',
        ),
        (
            '[caption width="3"]<a href="/b"><img src="s.jpg" alt="Boat"></a> At <em>sea</em>[/caption]',
            f'<figure><a href="{SITE}/b">Picture: Boat</a><figcaption>At <em>sea</em></figcaption></figure>',
        ),
        ("[embed]https://v.example/1[/embed]", '<p><a href="https://v.example/1">v.example/1</a></p>'),
        ('[video mp4="https://v.example/1"][/video]', '<p><a href="https://v.example/1">Video: v.example/1</a></p>'),
        ('[gallery ids="1,2"]', "<p>A gallery of 2 pictures stood here.</p>"),
        ("[gallery]", "<p>A gallery of pictures stood here.</p>"),
    ],
)  # fmt: skip
def test_media_become_links(written: str, read: str) -> None:
    assert rendered(written) == read


def test_a_gallery_lists_the_pictures_of_the_export() -> None:
    assert rendered('[gallery ids="12,11,99"]', first="Boat", second="Sea & sky") == (
        f'<ul><li><a href="{SITE}/12.jpg">Sea &amp; sky</a></li><li><a href="{SITE}/11.jpg">Boat</a></li></ul>'
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("[box color='red']in[/box] [b]old[/b]", "in old"),
        ("[contact-form-7 id='3'] x", "x"),
        ("[sic] and [1] and […] and [a note]", "[sic] and [1] and […] and [a note]"),
        ("[[gallery]] is a shortcode", "[gallery] is a shortcode"),
        ("[outer a=1][inner b=2]x[/outer]y[/inner]", "xy[/inner]"),
    ],
)
def test_shortcodes_leave_what_they_hold(written: str, words: str) -> None:
    assert rendered(written) == f"<p>{words}</p>"


def test_comments_keep_their_lines() -> None:
    assert render_comment("One\ntwo\n\n<script>x()</script><b>three", base_url=SITE) == (
        "<p>One<br>two</p>\n<p><b>three</b></p>"
    )


def test_titles_are_words() -> None:
    assert summary("Debt &amp; <em>trade</em><script>x()</script>") == "Debt & trade"


ALLOWED = frozenset(
    "a abbr b blockquote br code dd del dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s"
    " small strong sub sup table tbody td tfoot th thead tr u ul".split()
)
HARMLESS = frozenset("href title rel start colspan rowspan scope dir lang".split())


def acts(fragment: str) -> list[str]:
    """What in a fragment could do anything, as another parser than ours sees it."""
    found = []
    for element in lxml_html.document_fromstring(f"<!doctype html><body><div>{fragment}</div>").iterfind(
        "body/div//*"
    ):
        if element.tag not in ALLOWED:
            found.append(f"<{element.tag}>")
        found += [name for name in element.attrib if name not in HARMLESS]
        if not re.match(r"https?://|mailto:", element.get("href", "https://")):
            found.append(element.get("href", ""))
    return found


def test_attacks_come_out_as_text(shared_data: Path) -> None:
    lines = (shared_data / "security" / "xss-payload-list.txt").read_text("utf-8", "replace").splitlines()
    assert len(lines) > 6000
    for line in lines:
        for made in (
            render_post(post(line), base_url=SITE, attachments={}),
            render_comment(line, base_url=SITE),
        ):
            assert acts(made) == [], line


def test_attacks_in_shortcodes_and_media() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    for written in (
        f"[caption caption='{evil}']{evil}[/caption]",
        f"[embed]javascript:alert(1){evil}[/embed]",
        f"[video src='https://x.example/{evil}'][/video]",
        f'<iframe src="javascript:alert(1)" srcdoc="{evil}"></iframe>',
        '<img src="javascript:alert(1)" alt="<script>alert(1)</script>">',
        '<a href="java\tscript:alert(1)">x</a><a href=" JAVASCRIPT:alert(1)">y</a><a href="//[">z</a>',
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><math><mtext><style><img src=x onerror=y>",
        "<form action=x><input onfocus=x autofocus><button formaction=javascript:x>Go</button></form>",
    ):
        assert acts(rendered(written)) == [], written


@pytest.mark.parametrize(
    "unit",
    ["<div>", "<b>", "<blockquote>", "<ul><li>", "<a href=x>", "[caption]", "[a b=", "[", "<!--", "<!", "</", "&#", "http://"],
)  # fmt: skip
def test_a_hostile_text_takes_no_long_time(unit: str) -> None:
    started = time.monotonic()
    made = rendered(unit * 20_000 + "x\n\n" * 500)
    assert time.monotonic() - started < 5
    assert len(made) < 1_000_000


def test_the_real_texts_lose_no_word(shared_data: Path) -> None:
    """Word by word against another parser's reading; what stands in for media is ours and not compared."""
    export = read_export(shared_data / "wxr" / "themeunittestdata.wordpress.xml")
    posts = [one for one in export.posts if one.kind in {"post", "page"} and one.content]
    for one in posts:
        made = render_post(one, base_url=export.url, attachments={})
        assert acts(made) == []
        written = re.sub(r"\[/?(caption|gallery|audio|simple)[^\]]*\]|https?://\S+", " ", one.content)
        shown = " ".join(lxml_html.fromstring(f"<div>{made}</div>").text_content().split())
        tree = lxml_html.fromstring(f"<div>{written}</div>")
        for unread in tree.xpath(
            "//script|//style|//svg|//iframe|//video|//audio|//object|//select|//textarea|//comment()"
        ):
            unread.drop_tree()
        missing = {
            word for text in tree.itertext() for word in re.findall(r"\w{3,}", text) if word not in shown
        }
        assert not missing, one.slug

"""What every answer has: an error in words, strict headers, assets that stay."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from community.core.actor import anyone
from community.core.errors import Invalid
from community.core.web.doors import open_to
from tests.browser import Browser, words
from tests.cast import Cast


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """The address /sign-up/check-mail raises what it is given."""

    def fail_with(error: Exception) -> None:
        @open_to(anyone, limit="100/minute")
        def view() -> str:
            raise error

        monkeypatch.setitem(app.view_functions, "accounts.check_mail", view)

    return fail_with


URL = "/sign-up/check-mail"


@pytest.mark.parametrize(
    ("url", "method", "status"),
    [("/nowhere", "GET", 404), ("/settings/sessions", "POST", 405), ("/sign-out", "POST", 400)],
)
def test_an_error_is_a_page_for_people_and_a_problem_for_programs(
    browser: Callable[..., Browser], url: str, method: str, status: int
) -> None:
    visitor = browser()
    token = {"X-CSRFToken": visitor.token} if status == 405 else {}
    page = visitor.open(url, method=method, headers=token)
    assert page.status_code == status
    assert len(Browser.parsed(page).xpath("//h1")) == 1
    document = visitor.open(url, method=method, headers={"Accept": "application/json", **token})
    assert (document.status_code, document.mimetype) == (status, "application/problem+json")
    assert document.json is not None
    assert {"type", "status", "code", "detail"} <= set(document.json)
    if status == 405:
        assert "GET" in page.headers["Allow"]
        assert "GET" in document.headers["Allow"]


def test_a_refusal_names_its_field(
    browser: Callable[..., Browser], failing: Callable[[Exception], None]
) -> None:
    failing(Invalid("Too short.", field="headline"))
    response = browser().get(URL, headers={"Accept": "application/json"})
    assert response.json is not None
    assert (response.status_code, response.json["errors"]) == (422, {"headline": ["Too short."]})


def test_a_fault_tells_nothing_of_itself(
    browser: Callable[..., Browser], failing: Callable[[Exception], None], caplog: pytest.LogCaptureFixture
) -> None:
    failing(ValueError("the password is hunter2"))
    page = browser().get(URL)
    assert page.status_code == 500
    assert "hunter2" not in page.text
    assert "Nothing was half-saved" in page.text
    assert "fault on GET" in caplog.text


def test_a_fault_without_a_database_is_told_all_the_same(
    browser: Callable[..., Browser], failing: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(ValueError())
    visitor = browser()

    def gone(*anything: object, **more: object) -> None:
        raise OperationalError("SELECT", {}, ConnectionError())

    monkeypatch.setattr("community.core.web.errors.render_template", gone)
    page = visitor.get(URL)
    assert (page.status_code, page.mimetype) == (500, "text/plain")


def test_every_answer_carries_the_one_policy(browser: Callable[..., Browser], cast: Cast, app: Flask) -> None:
    visitor = browser(cast.awa)
    site = app.extensions["assets"].url("site.css")
    api = ("/api/v1/conversations", "/api/v1/nowhere")
    for url in ("/settings", "/nowhere", *api, site, "/static/x/nothing.css", "/language"):
        headers = visitor.get(url).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff", url
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "Strict-Transport-Security" not in headers  # this site is served without TLS


def test_a_page_of_a_member_stays_out_of_shared_caches(browser: Callable[..., Browser], cast: Cast) -> None:
    headers = browser(cast.awa).get("/settings").headers
    assert headers["Cache-Control"].startswith("private")
    assert "Cookie" in headers["Vary"]


def test_pages_carry_nothing_inline(browser: Callable[..., Browser], cast: Cast) -> None:
    for url in ("/settings", "/settings/sessions", "/sign-in", "/sign-up", "/nowhere"):
        page = Browser.parsed(browser(cast.awa if "settings" in url else None).get(url))
        assert page.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]") == []


def test_an_asset_stays_for_a_year_under_its_hash(browser: Callable[..., Browser], app: Flask) -> None:
    visitor, url = browser(), app.extensions["assets"].url("site.css")
    first = visitor.get(url)
    assert (first.status_code, first.mimetype) == (200, "text/css")
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert visitor.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    old = visitor.get("/static/000000000000/site.css")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "name",
    [
        "../community/config.py",
        "..%2f..%2fcommunity/config.py",
        "%2fetc/passwd",
        "css/ORDER",
        "",
        "js/",
        "site.css%00",
    ],
)
def test_nothing_but_assets_is_served(browser: Callable[..., Browser], app: Flask, name: str) -> None:
    version = app.extensions["assets"].version
    response = browser().get(f"/static/{version}/{name}")
    assert response.status_code in {308, 404}  # 308: to the same address without its double slash


def test_an_error_is_shown_in_the_readers_direction(browser: Callable[..., Browser]) -> None:
    page = browser().page("/nowhere?lang=ar", status=404)
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert words(page)


BEYOND = "9" * 25


@pytest.mark.parametrize(
    "url",
    [
        f"/?before={BEYOND}",
        f"/api/v1/stories?before={BEYOND}",
        f"/desk/stories/{BEYOND}/edit",
        "/stories/a%00b",
        "/people/a%00b",
    ],
)
def test_what_no_database_holds_is_no_fault_of_ours(
    browser: Callable[..., Browser], cast: Cast, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert browser(cast.lindiwe).get(url).status_code in {400, 404}
    assert "Traceback" not in caplog.text


def test_json_without_an_end_is_no_fault_of_ours(browser: Callable[..., Browser], cast: Cast) -> None:
    awa = browser(cast.awa)
    headers = {"X-CSRFToken": awa.token, "Content-Type": "application/json"}
    for body in ("[" * 100_000 + "]" * 100_000, '{"version": ' + BEYOND * 300 + "}"):
        assert awa.open("/api/v1/profile", method="PUT", data=body, headers=headers).status_code == 400


@pytest.mark.parametrize("url", ["/language", "/sign-in", "/sign-out", "/profile/confirm"])
def test_a_form_on_a_foreign_page_changes_nothing_and_leaves_no_cookie(
    browser: Callable[..., Browser], cast: Cast, url: str
) -> None:
    form = {"language": "fr", "next": "/"}
    ours = browser().post("/language", form, headers={"Origin": "http://localhost"})
    assert (ours.status_code, "Set-Cookie" in ours.headers) == (302, True)  # the premise
    for origin in ("https://evil.example", "null"):
        assert browser(cast.awa).post(url, form, headers={"Origin": origin}).status_code == 400
        # A browser leaves our cookie out of such a form; an answer that sets one would take its place.
        bare = browser().open(url, method="POST", data=form, headers={"Origin": origin})
        assert (bare.status_code, "Set-Cookie" in bare.headers) == (400, False)


def test_the_style_guide_shows_every_component(browser: Callable[..., Browser]) -> None:
    page = browser().page("/styleguide")
    parts = page.xpath("//section[@class='section']")
    assert len(parts) == len(page.xpath("//section[@class='section'][.//*[not(self::h2)]]")) > 8


def test_an_asset_comes_as_small_as_the_browser_can_read_it(
    browser: Callable[..., Browser], app: Flask
) -> None:
    visitor, assets = browser(), app.extensions["assets"]
    url = assets.url("vendor/socket.io.esm.min.js")

    def sent(accepted: str) -> tuple[str | None, bytes]:
        response = visitor.get(url, headers={"Accept-Encoding": accepted})
        assert "Accept-Encoding" in response.vary
        return response.content_encoding, response.data

    whole = sent("identity")
    small, smaller = sent("gzip, deflate"), sent("gzip, br, zstd")
    assert (whole[0], small[0], smaller[0]) == (None, "gzip", "br")
    assert gzip.decompress(small[1]) == brotli.decompress(smaller[1]) == whole[1]
    assert len(smaller[1]) < len(small[1]) < len(whole[1]) / 3

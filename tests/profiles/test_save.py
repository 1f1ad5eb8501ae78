"""Writing a profile: in a form that needs no script, as JSON, from two tabs at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import html
from sqlalchemy.orm import Session

from community.core.unit_of_work import unit_of_work
from community.profiles import actions
from community.profiles.errors import ProfileChangedMeanwhile, ProfileInvalid
from community.profiles.models import Profile
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import CANARY, HEADLINE, a_draft, publish

NewBrowser = Callable[..., Browser]


def filled(page: html.HtmlElement) -> dict[str, Any]:
    """What the browser would send of the profile's form as it stands, with the first button."""
    form = page.xpath("//form[contains(@action, '/profile/edit')]")[0]
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))  # which browsers drop from a textarea
    return sent


def field_error(page: html.HtmlElement, field: str) -> str:
    found = page.xpath(f"//*[@id='{field}-error']")
    return words(found[0]) if found else ""


def test_ten_minutes_to_a_published_profile(cast: Cast, browser: NewBrowser) -> None:
    awa = browser(cast.awa)
    form = filled(awa.page("/profile/edit"))
    form |= {
        "headline": HEADLINE,
        "biography": "I read **loan contracts**.",
        "biography_language": "fr",
        "leading_kind": "scholar",
        "other_kinds": ["scholar", "practitioner"],
        "affiliations-0-institution": "Université Cheikh Anta Diop",
        "affiliations-0-role": "Professor",
        "affiliations-0-from_year": "2019",
        "topics": ["sovereign-debt", "hydropower"],
        "countries": ["SN", "GN"],
        "based_in": "SN",
        "city": "Dakar",
        "languages-0-language": "French",
        "languages-0-level": "live",
        "languages-1-language": "Wolof",
        "availability": "open",
        "available_until": "2099-01-31",
        "notice_hours": "2",
        "media_modes": ["phone", "video"],
        "pronunciation": "AH-wah en-JAI",
        "form_of_address": "Professor Ndiaye",
        "private_contact": CANARY,
        "visibility": "public",
    }
    assert awa.post("/profile/edit", form).headers["Location"] == f"/people/{cast.awa.handle}"

    address = f"/people/{cast.awa.handle}"
    shown = words(browser(cast.amina).page(address).get_element_by_id("main"))
    for told in (
        HEADLINE,
        "I read loan contracts.",
        "scholar, ■practitioner",
        "Université Cheikh Anta Diop Professor · since 2019",
        "Sovereign debt",
        "Dakar, Senegal",
        "Guinea, Senegal",
        "French live on air",
        "Wolof interviews",
        "available to journalists until 31 January 2099, 2 hours’ notice",
        "phone, video call",
        "AH-wah en-JAI",
        "Professor Ndiaye",
    ):
        assert told in shown
    in_public = words(browser().page(address).get_element_by_id("main"))
    assert "available to journalists" in in_public
    for among_members in ("Dakar", "31 January 2099", "2 hours’ notice"):
        assert among_members not in in_public
    again = filled(awa.page("/profile/edit"))
    assert {
        name: again[name] for name in ("topics", "other_kinds", "languages-0-language", "visibility")
    } == {
        "topics": ["sovereign-debt", "hydropower"],
        "other_kinds": ["practitioner"],
        "languages-0-language": ["French"],
        "visibility": ["public"],
    }
    assert again["private_contact"] == [CANARY]


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("headline", "", "headline"),
        ("headline", "x" * 141, "headline"),
        ("biography", "x" * 2501, "biography"),
        ("leading_kind", "", "leading_kind"),
        ("leading_kind", "king", "leading_kind"),
        ("affiliations-0-role", "Professor", "affiliations-0-institution"),
        ("affiliations-1-from_year", "long ago", "affiliations-1-from_year"),
        ("languages-0-language", "Klingonese", "languages-0-language"),
        ("topics", ["sovereign-debt", "no-such"], "topics"),
        ("countries", ["XX"], "countries"),
        ("based_in", "XX", "based_in"),
        ("availability", "always", "availability"),
        ("available_until", "2001-01-01", "available_until"),
        ("available_until", "tomorrow", "available_until"),
        ("notice_hours", "-1", "notice_hours"),
        ("media_modes", ["telepathy"], "media_modes"),
        ("city", "x" * 81, "city"),
        ("private_contact", "x" * 301, "private_contact"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, browser: NewBrowser, field: str, value: Any, where: str
) -> None:
    awa = browser(cast.awa)
    form = filled(awa.page("/profile/edit")) | {
        "headline": HEADLINE,
        "leading_kind": "scholar",
        "city": "Thiès",
    }
    answer = awa.post("/profile/edit", form | {field: value})
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert field_error(page, where)
    summary = page.xpath("//*[@data-error-summary]//a/@href")
    assert summary
    assert all(page.xpath(f"//*[@id='{link[1:]}']") for link in summary), summary
    kept = filled(page)
    assert kept["city"] == ["Thiès" if field != "city" else value]
    if isinstance(value, str) and field not in ("leading_kind", "based_in", "availability"):
        assert kept[field] == [value]


def test_a_button_adds_a_row_without_a_script_and_keeps_what_was_typed(
    cast: Cast, browser: NewBrowser
) -> None:
    awa = browser(cast.awa)
    before = filled(awa.page("/profile/edit")) | {"languages-0-language": "Wolof", "headline": "Half a th"}
    answer = awa.post("/profile/edit", before | {"add": "languages"})
    after = filled(html.fromstring(answer.text))
    assert answer.status_code == 200
    assert set(after) - set(before) == {"languages-3-language", "languages-3-level"}
    assert (after["languages-0-language"], after["headline"]) == (["Wolof"], ["Half a th"])


def test_two_tabs_do_not_overwrite_each_other_unseen(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    phone, desk = filled(awa.page("/profile/edit")), filled(awa.page("/profile/edit"))
    assert awa.post("/profile/edit", phone | {"city": "Saint-Louis"}).status_code == 302
    answer = awa.post("/profile/edit", desk | {"city": "Thiès"})
    page = html.fromstring(answer.text)
    assert answer.status_code == 409
    assert "another tab or device" in words(page)
    assert filled(page)["city"] == ["Thiès"]
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).city == "Saint-Louis"
    assert awa.post("/profile/edit", filled(page)).status_code == 302
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).city == "Thiès"


def test_an_action_refuses_what_no_form_would_send(cast: Cast) -> None:
    actor = cast.awa.actor
    with pytest.raises(ProfileInvalid) as refused, unit_of_work() as session:
        actions.save_profile(session, actor, a_draft(topics=tuple("abcdefgh"), city="x" * 99))
    assert set(refused.value.faults) == {"topics", "city"}
    with pytest.raises(ProfileChangedMeanwhile), unit_of_work() as session:
        actions.save_profile(session, actor, a_draft(version=7))


def test_saving_again_replaces_the_lists(cast: Cast, session: Session) -> None:
    publish(cast.awa)
    publish(cast.awa, version=1, topics=("hydropower", "railways"), kinds=("practitioner",), countries=())
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    assert [one.topic.slug for one in profile.topics] == ["hydropower", "railways"]
    assert [one.kind for one in profile.kinds] == ["practitioner"]
    assert (profile.countries, profile.version) == ([], 2)


def test_json_says_the_same(cast: Cast, browser: NewBrowser) -> None:
    awa = browser(cast.awa)
    body = {
        "version": 0,
        "headline": HEADLINE,
        "kinds": ["scholar"],
        "topics": ["hydropower"],
        "languages": [{"language": "fr", "level": "live"}],
        "private_contact": CANARY,
        "audience": "public",
    }
    answer = awa.json("PUT", "/api/v1/profile", body)
    assert (answer.status_code, answer.json["version"]) == (200, 1)
    assert CANARY not in answer.text
    read = browser().json("GET", f"/api/v1/people/{cast.awa.handle}")
    assert (read.json["headline"], read.json["languages"]) == (
        HEADLINE,
        [{"language": "fr", "level": "live"}],
    )
    assert awa.json("PUT", "/api/v1/profile", body).status_code == 409
    wrong = awa.json("PUT", "/api/v1/profile", body | {"version": 1, "city": "x" * 99})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["city"])
    assert browser().json("PUT", "/api/v1/profile", body).status_code == 401


def test_hostile_text_is_text(cast: Cast, browser: NewBrowser) -> None:
    publish(
        cast.awa,
        biography="<script>alert(1)</script> [x](javascript:alert(1)) \u202egnp.exe",
        city="<b>Dakar",
    )
    text = browser().get(f"/people/{cast.awa.handle}").text
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text
    assert "\u202e" not in text
    assert "<b>Dakar" not in text

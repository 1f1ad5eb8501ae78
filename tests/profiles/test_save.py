"""Writing a profile: in a form that needs no script, as JSON, from two tabs at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles import actions
from community.profiles.audiences import field_mark
from community.profiles.drafts import PlaceDraft, PublicationDraft, TopicDraft, draft_of
from community.profiles.errors import ProfileChangedMeanwhile, ProfileInvalid
from community.profiles.models import Profile, Publication, TopicEvidence
from community.profiles.taxonomy import taxonomy
from tests.browser import Browser, words
from tests.cast import Cast
from tests.profiles.drafts import CANARY, HEADLINE, a_draft, publish

NewBrowser = Callable[..., Browser]


def filled(page: html.HtmlElement) -> dict[str, Any]:
    """What the browser would send of a step's form as it stands, with the first button."""
    form = page.xpath("//main//form[@enctype]")[0]
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))  # which browsers drop from a textarea
    return sent


def field_error(page: html.HtmlElement, field: str) -> str:
    found = page.xpath(f"//*[@id='{field}-error']")
    return words(found[0]) if found else ""


def take_step(member: Browser, step: str, **typed: Any) -> TestResponse:
    """Fill a step in and press "Save and go on"."""
    address = f"/profile/edit/{step}"
    fields = {name.replace("__", "-"): value for name, value in typed.items()}
    return member.post(address, filled(member.page(address)) | fields | {"on": "1"})


def test_ten_minutes_to_a_published_profile(cast: Cast, browser: NewBrowser) -> None:
    awa = browser(cast.awa)
    assert "Begin" in words(awa.page("/profile/edit"))
    steps: dict[str, dict[str, Any]] = {
        "about": {
            "headline": HEADLINE,
            "biography": "I read **loan contracts**.",
            "biography_language": "fr",
            "leading_kind": "scholar",
            "other_kinds": ["scholar", "practitioner"],
        },
        "topics": {"topics": ["sovereign-debt", "hydropower"], "not_my_field-0": "Railways"},
        "places": {"countries": ["SN", "GN"], "regions": ["011"]},
        "work": {
            "based_in": "SN",
            "city": "Dakar",
            "affiliations-0-institution": "Université Cheikh Anta Diop",
            "affiliations-0-role": "Professor",
            "affiliations-0-from_year": "2019",
        },
        "languages": {
            "languages-0-language": "French",
            "languages-0-level": "live",
            "languages-1-language": "Wolof",
        },
        "talk": {
            "availability": "open",
            "available_until": "2099-01-31",
            "time_zone": "Africa/Dakar",
            "speaks_from": "9",
            "speaks_until": "24",
            "notice_hours": "2",
            "media_modes": ["phone", "video"],
            "private_contact": CANARY,
        },
        "names": {
            "variants": "Eva N’Diaye\nA. Ndiaye",
            "family_name": "Ndiaye",
            "pronunciation": "AH-wah en-JAI",
            "form_of_address": "Professor Ndiaye",
        },
        "photo": {},
    }
    before = "/profile/edit/about"
    for step, typed in steps.items():
        assert before == f"/profile/edit/{step}"
        answer = take_step(awa, step, **typed)
        assert answer.status_code == 302, answer.text
        before = answer.headers["Location"]
    assert before == "/profile/edit/publications"
    assert "Nothing here yet" in words(awa.page(before))
    browser().page(f"/people/{cast.awa.handle}", 404)  # nobody sees it before it is published
    published = take_step(awa, "audience", audience="public", is_listed="y")
    assert published.headers["Location"] == f"/people/{cast.awa.handle}"

    address = f"/people/{cast.awa.handle}"
    shown = words(browser(cast.amina).page(address).get_element_by_id("main"))
    for told in (
        HEADLINE,
        "I read loan contracts.",
        "scholar, ■practitioner",
        "Université Cheikh Anta Diop Professor · since 2019",
        "Sovereign debt",
        "Not their field: Railways",
        "Dakar, Senegal",
        "Western Africa, Guinea, Senegal",
        "French live on air",
        "Wolof interviews",
        "available to journalists until 31 January 2099, 2 hours’ notice",
        "09:00–24:00 in Dakar",
        "phone, video call",
        "Also written Eva N’Diaye, A. Ndiaye Say",  # her family's name stands where anybody looks for it
        "AH-wah en-JAI",
        "Professor Ndiaye",
    ):
        assert told in shown
    in_public = words(browser().page(address).get_element_by_id("main"))
    assert "available to journalists" in in_public
    for among_members in ("Dakar", "31 January 2099", "2 hours’ notice"):
        assert among_members not in in_public

    again = filled(awa.page("/profile/edit/topics"))
    assert [again[f"chosen-{n}-slug"] for n in range(2)] == [["sovereign-debt"], ["hydropower"]]
    again = filled(awa.page("/profile/edit/about"))
    assert (again["leading_kind"], again["other_kinds"]) == (["scholar"], ["practitioner"])
    assert filled(awa.page("/profile/edit/languages"))["languages-0-language"] == ["French"]
    assert filled(awa.page("/profile/edit/talk"))["private_contact"] == [CANARY]


@pytest.mark.parametrize(
    ("step", "field", "value", "where"),
    [
        ("about", "headline", "x" * 141, "headline"),
        ("about", "biography", "x" * 2501, "biography"),
        ("about", "leading_kind", "king", "leading_kind"),
        ("names", "display_name", "", "display_name"),
        ("names", "pronunciation", "x" * 121, "pronunciation"),
        ("work", "affiliations-0-role", "Professor", "affiliations-0-institution"),
        ("work", "affiliations-0-from_year", "long ago", "affiliations-0-from_year"),
        ("work", "based_in", "XX", "based_in"),
        ("work", "city", "x" * 81, "city"),
        ("languages", "languages-0-language", "Klingonese", "languages-0-language"),
        ("topics", "topics", ["sovereign-debt", "no-such"], "topics"),
        ("topics", "not_my_field-0", "astrology", "not_my_field"),
        ("places", "countries", ["XX"], "countries"),
        ("places", "regions", ["999"], "regions"),
        ("talk", "availability", "always", "availability"),
        ("talk", "available_until", "2001-01-01", "available_until"),
        ("talk", "available_until", "tomorrow", "available_until"),
        ("talk", "notice_hours", "-1", "notice_hours"),
        ("talk", "speaks_from", "25", "speaks_from"),
        ("talk", "time_zone", "Mars/Olympus", "time_zone"),
        ("talk", "media_modes", ["telepathy"], "media_modes"),
        ("talk", "private_contact", "x" * 301, "private_contact"),
        ("links", "links-0-url", "javascript:alert(1)", "links-0-url"),
        ("disclosures", "disclosures-0-note", "paid me", "disclosures-0-organisation"),
        ("publications/new", "year", "9999", "year"),
        ("publications/new", "doi", "no doi", "doi"),
        ("appearances/new", "url", "ftp://example.com", "url"),
        ("appearances/new", "outlet", "", "outlet"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    cast: Cast, browser: NewBrowser, session: Session, step: str, field: str, value: Any, where: str
) -> None:
    awa = browser(cast.awa)
    answer = take_step(awa, step, **{field: value})
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert field_error(page, where)
    summary = page.xpath("//*[@data-error-summary]//a/@href")
    assert summary
    places = [page.xpath(f"//*[@id='{link[1:]}']") for link in summary]
    controls = {"input", "select", "textarea"}
    assert all(found and (found[0].tag in controls or found[0].get("tabindex")) for found in places), summary
    if isinstance(value, str) and field not in (
        "leading_kind",
        "based_in",
        "availability",
        "time_zone",
        "speaks_from",
    ):
        assert filled(page)[field] == [value]
    assert session.get(Profile, cast.awa.id) is None


def test_publishing_needs_a_kind_and_a_headline_and_says_where(cast: Cast, browser: NewBrowser) -> None:
    awa = browser(cast.awa)
    answer = take_step(awa, "audience", audience="public")
    assert answer.status_code == 422
    told = html.fromstring(answer.text).xpath("//div[@role='alert']//a/@href")
    assert told == ["/profile/edit/about", "/profile/edit/about"]
    assert take_step(awa, "about", headline=HEADLINE, leading_kind="scholar").status_code == 302
    assert take_step(awa, "audience", audience="public").status_code == 302


def test_the_overview_says_what_is_there_and_what_comes_next(cast: Cast, browser: NewBrowser) -> None:
    awa = browser(cast.awa)
    take_step(awa, "about", headline=HEADLINE, leading_kind="scholar")
    page = awa.page("/profile/edit")
    assert f"scholar {HEADLINE}" in words(page)
    assert page.xpath("//div[@role='status']//a/@href") == ["/profile/edit/topics"]
    take_step(awa, "topics", topics=["sovereign-debt", "hydropower", "railways"])
    assert awa.page("/profile/edit").xpath("//div[@role='status']//a/@href") == ["/profile/edit/languages"]


def test_who_sees_an_item_is_chosen_beneath_it(cast: Cast, browser: NewBrowser, session: Session) -> None:
    awa = browser(cast.awa)
    publish(cast.awa)
    defaults = filled(awa.page("/profile/edit/work"))
    assert (defaults["seen_by_based_in"], defaults["seen_by_city"]) == (["public"], ["members"])
    assert (
        take_step(
            awa, "work", seen_by_city="public", seen_by_based_in="me", affiliations__1__audience="journalists"
        ).status_code
        == 302
    )
    shown = words(browser().page(f"/people/{cast.awa.handle}"))
    assert "Dakar" in shown
    assert "Dakar, Senegal" not in shown
    assert "Treasury" not in shown
    assert "Université Cheikh Anta Diop" in shown
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    assert profile.marks.keys() == {"based_in", "city"}


def test_a_list_whose_rows_differ_keeps_its_differences(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    countries = (PlaceDraft(code="SN"), PlaceDraft(code="GN", audience="members"))
    publish(cast.awa, countries=countries)
    awa = browser(cast.awa)
    take_step(awa, "places", countries=["SN", "GN", "ML"])
    rows = {
        one.country: one.audience
        for one in session.get_one(Profile, cast.awa.id, populate_existing=True).countries
    }
    assert rows == {"SN": "public", "GN": "members", "ML": "public"}
    take_step(awa, "places", seen_by_countries="me")
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    assert {one.audience for one in profile.countries} == {"me"}


def test_a_button_adds_a_row_without_a_script_and_keeps_what_was_typed(
    cast: Cast, browser: NewBrowser
) -> None:
    awa = browser(cast.awa)
    before = filled(awa.page("/profile/edit/languages")) | {"languages-0-language": "Wolof"}
    answer = awa.post("/profile/edit/languages", before | {"add": "languages"})
    after = filled(html.fromstring(answer.text))
    assert answer.status_code == 200
    assert set(after) - set(before) == {"languages-3-language", "languages-3-level"}
    assert after["languages-0-language"] == ["Wolof"]


def test_two_tabs_do_not_overwrite_each_other_unseen(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    awa, address = browser(cast.awa), "/profile/edit/work"
    phone, desk = filled(awa.page(address)), filled(awa.page(address))
    assert awa.post(address, phone | {"city": "Saint-Louis"}).status_code == 302
    answer = awa.post(address, desk | {"city": "Thiès"})
    page = html.fromstring(answer.text)
    assert answer.status_code == 409
    assert "another tab or device" in words(page)
    assert filled(page)["city"] == ["Thiès"]
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).city == "Saint-Louis"
    assert awa.post(address, filled(page)).status_code == 302
    assert session.get_one(Profile, cast.awa.id, populate_existing=True).city == "Thiès"


def test_works_have_pages_of_their_own_and_show_what_one_knows(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    answer = take_step(
        awa,
        "publications/new",
        title="The small print",
        authors="Ndiaye, A.; Muñoz, J.",
        type="article-journal",
        venue="Review of Loans",
        year="2024",
        doi="https://doi.org/10.1234/Small.Print",
        shows=["sovereign-debt"],
        audience="public",
    )
    assert "The small print" in words(awa.page(answer.headers["Location"]))
    page = browser().page(f"/people/{cast.awa.handle}")
    (work,) = page.xpath("//li[starts-with(@id, 'publication-')]")
    assert work.xpath(".//a/@href") == ["https://doi.org/10.1234/small.print"]
    assert page.xpath("//ul[@class='proofs']//a/@href") == [f"#{work.get('id')}"]

    number = work.get("id").removeprefix("publication-")
    browser(cast.amina).page(f"/profile/edit/publications/{number}", 404)  # somebody else's
    assert "already" in take_step(awa, "publications/new", title="Again", doi="10.1234/small.print").text
    assert take_step(awa, f"publications/{number}", year="2025", shows=[]).status_code == 302
    publication = session.get_one(Profile, cast.awa.id, populate_existing=True).publications[0]
    assert (publication.id, publication.year) == (int(number), 2025)
    assert not browser().page(f"/people/{cast.awa.handle}").xpath("//ul[@class='proofs']")
    assert browser(cast.amina).post(f"/profile/edit/publications/{number}/remove").status_code == 404
    assert awa.post(f"/profile/edit/publications/{number}/remove").status_code == 302
    assert not session.get_one(Profile, cast.awa.id, populate_existing=True).publications


def test_a_row_that_stays_keeps_its_source_its_day_and_what_points_at_it(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa)
    with unit_of_work() as unit:
        profile = unit.get_one(Profile, cast.awa.id)
        brought = Publication(title="From a file", year=2020, source="orcid", confirmed_on=date(2025, 1, 2))
        profile.publications = [brought]
        profile.affiliations[0].source = "orcid"
        unit.flush()
        profile.topics[0].evidence = [TopicEvidence(publication_id=brought.id)]
        profile.topics[0].evidence.append(
            TopicEvidence(reply_id=7, title="A story", url="/stories/x#reply-7")
        )
    awa = browser(cast.awa)
    take_step(awa, "work", affiliations__1__role="Clerk", affiliations__0__audience="members")
    take_step(awa, "topics", topics=["railways"])
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    kept, typed = profile.affiliations
    assert (kept.source, typed.source, typed.role) == ("orcid", "member", "Clerk")
    work = profile.publications[0]
    assert (work.source, work.confirmed_on) == ("orcid", date(2025, 1, 2))
    assert [(one.publication_id, one.reply_id) for one in profile.topics[0].evidence] == [
        (work.id, None),
        (None, 7),
    ]
    take_step(awa, f"publications/{work.id}", title="From a file, mended")
    work = session.get_one(Profile, cast.awa.id, populate_existing=True).publications[0]
    assert (work.source, work.confirmed_on) == ("member", clock.now().date())


def test_a_field_that_did_not_change_keeps_the_day_of_its_confirmation(cast: Cast, session: Session) -> None:
    long_ago = clock.now() - timedelta(days=300)
    with clock.at(long_ago):
        publish(cast.awa)
    publish(cast.awa, version=1, city="Thiès")
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    today = clock.now().date()
    assert field_mark(profile, "city").confirmed_on == today
    assert field_mark(profile, "headline").confirmed_on == long_ago.date()
    with unit_of_work() as unit:
        actions.confirm_profile(unit, cast.awa.actor)
    profile = session.get_one(Profile, cast.awa.id, populate_existing=True)
    assert (field_mark(profile, "headline").confirmed_on, profile.marks) == (today, {})
    assert {row.confirmed_on for row in profile.affiliations} == {today}


def test_a_sensitive_topic_starts_with_journalists(cast: Cast, session: Session) -> None:
    with unit_of_work() as unit:
        sensitive = next(topic.slug for topic in taxonomy(unit).topics if topic.is_sensitive)
    publish(cast.awa, topics=(sensitive, "hydropower"))
    topics = session.get_one(Profile, cast.awa.id, populate_existing=True).topics
    assert [one.audience for one in topics] == ["journalists", "public"]
    publish(cast.awa, version=1, topics=(TopicDraft(slug=sensitive, audience="public"),))
    topics = session.get_one(Profile, cast.awa.id, populate_existing=True).topics
    assert [one.audience for one in topics] == ["public"]


def test_a_doi_may_go_from_one_work_to_another(cast: Cast, session: Session) -> None:
    works = (PublicationDraft(title="One", doi="10.1234/a"), PublicationDraft(title="Two", doi="10.1234/b"))
    publish(cast.awa, publications=works)
    first, second = session.get_one(Profile, cast.awa.id, populate_existing=True).publications
    swapped = (
        PublicationDraft(id=first.id, title="One", doi="10.1234/b"),
        PublicationDraft(id=second.id, title="Two", doi="10.1234/a"),
    )
    publish(cast.awa, version=1, publications=swapped)
    publish(cast.awa, version=2, publications=(PublicationDraft(id=first.id, title="One", doi="10.1234/a"),))
    found = session.get_one(Profile, cast.awa.id, populate_existing=True).publications
    assert [(one.id, one.doi) for one in found] == [(first.id, "10.1234/a")]


def test_an_action_refuses_what_no_form_would_send(cast: Cast) -> None:
    actor = cast.awa.actor
    with pytest.raises(ProfileInvalid) as refused, unit_of_work() as session:
        actions.save_profile(
            session,
            actor,
            a_draft(topics=tuple(topic.slug for topic in taxonomy(session).topics[:8]), city="x" * 99),
        )
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
        "publications": [{"title": "Dams", "year": 2020, "shows": ["hydropower"]}],
        "links": [{"label": "My page", "url": "https://awa.example"}],
        "private_contact": CANARY,
        "audience": "public",
        "audiences": {"city": "public"},
        "city": "Dakar",
    }
    answer = awa.json("PUT", "/api/v1/profile", body)
    assert (answer.status_code, answer.json["version"]) == (200, 1)
    assert CANARY not in answer.text
    read = browser().json("GET", f"/api/v1/people/{cast.awa.handle}")
    assert (read.json["headline"], read.json["city"], read.json["links"]) == (HEADLINE, "Dakar", [])
    assert [(one["language"], one["level"]) for one in read.json["languages"]] == [("fr", "live")]
    assert [(one["title"], one["shows"]) for one in read.json["publications"]] == [("Dams", ["hydropower"])]
    assert awa.json("PUT", "/api/v1/profile", body).status_code == 409
    wrong = awa.json("PUT", "/api/v1/profile", body | {"version": 1, "city": "x" * 99})
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["city"])
    assert browser().json("PUT", "/api/v1/profile", body).status_code == 401


def test_what_json_gave_may_be_given_back_unchanged(
    cast: Cast, browser: NewBrowser, session: Session
) -> None:
    publish(cast.awa, publications=(PublicationDraft(title="Dams", shows=("hydropower",)),))
    awa = browser(cast.awa)
    mine = awa.json("GET", "/api/v1/profile").json
    before = draft_of(session.get_one(Profile, cast.awa.id, populate_existing=True))
    read_only = "handle name biography_html verified statements photo_url confirmed_at".split()
    answer = awa.json("PUT", "/api/v1/profile", {key: mine[key] for key in mine if key not in read_only})
    assert answer.status_code == 200, answer.text
    after = draft_of(session.get_one(Profile, cast.awa.id, populate_existing=True))
    assert after == replace(before, version=2)
    assert browser().json("GET", "/api/v1/profile").status_code == 401


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

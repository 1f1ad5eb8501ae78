"""A member brings a file: preview, choice, what is on the profile then, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.profiles.bringing.actions import forget_previews
from community.profiles.bringing.models import Batch
from community.profiles.models import Profile, TopicEvidence
from tests.bringing.conftest import Bring
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]

WORKS = """
@article{a, title={Ports and their lenders}, author={Ndiaye, Awa}, year={2019}, journal={World Development},
  doi={10.1234/a}}
@book{b, title={The price of water}, author={Ndiaye, A. and Diop, M.}, year={2015}}
@article{c, title={By somebody else}, author={Mensah, Kofi}, year={2011}}
@article{d, title={By nobody}, year={2010}}
@article{e, title={Ports and their lenders, again}, author={Ndiaye, Awa}, doi={https://doi.org/10.1234/A}}
@misc{f, title={{Ports} and their LENDERS!}, author={Ndiaye, Awa}, year=2019}
@article{g, author={Ndiaye, Awa}}
"""


def entries(page: html.HtmlElement) -> dict[str, html.HtmlElement]:
    """Rows of a preview by what they are called."""
    found = {}
    for row in page.xpath("//li[starts-with(@id, 'entry-')]"):
        typed = row.xpath(".//textarea[starts-with(@name, 'title-')]/text()")
        found[typed[0] if typed else row.xpath("string(.//label/bdi)")] = row
    return found


def ticked(page: html.HtmlElement) -> list[str]:
    return [name for name, row in entries(page).items() if row.xpath(".//input[@name='take'][@checked]")]


def form_of(page: html.HtmlElement, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the preview's form."""
    form = next(form for form in page.forms if form.xpath(".//input[@name='page']"))
    data: dict[str, Any] = {
        name: value for name, value in form.fields.items() if name != "take" and value is not None
    }
    data["take"] = form.xpath(".//input[@name='take'][@checked]/@value")
    return {**data, "do": "keep", **changes}


def profile_of(session: Session, person: Person) -> Profile:
    return session.get_one(Profile, person.id, populate_existing=True)


def test_nothing_is_there_before_its_owner_says_so(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    page = awa.page(bring(awa, WORKS))
    assert ticked(page) == ["Ports and their lenders", "The price of water"]
    said = {name: words(row) for name, row in entries(page).items()}
    assert "do not include a form of your name" in said["By somebody else"]
    assert "names no authors" in said["By nobody"]
    assert "The file has it already" in said["Ports and their lenders, again"]
    assert "perhaps the same work" in said["Ports and their LENDERS!"]
    assert "neither a title nor a DOI" in words(page)
    assert profile_of(session, cast.awa).publications == []


def test_what_is_ticked_comes_in_as_it_was_corrected(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    version = profile_of(session, cast.awa).version
    address = bring(awa, WORKS)
    form = form_of(
        awa.page(address), **{"title-0": "Ports & lenders", "year-0": "2020", "audience": "members"}
    )
    answer = awa.post(address, form)
    assert answer.headers["Location"] == f"/people/{cast.awa.handle}"
    profile = profile_of(session, cast.awa)
    assert profile.version == version + 1  # a form that is open in another tab must not take them away
    rows = {row.title: row for row in profile.publications}
    assert rows.keys() == {"Ports & lenders", "The price of water"}
    ports = rows["Ports & lenders"]
    assert (ports.year, ports.doi, ports.venue, ports.authors) == (
        2020,
        "10.1234/a",
        "World Development",
        "Ndiaye, Awa",
    )
    assert (ports.source, ports.audience, ports.confirmed_on) == ("bibtex", "members", clock.now().date())
    assert "Ports & lenders" not in words(browser().page(f"/people/{cast.awa.handle}"))
    assert "Ports & lenders" in words(browser(cast.amina).page(f"/people/{cast.awa.handle}"))
    batch = session.scalars(select(Batch)).one()
    assert batch.preview == {}  # what was not chosen is not kept


def test_a_second_time_changes_nothing(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    address = bring(awa, WORKS)
    form = form_of(awa.page(address))
    for _time in range(2):
        assert awa.post(address, form).status_code == 302
    assert awa.get(address).headers["Location"] == "/profile/bring"
    assert len(profile_of(session, cast.awa).publications) == 2
    again = awa.page(bring(awa, WORKS))
    assert ticked(again) == []
    row = entries(again)["Ports and their lenders"]
    assert "You have it already" in words(row)
    assert row.xpath(".//input[@name='take'][@disabled]")


def test_a_work_that_came_meanwhile_is_passed_over(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    first, second = (bring(awa, WORKS) for _time in range(2))
    for address in (first, second):
        assert awa.post(address, form_of(awa.page(address), take=["0"])).status_code == 302
    assert len(profile_of(session, cast.awa).publications) == 1


def test_undoing_takes_away_what_nobody_changed(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    address = bring(awa, WORKS)
    awa.post(address, form_of(awa.page(address), take=["0", "1", "2"]))
    with unit_of_work() as unit:
        profile = unit.get_one(Profile, cast.awa.id)
        _ports, water, other = sorted(profile.publications, key=lambda row: row.id)
        water.venue, water.source = "Karthala", "member"
        profile.topics[0].evidence.append(TopicEvidence(publication_id=other.id))
    page = awa.page("/profile/bring")
    assert "3 publications" in words(page)
    said = awa.post(f"{address}/undo", follow_redirects=True)
    assert "1 entry was taken away again" in words(Browser.parsed(said))
    assert "The price of water, By somebody else" in words(Browser.parsed(said))
    left = {row.title for row in profile_of(session, cast.awa).publications}
    assert left == {"The price of water", "By somebody else"}
    assert awa.post(f"{address}/undo").status_code == 409


def test_what_is_somebody_elses_is_not_found(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa, amina = browser(cast.awa), browser(cast.amina)
    address = bring(awa, WORKS)
    amina.page(address, 404)
    for what in ("", "/discard", "/undo"):
        assert amina.post(f"{address}{what}", {"do": "keep", "take": ["0"]}).status_code == 404
    assert browser().get("/profile/bring").headers["Location"].startswith("/sign-in")
    assert browser().post("/profile/bring", {"text": WORKS}).status_code == 401
    assert awa.post(address, form_of(awa.page(address))).status_code == 302  # the premise: it can be kept
    assert session.get(Profile, cast.amina.id) is None
    assert amina.post(f"{address}/undo").status_code == 404
    assert len(profile_of(session, cast.awa).publications) == 2


def test_a_member_without_a_profile_begins_one(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    awa = browser(cast.awa)
    address = bring(awa, WORKS)
    assert awa.post(address, form_of(awa.page(address))).status_code == 302
    profile = profile_of(session, cast.awa)
    assert len(profile.publications) == 2
    assert profile.audience == "me"  # nothing is published by an import


def test_a_list_of_dois_asks_for_titles(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    address = bring(awa, "10.1234/a\n10.1234/b\n", "dois.txt")
    page = awa.page(address)
    refused = awa.post(address, form_of(page, **{"title-0": "Ports"}))
    assert refused.status_code == 422
    again = Browser.parsed(refused)
    assert "Please write its title, or untick it." in words(again.get_element_by_id("entry-1"))
    assert again.xpath("//textarea[@name='title-0']/text()") == ["Ports"]  # what was typed is kept
    assert profile_of(session, cast.awa).publications == []
    assert awa.post(address, form_of(again, take=["0"])).status_code == 302
    assert [(row.title, row.doi) for row in profile_of(session, cast.awa).publications] == [
        ("Ports", "10.1234/a")
    ]


def test_wrong_years_are_told_where_they_stand(cast: Cast, browser: NewBrowser, bring: Bring) -> None:
    awa = browser(cast.awa)
    address = bring(awa, WORKS)
    refused = awa.post(address, form_of(awa.page(address), **{"year-1": "20l5"}))
    assert refused.status_code == 422
    row = Browser.parsed(refused).get_element_by_id("entry-1")
    assert "A year, such as" in words(row)
    assert row.xpath(".//input[@name='year-1']/@value") == ["20l5"]


def test_nothing_ticked_brings_nothing(cast: Cast, browser: NewBrowser, bring: Bring) -> None:
    awa = browser(cast.awa)
    address = bring(awa, WORKS)
    refused = awa.post(address, form_of(awa.page(address), take=[]))
    assert refused.status_code == 422
    assert "Nothing is ticked" in refused.text


def test_a_long_list_has_pages_and_keeps_choices(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    long = "".join(
        f"@article{{k{n}, title={{Paper {n}}}, author={{Ndiaye, Awa}}, year=2000}}\n" for n in range(230)
    )
    address = bring(awa, long)
    page = awa.page(address)
    assert len(entries(page)) == 100
    kept = [str(n) for n in range(100) if n != 7]
    turned = awa.post(address, form_of(page, do="2", take=kept))
    assert turned.headers["Location"].endswith("page=2")
    third = awa.page(f"{address}?page=3")
    assert len(entries(third)) == 30
    assert awa.post(address, form_of(third)).status_code == 302
    titles = {row.title for row in profile_of(session, cast.awa).publications}
    assert len(titles) == 229
    assert "Paper 7" not in titles


def test_a_profile_has_room_for_so_many(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    long = "".join(f"@article{{k{n}, title={{Paper {n}}}, author={{Ndiaye, Awa}}}}\n" for n in range(510))
    address = bring(awa, long)
    refused = awa.post(address, form_of(awa.page(address)))
    assert refused.status_code == 422
    assert "there is no room" in words(Browser.parsed(refused).get_element_by_id("entry-500"))
    assert profile_of(session, cast.awa).publications == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "Please choose a file"),
        ({"text": "Dear all"}, "No list of works was found"),
        ({"file": (b"%PDF-1.4", "cv.pdf")}, "file of another kind (PDF)"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(
    cast: Cast, browser: NewBrowser, session: Session, data: dict[str, Any], reason: str
) -> None:
    sent = {name: (BytesIO(value[0]), value[1]) if name == "file" else value for name, value in data.items()}
    answer = browser(cast.awa).post("/profile/bring", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    page = Browser.parsed(answer)
    assert reason in words(page.xpath("//*[@class='field-error']")[0])
    if "text" in data:
        assert data["text"] in page.xpath("string(//textarea)")
    assert session.scalars(select(Batch)).all() == []


def test_fifty_megabytes_never_reach_the_form(cast: Cast, browser: NewBrowser) -> None:
    awa = browser(cast.awa)
    head = f"--x\r\nContent-Disposition: form-data; name=csrf_token\r\n\r\n{awa.token}\r\n--x\r\n"
    file = b'Content-Disposition: form-data; name=file; filename="x.bib"\r\n\r\n' + b"x" * (50 << 20)
    answer = awa.open(
        "/profile/bring",
        method="POST",
        data=head.encode() + file + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413


def test_previews_are_forgotten_after_a_day(
    cast: Cast, browser: NewBrowser, session: Session, bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    kept, left = bring(awa, WORKS), bring(awa, WORKS)
    awa.post(kept, form_of(awa.page(kept)))
    with clock.at(clock.now() + timedelta(hours=25)), unit_of_work() as unit:
        forget_previews(unit)
    awa.page(left, 404)
    assert [batch.applied_at is not None for batch in session.scalars(select(Batch))] == [True]


def test_only_so_many_previews_wait(cast: Cast, browser: NewBrowser, session: Session, bring: Bring) -> None:
    awa = browser(cast.awa)
    addresses = [bring(awa, WORKS) for _time in range(7)]
    awa.page(addresses[0], 404)
    awa.page(addresses[-1])
    assert len(session.scalars(select(Batch)).all()) == 5
    assert awa.post(f"{addresses[-1]}/discard").status_code == 302
    awa.page(addresses[-1], 404)


def test_a_restart_keeps_the_preview_and_pages_work_in_arabic(
    cast: Cast, browser: NewBrowser, bring: Bring
) -> None:
    address = bring(browser(cast.awa), WORKS)
    page = browser(cast.awa).page(f"{address}?lang=ar")
    assert page.get("dir") == "rtl"
    assert "Ports and their lenders" in entries(page)

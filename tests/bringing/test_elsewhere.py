"""A record of ORCID by its iD, and what DOIs stand for: asked of other sites, here on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.unit_of_work import unit_of_work
from community.profiles.bringing.models import Batch
from community.profiles.models import Profile, Subject, VerifiedBy
from community.profiles.verifying import Statement, state
from tests.bringing.conftest import Bring
from tests.bringing.test_bring import entries, form_of, profile_of, ticked
from tests.browser import Browser, words
from tests.cast import Cast
from tests.elsewhere import Elsewhere, Page, elsewhere
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]
AWAS, OTHERS = "0000-0002-1825-0097", "0000-0001-5109-3700"
RECORD = f"""<record:record xmlns:record="http://www.orcid.org/ns/record" xmlns:common="http://www.orcid.org/ns/common"
  xmlns:person="http://www.orcid.org/ns/person" xmlns:personal-details="http://www.orcid.org/ns/personal-details"
  xmlns:activities="http://www.orcid.org/ns/activities" xmlns:work="http://www.orcid.org/ns/work">
 <common:orcid-identifier><common:path>{AWAS}</common:path></common:orcid-identifier>
 <person:person><person:name visibility="public"><personal-details:given-names>Awa</personal-details:given-names>
  <personal-details:family-name>Ndiaye</personal-details:family-name></person:name></person:person>
 <activities:activities-summary><activities:works><activities:group><work:work-summary put-code="1" visibility="public">
  <work:title><common:title>Ports and their lenders</common:title></work:title><work:type>journal-article</work:type>
  <common:external-ids><common:external-id><common:external-id-type>doi</common:external-id-type>
   <common:external-id-value>10.1234/A</common:external-id-value></common:external-id></common:external-ids>
  </work:work-summary></activities:group></activities:works></activities:activities-summary>
</record:record>"""


@pytest.fixture
def site(app: Flask, topics: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """ORCID and the resolver of DOIs in one, on loopback, which the settings name."""
    settings = app.extensions["settings"]
    with elsewhere() as site:
        for name, value in (
            ("orcid_api_url", f"{site.origin}/v3.0"),
            ("orcid_base_url", site.origin),
            ("doi_url", f"{site.origin}/doi"),
            ("outgoing_to_this_machine", True),
        ):
            monkeypatch.setattr(settings, name, value)
        site.pages[f"/v3.0/{AWAS}/record"] = Page(RECORD.encode())
        yield site


def registered(doi: str, title: str, family: str, given: str = "") -> Page:
    """What a resolver answers."""
    work = {
        "type": "journal-article",
        "DOI": doi.upper(),
        "title": title,
        "author": [{"family": family, "given": given}],
        "issued": {"date-parts": [[2019, 3]]},
        "container-title": "World Development",
    }
    return Page(
        json.dumps(work).encode(), headers={"Content-Type": "application/vnd.citationstyles.csl+json"}
    )


def ask(browser: Browser, orcid: str, **more: Any) -> Any:
    return browser.post("/profile/bring/orcid", {"orcid": orcid}, **more)


def test_a_record_comes_by_its_id(cast: Cast, browser: NewBrowser, session: Session, site: Elsewhere) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    address = ask(awa, f"https://orcid.org/{AWAS}").headers["Location"]
    assert [(method, path) for method, path, _headers, _body in site.asked] == [
        ("GET", f"/v3.0/{AWAS}/record")
    ]
    page = awa.page(address)
    assert "Ports and their lenders" in ticked(page)
    awa.post(address, form_of(page))
    (work,) = profile_of(session, cast.awa).publications
    assert (work.title, work.doi, work.source) == ("Ports and their lenders", "10.1234/a", "orcid")


def test_a_client_of_orcids_shows_who_asks(
    app: Flask, cast: Cast, browser: NewBrowser, site: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.extensions["settings"]
    monkeypatch.setattr(settings, "orcid_client_id", "APP-TEST")
    monkeypatch.setattr(settings, "orcid_client_secret", SecretStr("not-so-secret"))
    site.pages["/oauth/token"] = Page(b'{"access_token": "read-it", "token_type": "bearer"}')
    assert ask(browser(cast.awa), AWAS).status_code == 302
    (_, _, _, form), (_, _, headers, _) = site.asked
    assert parse_qs(form) == {
        "client_id": ["APP-TEST"],
        "client_secret": ["not-so-secret"],
        "grant_type": ["client_credentials"],
        "scope": ["/read-public"],
    }
    assert headers["Authorization"] == "Bearer read-it"


def test_another_persons_record_is_not_ticked(cast: Cast, browser: NewBrowser, site: Elsewhere) -> None:
    publish(cast.jose)
    jose = browser(cast.jose)
    page = jose.page(ask(jose, AWAS).headers["Location"])
    assert ticked(page) == []
    assert "seems to be another person" in words(entries(page)["Ports and their lenders"])


def test_a_verified_id_is_offered_and_decides(cast: Cast, browser: NewBrowser, site: Elsewhere) -> None:
    publish(cast.awa)
    with unit_of_work() as unit:
        profile = unit.get_one(Profile, cast.awa.id)
        told = f"https://orcid.org/{OTHERS}"
        state(unit, profile, Statement(VerifiedBy.ORCID, Subject.OTHER, told))
    awa = browser(cast.awa)
    assert awa.page("/profile/bring").xpath("//input[@name='orcid']/@value") == [OTHERS]
    assert ticked(awa.page(ask(awa, AWAS).headers["Location"])) == []


@pytest.mark.parametrize(
    ("orcid", "page", "status", "reason"),
    [
        ("", Page(), 422, "Which iD?"),
        ("0000-0002-1825-0098", Page(), 422, "one of these is wrong"),
        (AWAS, Page(status=404), 422, "no public record with this iD"),
        (AWAS, Page(b"<html><p>Maintenance</html>"), 422, "not whole XML"),
        (AWAS, Page(status=503), 502, "The other site gave no answer"),
        (AWAS, Page(b"x" * (4 << 20) + b"x"), 502, "The other site gave no answer"),
    ],
)
def test_what_orcid_does_not_tell(
    cast: Cast,
    browser: NewBrowser,
    session: Session,
    site: Elsewhere,
    orcid: str,
    page: Page,
    status: int,
    reason: str,
) -> None:
    site.pages[f"/v3.0/{AWAS}/record"] = page
    answer = ask(browser(cast.awa), orcid)
    assert (answer.status_code, reason in answer.text) == (status, True)
    assert session.scalars(select(Batch)).all() == []


def test_without_the_setting_nobody_is_asked(
    cast: Cast, browser: NewBrowser, follow: Callable[[], None], bring: Bring
) -> None:
    awa = browser(cast.awa)
    assert not awa.page("/profile/bring").xpath("//input[@name='orcid']")
    assert ask(awa, AWAS).status_code == 404
    address = bring(awa, "10.1234/a", "dois.txt")
    follow()
    assert "being looked up" not in words(awa.page(address))


def test_nobody_without_an_account_makes_the_site_ask(browser: NewBrowser, site: Elsewhere) -> None:
    assert ask(browser(), AWAS).status_code == 401
    assert site.asked == []


def test_a_doi_gets_its_title(
    cast: Cast,
    browser: NewBrowser,
    session: Session,
    site: Elsewhere,
    follow: Callable[[], None],
    bring: Bring,
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    site.pages["/doi/10.1234/a"] = registered("10.1234/a", "Ports and their lenders", "Ndiaye", "Awa")
    site.pages["/doi/10.1234/b"] = registered("10.1234/b", "By somebody else", "Smith", "John")
    site.pages["/doi/10.1234/c"] = registered("10.9999/c", "Of another DOI", "Ndiaye", "Awa")
    address = bring(awa, "10.1234/a\n10.1234/b\n10.1234/c\n10.1234/missing\n", "dois.txt")
    assert "What 4 DOIs stand for is being looked up." in words(awa.page(address))
    follow()
    page = awa.page(address)
    assert "being looked up" not in words(page)
    assert "do not include a form of your name" in words(entries(page)["By somebody else"])
    assert {headers["Accept"] for _m, _p, headers, _b in site.asked} == {
        "application/vnd.citationstyles.csl+json"
    }
    said = {row.get("id"): words(row) for row in page.xpath("//li[starts-with(@id, 'entry-')]")}
    assert all("Only its DOI is known" in said[f"entry-{number}"] for number in (2, 3))
    awa.post(address, form_of(page, take=["0"]))
    (work,) = profile_of(session, cast.awa).publications
    assert (work.title, work.authors, work.venue, work.year, work.doi, work.type) == (
        "Ports and their lenders",
        "Ndiaye, Awa",
        "World Development",
        2019,
        "10.1234/a",
        "article-journal",
    )
    assert work.source == "doi"


def test_what_was_typed_meanwhile_stays(
    cast: Cast, browser: NewBrowser, site: Elsewhere, follow: Callable[[], None], bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    site.pages["/doi/10.1234/a"] = registered("10.1234/a", "Registered", "Ndiaye", "Awa")
    address = bring(awa, "10.1234/a\n10.1234/b\n", "dois.txt")
    awa.post(address, form_of(awa.page(address), **{"title-0": "Typed", "do": "1"}))
    follow()
    assert "Typed" in entries(awa.page(address))


def test_a_resolver_that_is_down_is_given_up(
    cast: Cast, browser: NewBrowser, site: Elsewhere, follow: Callable[[], None], bring: Bring
) -> None:
    publish(cast.awa)
    awa = browser(cast.awa)
    for number in range(9):
        site.pages[f"/doi/10.1234/{number}"] = Page(write=lambda out: out.close())
    address = bring(awa, "".join(f"10.1234/{number}\n" for number in range(9)), "dois.txt")
    follow()
    assert len(site.asked) == 3
    assert "being looked up" not in words(awa.page(address))


def test_a_preview_that_went_meanwhile_is_no_fault(
    cast: Cast, browser: NewBrowser, site: Elsewhere, follow: Callable[[], None], bring: Bring
) -> None:
    awa = browser(cast.awa)
    address = bring(awa, "10.1234/a\n", "dois.txt")
    awa.post(f"{address}/discard")
    follow()
    assert site.asked == []

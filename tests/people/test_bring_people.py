"""An editor brings the people of an institution: what is shown first, what comes in, who is here already, undoing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core import clock
from community.core.unit_of_work import unit_of_work
from community.directory.shortlists.models import Shortlist, ShortlistEntry
from community.profiles.bringing.models import Batch
from community.profiles.bringing.people.models import PersonKey
from community.profiles.models import Profile, Subject, Verification, VerifiedBy
from tests.browser import Browser, words
from tests.cast import Cast
from tests.people.conftest import HEADINGS, ORCID, Upload, form_of
from tests.profiles.drafts import publish

NewBrowser = Callable[..., Browser]

STAFF = f"""{HEADINGS}
Wanjiru Mwangi;https://orcid.org/{ORCID};;University of Nairobi;Senior lecturer;Kenya;sovereign debt;\
French (live); Reads **contracts**.
Wei Zhang;;zhang@uni.example;University of Nairobi;Reader;CN;hydropower;;
"""


def count(session: Session, of: type) -> int:
    return session.scalar(select(func.count()).select_from(of)) or 0


def member(session: Session, name: str) -> Member:
    return session.scalars(select(Member).where(Member.display_name == name)).one()


def bring_in(browser: Browser, address: str, **changes: str) -> None:
    answer = browser.post(address, form_of(browser.page(address), **changes))
    assert answer.headers.get("Location") == "/desk/people", answer.text


def test_nobody_is_here_before_the_editor_says_so(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk = browser(cast.lindiwe)
    said = words(desk.page(upload(desk, STAFF)))
    assert "Would come in 2" in said
    assert "Senior lecturer, University of Nairobi Kenya Sovereign debt French" in said
    assert count(session, Member) == 1


def test_who_comes_in_is_claimed_by_nobody_and_seen_by_whom_the_editor_said(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload, follow: Callable[[], None]
) -> None:
    desk = browser(cast.lindiwe)
    bring_in(desk, upload(desk, STAFF), audience="public")
    wanjiru = session.get_one(Profile, member(session, "Wanjiru Mwangi").id)
    assert (wanjiru.member.email, wanjiru.member.claimed_at, wanjiru.confirmed_at) == (None, None, None)
    assert [row.source for row in (*wanjiru.affiliations, *wanjiru.topics, *wanjiru.languages)] == ["csv"] * 3
    assert [(row.tag, row.level) for row in wanjiru.languages] == [("fr", "live")]
    page = words(browser().page(f"/people/{wanjiru.member.handle}"))
    assert "Senior lecturer, University of Nairobi" in page
    assert "Reads contracts." in page
    assert count(session, Verification) == 0
    batch = session.scalars(select(Batch)).one()
    assert batch.preview == {}  # the addresses of the file are gone
    assert "zhang@uni.example" not in str([row.key for row in session.scalars(select(PersonKey))])


def test_who_is_not_ticked_stays_out(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk = browser(cast.lindiwe)
    address = upload(desk, f"{STAFF}Zhang, Wei;;zhang@uni.example;Treasury;;CN;;;\n")
    page = desk.page(address)
    assert page.xpath("//input[@name='take']/@value") == ["2", "3"]
    assert "Expertise: Topics" in words(page)  # how the columns are read is seen before anything is opened
    assert desk.post(address, form_of(page, take=["2"], do="page:1")).location == f"{address}?list=new&page=1"
    page = desk.page(address)
    assert page.xpath("//input[@name='take'][@checked]/@value") == ["2", "4"]  # the same person, further down
    assert "Here already 0" in words(page)
    assert desk.post(address, form_of(page, do="none")).status_code == 302
    nobody = desk.post(address, form_of(desk.page(address)))
    assert (nobody.status_code, "No line is ticked" in nobody.text) == (422, True)
    desk.post(address, form_of(desk.page(address), do="all"))
    desk.post(address, form_of(desk.page(address), take=["3", "99", "x", "9" * 20]))
    assert set(session.scalars(select(Member.display_name))) == {cast.lindiwe.name, "Wei Zhang"}
    batch = session.scalars(select(Batch)).one()
    assert [one["id"] for one in batch.made] == [member(session, "Wei Zhang").id]


def test_ticks_of_another_page_are_kept(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    lines = "".join(f"Person {n};;p{n}@uni.example;;;;;;\n" for n in range(102))
    desk = browser(cast.lindiwe)
    address = upload(desk, f"{HEADINGS}\n{lines}")
    first = form_of(desk.page(address), do="page:2")
    first["take"].remove("2")
    last = form_of(desk.page(desk.post(address, first).location))
    assert last["shown"] == ["102", "103"]
    desk.post(address, {**last, "take": ["102"]})
    names = set(session.scalars(select(Member.display_name).where(Member.import_source.is_not(None))))
    assert names == {f"Person {n}" for n in range(1, 101)}


def test_ticks_are_kept_on_the_way_to_another_list(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    """The tabs beside boxes belong to their form."""
    desk = browser(cast.lindiwe)
    address = upload(desk, f"{STAFF}No Key;;;;;;;;\n")
    page = desk.page(address)
    tabs = page.xpath("//nav[contains(@class, 'tabs')]//button[@name='do']/@value")
    assert tabs == ["list:here", "list:refused"]
    there = desk.post(address, form_of(page, take=["3"], do="list:refused"))
    assert there.location == f"{address}?list=refused"
    refused = desk.page(there.location)
    assert "No Key" in words(refused)
    [back] = [one for one in refused.xpath("//nav/a/@href") if one.endswith("list=new")]
    assert desk.page(back).xpath("//input[@name='take'][@checked]/@value") == ["3"]
    assert desk.post(address, form_of(page, take=["3"], do="list:x")).location == address


def test_unpublished_until_an_editor_shows_them(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk = browser(cast.lindiwe)
    address = upload(desk, STAFF)
    bring_in(desk, address)
    handle = member(session, "Wei Zhang").handle
    browser().page(f"/people/{handle}", 404)
    assert desk.post(f"{address}/audience", {"audience": "public"}).status_code == 302
    browser().page(f"/people/{handle}")


def test_the_same_file_again_brings_nobody(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk, rafael = browser(cast.lindiwe), browser(cast.rafael)
    bring_in(desk, upload(desk, STAFF))
    address = upload(rafael, STAFF)
    page = rafael.page(address)
    assert "Here already 2" in words(page)
    assert "Came in before." in words(page)
    refused = rafael.post(address, form_of(page))
    assert refused.status_code == 422
    assert count(session, Profile) == 2


def test_a_member_is_known_by_a_proved_id_or_address_and_never_by_a_name(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    publish(cast.awa)
    with unit_of_work() as unit:
        orcid = Verification(member_id=cast.awa.id, by=VerifiedBy.ORCID, subject=Subject.OTHER)
        orcid.about, orcid.verified_on = f"https://orcid.org/{ORCID}", clock.now().date()
        unit.add(orcid)
    desk = browser(cast.lindiwe)
    lines = f"A. Ndiaye,{ORCID},\nSomebody,,{cast.amina.email.upper()}\nAwa Ndiaye,,other@uni.example\n"
    address = upload(desk, f"name,orcid,email\n{lines}")
    said = words(desk.page(address))
    assert "Line 4 Awa Ndiaye" in said
    assert "A name is no proof" in said
    here = desk.page(f"{address}?list=here")
    assert f"/people/{cast.awa.handle}" in here.xpath("//main//a/@href")
    assert "A member has this address." in words(here)
    assert cast.amina.name not in words(here)  # whose address it is, nobody is told


def test_who_stands_in_the_file_twice_comes_in_once(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk = browser(cast.lindiwe)
    address = upload(
        desk, "name,email\nWei Zhang,w@uni.example\nZhang Wei,W@UNI.example\nWei Zhang,v@uni.example\n"
    )
    assert "Line 2 is the same person" in words(desk.page(f"{address}?list=here"))
    bring_in(desk, address)
    assert count(session, Profile) == 2  # two of one name are two


def test_what_is_wrong_is_told_at_its_line(cast: Cast, browser: NewBrowser, upload: Upload) -> None:
    lines = {
        "=HYPERLINK(1),,a@uni.example,": "a formula",
        "Ada,0000-0002-1825-0098,,": "one of these is wrong",
        "Ben,,no address,": "e-mail address is none",
        "Cem,,,": "nothing tells it from a namesake",
        ",,c@uni.example,": "It has no name",
        "d@uni.example,,d@uni.example,": "Its name is an address",
        f"Eve,,e@uni.example,{'long ' * 40}": "At most 140 characters",
        "Fay,,f@uni.example,,more": "more cells than there are headings",
    }
    desk = browser(cast.lindiwe)
    address = upload(desk, "name,orcid,email,headline\n" + "\n".join(lines) + "\n\nGus,,g@uni.example,-\n")
    rows = desk.page(f"{address}?list=refused").xpath(
        "//main//ul[@class='entries']/li[span[starts-with(., 'Line')]]"
    )
    assert len(rows) == len(lines)
    for number, (row, why) in enumerate(zip(rows, lines.values(), strict=True), start=2):
        assert f"Line {number} " in words(row)
        assert why in words(row)
    assert "Line 11 Gus" in words(desk.page(address))


def test_what_is_unknown_stays_out_and_is_told(cast: Cast, browser: NewBrowser, upload: Upload) -> None:
    desk = browser(cast.lindiwe)
    line = '"Ada",a@uni.example,"alchemy; hydropower","Atlantis; Sénégal","Klingonese; fr (read)"'
    said = words(desk.page(upload(desk, f"name,email,topics,countries covered,languages\n{line}\n")))
    for unknown in ("alchemy", "Atlantis", "Klingonese"):
        assert f"unknown, stays out: {unknown}" in said
    assert "Hydropower" in said


def test_the_editor_says_how_columns_are_read(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk = browser(cast.lindiwe)
    address = upload(desk, "Wer,Wo,Kennung\nAda,Accra University,a@uni.example\n")
    page = desk.page(address)
    assert "No column has the names." in words(page)
    assert desk.post(address, form_of(page)).status_code == 422
    chosen = form_of(page, **{"column-0": "name", "column-1": "institution", "column-2": "email"})
    chosen["kind"] = "practitioner"
    twice = desk.post(address, {**chosen, "column-1": "name"})
    assert twice.status_code == 422
    assert desk.post(address, chosen).headers["Location"] == address  # looked at again before it comes in
    assert count(session, Profile) == 0
    bring_in(desk, address)
    ada = session.get_one(Profile, member(session, "Ada").id)
    assert (ada.headline, ada.kinds[0].kind) == ("Accra University", "practitioner")


def test_undoing_takes_away_whom_nobody_uses(
    cast: Cast, browser: NewBrowser, session: Session, upload: Upload
) -> None:
    desk = browser(cast.lindiwe)
    address = upload(desk, f"{STAFF}Ada;;ada@uni.example;;;;;;\n")
    bring_in(desk, address, audience="public")
    wei, ada, amina = member(session, "Wei Zhang"), member(session, "Ada"), cast.amina
    with unit_of_work() as unit:
        kept = Shortlist(owner_id=amina.id, public_id="ports", name="Ports")
        kept.entries.append(ShortlistEntry(member_id=wei.id, position=0, note="call first"))
        unit.add(kept)
        unit.get_one(Member, ada.id).claimed_at = clock.now()
    said = words(Browser.parsed(browser(cast.rafael).post(f"{address}/undo", follow_redirects=True)))
    assert "1 person was taken away again." in said
    assert "stays: Wei Zhang, Ada." in said
    session.expire_all()
    assert not session.scalars(select(Member).where(Member.display_name == "Wanjiru Mwangi")).all()
    assert session.scalars(select(ShortlistEntry)).one().note == "call first"
    assert desk.post(f"{address}/undo").status_code == 409


def test_the_desk_alone_brings_people(cast: Cast, browser: NewBrowser, upload: Upload) -> None:
    desk, rafael, amina = browser(cast.lindiwe), browser(cast.rafael), browser(cast.amina)
    address = upload(desk, STAFF)
    amina.page("/desk/people", 403)
    assert amina.post("/desk/people", {}).status_code == 403
    for what in ("", "/discard", "/undo", "/audience"):
        assert amina.post(f"{address}{what}", {}).status_code == 403
        assert browser().post(f"{address}{what}", {}).status_code == 401
    rafael.page(address, 404)  # a preview has addresses in it: it is its editor's
    assert rafael.post(f"{address}/discard").status_code == 404
    assert desk.post(f"{address}/undo").status_code == 404  # nothing came in yet
    assert desk.post(f"{address}/discard").status_code == 302  # the premise
    desk.page(address, 404)


@pytest.mark.parametrize("audience", ["all", ""])
def test_an_audience_that_there_is_not(
    cast: Cast, browser: NewBrowser, upload: Upload, audience: str
) -> None:
    desk = browser(cast.lindiwe)
    address = upload(desk, STAFF)
    assert desk.post(address, form_of(desk.page(address), audience=audience)).status_code == 422

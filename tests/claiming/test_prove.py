"""Whoever reads mail at the address of the file, or holds its iD, makes the entry theirs; nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.claiming import actions, links
from community.claiming.merging import held
from community.claiming.models import Outcome
from community.core import clock
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.discussions.models import Reply
from community.profiles.models import Profile
from community.stories.models import Byline
from tests.browser import Browser, words
from tests.cast import Cast
from tests.claiming.conftest import AWAS, WANJIRUS, is_here, link_in_mail
from tests.people.conftest import ORCID
from tests.profiles.drafts import publish
from tests.topics.test_merge import is_postgres, waiting
from tests.verification.orcid_server import OrcidServer
from tests.verification.test_orcid import link as link_orcid

NewBrowser = Callable[..., Browser]
OldSite = Callable[..., str]


def test_a_link_to_the_address_in_the_file_makes_it_theirs(
    cast: Cast,
    browser: NewBrowser,
    session: Session,
    wanjiru: Callable[..., str],
    follow: Callable[[], None],
) -> None:
    handle = wanjiru()
    amina = browser(cast.amina)
    page = browser().page(f"/people/{handle}")
    assert "Availability" not in words(page)  # an import knows nobody's hours
    assert page.xpath("//a[normalize-space()='Is this you?']/@href") == [f"/claim/people/{handle}"]
    assert "Is this you?" in words(amina.page(f"/claim/people/{handle}"))
    assert amina.post("/claim/address", {"address": f" {WANJIRUS.upper()} "}).location == "/claim"
    link = link_in_mail(session, WANJIRUS)
    shown = words(amina.page(link))
    assert "Wanjiru Mwangi" in shown
    assert "this account, and carry its name: Amina Kariuki" in shown
    amina.page(link)  # a mail program that looks into links changes nothing
    assert is_here(session, handle)
    assert amina.post(link).location == "/profile/edit"
    follow()
    mine = session.get_one(Profile, cast.amina.id)
    assert (mine.headline, mine.confirmed_at) == ("Senior lecturer, University of Nairobi", None)
    assert [row.institution for row in mine.affiliations] == ["University of Nairobi"]
    assert browser().get(f"/people/{handle}").location == "/people/amina-kariuki"
    assert "Made from" not in words(browser().page("/people/amina-kariuki"))
    assert browser().json("GET", f"/api/v1/people/{handle}").json["name"] == "Amina Kariuki"
    mails = {mail.recipient: mail.body for mail in session.scalars(select(Mail))}
    assert mails.keys() == {cast.amina.email}  # the address of the file is forgotten
    assert "Wanjiru Mwangi" in mails[cast.amina.email]
    assert amina.post(link).status_code == 410
    found = browser().json("GET", "/api/v1/people?q=hydropower").json["people"]
    assert [one["handle"] for one in found] == ["amina-kariuki"]


def test_stories_and_replies_of_an_old_site_become_theirs(
    cast: Cast, browser: NewBrowser, session: Session, old_site: OldSite, follow: Callable[[], None]
) -> None:
    handle = old_site()
    publish(cast.amina)
    follow()
    assert "Awa Ndiaye" in words(browser().page("/stories/story-1"))
    amina = browser(cast.amina)
    amina.post("/claim/address", {"address": AWAS})
    link = link_in_mail(session, AWAS)
    assert "2 stories 1 reply" in words(amina.page(link))
    amina.post(link)
    follow()
    session.rollback()
    assert set(session.scalars(select(Byline.member_id))) == {cast.amina.id}
    assert set(session.scalars(select(Reply.author_id))) == {cast.amina.id}
    shown = words(browser().page("/stories/story-1"))
    assert "Awa Ndiaye" not in shown
    assert "Amina Kariuki" in shown
    assert browser().get(f"/people/{handle}").location == "/people/amina-kariuki"
    session.rollback()
    old_site("")  # once more: nothing is made anew, and what is new is signed by her
    assert not is_here(session, handle)
    assert not is_here(session, "awa-2")


def test_whoever_reads_the_name_of_an_entry_is_asked_whether_it_is_them(
    cast: Cast, browser: NewBrowser, session: Session, old_site: OldSite, follow: Callable[[], None]
) -> None:
    """At the story, at a reply, and on the page; for visitors, who sign in first, and for members."""
    handle = old_site()
    amina = browser(cast.amina)
    asked = "//a[starts-with(normalize-space(), 'Is this you?')]"
    for reader in (browser(), amina):
        page = reader.page("/stories/story-1")
        found = page.xpath(f"{asked}/@href")
        assert (
            found == [f"/claim/people/{handle}"] * 2
        )  # the byline and the reply; not at the names of visitors
    assert "Awa Ndiaye" in words(amina.page(found[0]))
    assert browser().get(found[0]).location == f"/sign-in?next=/claim/people/{handle}"
    assert browser().page("/").xpath(asked) == []  # lists stay quiet
    amina.post("/claim/address", {"address": AWAS})
    amina.post(link_in_mail(session, AWAS))
    follow()
    assert browser().page("/stories/story-1").xpath(asked) == []


def test_what_was_no_page_of_hers_stays_none_for_others(
    cast: Cast, browser: NewBrowser, session: Session, old_site: OldSite
) -> None:
    handle = old_site()
    publish(cast.amina, audience="members")
    amina = browser(cast.amina)
    amina.post("/claim/address", {"address": AWAS})
    amina.post(link_in_mail(session, AWAS))
    assert browser().get(f"/people/{handle}").status_code == 404
    assert browser(cast.omar).get(f"/people/{handle}").location == "/people/amina-kariuki"


def test_a_link_is_for_whoever_asked_for_it_once_and_for_a_day(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    amina, omar = browser(cast.amina), browser(cast.omar)
    amina.post("/claim/address", {"address": WANJIRUS})
    first = link_in_mail(session, WANJIRUS)
    amina.post("/claim/address", {"address": WANJIRUS})
    link = link_in_mail(session, WANJIRUS)
    omar.post("/claim/address", {"address": WANJIRUS})
    omars = link_in_mail(session, WANJIRUS)
    for someone, address in ((amina, first), (omar, link), (amina, omars), (amina, f"{link}x")):
        assert someone.get(address).status_code == 410
        assert someone.post(address).status_code == 410
    assert browser().get(link).location.startswith("/sign-in")
    with clock.at(clock.now() + timedelta(hours=25)):
        assert amina.post(link).status_code == 410
    assert is_here(session, handle)
    assert amina.post(link).status_code == 302  # the premise
    assert omar.post(omars).status_code == 410  # and now it is somebody's


def test_of_those_who_come_at_once_one_gets_it_and_the_others_are_told(
    app: Flask, cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    """While Amina's link is being used, Omar opens his, José asks the desk, the desk grants Chen Hao's question, and
    Rafael asks for a link."""
    handle = wanjiru()
    amina, omar, jose, rafael = (one.actor for one in (cast.amina, cast.omar, cast.jose, cast.rafael))
    editor, chen_hao, why = cast.lindiwe.actor, cast.chen_hao.actor, "Seen on the page of the faculty."
    with unit_of_work() as unit:
        question = actions.ask(unit, chen_hao, handle, why).id
        for one in (amina, omar):
            links.send_link(unit, one, WANJIRUS)
    tokens = [mail.body.partition("/claim/link/")[2].split()[0] for mail in session.scalars(select(Mail))]
    session.rollback()
    told: list[str] = []

    def run(verb: Callable[..., object], *given: object) -> None:
        with app.app_context():
            try:
                with unit_of_work() as unit:
                    verb(unit, *given)
                told.append("done")
            except Exception as fault:  # noqa: BLE001 - whatever it is, the test names it
                told.append(type(fault).__name__)

    others = [
        Thread(target=run, args=(actions.use_link, omar, tokens[1])),
        Thread(target=run, args=(actions.ask, jose, handle, why)),
        Thread(target=run, args=(actions.decide, editor, question, Outcome.GRANTED, why)),
        Thread(target=run, args=(links.send_link, rafael, WANJIRUS)),
    ]
    with unit_of_work() as unit:
        entry_id = unit.scalars(select(Member.id).where(Member.handle == handle)).one()
        held(unit, entry_id, amina.id)
        for other in others:
            other.start()
        while is_postgres(unit) and all(one.is_alive() for one in others) and waiting(unit) < len(others):
            pass
        actions.use_link(unit, amina, tokens[0])
    for other in others:
        other.join()
    # Who asks for a link is answered like anybody; in which words the others are refused, their order decides.
    assert told.count("done") == 1
    assert set(told) - {"done"} <= {"GoneMeanwhile", "LinkTooOld", "NotFound"}
    recipients = session.scalars(select(Mail.recipient)).all()
    assert recipients == []  # nobody is sent a link to what is somebody's


def test_nobody_is_told_which_addresses_are_known(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str], old_site: OldSite
) -> None:
    """Neither by what the page says nor by a mail to who has nothing here."""
    wanjiru("me")
    old_site()
    amina = browser(cast.amina)
    said = set()
    for address in (WANJIRUS, "nobody@uni.example", cast.lindiwe.email):
        answer = amina.post("/claim/address", {"address": address})
        told = amina.json("POST", "/api/v1/claims/address", {"address": address})
        page = words(amina.page(answer.location).get_element_by_id("main"))
        said.add((answer.status_code, answer.location, told.status_code, told.text, page))
    assert len(said) == 1
    session.rollback()
    assert {mail.recipient for mail in session.scalars(select(Mail))} == {WANJIRUS}
    assert amina.post("/claim/address", {"address": "no address"}).status_code == 422


def test_what_several_authors_have_as_their_address_proves_nothing(
    cast: Cast, browser: NewBrowser, session: Session, old_site: OldSite, monkeypatch: object
) -> None:
    from tests.stories.wordpress import files

    two = files.HEAD.replace("<wp:author>", "<wp:author>", 1) + files.HEAD[
        files.HEAD.index("<wp:author>") :
    ].replace("awa</", "desk</").replace(">7<", ">8<")
    monkeypatch.setattr(files.write_export, "__kwdefaults__", {"head": two, "foot": files.FOOT})  # type: ignore[attr-defined]
    old_site()
    browser(cast.amina).post("/claim/address", {"address": AWAS})
    session.rollback()
    assert session.scalar(select(Mail.id)) is None


def test_the_iD_of_the_file_makes_it_theirs_and_another_one_does_not(  # noqa: N802
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str], orcid: OrcidServer
) -> None:
    handle = wanjiru("me")  # nobody sees the entry yet: its owner finds it all the same
    publish(cast.jose)
    jose, amina = browser(cast.jose), browser(cast.amina)
    assert jose.get("/claim/orcid").status_code == jose.post("/claim/orcid").status_code == 404
    link_orcid(jose, orcid, "0000-0001-5109-3700")
    assert "Nothing has your iD" in words(jose.page("/claim/orcid"))
    assert jose.post("/claim/orcid").status_code == 404
    assert jose.json("POST", "/api/v1/claims/orcid").status_code == 404
    away = amina.get(
        "/verification/orcid/begin?next=/claim/orcid"
    ).location  # she has no profile to link it to
    assert amina.get(orcid.answer(away, ORCID)).location == "/claim/orcid"
    assert "Wanjiru Mwangi" in words(amina.page("/claim/orcid"))
    assert "An entry has your ORCID iD." in words(amina.page("/claim"))
    assert is_here(session, handle)
    assert amina.post("/claim/orcid").status_code == 302
    session.rollback()
    assert session.get_one(Profile, cast.amina.id).audience == "me"  # as few see it as before
    assert amina.post("/claim/orcid").status_code == 404


def test_programs_claim_as_well(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str], orcid: OrcidServer
) -> None:
    wanjiru()
    publish(cast.amina)
    amina = browser(cast.amina)
    amina.json("POST", "/api/v1/claims/address", {"address": WANJIRUS})
    token = link_in_mail(session, WANJIRUS).rpartition("/")[2]
    link_orcid(amina, orcid, ORCID)
    told = amina.json("GET", "/api/v1/claims").json
    assert [one["name"] for one in told["by_orcid"]] == ["Wanjiru Mwangi"]
    assert browser(cast.omar).json("POST", "/api/v1/claims/link", {"token": token}).status_code == 410
    assert browser().json("POST", "/api/v1/claims/link", {"token": token}).status_code in {400, 401}
    claimed = amina.json("POST", "/api/v1/claims/link", {"token": token})
    assert (claimed.status_code, claimed.json["outcome"], claimed.json["way"]) == (201, "granted", "link")
    assert amina.json("GET", "/api/v1/claims").json["by_orcid"] == []


def test_an_entry_that_came_back_to_nobody_has_no_links(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    """Links are forgotten after a day, and with each the one place where the address stood."""
    from community.claiming.jobs import forget_links

    wanjiru()
    browser(cast.amina).post("/claim/address", {"address": WANJIRUS})
    forget_links()
    session.rollback()
    assert session.scalar(select(Mail.id)) is not None
    with clock.at(clock.now() + timedelta(hours=25)):
        forget_links()
    session.rollback()
    assert session.scalar(select(Mail.id)) is None
    with unit_of_work():
        pass

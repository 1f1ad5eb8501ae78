"""A wrong claim is undone by an editor: nothing of the old author is lost, and whoever had it keeps their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.claiming.actions import forget_traces
from community.claiming.models import TRACE_LASTS, Claim
from community.claiming.profile import LISTS, STATEMENTS
from community.claiming.trace import Values, profile_of, rows_of, table_of
from community.claiming.whose import PLACE, WHOSE
from community.core import clock
from community.core.mail import Mail
from community.core.unit_of_work import unit_of_work
from community.directory.shortlists.models import ShortlistEntry
from community.profiles.models import (
    Profile,
    ProfileTopic,
    Publication,
    TopicEvidence,
)
from community.relations import actions as relations
from tests.browser import Browser, words
from tests.cast import Cast
from tests.claiming.conftest import AWAS, WANJIRUS, is_here, link_in_mail, verified_by_the_desk
from tests.claiming.test_desk import WHY, claim_of
from tests.profiles.drafts import publish
from tests.shortlists.conftest import begin
from tests.stories.wordpress.files import comment, item

NewBrowser = Callable[..., Browser]
WRONG = "The real Wanjiru Mwangi wrote to us from her faculty."


def state_of(session: Session, handle: str) -> Values:
    """All that the database says of somebody, but for numbers."""
    session.rollback()
    member = session.scalars(select(Member).where(Member.handle == handle)).one()
    rows = {
        one.__tablename__: [
            {name: value for name, value in row.items() if name not in ("id", "member_id", "affiliation_id")}
            for row in rows_of(session, table_of(one), member.id)
        ]
        for one in (*LISTS, *STATEMENTS)
    }
    proofs = rows_of(session, table_of(TopicEvidence), member.id)
    works = {one.id: one.title for one in session.scalars(select(Publication))}
    profile = profile_of(session, member.id)
    if profile is not None:
        profile = {
            name: value
            for name, value in profile.items()
            if name not in ("member_id", "updated_at", "version")
        }
    return {
        "names": (
            member.display_name,
            member.native_name,
            member.import_source,
            member.import_id,
            member.created_at,
        ),
        "nobodys": (member.claimed_at, member.email, member.active),
        "profile": profile,
        "rows": rows,
        "proofs": [(one["topic_id"], works.get(one["publication_id"]), one["reply_id"]) for one in proofs],
        "places": {
            name: sorted(session.scalars(select(PLACE[name]).where(whose == member.id)))
            for name, whose in WHOSE.items()
        },
    }


def proved(session: Session, browser: Browser, address: str) -> int:
    browser.post("/claim/address", {"address": address})
    assert browser.post(link_in_mail(session, address)).status_code == 302
    return claim_of(session)


@pytest.fixture
def worked_on(cast: Cast, session: Session, wanjiru: Callable[..., str]) -> str:
    """Wanjiru's entry with a work that shows a topic, a statement by the desk, and readers who noted her."""
    handle, rafael, omar, chen_hao = wanjiru(), cast.rafael, cast.omar, cast.chen_hao
    with unit_of_work() as unit:
        entry = unit.scalars(select(Profile).join(Member).where(Member.handle == handle)).one()
        work = Publication(member_id=entry.member_id, title="Dams of the Tana", year=2020, doi="10.1000/tana")
        unit.add(work)
        unit.flush()
        topic = unit.scalars(select(ProfileTopic).where(ProfileTopic.member_id == entry.member_id)).first()
        assert topic
        topic.evidence.append(TopicEvidence(publication_id=work.id))
        verified_by_the_desk(unit, entry, rafael)
        relations.follow(unit, omar.actor, handle)
        relations.follow(unit, chen_hao.actor, handle)
    return handle


def test_the_entry_is_again_what_it_was_and_they_keep_what_they_wrote(
    cast: Cast, browser: NewBrowser, session: Session, worked_on: str, follow: Callable[[], None]
) -> None:
    """Amina had no profile: hers began with the entry's. She words the headline anew, adds a language and publishes."""
    before = state_of(session, worked_on)
    amina, desk = browser(cast.amina), browser(cast.lindiwe)
    claim = proved(session, amina, WANJIRUS)
    with unit_of_work() as unit:
        mine = unit.get_one(Profile, cast.amina.id)
        mine.headline = "Reports on dams"
        for work in mine.publications:
            work.title = "Dams of the Tana, read anew"
        mine.version += 1
    shown = words(desk.page(f"/desk/claims/{claim}/undo"))
    assert "Their profile began with this entry" in shown
    assert desk.post(f"/desk/claims/{claim}/undo", {"answer": WRONG}).location == "/desk/claims"
    follow()
    follow()  # told once
    assert state_of(session, worked_on) == before
    session.expire_all()
    mine = session.get_one(Profile, cast.amina.id)
    assert (mine.headline, mine.audience, mine.confirmed_at) == ("Reports on dams", "me", None)
    assert (mine.biography, mine.affiliations, mine.topics, mine.verifications) == ("", [], [], [])
    assert [one.title for one in mine.publications] == ["Dams of the Tana, read anew"]
    assert browser().get("/people/amina-kariuki").status_code == 404
    page = words(browser().page(f"/people/{worked_on}"))
    assert "Wanjiru Mwangi" in page
    assert "Is this you?" in page
    mails = {mail.recipient: mail.body for mail in session.scalars(select(Mail).order_by(Mail.id))}
    assert mails.keys() == {cast.amina.email}
    assert WRONG in mails[cast.amina.email]
    assert "Taken back · " in words(amina.page("/claim"))
    assert WRONG in words(amina.page("/claim"))
    log = words(desk.page("/desk/claims"))
    assert "Lindiwe Mahlangu" in log
    assert WRONG in log
    assert desk.post(f"/desk/claims/{claim}/undo", {"answer": WRONG}).status_code == 404  # once


def test_a_profile_that_was_there_is_again_as_it_was(
    cast: Cast, browser: NewBrowser, session: Session, worked_on: str
) -> None:
    publish(cast.amina, biography="", topics=(), languages=())
    mine, before = state_of(session, "amina-kariuki"), state_of(session, worked_on)
    claim = proved(session, browser(cast.amina), WANJIRUS)
    assert state_of(session, "amina-kariuki")["profile"]["biography"] == "Reads contracts."  # the premise
    browser(cast.lindiwe).post(f"/desk/claims/{claim}/undo", {"answer": WRONG})
    assert state_of(session, worked_on) == before
    assert state_of(session, "amina-kariuki") == mine


def test_who_had_noted_either_has_noted_them_again(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    publish(cast.amina)
    both, omar = begin(cast.omar, "Nairobi"), browser(cast.omar)
    for one, note in ((handle, "Ask first"), ("amina-kariuki", "Met in Dakar")):
        omar.json("POST", f"/api/v1/shortlists/{both}/people", {"handle": one, "note": note})
    with unit_of_work() as unit:
        relations.follow(unit, cast.omar.actor, handle)
        relations.follow(unit, cast.omar.actor, "amina-kariuki")
        relations.follow(unit, cast.amina.actor, handle)
    before, mine = state_of(session, handle), state_of(session, "amina-kariuki")
    claim = proved(session, browser(cast.amina), WANJIRUS)
    browser(cast.lindiwe).post(f"/desk/claims/{claim}/undo", {"answer": WRONG})
    assert state_of(session, handle)["places"] == before["places"]
    assert state_of(session, "amina-kariuki")["places"] == mine["places"]
    assert set(session.scalars(select(ShortlistEntry.note))) == {"Ask first", "Met in Dakar"}


def test_what_the_old_site_brought_since_goes_back_as_well(
    cast: Cast,
    browser: NewBrowser,
    session: Session,
    old_site: Callable[..., str],
    follow: Callable[[], None],
) -> None:
    handle = old_site()
    publish(cast.amina)
    amina = browser(cast.amina)
    claim = proved(session, amina, AWAS)
    old_site(item(3, comment(9, comment_user_id="7")))
    follow()
    assert "Amina Kariuki" in words(browser().page("/stories/story-3"))  # the premise
    story = amina.json("GET", "/api/v1/stories/story-1").json
    own = amina.json(
        "POST", "/api/v1/stories/story-1/replies", {"body": "I was there, too.", "client_id": "amina-own-1"}
    )
    assert own.status_code in {200, 201}, (own.text, story)
    told = browser(cast.lindiwe).json("POST", f"/api/v1/desk/claims/{claim}/undo", {"answer": WRONG}).json
    assert (told["undone_by"], told["undone_why"], told["can_be_undone"]) == (
        "lindiwe-mahlangu",
        WRONG,
        False,
    )
    follow()
    assert is_here(session, handle)
    for number in (1, 3):
        page = words(browser().page(f"/stories/story-{number}"))
        assert "Awa Ndiaye" in page
        assert ("Amina Kariuki" in page) == (number == 1)  # her own reply
    assert "I was there, too." in words(browser().page("/stories/story-1"))
    # Whoever comes next proves it; she can only ask the desk.
    link = amina.post("/claim/address", {"address": AWAS})
    assert link.status_code == 302
    refused = amina.post(link_in_mail(session, AWAS))
    assert refused.status_code == 409
    assert "ask the desk" in refused.text
    assert is_here(session, handle)
    assert amina.post(f"/claim/people/{handle}", {"note": WHY}).status_code == 302
    omar = browser(cast.omar)
    proved(session, omar, AWAS)
    assert not is_here(session, handle)


def test_an_editor_undoes_it_with_a_reason_and_never_for_themselves(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str], follow: Callable[[], None]
) -> None:
    handle = wanjiru()
    lindiwe, rafael = browser(cast.lindiwe), browser(cast.rafael)
    browser(cast.amina).post(f"/claim/people/{handle}", {"note": WHY})
    claim = claim_of(session)
    address = f"/desk/claims/{claim}/undo"
    assert rafael.post(address, {"answer": WRONG}).status_code == 404  # it waits
    rafael.post(f"/desk/claims/{claim}/granted", {"answer": WHY})
    for other in (browser(), browser(cast.amina)):
        assert other.get(address).status_code in {302, 403}
        assert other.post(address, {"answer": WRONG}).status_code in {302, 400, 401, 403}
        assert other.json("POST", f"/api/v1{address}", {"answer": WRONG}).status_code in {400, 401, 403}
    short = lindiwe.post(address, {"answer": "no"})
    assert (short.status_code, "no</textarea>" in short.text) == (422, True)
    assert not is_here(session, handle)
    assert lindiwe.post(address, {"answer": WRONG}).status_code == 302
    follow()
    told = {mail.recipient: mail.body for mail in session.scalars(select(Mail).order_by(Mail.id))}
    assert "Lindiwe Mahlangu has undone it" in told[cast.rafael.email]
    own = browser(cast.lindiwe)
    proved(session, own, WANJIRUS)
    assert own.post(f"/desk/claims/{claim_of(session)}/undo", {"answer": WRONG}).status_code == 403


def test_after_a_year_it_holds(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    wanjiru()
    claim = proved(session, browser(cast.amina), WANJIRUS)
    with unit_of_work() as unit:
        forget_traces(unit)
        unit.execute(update(Claim).values(decided_at=clock.now() - TRACE_LASTS + timedelta(minutes=1)))
        forget_traces(unit)
        assert unit.scalar(select(Claim.trace)) is not None
        unit.execute(update(Claim).values(decided_at=clock.now() - TRACE_LASTS - timedelta(minutes=1)))
        forget_traces(unit)
    desk = browser(cast.lindiwe)
    assert "cannot be undone any more" in words(desk.page(f"/desk/claims/{claim}/undo"))
    assert desk.post(f"/desk/claims/{claim}/undo", {"answer": WRONG}).status_code == 409

"""First words of a stranger wait in "requests"; who may write at all is the reader's to say; whoever is blocked is not
heard, and cannot tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from community.accounts.actions import suspend
from community.accounts.models import Member
from community.core import clock
from community.core.errors import TooMany
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, queries
from community.messaging.actions import reaching
from community.messaging.errors import (
    AlreadyAnswered,
    BlockedByYou,
    CannotBeWrittenTo,
    WaitForAnswer,
)
from community.messaging.models import WhoMayWrite
from community.relations import actions as relations
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import add, do, group_of, request_from, say, talk_between
from tests.profiles.drafts import make_verified_journalist

Browsers = Callable[..., Browser]
Socket = Callable[[Person], Line]


def listed(browser: Browser, box: str = "") -> list[str]:
    """Titles in a list of conversations."""
    names = browser.page(f"/conversations?box={box}").xpath("//*[@data-conversations]//*[@class='name']")
    return [words(one) for one in names]


def standing(session: Session, person: Person, talk: str) -> str:
    session.rollback()
    return queries.participation(session, person.actor, talk).standing


def allow(person: Person, who: WhoMayWrite) -> None:
    actor = person.actor
    with unit_of_work() as session:
        actions.set_preferences(session, actor, who_may_write=who, shows_read=True, shows_presence=False)


def test_a_strangers_first_message_waits_with_their_profile_beside_it(cast: Cast, browser: Browsers) -> None:
    talk = request_from(cast.amina, cast.awa)
    awa = browser(cast.awa)
    assert listed(awa) == []
    assert listed(awa, "requests") == ["Amina Kariuki"]
    page = words(awa.page(f"/conversations/{talk}").get_element_by_id("main"))
    assert "Amina Kariuki would like to talk with you." in page.replace("\u2068", "").replace("\u2069", "")
    assert "A member since" in page
    assert "Nothing of them was verified." in page
    assert awa.post(f"/conversations/{talk}/accept").status_code == 302
    assert listed(awa) == ["Amina Kariuki"]
    assert listed(awa, "requests") == []


def test_reading_a_request_tells_nobody(cast: Cast, browser: Browsers, socket: Socket) -> None:
    talk = request_from(cast.amina, cast.awa)
    browser(cast.awa).page(f"/conversations/{talk}")
    said = browser(cast.amina).page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0]
    assert "Read by" not in words(said)
    do(actions.accept_request, cast.awa, talk)  # the premise: once accepted, it is told
    browser(cast.awa).page(f"/conversations/{talk}")
    said = browser(cast.amina).page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0]
    assert "Read by" in words(said)


def test_an_answer_accepts(cast: Cast, session: Session) -> None:
    talk = request_from(cast.amina, cast.awa)
    say(cast.awa, talk, "Yes, gladly.", "awa-gladly")
    assert standing(session, cast.awa, talk) == "in"


def test_a_stranger_writes_three_messages_and_then_waits_declined_or_not(cast: Cast) -> None:
    open_, declined = request_from(cast.amina, cast.awa), request_from(cast.amina, cast.omar)
    do(actions.decline_request, cast.omar, declined)
    for talk in (open_, declined):
        say(cast.amina, talk, "Two", "amina-two")
        say(cast.amina, talk, "Three", "amina-three")
        with pytest.raises(WaitForAnswer):
            say(cast.amina, talk, "Four", "amina-four")
    do(actions.accept_request, cast.awa, open_)
    assert say(cast.amina, open_, "Four", "amina-four") == 4


def test_who_begins_a_group_of_strangers_writes_three_messages_before_one_of_them_answers(cast: Cast) -> None:
    amina, handles = cast.amina, [cast.awa.handle, cast.omar.handle]
    with unit_of_work() as session:
        members = queries.people_named(session, amina.actor, handles)
        talk = actions.start_group(session, amina.actor, members).public_id
    for number in range(3):
        say(amina, talk, "Could one of you talk?", f"to-strangers-{number}")
    with pytest.raises(WaitForAnswer):
        say(cast.amina, talk, "Could one of you talk?", "to-strangers-3")
    do(actions.accept_request, cast.omar, talk)
    assert say(cast.amina, talk, "Thank you.", "to-strangers-3") == 4


def test_a_new_account_adds_few_people_to_groups(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "PEOPLE_A_DAY_FOR_NEW", 2)
    talk = group_of(cast.amina, cast.awa)
    add(cast.amina, talk, cast.omar)
    with pytest.raises(TooMany):
        add(cast.amina, talk, cast.jose)
    add(cast.awa, talk, cast.jose)  # she has reached nobody yet


def test_a_declined_request_is_quiet_and_says_nothing(cast: Cast, browser: Browsers, socket: Socket) -> None:
    talk = request_from(cast.amina, cast.awa)
    awa, amina = browser(cast.awa), socket(cast.amina)
    assert awa.post(f"/conversations/{talk}/decline").status_code == 302
    assert listed(awa) == listed(awa, "requests") == listed(awa, "archive") == []
    assert not awa.page("/conversations").xpath("//nav//*[@data-unread]")
    say(cast.amina, talk, "Two", "amina-two")
    amina.heard("conversation.entry")
    assert len(amina.so_far("conversation.entry")) == 1  # her own line only
    with pytest.raises(AlreadyAnswered):
        do(actions.decline_request, cast.awa, talk)


def test_what_was_declined_by_mistake_is_found_again_and_nobody_is_told(
    cast: Cast, browser: Browsers, session: Session
) -> None:
    talk, other = request_from(cast.amina, cast.awa), request_from(cast.jose, cast.awa)
    awa, amina = browser(cast.awa), browser(cast.amina)
    before = _seen_by(amina, talk)
    for one in (talk, other):
        awa.post(f"/conversations/{one}/decline")
    requests = awa.page("/conversations?box=requests")
    assert words(requests.xpath("//*[@class='rule-line']")[0]) == "Nothing waits. 2 declined"
    assert sorted(listed(awa, "declined")) == ["Amina Kariuki", str(cast.jose.name)]
    assert listed(browser(cast.amina), "declined") == listed(browser(cast.omar), "declined") == []
    page = awa.page(f"/conversations/{talk}")
    assert "You have declined to talk with" in words(page)
    assert page.xpath("//form[contains(@action, '/accept')]")
    assert not page.xpath("//form[contains(@action, '/decline')]")
    assert _seen_by(amina, talk) == before  # declined and read: she sees what she saw
    assert awa.post(f"/conversations/{talk}/accept").status_code == 302
    assert listed(awa) == ["Amina Kariuki"]
    assert awa.post(f"/people/{cast.jose.handle}/block", {"on": "1"}).status_code == 302
    assert listed(awa, "declined") == []
    assert listed(awa, "archive") == [str(cast.jose.name)]
    awa.page(f"/conversations/{talk}")
    assert _seen_by(amina, talk) != before  # the premise: accepted and read, she sees that


def test_programs_list_what_waits_and_what_was_declined(cast: Cast, browser: Browsers) -> None:
    talk = request_from(cast.amina, cast.awa)
    awa = browser(cast.awa)

    def ids(box: str) -> list[str]:
        answer = awa.json("GET", f"/api/v1/conversations?box={box}").json
        return [one["id"] for one in answer["conversations"]]

    assert (ids("inbox"), ids("requests"), ids("declined")) == ([], [talk], [])
    awa.json("POST", f"/api/v1/conversations/{talk}/decline")
    assert (ids("inbox"), ids("requests"), ids("declined")) == ([], [], [talk])
    assert awa.json("GET", "/api/v1/conversations?box=elsewhere").status_code == 422


def _seen_by(person: Browser, talk: str) -> tuple[str, object]:
    """What the page of a conversation and the door for programs say to somebody in it."""
    page = person.page(f"/conversations/{talk}").get_element_by_id("main")
    return words(page), person.json("GET", f"/api/v1/conversations/{talk}").json


@pytest.mark.parametrize(
    ("who", "stranger", "verified", "followed"),
    [
        (WhoMayWrite.ANYONE, "invited", "in", "in"),
        (WhoMayWrite.VERIFIED, None, "in", "in"),
        (WhoMayWrite.FOLLOWED, None, None, "in"),
        (WhoMayWrite.NOBODY, None, None, None),
    ],
)
def test_who_may_write_to_me_is_mine_to_say(
    cast: Cast,
    session: Session,
    who: WhoMayWrite,
    stranger: str | None,
    verified: str | None,
    followed: str | None,
) -> None:
    allow(cast.awa, who)
    make_verified_journalist(cast.jose, topics=())
    omar = cast.omar
    with unit_of_work() as writing:
        relations.follow(writing, cast.awa.actor, omar.handle)
    for person, expected in ((cast.amina, stranger), (cast.jose, verified), (omar, followed)):
        if expected is None:
            with pytest.raises(CannotBeWrittenTo):
                request_from(person, cast.awa)
        else:
            assert standing(session, cast.awa, request_from(person, cast.awa)) == expected


def test_who_may_not_write_is_told_so_before_they_have_written(cast: Cast, browser: Browsers) -> None:
    amina, address = browser(cast.amina), f"/people/{cast.awa.handle}/write"
    assert amina.page(address).xpath("//textarea")  # the premise: anyone may
    allow(cast.awa, WhoMayWrite.NOBODY)
    page = amina.page(address)
    assert "This person cannot be written to here." in words(page)
    assert not page.xpath("//textarea")


def test_nobody_writes_to_an_account_that_is_closed(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina = browser(cast.amina)
    assert amina.page(f"/conversations/{talk}").xpath("//form[@data-composer]")  # the premise
    with unit_of_work() as session:
        suspend(session, cast.awa.handle)
    page = amina.page(f"/conversations/{talk}")
    assert "This person cannot be written to here." in words(page)
    assert not page.xpath("//form[@data-composer]")


def test_who_talks_with_me_already_writes_on_whatever_i_choose(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    allow(cast.awa, WhoMayWrite.NOBODY)
    assert say(cast.amina, talk, "Still here?", "still-here") == 2


def test_the_setting_is_a_page(cast: Cast, session: Session, browser: Browsers) -> None:
    awa = browser(cast.awa)
    form = {"who_may_write": "verified", "shows_presence": "y"}
    assert awa.post("/settings/messages", form).status_code == 302
    kept = queries.preferences(session, [cast.awa.id])[cast.awa.id]
    assert (kept.who_may_write, kept.shows_read, kept.shows_presence) == ("verified", False, True)
    assert awa.post("/settings/messages", {"who_may_write": "friends"}).status_code == 422


def test_whoever_is_blocked_is_not_heard_and_cannot_tell(
    cast: Cast, browser: Browsers, socket: Socket, session: Session
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa, amina = socket(cast.awa), socket(cast.amina)
    assert browser(cast.awa).post(f"/people/{cast.amina.handle}/block", {"on": "1"}).status_code == 302
    told = amina.ask("message.send", conversation=talk, body="Are you there?", client_id="amina-there")
    assert (told["ok"], told["entries"][0]["sequence"]) == (True, 2)
    amina.heard("conversation.entry")
    assert awa.so_far("conversation.entry") == []
    assert listed(browser(cast.awa)) == []
    page = browser(cast.awa).page(f"/conversations/{talk}")
    assert "Are you there?" not in words(page)
    assert "You have blocked this person" in words(page)
    with pytest.raises(BlockedByYou):
        say(cast.awa, talk, "No.", "awa-no")
    with unit_of_work() as writing:
        actions.unblock(writing, cast.awa.actor, "amina-kariuki")
    assert amina.ask("conversation.open", conversation=talk)["read"] == {
        cast.awa.handle: 0
    }  # she has not read it
    assert say(cast.amina, talk, "And now?", "amina-now") == 3
    shown = words(browser(cast.awa).page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0])
    assert "And now?" in shown
    assert "Are you there?" not in shown


def test_a_blocked_stranger_is_answered_as_everybody_is(cast: Cast, session: Session) -> None:
    amina, awa = cast.amina, cast.awa
    with unit_of_work() as writing:
        actions.block(writing, awa.actor, amina.handle)
    talk = request_from(cast.amina, cast.awa)
    assert standing(session, cast.awa, talk) == "blocked"
    with pytest.raises(BlockedByYou):
        request_from(cast.awa, cast.amina)


def test_who_may_be_invited_by_whom_does_not_change_with_a_block(cast: Cast, session: Session) -> None:
    """Awa wants to hear only of whom she follows and knows; Amina, whom she knows, makes a group before and after."""
    talk_between(cast.amina, cast.awa)
    allow(cast.awa, WhoMayWrite.FOLLOWED)
    known = group_of(cast.amina, cast.awa, title="Before")
    do(actions.block, cast.awa, cast.amina.handle)
    with unit_of_work() as writing:
        others = queries.people_named(writing, cast.amina.actor, [cast.awa.handle])
        after = actions.start_group(writing, cast.amina.actor, others, "After").public_id
    assert (standing(session, cast.awa, known), standing(session, cast.awa, after)) == ("in", "blocked")
    do(actions.unblock, cast.awa, cast.amina.handle)
    do(actions.accept_request, cast.awa, after)  # it can be answered now
    assert standing(session, cast.awa, after) == "in"


def test_an_invitation_to_a_group_can_be_declined_and_is_then_over(
    cast: Cast, browser: Browsers, session: Session
) -> None:
    talk = group_of(cast.amina, cast.awa)
    add(cast.amina, talk, cast.omar)
    assert listed(browser(cast.omar), "requests") == ["Port annex"]
    do(actions.decline_request, cast.omar, talk)
    assert browser(cast.omar).get(f"/conversations/{talk}").status_code == 404
    assert "Omar" not in str(
        browser(cast.awa).json("GET", f"/api/v1/conversations/{talk}").json["facts"]["participants"]
    )


def test_a_new_account_reaches_few_people_a_day_and_is_told_when_it_may_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reaching, "PEOPLE_A_DAY_FOR_NEW", 2)
    request_from(cast.amina, cast.awa)
    request_from(cast.amina, cast.omar)
    with pytest.raises(TooMany) as refused:
        request_from(cast.amina, cast.jose)
    assert 0 < refused.value.retry_after <= 24 * 3600
    said = str(refused.value.message).replace("\u2068", "").replace("\u2069", "")
    assert "In its first week an account that is not verified reaches 2 new people a day." in said
    assert "Please try again in 1 day;" in said
    with unit_of_work() as session:
        session.get_one(Member, cast.amina.id).created_at = clock.now() - timedelta(days=8)
    request_from(cast.amina, cast.jose)  # an older account may


def test_doors_of_requests_are_closed_to_others(cast: Cast, browser: Browsers) -> None:
    talk = request_from(cast.amina, cast.awa)
    api = f"/api/v1/conversations/{talk}"

    def knock(person: Browser, verb: str) -> list[int]:
        return [
            person.post(f"/conversations/{talk}/{verb}").status_code,
            person.json("POST", f"{api}/{verb}").status_code,
        ]

    assert knock(browser(cast.omar), "accept") == knock(browser(cast.omar), "decline") == [404, 404]
    assert knock(browser(cast.awa), "accept") == [302, 204]  # the premise: it is there for her


def test_programs_block_and_unblock(cast: Cast, browser: Browsers, session: Session) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = browser(cast.awa)
    assert awa.json("PUT", f"/api/v1/people/{cast.amina.handle}/block").status_code == 204
    assert standing(session, cast.awa, talk) == "blocked"
    assert awa.json("DELETE", f"/api/v1/people/{cast.amina.handle}/block").status_code == 204
    assert standing(session, cast.awa, talk) == "in"
    assert awa.json("PUT", "/api/v1/people/nobody-here/block").status_code == 404

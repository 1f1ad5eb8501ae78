"""What was said can be mended for a while, taken away, answered, marked; by whom, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.core import clock
from community.core.db import db
from community.messaging import actions, queries
from community.messaging.errors import NoSuchMessage, TooLateToEdit, TooManyPins, UnknownSign
from community.messaging.models import Entry, Participant, Reaction
from community.messaging.queries import log
from community.messaging.schemas import places
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.messaging.talking import do, say, talk_between

Browsers = Callable[..., Browser]


def entry(session: Session, person: Person, talk: str, number: int) -> Entry:
    session.rollback()
    mine = queries.participation(session, person.actor, talk)
    return queries.messages_at(session, mine, [number])[number]


def last_number(session: Session, person: Person, talk: str) -> int:
    session.rollback()
    return queries.participation(session, person.actor, talk).conversation.last_sequence


def log_of(browser: Browser, talk: str) -> str:
    return words(browser.page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0])


def test_a_message_is_mended_within_fifteen_minutes_and_says_so(
    cast: Cast, session: Session, browser: Browsers
) -> None:
    talk = talk_between(cast.amina, cast.awa, "The annexe is on page 14.")
    answer = browser(cast.amina).post(
        f"/conversations/{talk}/messages/1/edit", {"body": "The annex is on page 41."}
    )
    assert answer.status_code == 302
    said = log_of(browser(cast.awa), talk)
    assert "The annex is on page 41." in said
    assert "edited" in said
    assert "annexe" not in browser(cast.awa).get(f"/conversations/{talk}").text
    assert "annexe" not in str(session.execute(select(Entry.body, Entry.body_html, Entry.words)).all())


def test_later_it_stays_as_it_is_and_what_was_typed_is_kept(cast: Cast, browser: Browsers) -> None:
    with clock.at(clock.now() - actions.EDITED_WITHIN - timedelta(seconds=1)):
        talk = talk_between(cast.amina, cast.awa, "The annexe.")
    amina = browser(cast.amina)
    answer = amina.post(f"/conversations/{talk}/messages/1/edit", {"body": "The annex."})
    assert answer.status_code == TooLateToEdit.status
    assert "The annex." in amina.parsed(answer).xpath("//textarea")[0].text
    assert "The annexe." in log_of(amina, talk)
    assert not amina.page(f"/conversations/{talk}/messages/1").xpath("//textarea")


def test_nobody_mends_or_deletes_what_another_said(cast: Cast, session: Session) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with pytest.raises(NoSuchMessage):
        do(actions.edit_message, cast.awa, talk, 1, "I never asked.")
    with pytest.raises(NoSuchMessage):
        do(actions.delete_message, cast.awa, talk, 1)
    do(actions.edit_message, cast.amina, talk, 1, "I did ask.")  # the premise: it can be mended
    assert entry(session, cast.awa, talk, 1).body == "I did ask."


def test_a_deleted_message_leaves_a_mark_and_no_word(cast: Cast, session: Session, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa, "The name of my source is Kwame.")
    say(cast.awa, talk, "Delete that.", "awa-delete", quote=1)
    do(actions.react, cast.awa, talk, 1, "looking", True)
    do(actions.pin_message, cast.awa, talk, 1, True)
    assert browser(cast.amina).post(f"/conversations/{talk}/messages/1/delete").status_code == 302
    page = browser(cast.awa).get(f"/conversations/{talk}").text
    assert "This message was deleted." in page
    assert "Kwame" not in page
    assert "Kwame" not in browser(cast.awa).get("/conversations").text
    everything = session.execute(select(Entry.body, Entry.body_html, Entry.words, Entry.data)).all()
    assert "wame" not in str(everything).casefold()
    assert session.scalar(select(func.count()).select_from(Reaction)) == 0
    assert queries.participation(session, cast.awa.actor, talk).conversation.pins == []


def test_a_deleted_message_is_not_answered_edited_pinned_or_marked(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.delete_message, cast.amina, talk, 1)
    for verb, more in (
        (actions.edit_message, ("Again",)),
        (actions.react, ("agree", True)),
        (actions.pin_message, (True,)),
    ):
        with pytest.raises(NoSuchMessage):
            do(verb, cast.amina, talk, 1, *more)
    with pytest.raises(NoSuchMessage):
        say(cast.awa, talk, "What was it?", "awa-quotes", quote=1)


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        (actions.edit_message, ("Could you talk before 17:00 in Nairobi?",)),
        (actions.delete_message, ()),
        (actions.react, ("agree", True)),
        (actions.pin_message, (True,)),
    ],
)
def test_what_is_so_already_takes_no_number(
    cast: Cast, session: Session, verb: Callable[..., object], more: tuple[object, ...]
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(verb, cast.amina, talk, 1, *more)
    before = last_number(session, cast.amina, talk)
    do(verb, cast.amina, talk, 1, *more)
    assert last_number(session, cast.amina, talk) == before


def test_only_the_fixed_set_of_signs_and_a_bounded_number_of_pins(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with pytest.raises(UnknownSign):
        do(actions.react, cast.awa, talk, 1, "<b>", True)
    for n in range(2, 23):
        say(cast.amina, talk, f"Fact {n}", f"amina-{n:05d}")
    for n in range(1, 21):
        do(actions.pin_message, cast.awa, talk, n, True)
    with pytest.raises(TooManyPins):
        do(actions.pin_message, cast.awa, talk, 21, True)


def test_an_answer_shows_what_it_answers(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa, "Which *page* is it?")
    awa = browser(cast.awa)
    box = awa.page(f"/conversations/{talk}?quote=1")
    assert "Which page is it?" in words(box.xpath("//*[@data-answering]")[0])
    awa.post(f"/conversations/{talk}", {"body": "Page 14.", "client_id": "awa-answers", "quote": "1"})
    page = browser(cast.amina).page(f"/conversations/{talk}")
    quoted = page.xpath("//*[@id='message-2']//*[contains(@class, 'quoted')]")[0]
    assert words(quoted) == "Amina Kariuki Which page is it?"
    assert quoted.get("href") == "#message-1"


def test_whoever_is_mentioned_is_shown_by_name_and_remembered(cast: Cast, session: Session) -> None:
    talk = talk_between(cast.amina, cast.awa)
    say(cast.amina, talk, "As @awa-ndiaye said; not @omar-el-sayed, `@awa-ndiaye`", "amina-mention")
    html = entry(session, cast.awa, talk, 2).body_html
    assert "As <b>@Awa Ndiaye</b> said; not @omar-el-sayed, <code>@awa-ndiaye</code>" in html
    marks = dict(session.execute(select(Participant.member_id, Participant.last_mention_sequence)).all())
    assert marks == {cast.awa.id: 2, cast.amina.id: 0}


def test_an_outsider_is_refused_at_each_door(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)

    def knock(person: Browser) -> list[int]:
        api = f"/api/v1/conversations/{talk}/messages/1"
        return [
            person.get(f"/conversations/{talk}/messages/1").status_code,
            person.post(f"/conversations/{talk}/messages/1/react", {"sign": "agree"}).status_code,
            person.post(f"/conversations/{talk}/messages/1/pin", {"on": "1"}).status_code,
            person.json("GET", api).status_code,
            person.json("PUT", f"{api}/reactions/looking").status_code,
            person.json("DELETE", f"{api}/reactions/looking").status_code,
            person.json("PUT", f"{api}/pin").status_code,
            person.json("DELETE", f"{api}/pin").status_code,
            person.json("PATCH", api, {"body": "Other words"}).status_code,
            person.post(f"/conversations/{talk}/messages/1/edit", {"body": "Other"}).status_code,
            person.json("DELETE", api).status_code,
            person.post(f"/conversations/{talk}/messages/1/delete").status_code,
        ]

    assert set(knock(browser(cast.omar))) == {404}
    assert set(knock(browser(cast.amina))) == {200, 302}  # the premise: the addresses are right


def test_the_page_of_one_message_offers_its_verbs(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    yours = browser(cast.awa).page(f"/conversations/{talk}/messages/1")
    own = browser(cast.amina).page(f"/conversations/{talk}/messages/1")
    assert "Delete for everybody" not in words(yours)
    assert "Delete for everybody" in words(own)
    browser(cast.awa).post(f"/conversations/{talk}/messages/1/react", {"sign": "thanks"})
    assert "Thank you 1" in log_of(browser(cast.amina), talk)
    browser(cast.awa).post(f"/conversations/{talk}/messages/1/react", {"off": "thanks"})
    assert "Thank you" not in log_of(browser(cast.amina), talk)
    assert db.session.scalar(select(func.count()).select_from(Reaction)) == 0


def test_what_is_answered_is_a_link_to_where_it_stands_also_when_that_is_far_above(
    cast: Cast, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "PAGE", 4)
    monkeypatch.setattr(places, "PAGE", 4)
    talk = talk_between(cast.amina, cast.awa, "Which page is it?")
    for number in range(2, 10):
        say(cast.amina, talk, f"Fact {number}", f"amina-{number:05d}")
    say(cast.amina, talk, "Well?", "amina-well", quote=1)
    amina = browser(cast.amina)
    quoted = amina.page(f"/conversations/{talk}").xpath(
        "//*[@id='message-10']//*[contains(@class, 'quoted')]"
    )[0]
    address, _, anchor = str(quoted.get("href")).partition("#")
    assert amina.page(address).get_element_by_id(anchor) is not None
    alone = amina.page(f"/conversations/{talk}/messages/10").xpath("//*[contains(@class, 'quoted')]")[0]
    assert alone.get("href") == quoted.get("href")

"""A group: who comes in, what they may read, who takes whom out, and that whoever is out gets nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from lxml import html
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from community.accounts.actions import add_member
from community.accounts.models import Member
from community.core import clock
from community.core.errors import NotFound
from community.core.unit_of_work import unit_of_work
from community.messaging import actions, queries
from community.messaging.errors import GroupIsFull, NoSuchPerson, NotAGroup, SeveralOfThisName
from tests.browser import Browser, words
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.follower import Follower
from tests.messaging.talking import add, do, group_of, say, talk_between

Browsers = Callable[..., Browser]
Socket = Callable[[Person], Line]


def what_is_read(browser: Browser, talk: str) -> list[str]:
    state = browser.json("GET", f"/api/v1/conversations/{talk}").json
    return [one["message"]["body_html"] for one in state["entries"] if one["kind"] == "message"]


def _facts(browser: Browser, sent: TestResponse) -> Any:
    """Of the conversation to whose page a form led: its facts, and its last number."""
    talk = sent.location.partition("#")[0].rpartition("/")[2]
    state = browser.json("GET", f"/api/v1/conversations/{talk}").json
    return state["facts"] | {"last_sequence": state["last_sequence"]}


def test_who_joins_reads_from_then_on(cast: Cast, browser: Browsers, socket: Socket) -> None:
    talk = group_of(cast.amina, cast.awa)
    say(cast.amina, talk, "Between the two of us.", "before-omar")
    add(cast.amina, talk, cast.omar)
    do(actions.accept_request, cast.omar, talk)
    say(cast.awa, talk, "Hello Omar.", "hello-omar")
    omar = browser(cast.omar)
    assert what_is_read(omar, talk) == ["<p>Hello Omar.</p>"]
    assert what_is_read(browser(cast.awa), talk)[:2] == ["<p>Welcome.</p>", "<p>Between the two of us.</p>"]
    assert "Between the two" not in omar.get(f"/conversations/{talk}?before=4").text
    caught_up = omar.json("GET", f"/api/v1/conversations/{talk}/entries?after=0").json
    assert [one["sequence"] for one in caught_up["entries"]] == [3, 4]
    assert omar.get(f"/conversations/{talk}/messages/2").status_code == 404


def test_what_came_before_is_told_to_newcomers_by_its_number_only(
    cast: Cast, socket: Socket, browser: Browsers
) -> None:
    talk = group_of(cast.amina, cast.awa)
    add(cast.amina, talk, cast.omar)
    omar = Follower(socket(cast.omar), talk)
    do(actions.react, cast.awa, talk, 1, "agree", True)
    do(actions.edit_message, cast.amina, talk, 1, "Welcome, both.")
    do(actions.pin_message, cast.awa, talk, 1, True)
    last = say(cast.awa, talk, "Who is Omar?", "who-is-omar", quote=1)
    omar.listen(until=last)
    assert "Welcome" not in str(omar.line.so_far("conversation.entry"))
    assert omar.facts["pins"] == []
    assert omar.state == Follower(omar.line, talk).state


def test_shared_history_begins_where_the_group_chose_it(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa)
    say(cast.amina, talk, "Under the old promise.", "old-promise")
    do(actions.share_history, cast.awa, talk, True)
    say(cast.amina, talk, "For those to come, too.", "for-those")
    add(cast.amina, talk, cast.omar)
    assert what_is_read(browser(cast.omar), talk) == ["<p>For those to come, too.</p>"]


def test_whoever_is_taken_out_finds_and_hears_nothing_more(
    cast: Cast, browser: Browsers, socket: Socket
) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    omar, awa = socket(cast.omar), socket(cast.awa)
    do(actions.remove_person, cast.amina, talk, cast.omar.handle)
    assert omar.heard("conversation.gone") == [{"conversation": talk}]
    say(cast.amina, talk, "Now we can talk.", "without-omar")
    assert len(awa.heard("conversation.entry", count=2)) == 2  # the premise: it was told
    assert omar.so_far("conversation.entry") == []
    for event, more in (
        ("conversation.open", {}),
        ("conversation.since", {"after": 0}),
        ("message.send", {"body": "Hello?", "client_id": "omar-hello"}),
        ("conversation.rename", {"title": "Mine"}),
        ("conversation.leave", {}),
    ):
        assert omar.ask(event, conversation=talk, **more)["error"]["status"] == 404
    assert browser(cast.omar).get(f"/conversations/{talk}").status_code == 404
    assert browser(cast.omar).get("/api/v1/conversations").json["conversations"] == []


def test_whoever_leaves_finds_and_hears_nothing_more_and_the_others_are_told(
    cast: Cast, browser: Browsers, socket: Socket
) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    omar, awa = socket(cast.omar), socket(cast.awa)
    assert browser(cast.omar).post(f"/conversations/{talk}/leave").location == "/conversations"
    say(cast.amina, talk, "Now we can talk.", "without-omar")
    left, said = awa.heard("conversation.entry", count=2)
    assert (left["entry"]["kind"], left["entry"]["by"]) == ("left", cast.omar.handle)
    assert said["entry"]["kind"] == "message"  # the premise
    assert omar.so_far("conversation.entry") == []
    assert browser(cast.omar).get(f"/conversations/{talk}").status_code == 404
    assert "Omar" in browser(cast.awa).get(f"/conversations/{talk}").text  # that he left stays in the log


def test_who_may_take_whom_out(cast: Cast) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    add(cast.awa, talk, cast.zhang_wei)
    for who, whom in (
        (cast.omar, cast.awa),
        (cast.awa, cast.omar),
        (cast.awa, cast.amina),
        (cast.amina, cast.amina),
    ):
        with pytest.raises(NotFound):
            do(actions.remove_person, who, talk, whom.handle)
    do(actions.remove_person, cast.awa, talk, cast.zhang_wei.handle)  # she had added him
    do(actions.leave, cast.amina, talk)
    do(actions.remove_person, cast.awa, talk, cast.omar.handle)  # longest in it now


def test_who_had_left_is_asked_before_they_are_in_again(cast: Cast, session: Session) -> None:
    talk = group_of(cast.amina, cast.awa, cast.omar)
    do(actions.leave, cast.omar, talk)
    say(cast.amina, talk, "While Omar was away.", "while-away")
    add(cast.amina, talk, cast.omar)
    session.rollback()
    mine = queries.participation(session, cast.omar.actor, talk)
    assert mine.standing == "invited"
    assert [one.kind for one in queries.after(session, mine, 0)] == ["joined"]


def test_a_talk_between_two_stays_between_two(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with pytest.raises(NotAGroup):
        add(cast.amina, talk, cast.omar)
    for verb, more in (
        (actions.leave, ()),
        (actions.rename, ("Us",)),
        (actions.share_history, (True,)),
        (actions.remove_person, (cast.awa.handle,)),
    ):
        with pytest.raises(NotAGroup):
            do(verb, cast.amina, talk, *more)


def test_a_group_has_at_most_fifty_people(cast: Cast) -> None:
    amina = cast.amina
    with unit_of_work() as session:
        session.get_one(Member, amina.id).created_at = clock.now() - timedelta(days=30)
        crowd = [
            add_member(session, display_name=f"Member {n}", email=f"member-{n}@crowd.example")
            for n in range(50)
        ]
        for one in crowd:
            one.active = True
    with unit_of_work() as session, pytest.raises(GroupIsFull):
        actions.start_group(session, amina.actor, crowd)
    with unit_of_work() as session:
        talk = actions.start_group(session, amina.actor, crowd[:49]).public_id
    with unit_of_work() as session, pytest.raises(GroupIsFull):
        actions.add_people(session, amina.actor, talk, crowd[49:])


def test_people_are_named_by_handle_or_by_a_name_that_one_has(cast: Cast, session: Session) -> None:
    assert cast.awa.name == "Awa Ndiaye"
    assert cast.omar.handle == "omar-el-sayed"
    named = queries.people_named(session, cast.amina.actor, ["Awa Ndiaye", "@omar-el-sayed", "awa-ndiaye"])
    assert [one.id for one in named] == [cast.awa.id, cast.omar.id]
    for nobody in ("Somebody Else", "amina-kariuki", ""):
        with pytest.raises(NoSuchPerson):
            queries.people_named(session, cast.amina.actor, [nobody])
    with unit_of_work() as writing:
        add_member(writing, display_name="Awa Ndiaye", email="other@awa.example").active = True
    with pytest.raises(SeveralOfThisName):
        queries.people_named(session, cast.amina.actor, ["Awa Ndiaye"])


def test_an_outsider_is_refused_at_each_door_of_a_group(cast: Cast, browser: Browsers) -> None:
    talk = group_of(cast.amina, cast.awa)
    api, page = f"/api/v1/conversations/{talk}", f"/conversations/{talk}"

    def knock(person: Browser) -> set[int]:
        return {
            person.json("PUT", f"{api}/title", {"title": "Ours"}).status_code,
            person.json("PUT", f"{api}/history", {"on": True}).status_code,
            person.json("PUT", f"{api}/attribution", {"rule": "background"}).status_code,
            person.json("PUT", f"{api}/expiry", {"days": 7}).status_code,
            person.json("PUT", f"{api}/own", {"muted": True}).status_code,
            person.json("POST", f"{api}/people", {"people": [cast.chen_hao.handle]}).status_code,
            person.json("DELETE", f"{api}/people/{cast.chen_hao.handle}").status_code,
            person.get(f"{page}/about").status_code,
            person.post(f"{page}/rename", {"title": "Annex"}).status_code,
            person.post(f"{page}/history", {"on": "0"}).status_code,
            person.post(f"{page}/attribution", {"rule": "off_record"}).status_code,
            person.post(f"{page}/expiry", {"days": "30"}).status_code,
            person.post(f"{page}/own", {"mute": "1"}).status_code,
            person.post(f"{page}/people", {"people": cast.chen_hao.handle}).status_code,
            person.post(f"{page}/people/{cast.chen_hao.handle}/remove").status_code,
            person.post(f"{page}/leave").status_code,
        }

    assert knock(browser(cast.omar)) == {404}
    assert knock(browser(cast.amina)) <= {200, 204, 302}  # the premise: the addresses are right


def test_a_group_begins_on_a_page_that_keeps_what_was_typed(cast: Cast, browser: Browsers) -> None:
    amina = browser(cast.amina)
    address = f"/conversations/new?with={cast.awa.handle}&with={cast.omar.handle}"
    page = amina.page(address)
    assert {"Awa Ndiaye", "Omar El-Sayed"} <= set(page.xpath("//*[@data-with]//bdi/text()"))
    wrong = amina.post(
        "/conversations/new",
        {"with": [cast.awa.handle, cast.omar.handle], "people": "Nobody Here", "body": "Dear both, …"}
        | {"title": "Port annex", "client_id": "amina-group"},
    )
    assert wrong.status_code == 422
    assert "nobody called “Nobody Here”" in wrong.text
    assert "Dear both, …" in wrong.text
    assert cast.zhang_wei
    sent = amina.post(
        "/conversations/new",
        {"with": [cast.awa.handle, cast.omar.handle], "people": "Zhang Wei", "body": "Dear all, …"}
        | {"title": "Port annex", "client_id": "amina-group"},
    )
    assert sent.status_code == 302
    shown = words(amina.page(sent.location.partition("#")[0]).get_element_by_id("main"))
    assert "Port annex" in shown
    assert "Zhang Wei" in shown


def test_who_was_taken_off_again_is_not_written_to(cast: Cast, browser: Browsers) -> None:
    amina = browser(cast.amina)
    address = (
        f"/conversations/new?with={cast.awa.handle}&with={cast.omar.handle}&with={cast.zhang_wei.handle}"
    )
    ticked = {"with": [cast.awa.handle, cast.omar.handle], "client_id": "amina-group", "title": "Port annex"}
    refused = amina.post(address, ticked | {"body": ""})
    boxes = html.fromstring(refused.text).xpath("//*[@data-with]//input")
    assert [(one.get("value"), "checked" in one.attrib) for one in boxes] == [
        (cast.awa.handle, True),
        (cast.omar.handle, True),
        (cast.zhang_wei.handle, False),
    ]
    sent = amina.post(address, ticked | {"body": "Dear both, …"})
    assert [one["name"] for one in _facts(amina, sent)["participants"]] == [
        "Amina Kariuki",
        "Awa Ndiaye",
        "Omar El-Sayed",
    ]


def test_a_group_that_is_begun_twice_is_one_with_one_message(cast: Cast, browser: Browsers) -> None:
    amina = browser(cast.amina)
    form = {"with": [cast.awa.handle, cast.omar.handle], "body": "Dear both, …", "client_id": "amina-group"}
    once, twice = amina.post("/conversations/new", form), amina.post("/conversations/new", form)
    assert (once.status_code, once.location) == (302, twice.location)
    assert _facts(amina, once)["last_sequence"] == 1
    program = {"to": [cast.amina.handle, cast.omar.handle], "body": "Dear both, …", "client_id": "json-group"}
    awa = browser(cast.awa)
    first, again = (awa.json("POST", "/api/v1/conversations", program).json for _ in range(2))
    assert first["conversation"] == again["conversation"] not in once.location
    others = program | {"to": [cast.zhang_wei.handle, cast.omar.handle]}  # the same id, said to others
    answer = awa.json("POST", "/api/v1/conversations", others)
    assert answer.json["conversation"] != first["conversation"]


def test_one_person_alone_is_no_group(cast: Cast, browser: Browsers) -> None:
    answer = browser(cast.amina).get(f"/conversations/new?with={cast.awa.handle}")
    assert (answer.status_code, answer.location) == (302, f"/people/{cast.awa.handle}/write")


def test_programs_begin_groups_too(cast: Cast, browser: Browsers) -> None:
    body = {
        "to": [cast.awa.handle, cast.omar.handle],
        "title": "Annex",
        "body": "Dear both",
        "client_id": "json-group",
    }
    answer = browser(cast.amina).json("POST", "/api/v1/conversations", body)
    assert answer.status_code == 201
    state = browser(cast.amina).json("GET", f"/api/v1/conversations/{answer.json['conversation']}").json
    assert state["facts"]["title"] == "Annex"
    assert [one["name"] for one in state["facts"]["participants"]] == [
        "Amina Kariuki",
        "Awa Ndiaye",
        "Omar El-Sayed",
    ]

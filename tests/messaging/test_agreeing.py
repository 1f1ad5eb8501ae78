"""The rule for quoting is shown at the box, logged, and agreed to before one writes on; so is how long words stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy.orm import Session

from community.core.errors import Invalid
from community.messaging import actions, queries
from community.messaging.errors import MustAgree, RuleChanged
from tests.browser import Browser, words
from tests.cast import Cast
from tests.messaging.talking import add, do, group_of, say, talk_between

Browsers = Callable[..., Browser]


def test_a_new_rule_must_be_agreed_to_before_one_writes_on(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    amina, awa = browser(cast.amina), browser(cast.awa)
    assert amina.post(f"/conversations/{talk}/attribution", {"rule": "background"}).status_code == 302
    assert say(cast.amina, talk, "So: who signed?", "who-signed") == 3  # who proposes it has agreed
    refused = awa.post(f"/conversations/{talk}", {"body": "Not I.", "client_id": "awa-not-i"})
    assert refused.status_code == MustAgree.status
    assert "Not I." in refused.text  # kept
    box = awa.page(f"/conversations/{talk}").xpath("//*[@data-part='box']")[0]
    assert "On background: use the information, not the name." in words(box)
    number = box.xpath(".//input[@name='sequence']/@value")[0]
    assert awa.post(f"/conversations/{talk}/agree", {"sequence": number}).status_code == 302
    assert say(cast.awa, talk, "Not I.", "awa-not-i") == 5
    log = words(amina.page(f"/conversations/{talk}").xpath("//*[@data-messages]")[0])
    assert "Awa Ndiaye agreed: On background." in log.replace("\u2068", "").replace("\u2069", "")
    box = amina.page(f"/conversations/{talk}").xpath("//*[@data-part='box']")[0]
    assert "On background" in words(box)


def test_what_waited_for_the_rule_is_in_the_box_when_one_has_agreed(cast: Cast, browser: Browsers) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_attribution, cast.amina, talk, "background")
    awa = browser(cast.awa)
    refused = awa.post(f"/conversations/{talk}", {"body": "Not <I>.", "client_id": "awa-not-i", "quote": "1"})
    fields = html.fromstring(refused.text).xpath("//*[@data-part='box']//form//input[@name!='csrf_token']")
    agreed = awa.post(f"/conversations/{talk}/agree", {one.get("name"): one.get("value") for one in fields})
    box = html.fromstring(agreed.text).xpath("//form[@data-composer]")[0]
    assert (agreed.status_code, box.xpath(".//textarea")[0].value.strip()) == (200, "Not <I>.")
    assert box.get("action") == f"/conversations/{talk}#body"  # refused again, it comes back at the box
    assert [box.xpath(f".//input[@name='{name}']/@value") for name in ("client_id", "quote")] == [
        ["awa-not-i"],
        ["1"],
    ]
    assert (
        awa.get(f"/conversations/{talk}/parts").status_code == 200
    )  # the same box, fetched by the page's script


def test_agreeing_to_a_rule_that_was_changed_meanwhile_agrees_to_nothing(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_attribution, cast.amina, talk, "background")
    do(actions.set_attribution, cast.amina, talk, "on_record")
    with pytest.raises(RuleChanged):
        do(actions.agree, cast.awa, talk, 2)
    with pytest.raises(MustAgree):
        say(cast.awa, talk, "Fine.", "awa-fine")
    do(actions.agree, cast.awa, talk, 3)
    assert say(cast.awa, talk, "Fine.", "awa-fine") == 5


def test_who_joins_agrees_before_writing(cast: Cast) -> None:
    talk = group_of(cast.amina, cast.awa)
    do(actions.set_attribution, cast.amina, talk, "off_record")
    add(cast.amina, talk, cast.omar)
    do(actions.accept_request, cast.omar, talk)
    with pytest.raises(MustAgree):
        say(cast.omar, talk, "Hello", "omar-hello")
    do(actions.agree, cast.omar, talk, 2)
    assert say(cast.omar, talk, "Hello", "omar-hello")


def test_there_are_three_rules_and_three_times(cast: Cast) -> None:
    talk = talk_between(cast.amina, cast.awa)
    with pytest.raises(Invalid):
        do(actions.set_attribution, cast.amina, talk, "deep_background")
    with pytest.raises(Invalid):
        do(actions.set_expiry, cast.amina, talk, 2)


def test_what_is_written_while_it_holds_disappears_and_what_was_before_stays(
    cast: Cast, session: Session
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    do(actions.set_expiry, cast.awa, talk, 7)
    number = say(cast.amina, talk, "Only for a week.", "for-a-week")
    session.rollback()
    mine = queries.participation(session, cast.amina.actor, talk)
    found = queries.messages_at(session, mine, [1, number])
    assert found[1].expires_at is None
    assert found[number].expires_at == found[number].created_at + timedelta(days=7)

"""Over the socket: acknowledged after the commit, sent to who takes part, to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from community.accounts.actions import end_all_sign_ins
from community.core.unit_of_work import unit_of_work
from tests.browser import Browser
from tests.cast import Cast, Person
from tests.line import Line
from tests.messaging.talking import say, talk_between

Socket = Callable[[Person], Line]


def test_a_message_by_form_or_json_or_socket_is_live(
    cast: Cast, browser: Callable[..., Browser], socket: Socket
) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa, amina = socket(cast.awa), browser(cast.amina)
    amina.post(f"/conversations/{talk}", {"body": "by form", "client_id": "amina-form"})
    amina.json(
        "POST", f"/api/v1/conversations/{talk}/messages", {"body": "by json", "client_id": "amina-json"}
    )
    answer = socket(cast.amina).ask(
        "message.send", conversation=talk, body="by socket", client_id="amina-sock"
    )
    assert answer["ok"]
    assert answer["entries"][0]["sequence"] == 4
    news = awa.heard("conversation.entry", count=3)
    assert [(one["entry"]["sequence"], one["entry"]["message"]["body_html"]) for one in news] == [
        (2, "<p>by form</p>"),
        (3, "<p>by json</p>"),
        (4, "<p>by socket</p>"),
    ]
    assert not any("client_id" in one["entry"] for one in news)  # Amina's ids are hers


def test_nobody_else_hears_it(cast: Cast, socket: Socket) -> None:
    talk = talk_between(cast.amina, cast.awa)
    omar, awa = socket(cast.omar), socket(cast.awa)
    say(cast.amina, talk, "For Awa", "for-awa-only")
    assert awa.heard("conversation.entry")  # the premise: it was sent
    assert omar.so_far("conversation.entry") == []
    for event, more in (
        ("message.send", {"body": "Let me in", "client_id": "omar-00001"}),
        ("conversation.since", {"after": 0}),
        ("conversation.read", {"sequence": 1}),
    ):
        assert omar.ask(event, conversation=talk, **more)["error"]["status"] == 404


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "text",
        {},
        {"conversation": "x" * 22, "body": "no client id"},
        {"conversation": "x" * 22, "body": 7, "client_id": "client-00001"},
        {"conversation": {"deep": {"er": []}}, "body": "b", "client_id": "client-00001"},
        {"conversation": "x" * 22, "body": "b", "client_id": "client-00001", "author": "lindiwe"},
    ],
)
def test_what_does_not_fit_the_schema_is_refused_without_a_trace(
    cast: Cast, socket: Socket, payload: Any
) -> None:
    answer = socket(cast.amina).ask("message.send", payload)
    assert answer["ok"] is False
    assert answer["error"]["status"] == 422
    assert "Traceback" not in str(answer)


def test_an_ended_sign_in_is_refused_and_hung_up(cast: Cast, socket: Socket) -> None:
    talk = talk_between(cast.amina, cast.awa)
    awa = socket(cast.awa)
    with unit_of_work() as session:
        end_all_sign_ins(session, cast.awa.id)
    assert awa.closed.wait(10)
    amina = socket(cast.amina)
    say(cast.amina, talk, "Too late for Awa's old browser", "after-the-end")
    assert amina.heard("conversation.entry")  # the premise: it was sent
    assert awa.so_far("conversation.entry") == []

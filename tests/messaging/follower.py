"""A small client of one conversation. It was written from docs/realtime.md and knows nothing else of the product
but the clock of the test: what it says and hears is held against the page."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any

from community.core import clock
from tests.line import Line
from tests.messaging.catalogue import catalogue

LINES = {"message", "joined", "left", "renamed", "history", "attribution", "agreed", "expiry"}


class Follower:
    """Keeps the state of a conversation by applying entries to what it has."""

    def __init__(self, line: Line, conversation: str) -> None:
        self.line, self.conversation = line, conversation
        self.facts: dict[str, Any] = {}
        self.lines: dict[int, dict[str, Any]] = {}
        self.last = 0
        self._heard = 0
        self.open()

    def open(self) -> None:
        """Take the present state."""
        state = self._ask("conversation.open")
        self.facts, self.last = state["facts"], state["last_sequence"]
        self.lines = {one["sequence"]: one for one in (*state["quoted"], *state["entries"])}

    def listen(self, *, until: int, lose: frozenset[int] = frozenset()) -> None:
        """Apply what was told live, up to a number; `lose` those numbers on the way, as a bad line does."""
        while self.last < until:
            news = heard(self.line, "conversation.entry", count=self._heard + 1)[self._heard]
            self._heard += 1
            if news["conversation"] != self.conversation or news["entry"]["sequence"] in lose:
                continue
            if news["entry"]["sequence"] > self.last + 1:
                self.catch_up()  # a gap
            self.apply(news)

    def catch_up(self) -> None:
        """Ask for what came after the last number until there is no more."""
        more = True
        while more:
            answer = self._ask("conversation.since", after=self.last)
            for entry in answer["entries"]:
                self.apply({"entry": entry, "quoted": answer["quoted"]})
            more = answer["more"]

    def apply(self, news: dict[str, Any]) -> None:
        """The state rule: keep the line, assign the fields, remember the number. Old numbers are known already."""
        entry = deepcopy(news["entry"])
        if entry["sequence"] <= self.last:
            return
        for quoted in news["quoted"]:
            self.lines.setdefault(quoted["sequence"], deepcopy(quoted))
        if entry["kind"] in LINES:
            self.lines[entry["sequence"]] = entry
        if entry.get("target") in self.lines and "set_message" in entry:
            self.lines[entry["target"]]["message"].update(entry["set_message"])
        self.facts.update(entry.get("set_conversation", {}))
        self.last = entry["sequence"]

    @property
    def state(self) -> dict[str, Any]:
        """What must be equal to a fresh one. A line that took an entry keeps what it set; a fresh one never had it."""
        lines = {
            number: {key: value for key, value in line.items() if not key.startswith("set_")}
            for number, line in self.lines.items()
            if not _has_expired(line.get("message", {}))
        }
        pins = [pin for pin in self.facts["pins"] if not _has_expired(pin)]
        return {"last": self.last, "facts": {**self.facts, "pins": pins}, "lines": lines}

    def _ask(self, event: str, **more: Any) -> dict[str, Any]:
        return ask(self.line, event, conversation=self.conversation, **more)


def ask(line: Line, event: str, **fields: Any) -> dict[str, Any]:
    """Send what the page says may be sent, and take what it says is answered. Raises AssertionError otherwise."""
    page = catalogue()
    page.check(fields, page.asked[event].payload)
    answer = line.ask(event, fields)
    assert answer.pop("ok"), answer
    if shape := page.asked[event].answer:
        page.check(answer, shape)
    else:
        assert answer == {}
    return answer


def heard(line: Line, event: str, *, count: int = 1) -> list[Any]:
    """The first news of this name, each as the page says."""
    page, news = catalogue(), line.heard(event, count=count)
    for one in news:
        page.check(one, page.told[event].payload)
    return news


def _has_expired(told: dict[str, Any]) -> bool:
    ends = told.get("expires_at")
    return ends is not None and datetime.fromisoformat(ends) <= clock.now()

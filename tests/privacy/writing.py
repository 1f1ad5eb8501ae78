"""How a test asks every door that changes something: with nothing, and with what several doors would accept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from community.directory.shortlists.models import Shortlist, ShortlistEntry
from community.profiles.models import Verification
from tests.privacy.doors import values_of
from tests.privacy.scene import Reader, Scene

SAFE = {"GET", "HEAD", "OPTIONS"}

LAST = ("block", "remove", "decline", "merge", "revoke", "leave", "delete", "logout")
"""What of a door's name says that less is there afterwards: those come at the end, in this order."""


OF_HIDERS = {"handle", "entry_id", "statement_id", "sequence"}
"""Names in addresses of which each value is asked for; of others the first."""


@dataclass(frozen=True)
class Asking:
    """One request that changes something, or is refused."""

    endpoint: str
    method: str
    address: str
    body: Mapping[str, Any]

    def by(self, reader: Reader) -> TestResponse:
        if not self.address.startswith("/api/"):
            return reader.browser.post(self.address, dict(self.body))
        answer = reader.browser.json(self.method, self.address, self.body)
        if answer.status_code != 422 or not self.body:
            return answer
        refused = answer.json["errors"].keys()  # a schema refuses what it does not know
        known = {name: value for name, value in self.body.items() if name not in refused}
        return reader.browser.json(self.method, self.address, known)


def askings(app: Flask, session: Session, scene: Scene, reader: Reader) -> Iterator[Asking]:
    """Every door, with each hider or each of their traces in its address; once with nothing, and with something."""
    rules = [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - SAFE]
    handles = [person.handle for person in scene.hiders.values()]
    for rule in sorted(rules, key=_place):
        names = sorted(rule.arguments)
        method = min((rule.methods or set()) - SAFE)
        several = (_values(session, rule, name, scene, reader) for name in names)
        kept = list(product(*(v if n in OF_HIDERS else v[:1] for n, v in zip(names, several, strict=True))))
        for number, values in enumerate(kept):
            built = rule.build(dict(zip(names, values, strict=True)))
            assert built
            for body in (_something(handles[number % len(handles)]), {})[: 2 if number == 0 else 1]:
                yield Asking(rule.endpoint, method, f"{built[1]}?lang=en", body)


def _place(rule: Rule) -> tuple[int, str]:
    words = rule.endpoint.partition(".")[2].split("_")
    return next((n for n, word in enumerate(LAST, 1) if word in words), 0), rule.endpoint


def _something(handle: str) -> dict[str, Any]:
    """Fields of many forms and schemas at once: each door takes those that it knows."""
    return {
        "handle": handle,
        "handles": [handle],
        "people": handle,
        "name": "Dams",
        "title": "Dams and ports",
        "body": f"As @{handle} says, see /people/{handle}.",
        "note": "They wrote of this dam.",
        "answer": "Seen on the page of the institution.",
        "reason": "Seen on the page of the institution.",
        "what": "name:Awa Ndiaye",
        "topic": "ports",
        "kept": "hydropower",
        "asked": "q=bhutan",
        "address": "somebody@institution.example",
        "sign": "👍",
        "place": 1,
        "version": 0,
        "up_to": 1,
        "outcome": "declined",
        "client_id": f"writing-{handle}",
        "next": f"/people/{handle}",
    }


def _values(session: Session, rule: Rule, name: str, scene: Scene, reader: Reader) -> Sequence[str | int]:
    blueprint = rule.endpoint.partition(".")[0].removesuffix("_api")
    if name == "entry_id":
        of_list = scene.places.get(reader.name, next(iter(scene.places.values())))["shortlists"]
        wanted = select(ShortlistEntry.id).join(Shortlist).where(Shortlist.public_id == of_list)
        return list(session.scalars(wanted)) or [1]
    if name == "statement_id":
        return list(session.scalars(select(Verification.id)))
    steps = {"stories": ["publish", "withdraw"], "topics": ["retire", "offer"]}
    plain: dict[str, Sequence[str | int]] = {
        "sign": ["👍"],
        "outcome": ["declined", "granted", "verified"],
        "domain": ["institution.example"],
        "token": ["nobodys"],
        "file_id": ["nobodys"],
    }
    if name == "step" and blueprint in steps:
        return steps[blueprint]
    if name in plain:
        return plain[name]
    if name.endswith("_id") and name not in ("public_id", "story_id"):
        return [10**6]  # a request, a file, a sign-in that is nobody's
    return values_of(rule, name, scene, reader)

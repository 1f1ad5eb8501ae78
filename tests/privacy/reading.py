"""Looking for canaries in an answer, however it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from werkzeug.test import TestResponse

from tests.cast import Person
from tests.profiles.canaries import Canary


@dataclass(frozen=True)
class Hidden:
    """An item of somebody's profile, with its canary."""

    person: Person
    item: str
    canary: Canary


def text_of(answer: TestResponse) -> str:
    """What the answer says, its headers included: character references and escapes read, folded lines unfolded."""
    content = answer.text
    if answer.mimetype.endswith("json") and content:
        content = json.dumps(answer.json, ensure_ascii=False)
    elif answer.mimetype == "text/vcard":
        content = content.replace("\r\n ", "")
    return "\n".join((unescape(content), *map(str, answer.headers.values())))


def found_in(text: str, canaries: Iterable[Hidden]) -> set[tuple[str, str]]:
    """(name, item) of the canaries that no list of choices could explain and that the text has."""
    whose = {
        word: (one.person.name, one.item)
        for one in canaries
        if not one.canary.choice
        for word in one.canary.words
    }
    if not whose:
        return set()
    return {whose[word] for word in re.findall("|".join(map(re.escape, whose)), text)}

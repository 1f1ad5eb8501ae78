"""The taxonomy as it is delivered: complete in six languages, and no word leads to two topics."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from community.profiles import taxonomy

LANGUAGES = ["en", "fr", "ar", "zh-Hans", "pt", "es"]
FILE: dict[str, Any] = json.loads(Path(taxonomy.__file__).with_name("taxonomy.json").read_text())
TOPICS: list[dict[str, Any]] = FILE["topics"]


def names(topic: dict[str, Any], language: str) -> Iterator[str]:
    yield topic["labels"][language]
    yield from topic["synonyms"][language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_label_and_other_words(language: str) -> None:
    for entry in (*FILE["groups"], *TOPICS):
        assert list(entry["labels"]) == LANGUAGES, entry["slug"]
    for topic in TOPICS:
        assert topic["synonyms"][language], topic["slug"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leads_to_two_topics(language: str) -> None:
    found = defaultdict(list)
    for topic in TOPICS:
        for name in names(topic, language):
            assert name == name.strip()
            found[name.casefold()].append(topic["slug"])
    assert {name: slugs for name, slugs in found.items() if len(slugs) > 1} == {}


def test_slugs_and_groups_fit_together() -> None:
    slugs = [topic["slug"] for topic in TOPICS]
    assert len(set(slugs)) == len(slugs)
    assert {topic["group"] for topic in TOPICS} == {group["slug"] for group in FILE["groups"]}


def test_openalex_topics_are_written_as_openalex_does() -> None:
    """Each was read from OpenAlex's own list of topics; where none is near, none is named."""
    named = [topic["openalex"] for topic in TOPICS if topic["openalex"]]
    assert len(named) > 70
    assert all(re.fullmatch(r"T1\d{4}", one) for one in named)


def test_what_can_endanger_people_is_marked() -> None:
    marked = {topic["slug"] for topic in TOPICS if topic.get("is_sensitive")}
    assert marked == {"human-rights", "religion", "security-services", "transnational-repression"}

"""Judged queries over the demo members: what was asked, who deserves to be found for it, and how well a search did.

The judgements were made by reading the profiles, need by need, before any search was run. A grade says what the profile
is worth to a journalist with that need: 3, whom to call first; 2, knows it well; 1, touches on it, or names the topic
without a word about it. Who has no grade deserves none.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

FOLDER = Path(__file__).resolve().parents[1] / "search" / "judged"
DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """A query, its language, its kind (words, synonym, name, typo), and the grade of each handle."""

    query: str
    language: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Outcome:
    judged: Judged
    found: Sequence[str]

    @property
    def score(self) -> float:
        return ndcg(self.found, self.judged.grades)


def judged_queries() -> list[Judged]:
    needs = [need for path in sorted(FOLDER.glob("*.json")) for need in json.loads(path.read_text("utf-8"))]
    return [Judged(**query, grades=need["grades"]) for need in needs for query in need["queries"]]


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten: 1 for the best order there is, 0 if nobody of worth."""
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain(grades.get(handle, 0) for handle in found) / best


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(list(grades)[:DEPTH]))


def mean(outcomes: Iterable[Outcome]) -> float:
    return fmean(outcome.score for outcome in outcomes)


def report(outcomes: Sequence[Outcome]) -> str:
    """The mean of each kind and language, and the worst ten."""
    classes: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        for key in ("all", f"kind {outcome.judged.kind}", f"language {outcome.judged.language}"):
            classes[key].append(outcome)
    lines = [f"{key:16} {mean(group):.3f} of {len(group)}" for key, group in sorted(classes.items())]
    for outcome in sorted(outcomes, key=lambda one: one.score)[:10]:
        first = [f"{handle}:{outcome.judged.grades.get(handle, 0)}" for handle in outcome.found[:DEPTH]]
        lines.append(f"{outcome.score:.3f} {outcome.judged.query}: {' '.join(first) or 'nobody'}")
    return "\n".join(lines)

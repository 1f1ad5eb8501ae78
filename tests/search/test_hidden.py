"""What an audience may not see changes none of its answers: each is the same, to the last figure, as if it were not
there. A stronger promise than that it is not found: rarity, corrections and counts could tell of it as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from community.search.engine import Document, Engine, Query, Results, Suggestion
from tests.search.cast import BELT_AND_ROAD, DEBT, person

WORDS = "port railway lithium cobalt fisheries treaty drought copper satellite hospital".split()
HIDDEN = "cobalt zirconium smuggling lithium negotiated copper".split()
ASKED = (
    *WORDS,
    *HIDDEN,
    "zirconiun",
    "smugglign",
    "coblat",
    "Zaphod",
    "Zaphdo",
    "扎福德",
    '"zirconium smuggling"',
    "port zirconium",
    "lithium copper",
    "lithium copper zirconium treaty",
    "debt",
    "dette souveraine",
    "Belt and Road",
    "",
)
BEGUN = ("zir", "smug", "li", "zap", "扎", "deb", "per", "belt")


def shown(number: int) -> Document:
    """Each has three of the words, some oftener than others."""
    text = " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 2, 3, 3))
    topics = (BELT_AND_ROAD,) if number % 4 == 0 else ()
    facets = {"kind": ("scholar" if number % 2 else "journalist",)}
    return person(
        number, f"Person {number}", day=number % 5, biography=text, topics=topics, facets=facets, version=100
    )


def also_for_members(view: Document) -> Iterator[Document]:
    """The same person, of whom members see more."""
    yield replace(view, visible_to=frozenset(["public"]))
    yield replace(
        view,
        visible_to=frozenset(["members", "journalists"]),
        names=(*view.names, "Zaphod Beeble", "扎福德"),
        headline=" ".join(HIDDEN),
        biography=f"{view.biography} {' '.join(HIDDEN)}",
        topics=(*view.topics, DEBT),
        facets={**view.facets, "topic": ("debt",), "country_based": ("BT",)},
    )


def answers(engine: Engine) -> dict[str, Results | tuple[Suggestion, ...]]:
    told: dict[str, Results | tuple[Suggestion, ...]] = {}
    for text in ASKED:
        for filters in ({}, {"kind": frozenset(["scholar"])}, {"country_based": frozenset(["BT"])}):
            query = Query(text, "public", filters, facets=("kind", "topic", "country_based"))
            told[f"{text} {filters}"] = replace(engine.search(query), as_of=0)
    for text in BEGUN:
        told[f"begins {text}"] = engine.suggest(text, "public")
        told[f"typing {text}"] = replace(engine.search(Query(text, "public", typing=True)), as_of=0)
    return told


def test_no_answer_to_the_public_changes_by_what_is_said_to_members(engine: Engine) -> None:
    people = [shown(number) for number in range(1, 25)]
    unlisted = [
        person(100 + n, f"Zaphod {n}", biography=" ".join(HIDDEN), visible_to=frozenset(["journalists"]))
        for n in range(5)
    ]
    engine.rebuild(people)
    without = answers(engine)
    hiding = [view for one in people[::2] for view in also_for_members(one)]
    engine.rebuild([*hiding, *people[1::2], *unlisted])
    assert answers(engine) == without
    # The premise: to members it is there.
    assert engine.search(Query("zirconium", "members")).total == len(people[::2])
    assert engine.search(Query("zirconium", "journalists")).total == len(people[::2]) + len(unlisted)
    assert engine.search(Query("zirconiun", "members")).corrected
    assert engine.suggest("zap", "members")

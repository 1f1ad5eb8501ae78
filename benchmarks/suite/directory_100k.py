"""A directory of 100,000 people

Profiles of the crowd (`benchmarks/crowd`), always the same. Each engine is alone in a process: ours through the seam,
with the application around it, and as the reference tantivy, a search library in Rust, over the same texts with its own
analysis. Both give the same: the page of 20, the total, the counts and, where words were typed, a passage of each hit
that says why. No question is asked twice but the one for everybody; others of its kind were asked before. Milliseconds
are the 95th percentile of a round. A question with facets filters by three and counts five; everybody counts all nine.
What may be typed is asked of ours alone: whole names, the first letters of names and words, to be completed, and
words that thousands wrote, with all nine counts. Ours also reads words across scripts and languages, and puts who
confirmed lately first. A profile is saved in one process and looked for from another without a pause; the longest
answer meanwhile is what the write cost its readers. A process of its own rebuilds, as in the product. Memory is the
most that a process ever held.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from statistics import quantiles
from typing import Any, NamedTuple

from benchmarks.contest import entrants
from benchmarks.contest.questions import questions
from benchmarks.contest.rooms import (
    Contestant,
    Room,
    answers,
    build,
    most_memory,
    save,
    seconds_of_each,
    seconds_of_each_completion,
    watch_for,
)
from benchmarks.crowd.documents import document_of, documents
from benchmarks.crowd.people import someone
from benchmarks.frame import Aim, Comparison, Series, Table, figure, in_rounds, share
from benchmarks.suite.refusal import CannotMeasure
from benchmarks.workbench import Workbench
from community.search.codec import to_json
from community.search.engine import Query
from tests.services import postgres_server

PEOPLE = 100_000
ASKED = {"whoosh": 200, "tantivy": 200, "postgres": 60}
"""Questions of a kind in a round; the first round only warms up."""
SAVES = 5

AIMS = {
    "faceted": Aim(1),
    "faceted with a word": Aim(1),
    "one word": Aim(2),
    "three words": Aim(2),
    "phrase": Aim(10),
    "prefix": Aim(10),
    "typo": Aim(10),
}
EVERYBODY_MS, POSTGRES_MS, FOUND_SECONDS, MEGABYTES, REBUILT = 5, 60, 1, 500, 700
ALONE = (
    ("name", "a whole name", seconds_of_each, 50),
    ("two letters", "one or two letters, completed", seconds_of_each_completion, 100),
    ("frequent word", "a word of thousands, with all counts", seconds_of_each, 100),
)
"""What is asked of ours alone: the kind, what it is, how it is asked, and the most milliseconds that it should take."""
HEADINGS = ("", "here", "tantivy", "ratio", "aim")
Row = tuple[str, ...]


def run(bench: Workbench) -> Table:
    if not (entrants.TANTIVY / "tantivy").is_dir():
        raise CannotMeasure("tantivy is not installed: ./dev bench directory-100k does it")
    folder = bench.folder / "directory"
    folder.mkdir()
    crowd = folder / "crowd.jsonl"
    with crowd.open("w", encoding="utf-8") as file:
        file.writelines(to_json(document) + "\n" for document in documents(PEOPLE))
    with ExitStack() as stack:
        server = stack.enter_context(postgres_server(folder / "postgres", fsync=True))
        entries: dict[str, tuple[Callable[..., Contestant], Any]] = {
            "whoosh": (entrants.whoosh, folder / "whoosh"),
            "tantivy": (entrants.tantivy, folder / "tantivy"),
            "postgres": (entrants.postgres, server.create_database("directory")),
        }
        built = {name: _built(*entry, crowd) for name, entry in entries.items()}
        rooms = {name: stack.enter_context(Room(*entry, True)) for name, entry in entries.items()}
        _check(rooms)
        contest = Contest(rooms, bench.rounds)
        rows = [*map(contest.row, AIMS), contest.everybody(), contest.on_postgres()]
        for name, where in (("whoosh", ""), ("postgres", ", PostgreSQL")):
            rows += [contest.alone(name, where, *one) for one in ALONE]
            with Room(*entries[name], True) as reader:
                rows += _saved(where, rooms[name], reader, max(bench.rounds, SAVES))
            rows += _sizes(where, built[name], built["tantivy"], rooms[name].do(most_memory))
        note = f"tantivy held {figure(rooms['tantivy'].do(most_memory))} MB."
    return Table(HEADINGS, tuple(rows), note)


class Built(NamedTuple):
    rate: float
    """Profiles a second."""
    megabytes: float


def _built(opens: Callable[..., Contestant], place: Any, crowd: Path) -> Built:
    """By a process of its own, as the product does it."""
    with Room(opens, place, False) as room:
        return Built(PEOPLE / room.do(build, crowd), room.do(most_memory))


def _sizes(where: str, built: Built, peer: Built, held: float) -> list[Row]:
    aim = f"≤ {MEGABYTES} MB"
    rate = (f"full rebuild{where}", f"{figure(built.rate)} /s")
    share_of_peer = (f"{figure(peer.rate)} /s", figure(built.rate / peer.rate))
    verdict = f"≥ {REBUILT} /s {'met' if built.rate >= REBUILT else 'missed'}"
    return [
        (*rate, *share_of_peer, verdict),
        _row(
            f"memory of who rebuilds{where}",
            Series((built.megabytes,), "MB"),
            aim,
            built.megabytes <= MEGABYTES,
        ),
        _row(f"memory of who searches{where}", Series((held,), "MB"), aim, held <= MEGABYTES),
    ]


class Contest:
    """The questions, asked in rounds."""

    def __init__(self, rooms: dict[str, Room], rounds: int) -> None:
        self._rooms, self._rounds = rooms, rounds

    def row(self, kind: str) -> Row:
        return Comparison(kind, *self._milliseconds(kind, "whoosh", "tantivy"), share, AIMS[kind]).row()

    def everybody(self) -> Row:
        return self._with_limit("everybody", "everybody, with all counts", "whoosh", EVERYBODY_MS)

    def on_postgres(self) -> Row:
        return self._with_limit("faceted", "faceted, PostgreSQL", "postgres", POSTGRES_MS)

    def _with_limit(self, kind: str, what: str, name: str, limit: float) -> Row:
        compared = Comparison(what, *self._milliseconds(kind, name, "tantivy"), share)
        is_met = compared.subject.median < limit
        return (*compared.row()[:-1], f"< {limit} ms {'met' if is_met else 'missed'}")

    def alone(
        self, name: str, where: str, kind: str, what: str, how: Callable[..., Any], limit: float
    ) -> Row:
        ask = self._asking(kind, name, how)
        ask()
        (samples,) = in_rounds(self._rounds, ask)
        took = Series(samples, "ms")
        return _row(f"{what}{where}", took, f"≤ {limit} ms", took.median <= limit)

    def _milliseconds(self, kind: str, *names: str) -> list[Series]:
        asks = [self._asking(kind, name) for name in names]
        for ask in asks:
            ask()
        return [Series(samples, "ms") for samples in in_rounds(self._rounds, *asks)]

    def _asking(
        self, kind: str, name: str, how: Callable[..., list[float]] = seconds_of_each
    ) -> Callable[[], float]:
        """Each call asks the next questions and gives the 95th percentile."""
        asked = 0

        def ask() -> float:
            nonlocal asked
            queries = questions(kind, asked, ASKED[name], among=PEOPLE)
            asked += len(queries)
            took = self._rooms[name].do(how, queries)
            return quantiles(took, n=20)[-1] * 1000

        return ask


def _check(rooms: dict[str, Room]) -> None:
    """Filters and counts leave no room for opinion: all three give the same."""
    queries = questions("faceted", 0, 20, among=PEOPLE)
    first, *others = [
        [
            (one.total, {key: dict(counts) for key, counts in one.counts.items()})
            for one in room.do(answers, queries)
        ]
        for room in rooms.values()
    ]
    if any(other != first for other in others):
        raise RuntimeError("the engines count differently")


def _saved(where: str, writer: Room, reader: Room, saves: int) -> list[Row]:
    """Somebody changes their headline, and is looked for by it."""
    reader.do(answers, questions("one word", 0, ASKED["postgres"], among=PEOPLE))  # it is there, and warm
    found, longest = [], []
    for number in range(1, saves + 1):
        word = f"h{sha256(str(number).encode()).hexdigest()[:12]}"
        changed = replace(document_of(someone(number)), headline=word, version=PEOPLE + number)
        watching = reader.begin(watch_for, Query(word, "public"))
        began = writer.do(save, changed)
        watched = watching.result()
        found.append(watched.found_at - began)
        longest.append(watched.longest * 1000)
    is_met = max(found) <= FOUND_SECONDS
    return [
        _row(f"a saved profile is found{where}", Series(tuple(found), "s"), f"≤ {FOUND_SECONDS} s", is_met),
        _row(f"the longest answer meanwhile{where}", Series(tuple(longest), "ms")),
    ]


def _row(what: str, here: Series, aim: str = "", is_met: bool = True) -> Row:
    return (what, str(here), "", "", aim and f"{aim} {'met' if is_met else 'missed'}")

"""Samples, what they are compared with, and the table that says so.

A single figure from a shared machine means little. So each benchmark runs in rounds; each round measures the
subject and its reference one after the other; and the ratio that counts is the median of the rounds' ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Table:
    """What a benchmark hands back: texts, ready to print and to write into the documentation."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    """One line below the table: what a reader must know of this very run."""

    def as_markdown(self) -> str:
        """A Markdown table whose columns also line up in a terminal; the first column is words, the rest figures."""
        lines = [self.headings, *self.rows]
        widths = [max(3, *(len(line[column]) for line in lines)) for column in range(len(self.headings))]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        drawn = [
            _line(self.headings, widths),
            _line(rule, widths),
            *(_line(row, widths) for row in self.rows),
        ]
        return "\n".join(drawn) + (f"\n\n{self.note}" if self.note else "")


@dataclass(frozen=True, slots=True)
class Series:
    """The same thing measured several times."""

    samples: tuple[float, ...]
    unit: str

    @property
    def median(self) -> float:
        return median(self.samples)

    @property
    def spread(self) -> float:
        """Half the way from the lowest to the highest sample, as a share of the median."""
        return (max(self.samples) - min(self.samples)) / 2 / self.median

    def __str__(self) -> str:
        return f"{figure(self.median)} {self.unit} ±{self.spread:.0%}"


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the ratio should be: at most or at least `ratio`."""

    ratio: float
    at_most: bool = True

    def is_met_by(self, ratio: float) -> bool:
        return ratio <= self.ratio if self.at_most else ratio >= self.ratio

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.ratio:g}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A subject and its reference, measured in the same rounds."""

    what: str
    subject: Series
    reference: Series
    ratio_of: Callable[[float, float], float]
    """`times_the_cost` or `share`: from the samples of one round to their ratio."""
    aim: Aim | None = None

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios: a slow moment of the machine hits both sides of its round."""
        pairs = zip(self.subject.samples, self.reference.samples, strict=True)
        return median(self.ratio_of(subject, reference) for subject, reference in pairs)

    def row(self) -> tuple[str, ...]:
        verdict = (
            "" if self.aim is None else f"{self.aim} {'met' if self.aim.is_met_by(self.ratio) else 'missed'}"
        )
        return (self.what, str(self.subject), str(self.reference), figure(self.ratio), verdict)


def times_the_cost(subject: float, reference: float) -> float:
    """Of two rates: how many times what the reference costs the subject costs."""
    return reference / subject


def share(subject: float, reference: float) -> float:
    """Of two durations how many times as long, of two rates which share."""
    return subject / reference


def compare(reference: str, comparisons: Sequence[Comparison], *, ratio: str, note: str = "") -> Table:
    """The table of comparisons with the one `reference`."""
    headings = ("", "here", reference, ratio, "aim")
    return Table(headings, tuple(one.row() for one in comparisons), note)


def in_rounds(rounds: int, *measures: Callable[[], float]) -> list[tuple[float, ...]]:
    """The samples of each measure, taken in turns; every second round backwards, so that none always goes first."""
    samples: list[list[float]] = [[] for _ in measures]
    for number in range(rounds):
        order = range(len(measures))
        for place in reversed(order) if number % 2 else order:
            samples[place].append(measures[place]())
    return [tuple(one) for one in samples]


def figure(number: float) -> str:
    """As many digits as can be trusted: 1,234 or 12.3 or 0.123."""
    if number == 0 or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}" if abs(number) >= 1 else f"{number:.3f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cells[0].ljust(widths[0])]
    padded += [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    return f"| {' | '.join(padded)} |"

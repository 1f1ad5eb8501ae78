"""The arithmetic of the benchmarks, and the table that shows it."""

from __future__ import annotations

import pytest

from benchmarks.frame import (
    Aim,
    Comparison,
    Series,
    Table,
    compare,
    figure,
    in_rounds,
    share,
    times_the_cost,
)


def test_a_series_says_its_median_and_half_its_range() -> None:
    series = Series((90.0, 100.0, 130.0), "/s")
    assert series.median == 100
    assert series.spread == pytest.approx(0.2)
    assert str(series) == "100 /s ±20%"


def test_the_ratio_is_the_median_of_the_rounds_and_not_of_the_medians() -> None:
    # In the second round the machine was slow for both: the ratio of that round is as good as the others.
    page, constant = Series((100, 10, 100), "/s"), Series((400, 50, 800), "/s")
    assert Comparison("page", page, constant, times_the_cost).ratio == 5


def test_cost_and_share_look_at_a_ratio_from_both_sides() -> None:
    assert times_the_cost(100, 800) == 8
    assert share(100, 800) == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("ratio", "at_most", "met"), [(7.9, True, True), (8.1, True, False), (8.1, False, True)]
)
def test_an_aim_is_met_from_its_side(ratio: float, at_most: bool, met: bool) -> None:
    assert Aim(8, at_most=at_most).is_met_by(ratio) is met


def test_rounds_take_turns_and_every_second_one_goes_backwards() -> None:
    taken: list[str] = []

    def measure(name: str) -> float:
        taken.append(name)
        return float(len(taken))

    samples = in_rounds(3, lambda: measure("page"), lambda: measure("constant"))
    assert taken == ["page", "constant", "constant", "page", "page", "constant"]
    assert samples == [(1, 4, 5), (2, 3, 6)]


def test_a_table_lines_up_and_says_whether_the_aim_is_met() -> None:
    row = Comparison("thread", Series((100, 100), "/s"), Series((700, 700), "/s"), times_the_cost, Aim(8))
    table = compare("constant page", [row], ratio="times the cost", note="28 KB.")
    assert table.as_markdown().splitlines() == [
        "|        |       here | constant page | times the cost |     aim |",
        "| ------ | ---------: | ------------: | -------------: | ------: |",
        "| thread | 100 /s ±0% |    700 /s ±0% |           7.00 | ≤ 8 met |",
        "",
        "28 KB.",
    ]


def test_a_table_of_words_needs_no_comparison() -> None:
    assert Table(("page", "HTML"), (("story", "13.2 of 14"),)).as_markdown().count("\n") == 2


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (0.1234, "0.123"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234")]
)
def test_a_figure_has_the_digits_that_can_be_trusted(number: float, written: str) -> None:
    assert figure(number) == written

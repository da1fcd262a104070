"""What `make bench` says of a figure."""

import pytest

from benchmarks.report import Figure, Line, combine


@pytest.mark.parametrize(
    ("figure", "empty", "verdict"),
    [
        (Figure("select", 0.45, "ms", 0.45), 0.25, "reached"),
        (Figure("select", 0.46, "ms", 0.45), 0.25, "not reached"),
        (Figure("selections", 2000, "/s", 2000), 0.25, "reached"),
        (Figure("selections", 1000, "/s", 2000), 0.25, "not reached"),
        (Figure("watcher", 8, "µs", 8), 0.25, "reached"),
        (Figure("last one in", 2.6, "s", 2.5), 0.25, "not reached"),
        (Figure("drag", 60, "frames/s", 59), 0.25, "reached"),
        (Figure("refused", 1, "", 0), 0.25, "not reached"),
        (Figure("memory", 50, "KiB"), 0.25, ""),
    ],
)
def test_a_goal_is_reached_or_not(figure: Figure, empty: float, verdict: str) -> None:
    assert Line(figure, figure.value, empty).verdict == verdict


@pytest.mark.parametrize(
    "figure", [Figure("select", 0.9, "ms", 0.45), Figure("selections", 1000, "/s", 2000)]
)
def test_on_a_machine_half_as_fast_half_as_much_is_enough(figure: Figure) -> None:
    assert Line(figure, figure.value, 0.5).verdict == "reached"


def test_rounds_are_averaged_with_the_empty_handler_of_each() -> None:
    rounds = [([Figure("select", 1.0, "ms")], 0.2), ([Figure("select", 2.0, "ms")], 0.4)]

    [(_, value, empty)] = combine(rounds).values()

    assert value == 1.5
    assert empty == pytest.approx(0.3)

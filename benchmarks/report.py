"""What was measured beside what was wanted, in lines for people or as a table for the documentation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

# The empty handler's milliseconds on the machine that the goals were set on.
GOAL_EMPTY = 0.25
# How many ms, or for a rate how many a millisecond, one of the unit is.
MILLISECONDS = {"ms": 1.0, "µs": 0.001, "s": 1000.0}
RATES = {"/s": 0.001}


@dataclass(frozen=True)
class Figure:
    """One measured value. A goal is the most, or for a rate the least, that is wanted of it.

    Values in the units of time and rates are judged as multiples of the empty handler's.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    note: str = ""

    def multiple(self, value: float, empty: float) -> float | None:
        """Return a value of this unit as a multiple of the empty handler's; None where that means nothing."""
        if self.unit in MILLISECONDS:
            return value * MILLISECONDS[self.unit] / empty
        return value * RATES[self.unit] * empty if self.unit in RATES else None

    @property
    def more_is_better(self) -> bool:
        """Whether it counts what is done in a time."""
        return self.unit not in MILLISECONDS and self.unit != ""


@dataclass
class Line:
    """A figure of one commit, of several rounds, with the empty handler's of the same minute."""

    figure: Figure
    value: float
    empty: float
    other: float | None = None

    @property
    def multiple(self) -> float | None:
        """The value as a multiple of the empty handler's."""
        return self.figure.multiple(self.value, self.empty)

    @property
    def goal(self) -> float | None:
        """The goal as such a multiple, or as it is."""
        if self.figure.goal is None:
            return None
        goal = self.figure.multiple(self.figure.goal, GOAL_EMPTY)
        return self.figure.goal if goal is None else goal

    @property
    def verdict(self) -> str:
        """Whether the goal is reached."""
        if self.goal is None:
            return ""
        judged = self.value if self.multiple is None else self.multiple
        reached = judged >= self.goal if self.figure.more_is_better else judged <= self.goal
        return "reached" if reached else "not reached"

    def cells(self) -> list[str]:
        """Return what stands in the columns."""
        figure = self.figure
        relative = self.multiple is not None
        sign = "≥" if figure.more_is_better else "≤"
        return [
            figure.name,
            f"{short(self.value)} {figure.unit}",
            f"{short(self.multiple)} x" if self.multiple is not None else "",
            "" if figure.goal is None else f"{sign} {short(figure.goal)} {figure.unit}",
            f"{sign} {short(self.goal)} x" if self.goal is not None and relative else "",
            self.verdict,
            "" if self.other is None else f"{short(self.other)} {figure.unit}",
            f"{self.value / self.other:.2f}" if self.other else "",
            figure.note,
        ]


def combine(rounds: Sequence[tuple[Sequence[Figure], float]]) -> dict[str, tuple[Figure, float, float]]:
    """Return by name a figure, its mean over rounds of (figures, empty), and the empty handler's mean."""
    empty = fmean(measured for _, measured in rounds)
    by_name: dict[str, list[Figure]] = {}
    for figures, _ in rounds:
        for figure in figures:
            by_name.setdefault(figure.name, []).append(figure)
    return {
        name: (figures[-1], fmean(figure.value for figure in figures), empty)
        for name, figures in by_name.items()
    }


def short(value: float | None) -> str:
    """Return a number with three figures that count."""
    if value is None:
        return ""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


class Table:
    """Prints lines as they come."""

    def __init__(self, other: str = "", markdown: bool = False) -> None:
        self._markdown = markdown
        self._columns = 9 if other else 7
        self._heads = ["", "measured", "x empty", "goal", "goal x empty", "", other, "ratio", ""]

    def head(self) -> Iterator[str]:
        """Yield what stands above."""
        yield self._joined(self._heads)
        if self._markdown:
            yield self._joined(["---"] * 9)

    def line(self, line: Line) -> str:
        """Return one line."""
        return self._joined(line.cells())

    def _joined(self, cells: list[str]) -> str:
        shown = cells if self._columns == 9 else [*cells[:6], cells[8]]
        if self._markdown:
            return f"| {' | '.join(shown)} |"
        widths = [47, 13, 10, 13, 13, 12, *([13, 7] if self._columns == 9 else [])]
        padded = [f"{cell:<{width}}" for cell, width in zip(shown, widths, strict=False)]
        return "".join([*padded, shown[-1]]).rstrip()

"""What a show's rules ask, seat by seat and without a bitmap: the judge of what was granted and refused."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seatapp.shows.rows import plan_of_rows

WHEELCHAIR, COMPANION = "B1", "B2"
TABLE = ["T1-1", "T1-2", "T1-3"]
ROWS = [[f"A{number}" for number in range(1, 8)], ["B3", "B4", "B5"]]
LINES = [ROWS[0], [WHEELCHAIR, COMPANION, *ROWS[1]]]
SEATS = [*ROWS[0], WHEELCHAIR, COMPANION, *ROWS[1], *TABLE]
DEAR = {"A1", "A2", "A3"}
PRICES = {
    "adult": {"Dear": 3000, "Standard": 1000},
    "child": {"Standard": 400},
}
MOST_CHILDREN, CHILDREN_WITH_ONE = 2, 2
TYPES = [
    {"id": "adult", "title": "Adult", "prices": PRICES["adult"]},
    {
        "id": "child",
        "title": "Child",
        "prices": PRICES["child"],
        "maxPerBuyer": MOST_CHILDREN,
        "needs": {"type": "adult", "each": CHILDREN_WITH_ONE},
    },
]


def hall() -> dict[str, Any]:
    """Return the plan: a row of seven at two prices, one with places for wheelchairs, and a whole table."""
    plan = plan_of_rows(
        {"A": 7, "B": 5},
        tables={"T1": {"seats": len(TABLE), "whole": True}},
        wheelchair=[WHEELCHAIR],
        companion=[COMPANION],
    )
    plan["categories"].append({"name": "Dear", "color": "#4f7cac"})
    for row in plan["zones"][0]["rows"]:
        for seat in row["seats"]:
            if seat["seat_guid"] in DEAR:
                seat["category"] = "Dear"
    return plan


def category(seat: str) -> str:
    return "Dear" if seat in DEAR else "Standard"


@dataclass(frozen=True)
class Chosen:
    """What a person has chosen, `new` beside what they hold and have booked, where others have `taken`.

    What others took `later`, next but one, left gaps that are theirs.
    """

    rules: Mapping[str, Any]
    new: frozenset[str]
    own: frozenset[str] = frozenset()
    booked: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    accessible: bool = False
    later: frozenset[str] = frozenset()

    def broken(self) -> set[str]:
        """Return the names of all rules that are broken."""
        return {name for name in self._broken() if name == "wholeTable" or self.rules.get(name)}

    def _broken(self) -> Iterator[str]:
        theirs = self.new | self.own | self.booked
        held = self.new | self.own
        if self.new.intersection(TABLE) and not theirs.issuperset(TABLE):
            yield "wholeTable"
        if WHEELCHAIR in self.new and not self.accessible:
            yield "wheelchairOnRequest"
        if COMPANION in self.new and WHEELCHAIR not in theirs:
            yield "companionNeedsWheelchair"
        if len(theirs) > (self.rules.get("maxSeats") or math.inf):
            yield "maxSeats"
        # Where others leave too few, fewer may be had.
        least, step = self.rules.get("minSeats") or 0, self.rules.get("quantum") or 1
        if len(theirs) < least and self._is_possible(least):
            yield "minSeats"
        missing = -len(theirs) % step
        if missing and self._is_possible(len(theirs) + missing):
            yield "quantum"
        if not any(held <= set(window) for window in _windows(len(held))) and not held <= set(TABLE):
            yield "consecutive"
        if any(self._is_avoidable(gap) for gap in self.gaps()):
            yield "noSingleGaps"

    def _is_possible(self, count: int) -> bool:
        """Return whether they could have so many in all."""
        more, others = count - len(self.booked), self.taken | self.booked
        if self.rules.get("consecutive"):
            return any(others.isdisjoint(window) for window in [*_windows(more), *_windows(more, [TABLE])])
        return len(SEATS) - len(others) >= more

    def gaps(self) -> set[str]:
        """Return the seats that are alone between others, or at an end, and were not before."""
        others = (self.taken | self.booked) - self.later
        return _single(others | self.own | self.new) - _single(others | self.own)

    def _is_avoidable(self, gap: str) -> bool:
        row = next(row for row in ROWS if gap in row)
        held, others = self.new | self.own, (self.taken | self.booked) - self.later
        line = next(line for line in LINES if gap in line)
        beside = [seat for seat in line if abs(line.index(seat) - line.index(gap)) == 1]
        if len(beside) == 2 and held.issuperset(beside):
            return True
        at = row.index(gap)
        first = last = at
        while first and row[first - 1] not in others:
            first -= 1
        while last < len(row) - 1 and row[last + 1] not in others:
            last += 1
        group = held.intersection(row[first : last + 1])
        prices = {category(seat) for seat in group}
        return any(
            others.isdisjoint(window)
            and {category(seat) for seat in window} <= prices
            and _single(others | set(window)) <= _single(others)
            for window in _windows(len(group))
            if set(window) <= set(row)
        )


def types_broken(bought: Counter[str], had: Counter[str]) -> set[str]:
    """Return the rules of ticket types that are broken; `had` is all that the buyer has, of this too."""
    found = set()
    if had["child"] > MOST_CHILDREN and bought["child"]:
        found.add("maxPerBuyer")
    if bought["adult"] < math.ceil(bought["child"] / CHILDREN_WITH_ONE):
        found.add("needs")
    return found


def next_but_one(seat: str) -> set[str]:
    return {
        other
        for line in LINES
        if seat in line
        for other in line
        if abs(line.index(other) - line.index(seat)) == 2
    }


def side_by_side(count: int) -> list[list[str]]:
    """Return all so many seats side by side that could ever be had, a whole table among them."""
    return [*_windows(count), *([TABLE] if count == len(TABLE) else [])]


def _windows(count: int, rows: list[list[str]] = LINES) -> list[list[str]]:
    """Return all so many seats side by side."""
    return [row[at : at + count] for row in rows for at in range(len(row) - count + 1)]


def _single(taken: frozenset[str] | set[str]) -> set[str]:
    """Return the free seats without a free neighbour."""
    found = set()
    for row in ROWS:
        for at, seat in enumerate(row):
            beside = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            if seat not in taken and taken.issuperset(beside):
                found.add(seat)
    return found

"""What makes a seat good: near to what people look at, and in the middle of its row."""

import re
from collections.abc import Iterator, Mapping
from math import hypot
from typing import Any, NamedTuple, TypeAlias

from .boxes import box_of, middle_of
from .lines import Line, Seat

# In front of a screen the middle of the hall is best, so a screen is none.
FRONT = re.compile("stage|bühne|scène|escenario", re.IGNORECASE)
# How much of the distance to the row's middle, and to the line of sight, counts beside that to the goal.
OFF_CENTRE = 0.25
ASIDE = 0.5
# What is looked at is in front of the hall if the hall's middle is so much of its size away.
IN_FRONT = 0.25

Point: TypeAlias = tuple[float, float]


class Focus(NamedTuple):
    """What people look at, and the direction from there to the middle of the hall.

    The direction has length 1; it is (0, 0) where people sit all around, or look at several things.
    """

    goals: list[Point]
    sight: Point

    def cost(self, x: float, y: float) -> float:
        """Return how far a place is from the nearest goal, and, less so, how far aside."""
        goal = min(self.goals, key=lambda goal: hypot(x - goal[0], y - goal[1]))
        right, down = x - goal[0], y - goal[1]
        return hypot(right, down) + ASIDE * abs(right * self.sight[1] - down * self.sight[0])


def costs_of(line: Line, focus: Focus, middle: Point) -> list[float]:
    """Return how bad each seat is: far from the goal, aside, or far from the middle of its row."""
    return [
        focus.cost(seat.x, seat.y) + OFF_CENTRE * hypot(seat.x - middle[0], seat.y - middle[1])
        for seat in line.seats
    ]


def row_middles(lines: list[Line]) -> dict[tuple[int, int], Point]:
    """Return the middle of each row, by zone and row."""
    rows: dict[tuple[int, int], list[Seat]] = {}
    for line in lines:
        rows.setdefault((line.zone, line.row), []).extend(line.seats)
    return {key: middle_of((seat.x, seat.y) for seat in seats) for key, seats in rows.items()}


def focus_of(head: Mapping[str, Any], fronts: list[Point], lines: list[Line]) -> Focus:
    """Return what people want to be near to: the focal point, else the stage, else the hall's middle."""
    focal = head.get("focal_point")
    goals: list[Point] = [(focal["x"], focal["y"])] if focal else fronts
    if not lines:
        return Focus(goals or [(0, 0)], (0, 0))
    hall = box_of((seat.x, seat.y) for line in lines for seat in line.seats)
    centre = middle_of((hall[:2], hall[2:]))
    if len(goals) != 1:
        return Focus(goals or [centre], (0, 0))
    right, down = centre[0] - goals[0][0], centre[1] - goals[0][1]
    away, size = hypot(right, down), max(hall.right - hall.left, hall.bottom - hall.top)
    return Focus(goals, (right / away, down / away) if away > IN_FRONT * size else (0, 0))


def fronts_of(zone: Mapping[str, Any]) -> Iterator[Point]:
    """Yield the middle of each stage that the zone has drawn."""
    for area in zone.get("areas", ()):
        if FRONT.search(area.get("text", {}).get("text", "")):
            x, y = (
                zone["position"]["x"] + area["position"]["x"],
                zone["position"]["y"] + area["position"]["y"],
            )
            dx, dy = middle_of(_corners(area))
            yield x + dx, y + dy


def _corners(area: Mapping[str, Any]) -> Iterator[Point]:
    yield from ((point["x"], point["y"]) for point in area.get("polygon", {}).get("points", ()))
    if "polygon" not in area:
        box = area.get("rectangle", {"width": 0, "height": 0})
        yield from ((0, 0), (box["width"], box["height"]))

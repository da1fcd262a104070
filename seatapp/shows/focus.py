"""What makes a seat good: near to what people look at, and in the middle of its row."""

import re
from collections.abc import Iterator, Mapping
from math import hypot
from typing import Any

from .boxes import middle_of
from .lines import Line, Seat

# In front of a screen the middle of the hall is best, so a screen is none.
FRONT = re.compile("stage|bühne|scène|escenario", re.IGNORECASE)
# How much of the distance to the row's middle counts beside that to the focal point.
OFF_CENTRE = 0.25


def costs_of(line: Line, goals: list[tuple[float, float]], middle: tuple[float, float]) -> list[float]:
    """Return how far each seat is from the nearest goal, and, less so, from the middle of its row."""
    return [
        min(hypot(seat.x - x, seat.y - y) for x, y in goals)
        + OFF_CENTRE * hypot(seat.x - middle[0], seat.y - middle[1])
        for seat in line.seats
    ]


def row_middles(lines: list[Line]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the middle of each row, by zone and row."""
    rows: dict[tuple[int, int], list[Seat]] = {}
    for line in lines:
        rows.setdefault((line.zone, line.row), []).extend(line.seats)
    return {key: middle_of((seat.x, seat.y) for seat in seats) for key, seats in rows.items()}


def goals_of(
    head: Mapping[str, Any], fronts: list[tuple[float, float]], lines: list[Line]
) -> list[tuple[float, float]]:
    """Return what people want to be near to: the focal point, else the stage, else the hall's middle."""
    if focal := head.get("focal_point"):
        return [(focal["x"], focal["y"])]
    return fronts or [middle_of((seat.x, seat.y) for line in lines for seat in line.seats)]


def fronts_of(zone: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Yield the middle of each stage that the zone has drawn."""
    for area in zone.get("areas", ()):
        if FRONT.search(area.get("text", {}).get("text", "")):
            x, y = (
                zone["position"]["x"] + area["position"]["x"],
                zone["position"]["y"] + area["position"]["y"],
            )
            dx, dy = middle_of(_corners(area))
            yield x + dx, y + dy


def _corners(area: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    yield from ((point["x"], point["y"]) for point in area.get("polygon", {}).get("points", ()))
    if "polygon" not in area:
        box = area.get("rectangle", {"width": 0, "height": 0})
        yield from ((0, 0), (box["width"], box["height"]))

"""A theatre: stalls bent around the stage, boxes at their sides, a balcony behind."""

import math
from collections.abc import Sequence
from typing import Any

from ..plan import Plan
from .drawing import PlacedSeat, Section, Wedge, outline, places, point, polygon, row, text, towards

SPACING = 30
ROW_DEPTH = 38
AISLE = 64
RADIUS = 330
STALLS_ROWS = 17
PREMIUM_ROWS = 5
BALCONY_ROWS = 8
BALCONY_DEPTH = STALLS_ROWS * ROW_DEPTH + 80
BOXES_A_SIDE = 5
BOX_EVERY = 100
BOX_WIDTH = 64
BOX_SEATS_A_ROW = 2

ORIGIN = (920, 150)
SIZE = {"width": 1840, "height": 1540}
FLOOR = "#f1f5f9"
EDGE = "#cbd5e1"
INK = "#64748b"

# The stage is on top and the first seat at the left: angles run backwards.
STALLS = [Wedge((0, 0), RADIUS, start, -angle) for start, angle in [(140, 32), (108, 36), (72, 32)]]
BALCONY = [Wedge((0, 0), RADIUS, start, -20) for start in (130, 110, 90, 70)]
CATEGORIES = {"Premium stalls": "#a23b72", "Stalls": "#2e86ab", "Balcony": "#3f9b6c", "Box": "#d98e04"}


def theatre() -> Plan:
    """Return the plan of a theatre with about 1,000 seats."""
    return {
        "name": "Meridian Theatre",
        "categories": [{"name": name, "color": color} for name, color in CATEGORIES.items()],
        "size": SIZE,
        "zones": [_stalls(), _boxes("L", 140, 1), _boxes("R", 40, -1), _balcony()],
    }


def _stalls() -> dict[str, Any]:
    rows = [
        _row("S", STALLS, number, "Premium stalls" if number <= PREMIUM_ROWS else "Stalls", 0)
        for number in range(1, STALLS_ROWS + 1)
    ]
    _mark_wheelchair_places(rows[-1]["seats"])
    depth = STALLS_ROWS * ROW_DEPTH
    return _zone("Stalls", rows, [*_stage(), *_floors(STALLS, 0, depth), _sign("STALLS", depth + 16)])


def _balcony() -> dict[str, Any]:
    rows = [_row("B", BALCONY, number, "Balcony", BALCONY_DEPTH) for number in range(1, BALCONY_ROWS + 1)]
    depth = BALCONY_DEPTH + BALCONY_ROWS * ROW_DEPTH
    return _zone("Balcony", rows, [*_floors(BALCONY, BALCONY_DEPTH, depth), _sign("BALCONY", depth + 16)])


def _row(prefix: str, blocks: Sequence[Section], number: int, category: str, front: float) -> dict[str, Any]:
    depth = front + (number - 1) * ROW_DEPTH
    spots = [spot for block in blocks for spot in places(block, depth, SPACING, AISLE)]
    seats = [
        PlacedSeat(f"{prefix}{number}-{seat}", seat, spot, category) for seat, spot in enumerate(spots, 1)
    ]
    return row(str(number), seats)


def _boxes(side: str, edge: float, turn: int) -> dict[str, Any]:
    """Draw the boxes at one side of the stalls, `turn` times clockwise from their edge."""
    rows, areas = [], []
    for box in range(1, BOXES_A_SIDE + 1):
        section = _box(RADIUS + 70 + (box - 1) * BOX_EVERY, edge, turn)
        spots = [spot for depth in (0, 32) for spot in places(section, depth, SPACING, SPACING)]
        seats = [PlacedSeat(f"{side}{box}-{seat}", seat, spot, "Box") for seat, spot in enumerate(spots, 1)]
        middle = len(seats) // 2
        rows += [row(f"{side}{box}", seats[:middle], "start"), row(f"{side}{box}", seats[middle:], "none")]
        areas.append(polygon(outline(section, -18, 50), "#fdf3dc", "#ecd9a8"))
    return _zone("Boxes left" if side == "L" else "Boxes right", rows, areas)


def _box(radius: float, edge: float, turn: int) -> Wedge:
    gap, angle = math.degrees(46 / radius), math.degrees(BOX_WIDTH / radius)
    start = edge + gap + angle if turn > 0 else edge - gap
    return Wedge((0, 0), radius, start, -angle)


def _mark_wheelchair_places(seats: list[dict[str, Any]]) -> None:
    """Keep the last row's ends, which are level with the doors, for wheelchairs."""
    for seat in (*seats[:3], *seats[-3:]):
        seat["wheelchair"] = True


def _zone(name: str, rows: list[dict[str, Any]], areas: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "position": point(ORIGIN), "rows": rows, "areas": areas}


def _floors(blocks: Sequence[Section], near: float, far: float) -> list[dict[str, Any]]:
    return [polygon(outline(block, near - 20, far - 16, AISLE - 36), FLOOR, EDGE) for block in blocks]


def _sign(words: str, depth: float) -> dict[str, Any]:
    return text((0, RADIUS + depth), words, INK, 22)


def _stage() -> list[dict[str, Any]]:
    front = [towards((0, 0), angle, 240) for angle in range(150, 29, -5)]
    back = [(250.0, -20.0), (250.0, -100.0), (-250.0, -100.0), (-250.0, -20.0)]
    return [polygon(front + back, "#334155", "#1e293b"), text((0, 60), "STAGE", "#f8fafc", 40)]

"""A cinema: gently bent rows A to N, an aisle down the middle, recliners at the back."""

from typing import Any

from ..plan import Plan
from .drawing import PlacedSeat, Wedge, point, polygon, rectangle, row, text

ROWS = "ABCDEFGHIJKLMN"
FIRST_RECLINER_ROW = "K"
# The rows widen as the room does.
SEATS_PER_SIDE = {"A": 6, "B": 7, "C": 7, "D": 7, "E": 7} | dict.fromkeys("FGHIJKLMN", 8)
WHEELCHAIR_SEATS = {"A1", "A2", "A11", "A12"}

SPACING = 32
ROW_DEPTH = 40
AISLE = 66
# The rows bend around a point far behind the screen.
BEND = 1500
WIDTH = 760
HEIGHT = 800

CURVE = Wedge((0, -BEND), BEND, 90 + 12, -24)


def cinema() -> Plan:
    """Return the plan of a cinema with about 200 seats."""
    return {
        "name": "Lantern Cinema, Screen 1",
        "categories": [{"name": "Standard", "color": "#3b82c4"}, {"name": "Recliner", "color": "#c2553f"}],
        "size": {"width": WIDTH, "height": HEIGHT},
        "zones": [
            {
                "name": "Screen 1",
                "position": point((WIDTH / 2, 190)),
                "rows": [_row(label, index) for index, label in enumerate(ROWS)],
                "areas": _screen(),
            }
        ],
    }


def _row(label: str, index: int) -> dict[str, Any]:
    count = 2 * SEATS_PER_SIDE[label]
    return row(label, [_seat(label, number, count, index * ROW_DEPTH) for number in range(1, count + 1)])


def _seat(label: str, number: int, count: int, depth: float) -> PlacedSeat:
    along = (number - (count + 1) / 2) * SPACING
    along += (AISLE - SPACING) / 2 * (1 if along > 0 else -1)
    category = "Recliner" if label >= FIRST_RECLINER_ROW else "Standard"
    seat_id = f"{label}{number}"
    return PlacedSeat(seat_id, number, CURVE.place(depth, along), category, seat_id in WHEELCHAIR_SEATS)


def _screen() -> list[dict[str, Any]]:
    left, right, top = -280, 280, -140
    light = [(left, top), (right, top), (right + 40, -46), (left - 40, -46)]
    return [
        polygon(light, "#f1f5f9"),
        rectangle((left, top - 10), (right - left, 10), "#334155"),
        text((0, -100), "SCREEN", "#64748b", 18),
    ]

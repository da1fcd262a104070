"""The short form of a hall: rows by name with a number of seats each, drawn as straight rows."""

import math
from typing import Any

from .plan import Plan

CATEGORY = "Standard"
COLOR = "#4f7cac"
SPACING = 30
LABEL_SPACE = 60
STAGE_SPACE = 130
# So that every seat is within the bounds of a plan.
MAX_ROWS = MAX_SEATS_IN_ROW = 30_000


def plan_of_rows(rows: dict[str, int], name: str = "") -> Plan:
    """Return a plan with these rows, the first in front: {"A": 20} has the seats A1 to A20."""
    widest = max(rows.values())
    width = (widest - 1) * SPACING + 2 * LABEL_SPACE
    return {
        "name": name,
        "categories": [{"name": CATEGORY, "color": COLOR}],
        "size": {"width": width, "height": STAGE_SPACE + len(rows) * SPACING + SPACING},
        "zones": [
            {
                "name": "Hall",
                "position": {"x": 0, "y": 0},
                "rows": [_row(row, count, index, widest) for index, (row, count) in enumerate(rows.items())],
                "areas": [_stage(width)],
            }
        ],
    }


def _row(name: str, count: int, index: int, widest: int) -> dict[str, Any]:
    indent = (widest - count) * SPACING / 2
    return {
        "row_number": name,
        "row_number_position": "both",
        "position": {"x": LABEL_SPACE + indent, "y": STAGE_SPACE + index * SPACING},
        "seats": [_seat(name, number) for number in range(1, count + 1)],
    }


def _seat(row: str, number: int) -> dict[str, Any]:
    return {
        "seat_guid": f"{row}{number}",
        "seat_number": str(number),
        "position": {"x": (number - 1) * SPACING, "y": 0},
        "category": CATEGORY,
    }


def _stage(width: float) -> dict[str, Any]:
    stage = math.floor(max(width * 0.6, 100))
    return {
        "shape": "rectangle",
        "color": "#e2e8f0",
        "border_color": "#94a3b8",
        "rotation": 0,
        "position": {"x": (width - stage) / 2, "y": 30},
        "rectangle": {"width": stage, "height": 50},
        "text": {"position": {"x": stage / 2, "y": 25}, "color": "#475569", "text": "STAGE", "size": 16},
    }

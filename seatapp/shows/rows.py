"""The short form of a hall: rows by name with a number of seats each, drawn straight, tables, and areas."""

import math
from collections.abc import Iterable, Mapping
from itertools import cycle
from typing import Any

from .plan import Plan

CATEGORY = "Standard"
# Of the categories, one after the other.
COLORS = ("#4f7cac", "#b7791f", "#6b8e4e", "#9f5f9f")
SPACING = 30
LABEL_SPACE = 60
STAGE_SPACE = 130
# So that every seat is within the bounds of a plan.
MAX_ROWS = MAX_SEATS_IN_ROW = 30_000
MAX_SEATS_AT_TABLE = 100
TABLES_IN_ROW = 8
AREA_HEIGHT = 120


def plan_of_rows(
    rows: Mapping[str, int],
    name: str = "",
    tables: Mapping[str, Mapping[str, Any]] | None = None,
    areas: Mapping[str, Mapping[str, Any]] | None = None,
    **flagged: Iterable[str],
) -> Plan:
    """Return a plan with these rows, the first in front: {"A": 20} has the seats A1 to A20.

    Behind them are the tables, `{"T1": {"seats": 4, "whole": true}}`, with the seats T1-1 to T1-4, and behind
    those the areas, `{"floor": {"capacity": 500, "category": "Standing"}}`.
    `flagged` are seats by what is said of them, such as `wheelchair`.
    """
    tables, areas = tables or {}, areas or {}
    widest = max(rows.values(), default=1)
    behind = STAGE_SPACE + len(rows) * SPACING + SPACING
    round_ones = _tables(tables, behind)
    width = max((widest - 1) * SPACING + 2 * LABEL_SPACE, *_reaches(round_ones, "x"))
    tables_end = max(behind, *_reaches(round_ones, "y"))
    seated = [CATEGORY] if rows or tables else []
    names = dict.fromkeys([*seated, *(area["category"] for area in areas.values())])
    all_rows = [_row(row, count, index, width) for index, (row, count) in enumerate(rows.items())]
    plan = {
        "name": name,
        "categories": [
            {"name": name, "color": color} for name, color in zip(names, cycle(COLORS), strict=False)
        ],
        "size": {"width": width, "height": tables_end + len(areas) * (AREA_HEIGHT + SPACING)},
        "zones": [
            {
                "name": "Hall",
                "position": {"x": 0, "y": 0},
                "rows": [*all_rows, *round_ones],
                "areas": [_stage(width), *_areas(areas, width, tables_end)],
            }
        ],
    }
    if tables:
        plan["tables"] = {table: {"whole": bool(said.get("whole"))} for table, said in tables.items()}
    _flag(plan, flagged)
    return plan


def _flag(plan: Plan, flagged: Mapping[str, Iterable[str]]) -> None:
    named = {name: set(seats) for name, seats in flagged.items() if seats}
    if not named:
        return
    for row in plan["zones"][0]["rows"]:
        for seat in row["seats"]:
            seat.update({name: True for name, seats in named.items() if seat["seat_guid"] in seats})


def _tables(tables: Mapping[str, Mapping[str, Any]], top: float) -> list[dict[str, Any]]:
    """Return the tables as rows of seats in circles, TABLES_IN_ROW side by side."""
    radius = _radius(max((said["seats"] for said in tables.values()), default=1))
    step = 2 * radius + 2 * SPACING
    return [
        {
            "row_number": table,
            "row_number_position": None,
            "row_label": table,
            "position": {
                "x": LABEL_SPACE + radius + index % TABLES_IN_ROW * step,
                "y": top + radius + index // TABLES_IN_ROW * step,
            },
            "table": table,
            "seats": [_table_seat(table, number, said["seats"]) for number in range(1, said["seats"] + 1)],
        }
        for index, (table, said) in enumerate(tables.items())
    ]


def _radius(seats: int) -> float:
    """Return the radius of a circle on which so many seats do not overlap."""
    return max(seats * SPACING / math.tau, SPACING)


def _table_seat(table: str, number: int, of: int) -> dict[str, Any]:
    angle = math.tau * (number - 1) / of
    return {
        "seat_guid": f"{table}-{number}",
        "seat_number": str(number),
        "position": {
            "x": round(_radius(of) * math.sin(angle), 1),
            "y": round(-_radius(of) * math.cos(angle), 1),
        },
        "category": CATEGORY,
    }


def _areas(areas: Mapping[str, Mapping[str, Any]], width: float, top: float) -> list[dict[str, Any]]:
    """Return the areas as rectangles across the hall, one behind the other."""
    across = width - 2 * LABEL_SPACE
    return [
        {
            "shape": "rectangle",
            "color": "#f8fafc",
            "border_color": "#94a3b8",
            "rotation": 0,
            "position": {"x": LABEL_SPACE, "y": top + index * (AREA_HEIGHT + SPACING)},
            "rectangle": {"width": across, "height": AREA_HEIGHT},
            "text": {
                "position": {"x": across / 2, "y": AREA_HEIGHT / 2},
                "color": "#475569",
                "text": area_id,
                "size": 16,
            },
            "area_id": area_id,
            **area,
        }
        for index, (area_id, area) in enumerate(areas.items())
    ]


def _reaches(rows: list[dict[str, Any]], axis: str) -> list[float]:
    """Return how far the rows' seats reach, with a margin; 0 beside it, so that there is something."""
    ends = [row["position"][axis] + seat["position"][axis] for row in rows for seat in row["seats"]]
    return [0, *(end + LABEL_SPACE for end in ends)]


def _row(name: str, count: int, index: int, width: float) -> dict[str, Any]:
    left = (width - (count - 1) * SPACING) / 2
    return {
        "row_number": name,
        "row_number_position": "both",
        "position": {"x": left, "y": STAGE_SPACE + index * SPACING},
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

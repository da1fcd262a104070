"""A small theatre with all that a plan can say of its seats."""

from typing import Any

PLACES = {1: {"wheelchair": True}, 2: {"companion": True}, 9: {"companion": True}, 10: {"wheelchair": True}}
PILLAR = {"restricted_view": True, "note": "Behind a pillar"}
TYPES = [
    {"id": "adult", "title": "Adult", "prices": {"Stalls": 3000, "Circle": 2500}},
    {
        "id": "child",
        "title": "Child",
        "prices": {"Stalls": 1500, "Circle": 1200},
        "needs": {"type": "adult", "each": 3},
    },
]
RULES = {"noSingleGaps": True, "companionNeedsWheelchair": True, "wheelchairOnRequest": True}
PRICES = {"Stalls": 3000, "Circle": 2500}


def theatre() -> dict[str, Any]:
    """Return the plan: rows A and B in the stalls, C and D in the circle, of ten seats each.

    C has places for wheelchairs and companions at its ends and is step-free; A5 is behind a pillar; B has
    a picture of its view. There are two tables of four, of which T1 is sold as a whole.
    """
    rows = [
        _row("A", 0, "Stalls", {5: PILLAR}),
        _row("B", 30, "Stalls", {}) | {"view_url": "/static/icon.svg"},
    ]
    circle = [_row("C", 0, "Circle", PLACES) | {"step_free": True}, _row("D", 30, "Circle", {})]
    return {
        "name": "Theatre",
        "categories": [{"name": "Stalls", "color": "#2e86ab"}, {"name": "Circle", "color": "#8f5e9b"}],
        "tables": {"T1": {"whole": True}},
        "zones": [
            {"name": "Stalls", "position": {"x": 0, "y": 60}, "rows": rows},
            {"name": "Circle", "position": {"x": 0, "y": 140}, "rows": circle},
            {"name": "Tables", "position": {"x": 40, "y": 240}, "rows": [_table("T1", 0), _table("T2", 120)]},
        ],
    }


def _row(name: str, y: int, category: str, said: dict[int, dict[str, Any]]) -> dict[str, Any]:
    seats = [
        {
            "seat_guid": f"{name}{number}",
            "seat_number": str(number),
            "position": {"x": 30 * number, "y": 0},
            "category": category,
            **said.get(number, {}),
        }
        for number in range(1, 11)
    ]
    return {"row_number": name, "position": {"x": 0, "y": y}, "seats": seats}


def _table(name: str, x: int) -> dict[str, Any]:
    seats = [
        {
            "seat_guid": f"{name}-{number}",
            "seat_number": str(number),
            "position": {"x": 44 * (number % 2), "y": 44 * (number // 3)},
            "category": "Stalls",
        }
        for number in range(1, 5)
    ]
    return {"row_number": name, "table": name, "position": {"x": x, "y": 0}, "seats": seats}

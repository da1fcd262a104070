"""Plans as halls have them: tables, labels of their own, machines' ids. People read places, never ids."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.support import builders
from tests.support.picker import Picker
from tests.support.worker import Worker

SHOW = "dinner"
ALONG, ACROSS = 25, 60
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")
NewPage = Callable[..., Page]


def seats(*places: tuple[int, int]) -> list[dict[str, Any]]:
    return [
        {
            "seat_guid": str(uuid4()),
            "seat_number": str(number),
            "position": {"x": x, "y": y},
            "category": "Dinner",
        }
        for number, (x, y) in enumerate(places, 1)
    ]


def table(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a table's row, numbered to and fro across it, and the table itself."""
    position = {"x": 60 + 180 * (number - 1), "y": 80}
    places = [(side * ACROSS, step * ALONG) for step in range(4) for side in (0, 1)]
    row = {
        "row_number": str(number),
        "row_number_position": None,
        "row_label": f"Table {number}",
        "seat_label": "chair %s",
        "position": position,
        "seats": seats(*places),
    }
    top = {
        "shape": "rectangle",
        "color": "#d7c29b",
        "border_color": "#6f4e37",
        "position": {"x": position["x"] + 14, "y": position["y"] - 10},
        "rectangle": {"width": ACROSS - 28, "height": 3 * ALONG + 20},
        "text": {"position": {"x": 16, "y": 47}, "text": str(number), "size": 16},
    }
    return row, top


def plan() -> dict[str, Any]:
    """Return three tables, and a gallery whose row's name is two characters where people type one."""
    rows, tops = zip(*(table(number) for number in (1, 2, 3)), strict=True)
    gallery = {
        "row_number": "E\u0301",
        "position": {"x": 60, "y": 0},
        "seats": seats(*((30 * step, 0) for step in range(8))),
    }
    return {
        "name": "Hall",
        "categories": [{"name": "Dinner", "color": "#2e86ab"}],
        "zones": [
            {"name": "Floor", "position": {"x": 0, "y": 0}, "rows": list(rows), "areas": list(tops)},
            {"name": "Gallery", "position": {"x": 0, "y": 260}, "rows": [gallery]},
        ],
    }


@pytest.fixture(scope="module")
def dinner(worker: Worker) -> dict[str, dict[str, Any]]:
    """The seats of the show's plan, by their names."""
    hall = plan()
    builders.add_show(worker, SHOW, plan=hall, prices={"Dinner": 4500})
    return {
        f"{zone['name']} {row['row_number']} {seat['seat_number']}": seat
        for zone in hall["zones"]
        for row in zone["rows"]
        for seat in row["seats"]
    }


def test_two_seats_side_by_side_are_on_one_side_of_a_table(
    new_page: NewPage, worker: Worker, dinner: dict[str, dict[str, Any]]
) -> None:
    visitor = Picker.enter(new_page(), worker, SHOW)
    visitor.together.click()
    expect(visitor.held).to_have_count(2)
    (one, other) = visitor.element.evaluate("picker => picker.map.basket.map(({ seat }) => seat)")
    assert one["row"] == other["row"]
    assert (one["x"], abs(one["y"] - other["y"])) == (other["x"], ALONG)


def test_people_read_places_and_never_a_machines_id(
    new_page: NewPage, worker: Worker, dinner: dict[str, dict[str, Any]]
) -> None:
    visitor = Picker.enter(new_page(), worker, SHOW)
    seat = dinner["Floor 2 3"]["seat_guid"]
    visitor.page.mouse.move(*visitor.center(seat))
    expect(visitor.page.get_by_role("tooltip")).to_contain_text("Floor, Table 2, chair 3")
    visitor.select(seat)
    expect(visitor.held).to_contain_text("Floor, Table 2, chair 3")
    visitor.open_list()
    field = visitor.element.get_by_label("Find by seat, such as “Floor 1 1, Floor 1 2”")
    for name in ("é7", "Gallery, row É, seat 8", "Floor 3 1, gallery e6", "Floor, Table 1, chair 4"):
        field.fill(name)
        field.press("Enter")
        expect(field).to_have_value("")
    expect(visitor.held).to_have_count(6)
    read = visitor.element.evaluate(
        """(picker) => [...picker.shadowRoot.querySelectorAll("*")].flatMap((element) => [
          element.tagName === "STYLE" ? "" : [...element.childNodes].map((node) => node.data ?? "").join(""),
          ...["aria-label", "title", "alt", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
        ]).filter(Boolean)"""
    )
    assert not [text for text in read if UUID.search(text)]

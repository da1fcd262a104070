"""The seating plan: the open JSON format of the pretix project, checked before it is stored or drawn.

A seat's id is its `seat_guid`. What would make two seats one, or none, is refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import Any, TypeAlias

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from .. import text
from ..portions import in_portions
from .fields import Label, Position, listed
from .parts import Category, Part, Size, Table, Zone
from .plain_seats import MAX_ID
from .said import tables_in
from .standing import areas_of

Plan: TypeAlias = dict[str, Any]

MAX_SEATS = 120_000
MARGIN = 40
# Half a millisecond of work.
PORTION_SEATS = 2_000


def rows_of(plan: Mapping[str, Any]) -> Iterator[tuple[Plan, Plan]]:
    """Yield every row of the plan with its zone, in portions."""
    rows = ((zone, row) for zone in plan["zones"] for row in zone["rows"])
    return in_portions(rows, lambda found: len(found[1]["seats"]), PORTION_SEATS)


def seats_of(rows: Iterable[tuple[Plan, Plan]]) -> dict[str, str]:
    """Return the category of every seat, by seat id, in the plan's order."""
    # One string a category: a seat each would have it twice as large.
    return {seat["seat_guid"]: intern(seat["category"]) for _, row in rows for seat in row["seats"]}


class PlanSchema(Part):
    """A whole plan; loads to a dict of the same form."""

    name = Label(load_default="")
    categories = fields.List(fields.Nested(Category), required=True)
    size = fields.Nested(Size)
    # What people look at: a stage, a screen, a pitch.
    focal_point = Position()
    tables = fields.Dict(
        keys=fields.String(validate=[validate.Length(1, MAX_ID), text.identifier]),
        values=fields.Nested(Table),
        metadata={"description": "Of the tables that seats name; one that is missing is sold by seat."},
    )
    zones = fields.List(fields.Nested(Zone), required=True)

    @validates_schema
    def _check_seats(self, plan: Plan, **_: Any) -> None:
        ids = Counter(seat["seat_guid"] for seat in _seats(plan))
        areas = Counter(
            area["area_id"] for zone in plan["zones"] for area in zone["areas"] if "capacity" in area
        )
        if not ids and not areas:
            raise ValidationError("The plan has no seats.")
        if ids.total() > MAX_SEATS:
            raise ValidationError(f"The plan has {ids.total()} seats; {MAX_SEATS} is the most.")
        if repeated := [seat for seat, count in ids.items() if count > 1]:
            raise ValidationError(f"{_count(repeated)} given to more than one seat: {listed(repeated)}.")
        if repeated := [area for area, count in areas.items() if count > 1 or area in ids]:
            raise ValidationError(f"Ids of areas that something else has too: {listed(repeated)}.")

    @validates_schema
    def _check_categories(self, plan: Plan, **_: Any) -> None:
        known = {category["name"] for category in plan["categories"]}
        named = {seat["category"] for seat in _seats(plan)}
        named.update(area.category for area in areas_of(plan).values())
        if missing := sorted(named - known):
            raise ValidationError(f"Seats name categories that the plan does not have: {listed(missing)}.")

    @validates_schema
    def _check_tables(self, plan: Plan, **_: Any) -> None:
        if bare := sorted(plan.get("tables", {}).keys() - tables_in(rows_of(plan)).keys()):
            raise ValidationError(f"These tables have no seats: {listed(bare)}.", "tables")

    @post_load
    def _complete(self, plan: Plan, **_: Any) -> Plan:
        if "size" not in plan:
            plan["size"] = _bounds(plan)
        return plan


def _count(repeated: list[str]) -> str:
    return "1 seat id is" if len(repeated) == 1 else f"{len(repeated)} seat ids are"


def _seats(plan: Mapping[str, Any]) -> Iterator[Plan]:
    return (seat for _, row in rows_of(plan) for seat in row["seats"])


def _bounds(plan: Plan) -> dict[str, float]:
    """Return a size that has room for every seat of a plan that has none of its own."""
    return {"width": _reach(plan, "x"), "height": _reach(plan, "y")}


def _reach(plan: Plan, axis: str) -> float:
    of_seats = (
        zone["position"][axis] + row["position"][axis] + seat["position"][axis]
        for zone, row in rows_of(plan)
        for seat in row["seats"]
    )
    of_areas = (
        zone["position"][axis] + area["position"][axis] + _extent(area, axis)
        for zone in plan["zones"]
        for area in zone["areas"]
        if "capacity" in area
    )
    farthest: float = max([0, *of_seats, *of_areas])
    return farthest + MARGIN


def _extent(area: Plan, axis: str) -> float:
    """Return how far an area reaches from its position."""
    reaches: list[float] = [
        area.get("rectangle", {}).get("width" if axis == "x" else "height", 0),
        area.get("circle", {}).get("radius", 0),
        area.get("ellipse", {}).get("radius", {}).get(axis, 0),
        *(point[axis] for point in area.get("polygon", {}).get("points", ())),
    ]
    return max(reaches)

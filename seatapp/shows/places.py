"""Say where seats are: by zone, row and number, as the show's plan has it."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where a seat is, in words that may be empty, and as which of the plan's seats it comes."""

    zone: str
    row: str
    number: str
    order: int


# Of a seat whose place nobody knows: the plan has it no more.
NOWHERE = Place("", "", "", -1)


def places_of(plan: Mapping[str, Any]) -> dict[str, tuple[str, str, str, int]]:
    """Return the place of every seat of the plan, by seat id.

    Bare tuples: the garbage collector walks through no tuple of text, and through every NamedTuple.
    """
    return dict(_places(plan))


def name_of(item: Mapping[str, Any]) -> str:
    """Call a seat as people do: "Stalls, row F, seat 7"; by its id where nothing else is known.

    `item` has `seat`, `zone`, `row` and `number`.
    """
    if not item["number"]:
        return f"seat {item['seat']}"
    row = item["row"] and f"row {item['row']}"
    return ", ".join(part for part in (item["zone"], row, f"seat {item['number']}") if part)


def _places(plan: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str, str, int]]]:
    order = count()
    for zone in plan["zones"]:
        for row in zone["rows"]:
            for seat in row["seats"]:
                names = (zone.get("name"), row.get("row_number"), seat.get("seat_number"))
                zone_name, row_name, number = (name or "" for name in names)
                yield seat["seat_guid"], (zone_name, row_name, number, next(order))

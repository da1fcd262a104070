"""Say where seats are: by zone, row and number, as the show's plan has it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where a seat is, in words that may be empty, and as which of the plan's seats it comes.

    The labels are what people read in the place of "row 3" and "seat 7", where the plan has such.
    """

    zone: str
    row: str
    number: str
    order: int
    row_label: str = ""
    seat_label: str = ""

    def as_json(self) -> dict[str, str]:
        """Return what an item says of it: `{zone, row, number}`, and the labels that there are."""
        labels = {"rowLabel": self.row_label, "seatLabel": self.seat_label}
        names = {"zone": self.zone, "row": self.row, "number": self.number}
        return names | {key: label for key, label in labels.items() if label}


# Of a seat that the plan no longer has.
NOWHERE = Place("", "", "", -1)

_Bare = tuple[str, str, str, int, str, str]


def places_of(rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[str, _Bare]:
    """Return the place of every seat, by seat id, from the plan's rows with their zones.

    Bare tuples: the garbage collector walks through no tuple of text, and through every NamedTuple.
    """
    return dict(_places(rows))


def name_of(item: Mapping[str, Any]) -> str:
    """Call a seat as people do: "Stalls, row F, seat 7"; by its id where nothing else is known.

    `item` has `seat`, `zone`, `row` and `number`, and may have `rowLabel` and `seatLabel`. A place in an area
    has that as its `area`, and is called by it: "Arena, floor".
    """
    if "area" in item:
        return ", ".join(part for part in (item["zone"], item["area"]) if part)
    seat = item.get("seatLabel") or (item["number"] and f"seat {item['number']}")
    if not seat:
        return f"seat {item['seat']}"
    row = item.get("rowLabel") or (item["row"] and f"row {item['row']}")
    return ", ".join(part for part in (item["zone"], row, seat) if part)


def _places(
    rows: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]],
) -> Iterator[tuple[str, _Bare]]:
    order = count()
    for zone, row in rows:
        zone_name, row_name = zone.get("name") or "", row.get("row_number") or ""
        row_label, seat_label = row.get("row_label") or "", row.get("seat_label") or ""
        for seat in row["seats"]:
            number = seat.get("seat_number") or ""
            label = seat_label.replace("%s", number)
            yield seat["seat_guid"], (zone_name, row_name, number, next(order), row_label, label)

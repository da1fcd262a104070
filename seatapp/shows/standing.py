"""Areas for standing and free seating: so many places that are all alike, sold by number.

Each place has an id, as a seat has one, that nobody outside sees or can send: the area's, a control character
and the place's number. Whatever holds for a seat so holds for a place, and an area has no more of them than
its capacity.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

MAX_CAPACITY = 100_000
# No id of a plan has a control character.
SEPARATOR = "\x1f"
MAX_DIGITS = 8


class Area(NamedTuple):
    """What an area has room for, and what its places cost depends on; `zone` is what people call it by."""

    capacity: int
    category: str
    zone: str = ""


Areas = Mapping[str, Area]
# How many of each ticket type.
Types = Mapping[str, int]


class HallSeats:
    """All that a hall sells: seats by id with their categories, and the places of its areas."""

    def __init__(self, seats: Mapping[str, str], areas: Areas) -> None:
        self._seats, self._areas = seats, areas

    def __contains__(self, seat: object) -> bool:
        return seat in self._seats or (isinstance(seat, str) and self._area_with(seat) is not None)

    def __iter__(self) -> Iterator[str]:
        yield from self._seats
        for area_id, area in self._areas.items():
            yield from (place_id(area_id, number) for number in range(area.capacity))

    def category(self, seat: str) -> str | None:
        """Return the category of a seat or place; None of one that the hall does not have."""
        if seat in self._seats:
            return self._seats[seat]
        area = self._area_with(seat)
        return area and area.category

    def beyond(self, other: "HallSeats") -> Iterator[str]:
        """Yield the seats and places that the other hall does not have."""
        yield from (seat for seat in self._seats if seat not in other)
        for area_id, area in self._areas.items():
            kept = other._areas[area_id].capacity if area_id in other._areas else 0
            yield from (place_id(area_id, number) for number in range(kept, area.capacity))

    def categories(self) -> Counter[str]:
        """Return how many seats and places each category has."""
        counts = Counter(self._seats.values())
        for area in self._areas.values():
            counts[area.category] += area.capacity
        return counts

    def _area_with(self, place: str) -> Area | None:
        area = self._areas.get(area_of(place) or "")
        return area if area and number_of(place) < area.capacity else None


def place_id(area_id: str, number: int) -> str:
    """Return the id of an area's place; the first has the number 0."""
    return f"{area_id}{SEPARATOR}{number}"


def is_place(seat: str) -> bool:
    """Return whether this is the id of a place in an area, and not a seat's."""
    return SEPARATOR in seat and area_of(seat) is not None


def area_of(seat: str) -> str | None:
    """Return the area that a place is in; None for a seat."""
    area_id, separator, number = seat.partition(SEPARATOR)
    # What is in the database others may have written.
    return area_id if separator and number.isdecimal() and len(number) < MAX_DIGITS else None


def number_of(place: str) -> int:
    """Return the number of a place in its area."""
    return int(place.partition(SEPARATOR)[2])


def seats_among(seats: Iterable[str]) -> list[str]:
    """Return those that are seats."""
    return [seat for seat in seats if not is_place(seat)]


def places_among(seats: Iterable[str]) -> list[str]:
    """Return those that are places in areas."""
    return [seat for seat in seats if is_place(seat)]


def count_by_area(seats: Iterable[str]) -> dict[str, int]:
    """Return how many of these are places, by area."""
    return dict(Counter(area for seat in seats if (area := area_of(seat)) is not None))


def as_told(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of a `seat` as people see it: of a place, its `area` in the place of that."""
    area = area_of(entry["seat"])
    if area is None:
        return dict(entry)
    return {"area": area, **{name: value for name, value in entry.items() if name != "seat"}}


def areas_of(plan: Mapping[str, Any]) -> dict[str, Area]:
    """Return the areas of a plan that have room for people, by id."""
    return {
        area["area_id"]: Area(area["capacity"], area["category"], zone["name"])
        for zone in plan["zones"]
        for area in zone["areas"]
        if "capacity" in area
    }

"""Places of areas in bookings: which ones an order is for, and which of a booking are meant by a number."""

from collections.abc import Callable, Iterable, Mapping

from ..database import Document
from ..errors import InvalidRequest
from ..seats.areas import find_free, held_in, left_of
from ..seats.availability import blocked, live_locks
from ..seats.refusals import LockExpired, SeatsUnavailable
from ..shows import store as shows
from ..shows.model import Show
from ..shows.standing import area_of, seats_among
from . import changes, store
from .booking import Order, admissions

ATTEMPTS = 5


def book(order: Order, attempt: Callable[[Order], tuple[Document, bool]]) -> tuple[Document, bool]:
    """Attempt to book until no place that seemed free was taken meanwhile; raise SeatsUnavailable."""
    for _ in range(ATTEMPTS):
        try:
            return attempt(order)
        except SeatsUnavailable as refusal:
            if "areas" in refusal.details:
                raise
            conflicts = seats_among(refusal.details["conflicts"])
            if conflicts or not order.areas:
                raise SeatsUnavailable(conflicts=conflicts) from None
    raise SeatsUnavailable(conflicts=[], areas=left_of(shows.find(order.show_id), order.areas))


def seats_of(order: Order, show: Show) -> list[str]:
    """Return the seats and places that are ordered.

    Of the areas those that the holder has locked; for an admin others too. Raises LockExpired,
    SeatsUnavailable.
    """
    if order.areas:
        return [*(order.seats or ()), *_places(order, show)]
    if order.seats or order.holder is None:
        return order.seats or []
    return [lock["_id"]["seat"] for lock in live_locks(order.show_id, order.holder)]


def among(booking: Document, areas: Mapping[str, int], inside: bool = False) -> list[str]:
    """Return so many places of each area that the booking has, all that it has where those are fewer.

    Those first whose tickets were not used; with `inside`, those that were. Raises InvalidRequest for more
    than it ever had.
    """
    used = {entry["seat"] for entry in admissions(booking)}
    return [
        place
        for area, count in areas.items()
        for place in _of_area(booking, area, count, lambda place: (place in used) != inside)
    ]


def to_admit(
    booking_id: str, seats: list[str] | None, areas: Mapping[str, int], key: str | None
) -> list[str] | None:
    """Return which seats and places of a booking want in; None for all of it. Raises InvalidRequest.

    When the request comes again with its key, those that it has admitted.
    """
    if not areas:
        return seats
    booking = store.find_any(booking_id)
    by_key = [entry["seat"] for entry in admissions(booking) if key and entry["key"] == key]
    return by_key or [*(seats or ()), *among(booking, areas)]


def to_let_out(booking_id: str, seats: list[str] | None, areas: Mapping[str, int]) -> list[str] | None:
    """Return whose check-in is to be undone; None for all of the booking. Raises InvalidRequest."""
    if not areas:
        return seats
    return [*(seats or ()), *among(store.find_any(booking_id), areas, inside=True)]


def _of_area(booking: Document, area: str, count: int, comes_last: Callable[[str], bool]) -> list[str]:
    places = _in_area(booking["seats"], area)
    if count > len(places) + len(_in_area(changes.given_up(booking), area)):
        raise InvalidRequest(errors={"areas": {area: ["The booking has fewer places there."]}})
    return sorted(places, key=comes_last)[:count]


def _in_area(seats: Iterable[str], area: str) -> list[str]:
    return sorted(seat for seat in seats if area_of(seat) == area)


def _places(order: Order, show: Show) -> list[str]:
    held = {} if order.holder is None else held_in(show, order.holder)
    kept = dict.fromkeys(blocked(order.show_id)) if order.over_blocks else {}
    places: list[str] = []
    missing: dict[str, int] = {}
    for area, count in order.areas.items():
        own = [lock["_id"]["seat"] for lock in held.get(area, ())]
        found = [*own, *_in_area(kept, area)][:count]
        places += found
        missing[area] = count - len(found)
    if any(missing.values()) and not order.by_admin:
        raise LockExpired
    return [*places, *find_free(show, missing)]

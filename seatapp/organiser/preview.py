"""What a change of a show would mean for those who have its seats, before it is made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ..bookings import store as bookings
from ..bookings.booking import CONFIRMED
from ..requests import Page
from ..seats import availability
from ..seats.bits import numbers_in
from ..seats.document import BLOCKED, BOOKED, LOCKED, NOBODY
from ..seats.state import read_status
from ..seats.status import SeatStatus
from ..shows.model import Show
from ..shows.schemas import NewShow
from ..shows.standing import Areas, place_id
from ..shows.ticket_types import usual_price
from . import halls

# More seats than that are counted, not named.
NAMED_SEATS = 50


class Taken(NamedTuple):
    """How a seat is taken; until when, if its holder is still choosing, or it is blocked for a time."""

    state: str
    until: datetime | None = None


class Terms(NamedTuple):
    """What a seat is sold as."""

    category: str
    price: int


class Effect(NamedTuple):
    """What becomes of a taken seat: its terms before and after, None for one that the new hall lacks."""

    state: str
    before: Terms
    after: Terms | None


def preview(show_id: str, new: NewShow, revision: int | None) -> dict[str, Any]:
    """Return what `halls.replace` would do to taken seats: which vanish, which are sold as something else.

    `possible` is what it would answer now. `possibleFrom` is when the last seat in the way is free at the
    latest, where they all are being chosen or blocked for a time; nobody can say that of others.
    Raises ShowNotFound, and ShowChanged when the show has another revision.
    """
    old = halls.load(show_id, revision)
    status = read_status(show_id)
    taken = _taken(old, status)
    other_currency = new.currency != old.currency
    in_the_way = {seat for seat in taken if other_currency or seat not in new.seats}
    places = _places_in_the_way(old, {} if other_currency else new.areas, status)
    untils = [taken[seat].until for seat in in_the_way] + [
        until for each in places.values() for until in each
    ]
    lasting = None in untils
    ends = [until for until in untils if until]
    _, booked = bookings.search(old, "", CONFIRMED, Page(1, 1))
    return {
        "showId": show_id,
        "revision": old.revision,
        "possible": not (in_the_way or places),
        "possibleFrom": None if lasting or not ends else max(ends),
        "taken": [*_groups(old, new, taken)],
        "areas": {area: len(each) for area, each in places.items()},
        "seats": {
            "before": old.hall_seats.categories().total(),
            "after": new.hall_seats.categories().total(),
            "added": sum(1 for _ in new.hall_seats.beyond(old.hall_seats)),
            "removed": sum(1 for _ in old.hall_seats.beyond(new.hall_seats)),
        },
        "bookings": booked,
    }


def _places_in_the_way(old: Show, areas: Areas, status: SeatStatus) -> dict[str, list[datetime | None]]:
    """Return until when the taken places are taken that the areas would lack, by area; None for good."""
    locked = {place: lock for held in status.places.held.values() for place, lock in held.items()}
    found: dict[str, list[datetime | None]] = {}
    for area_id, taken in status.places.areas.items():
        kept = areas[area_id].capacity if area_id in areas else 0
        for number in numbers_in(taken.taken >> kept):
            lock = locked.get(place_id(area_id, kept + number))
            found.setdefault(area_id, []).append(lock and lock.expires_at)
    return {area_id: each for area_id, each in found.items() if area_id in old.areas}


def _taken(show: Show, status: SeatStatus) -> dict[str, Taken]:
    """Return the show's taken seats, but for those that are leaving the hall already."""
    locked = {
        seat: Taken(LOCKED, lock.expires_at)
        for holder, locks in status.held.items()
        if holder is not NOBODY
        for seat, lock in locks.items()
    }
    blocks = availability.blocked(show.show_id) if len(status.blocked) else {}
    blocked = {seat: Taken(BLOCKED, block.until) for seat, block in blocks.items()}
    taken = dict.fromkeys(status.booked, Taken(BOOKED)) | blocked | locked
    return {seat: taken[seat] for seat in show.seats if seat in taken}


def _groups(old: Show, new: NewShow, taken: Mapping[str, Taken]) -> Iterator[dict[str, Any]]:
    """Yield the taken seats that the change is about, by what it does to them, those that vanish first."""
    groups: dict[Effect, list[str]] = defaultdict(list)
    for seat, how in taken.items():
        before = _terms(old, old.seats[seat])
        after = _terms(new, new.seats[seat]) if seat in new.seats else None
        if before != after or new.currency != old.currency:
            groups[Effect(how.state, before, after)].append(seat)
    for effect, seats in sorted(groups.items(), key=lambda group: group[0].after is not None):
        ends = [until for seat in seats if (until := taken[seat].until)]
        yield {
            "state": effect.state,
            "before": effect.before._asdict(),
            "after": effect.after and effect.after._asdict(),
            "count": len(seats),
            "until": max(ends) if len(ends) == len(seats) else None,
            "seats": [{"seat": seat, **_place(old, seat)} for seat in seats[:NAMED_SEATS]],
        }


def _terms(show: Show | NewShow, category: str) -> Terms:
    return Terms(category, usual_price(show.ticket_types, show.prices, category))


def _place(show: Show, seat: str) -> dict[str, str]:
    place = show.place(seat)
    return place.as_json() if place else {}

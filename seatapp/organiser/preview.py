"""What a change of a show would mean for those who have its seats, before it is made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ..bookings import store as bookings
from ..bookings.booking import CONFIRMED
from ..requests import Page
from ..seats import availability
from ..seats.document import BLOCKED, BOOKED, LOCKED, NOBODY
from ..seats.state import read_status
from ..shows.model import Show
from ..shows.schemas import NewShow
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
    taken = _taken(old)
    other_currency = new.currency != old.currency
    in_the_way = {seat for seat in taken if other_currency or seat not in new.seats}
    lasting = any(taken[seat].until is None for seat in in_the_way)
    ends = [until for seat in in_the_way if (until := taken[seat].until)]
    _, booked = bookings.search(old, "", CONFIRMED, Page(1, 1))
    return {
        "showId": show_id,
        "revision": old.revision,
        "possible": not in_the_way,
        "possibleFrom": None if lasting or not ends else max(ends),
        "taken": [*_groups(old, new, taken)],
        "seats": {
            "before": len(old.seats),
            "after": len(new.seats),
            "added": len(new.seats.keys() - old.seats.keys()),
            "removed": len(old.seats.keys() - new.seats.keys()),
        },
        "bookings": booked,
    }


def _taken(show: Show) -> dict[str, Taken]:
    """Return the show's taken seats, but for those that are leaving the hall already."""
    status = read_status(show.show_id)
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

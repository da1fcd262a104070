"""What an organiser reads and changes of a show while it is on sale."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from ..bookings import store as bookings
from ..database import Document
from ..errors import InvalidRequest
from ..extensions import clock
from ..requests import Page
from ..seats import areas as standing
from ..seats import availability, blocks
from ..seats.acquire import ATTEMPTS
from ..seats.refusals import SeatsTaken
from ..seats.service import require_seats
from ..seats.state import read_status
from ..shows import archive, store
from ..shows.model import Listing, Show
from ..shows.selling import sales_state
from ..shows.standing import area_of, as_told, seats_among
from ..shows.ticket_types import usual_price

STATES = ("total", "free", "locked", "booked", "blocked")


def find_bookings(
    show_id: str, search: str, status: str, seat: str, page: Page
) -> tuple[list[Document], int]:
    """Return a page of a show's bookings, and how many there are; raise ShowNotFound."""
    return bookings.search(store.find_listing(show_id), search, status, page, seat)


def block(
    show_id: str, seats: list[str], areas: standing.Places, *, reason: str, until: datetime | None, by: str
) -> None:
    """Keep seats from the public, and so many more places of areas, until then if that is said.

    Raises ShowNotFound, UnknownSeats, SeatsTaken, SeatsUnavailable for areas with fewer places left,
    InvalidRequest when that has passed already.
    """
    show = require_seats(show_id, seats)
    standing.require_areas(show, areas)
    if until is not None and until <= clock.now():
        raise InvalidRequest(errors={"until": ["Must be in the future."]})
    for attempt in range(ATTEMPTS):
        wanted = [*seats, *standing.find_free(show, areas)]
        try:
            blocks.block(show_id, wanted, reason, until, by)
            break
        except SeatsTaken as refusal:
            taken = seats_among(refusal.details["seats"])
            # A place that seemed free was taken meanwhile: others will do.
            if taken or attempt + 1 == ATTEMPTS:
                raise SeatsTaken(seats=taken) from None
    # One that is archived meanwhile is cleared either before this look or after it.
    if not store.revisions([show_id]):
        blocks.unblock(show_id, wanted, by)
        raise store.ShowNotFound(store.ARCHIVED)


def unblock(show_id: str, seats: list[str], areas: standing.Places, by: str) -> list[str]:
    """Give blocked seats, and so many blocked places of areas, back to the public and return them.

    Raises ShowNotFound, UnknownSeats, InvalidRequest.
    """
    show = require_seats(show_id, seats)
    standing.require_areas(show, areas)
    kept = availability.blocked(show_id) if areas else {}
    places = [
        place
        for area, count in areas.items()
        for place in [place for place in kept if area_of(place) == area][:count]
    ]
    return blocks.unblock(show_id, [*seats, *places], by)


def blocked(show_id: str, seat: str) -> list[dict[str, Any]]:
    """Return the blocked seats of a show, each with why, until when and by whom; raise ShowNotFound.

    Where `seat` is not empty, that one only.
    """
    store.find(show_id)
    found = availability.blocked_among(show_id, [seat]) if seat else availability.blocked(show_id)
    return [as_told({"seat": seat, **block._asdict()}) for seat, block in found.items()]


def summary(show_id: str) -> dict[str, Any]:
    """Return how a show sells: seats by state, and takings in minor units, by payment, type and category too.

    Of an archived show, how it had sold when it was archived, less what was cancelled since.
    """
    show = store.find_listing(show_id)
    sold = bookings.takings(show)
    counts = _count_by_category(show) if isinstance(show, Show) else _last_counts(show, sold)
    takings = {row["_id"]: row["amount"] for row in sold}
    return {
        "showId": show_id,
        "currency": show.currency,
        "salesOpen": show.sales_open,
        "salesState": sales_state(show, clock.now()),
        "seats": {state: sum(count[state] for count in counts.values()) for state in STATES},
        "takings": sum(takings.values()),
        "byPayment": [
            {"paid": row["_id"], "seats": row["seats"], "takings": row["amount"]}
            for row in bookings.takings_by_payment(show)
        ],
        "byTicketType": [
            {
                "ticketType": row["_id"],
                "title": known.title if (known := show.ticket_type(row["_id"])) else None,
                "seats": row["seats"],
                "takings": row["amount"],
            }
            for row in bookings.takings(show, "ticketType")
            if row["_id"] is not None
        ],
        "byCategory": [
            {
                "category": category,
                "price": usual_price(show.ticket_types, show.prices, category),
                **dict.fromkeys(STATES, 0),
                **counts.get(category, {}),
                "takings": takings.get(category, 0),
            }
            # What was sold in a category that the hall no longer has counts too.
            for category in sorted(counts.keys() | takings.keys())
        ],
    }


def _count_by_category(show: Show) -> dict[str, Counter[str]]:
    counts = {
        category: Counter(dict.fromkeys(STATES, 0) | {"total": seats, "free": seats})
        for category, seats in show.hall_seats.categories().items()
    }
    status = read_status(show.show_id)
    for state, taken in (
        ("locked", status.locked),
        ("booked", status.booked),
        ("blocked", status.blocked),
    ):
        # A withdrawn seat may have left the hall a moment ago: it has no category.
        for category, seats in Counter(map(show.seats.get, taken)).items():
            if category is not None:
                counts[category].update({state: seats, "free": -seats})
    for area_id, area in status.places.areas.items():
        if area_id in show.areas:
            taken_places = {"locked": area.locked, "booked": area.booked, "blocked": area.blocked}
            counts[show.areas[area_id].category].update(taken_places, free=-area.total)
    return counts


def _last_counts(show: Listing, sold: list[Document]) -> dict[str, Counter[str]]:
    booked = {row["_id"]: row["seats"] for row in sold}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for category, had in archive.categories_of(show.show_id).items():
        taken = {"booked": booked.get(category, 0), "blocked": had["blocked"]}
        counts[category].update(taken, total=had["total"], free=had["total"] - sum(taken.values()))
    return counts

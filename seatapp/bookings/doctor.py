"""Check what must always be true of seats and bookings, on one snapshot of a live database."""

from collections import Counter
from collections.abc import Container, Iterator

from pymongo.client_session import ClientSession

from ..database import Document
from ..extensions import db
from ..seats import availability
from ..seats.document import BLOCKED, BOOKED, COOLING, LOCKED
from ..seats.terms import TICKET_TYPE
from ..shows import archive
from ..shows.standing import SEPARATOR
from . import store
from .booking import CONFIRMED, FREE, admissions
from .full_areas import FullAreas
from .kept_rules import KeptRules

STATES = {LOCKED, BOOKED, BLOCKED, COOLING}


def examine() -> Iterator[str]:
    """Yield a line for everything that is wrong; nothing for a healthy database. Changes nothing."""
    with db.client.start_session(snapshot=True) as session:
        booked: dict[tuple[str, str], tuple[str, str | None]] = {}
        full = FullAreas()
        archived = archive.all_archived(session)
        yield from _examine_archived(session, archived)
        for seat in availability.all_documents(session):
            yield from _examine_seat(seat)
            yield from full.examine(seat)
            if seat.get("state") == BOOKED:
                place = seat["_id"]["show"], seat["_id"]["seat"]
                booked[place] = seat.get("booking_id", ""), seat.get(TICKET_TYPE)
        yield from full.examine_counts()
        yield from _examine_bookings(session, booked, archived)


def _examine_archived(session: ClientSession, archived: dict[str, bool]) -> Iterator[str]:
    for show, is_cleared in archived.items():
        if not is_cleared:
            yield f"show {show} is archived, but not whole: `flask shows archive {show}` goes on with it"
        elif availability.is_kept(show, session):
            yield f"show {show} is archived, but there are seats of it"


def _examine_bookings(
    session: ClientSession, booked: dict[tuple[str, str], tuple[str, str | None]], archived: Container[str]
) -> Iterator[str]:
    sold: Counter[tuple[str, str]] = Counter()
    kept = KeptRules()
    for booking in store.every(session):
        yield from _examine_booking(booking)
        yield from kept.examine(booking)
        if booking["status"] != CONFIRMED:
            continue
        types = {item["seat"]: item.get("ticketType") for item in booking["items"]}
        for seat in booking["seats"]:
            place = (booking["show"], seat)
            sold[place] += 1
            name = f"seat {_name(seat)} of {booking['show']}"
            booking_id, type_id = booked.get(place, (None, None))
            if booking["show"] in archived:
                continue
            if booking_id != booking["_id"]:
                yield f"booking {booking['_id']}: {name} is not booked for it"
            elif type_id != types.get(seat):
                yield f"booking {booking['_id']}: {name} is booked as {type_id}, not as {types.get(seat)}"
    yield from kept.examine_holders()
    for (show, seat), count in sold.items():
        if count > 1:
            yield f"seat {_name(seat)} of {show} is in {count} confirmed bookings"
    for (show, seat), (booking_id, _) in booked.items():
        if (show, seat) not in sold:
            yield f"seat {_name(seat)} of {show} is booked, but there is no confirmed booking {booking_id!r}"


def _examine_booking(booking: Document) -> Iterator[str]:
    name, seats = f"booking {booking['_id']}", set(booking["seats"])
    if booking["total"] != sum(item["price"] for item in booking["items"]):
        yield f"{name}: the total is not the sum of its items"
    if sorted(item["seat"] for item in booking["items"]) != sorted(booking["seats"]):
        yield f"{name}: its items are not of its seats"
    if booking.get("paid") == FREE and booking["total"]:
        yield f"{name} is free and costs something"
    for entry in admissions(booking):
        if entry["seat"] not in seats:
            yield f"{name}: somebody is inside on seat {_name(entry['seat'])}, which is not its"


def _name(seat: object) -> object:
    """Return a seat's id, and of a place in an area what can be read."""
    return seat.replace(SEPARATOR, " ") if isinstance(seat, str) else seat


def _examine_seat(seat: Document) -> Iterator[str]:
    name = f"seat {_name(seat['_id'].get('seat'))} of {seat['_id'].get('show')}"
    state = seat.get("state")
    if state not in STATES:
        yield f"{name} has the unknown state {state!r}"
    # A block may end by itself.
    if state != BLOCKED and (state in (LOCKED, COOLING)) != ("expires_at" in seat):
        yield f"{name} is {state} and has {'an' if 'expires_at' in seat else 'no'} expiry"
    if state == BOOKED and not seat.get("booking_id"):
        yield f"{name} is booked by no booking"
    # Locks of former releases have none of them.
    agreed = seat.keys() & {"price", "currency", "category", TICKET_TYPE}
    if state == LOCKED and agreed and len(agreed - {TICKET_TYPE}) < 3:
        yield f"{name} is locked at terms of which a part is missing"

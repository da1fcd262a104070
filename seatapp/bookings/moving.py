"""Move a booking to other seats: given up, taken and charged in one transaction."""

from typing import NamedTuple

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from ..database import Document
from ..extensions import clock
from ..identity.admin import Admin
from ..seats import confirm
from ..seats.claim import Claim, to_book
from ..seats.items import in_order, itemise
from ..seats.refusals import SeatsUnavailable, UnknownSeats
from ..seats.service import require_seats
from ..seats.terms import add_up, for_nothing, offered
from ..seats.writes import free_booked
from ..shows import store as shows
from ..shows.model import Show
from ..shows.store import ShowNotFound
from . import belonging, changes, service, signals, store
from .booking import CANCELLED, FREE
from .refusals import BookingCancelled
from .transaction import transact_claim


class Moved(NamedTuple):
    """The booking on its new seats, what its total has changed by, in minor units; whether it moved now."""

    booking: Document
    difference: int
    is_new: bool = False


class Move(NamedTuple):
    """Where who sits now will sit: a seat by each of the booking's that it is for."""

    booking_id: str
    seats: dict[str, str]
    by: str

    @property
    def leaving(self) -> list[str]:
        """The seats that the booking gives up."""
        return sorted(self.seats.keys() - self.seats.values())

    @property
    def taking(self) -> list[str]:
        """The seats that it gets for them."""
        return sorted(set(self.seats.values()) - self.seats.keys())


def move(booking_id: str, admin: Admin, seats: dict[str, str], over_blocks: bool) -> Moved:
    """Exchange seats of a booking for others at their prices of now, all or none.

    A move that was made already, and still is as it was, is answered as it was then. With `over_blocks` what
    is blocked may be among the new seats. Raises BookingNotFound, KeyForOtherShows, BookingCancelled,
    ShowNotFound, SeatsUnavailable, MixedCurrencies, UnknownSeats for those that booking or hall lacks.
    """
    booking = service.find_any(booking_id, admin)
    wanted = Move(booking_id, seats, admin.name)
    show = require_seats(booking["show"], wanted.taking)
    claim = to_book(
        show.show_id,
        wanted.taking,
        booking["holder"],
        now=clock.now(),
        booking_id=booking_id,
        terms=offered(show, wanted.taking, _types(show, booking, seats)),
        over_blocks=over_blocks,
    )
    try:
        moved = transact_claim(claim, lambda session: _move(session, claim, wanted, show))
    except DuplicateKeyError:
        # The index of bookings knows better than a seat's document that was lost.
        raise SeatsUnavailable(conflicts=wanted.taking) from None
    if moved.is_new:
        signals.changed.send(what="moved")
    return moved


def _types(show: Show, booking: Document, seats: dict[str, str]) -> dict[str, str]:
    """Return the ticket types of the new seats: those that people have, where they are for such a seat."""
    had = {item["seat"]: show.ticket_type(item.get("ticketType", "")) for item in booking["items"]}
    return {
        to: kept.id for seat, to in seats.items() if (kept := had.get(seat)) and show.seats[to] in kept.prices
    }


def _move(session: ClientSession, claim: Claim, wanted: Move, show: Show) -> Moved:
    booking = store.current(wanted.booking_id, session)
    if booking["status"] == CANCELLED:
        raise BookingCancelled(cancelledAt=booking["cancelled_at"])
    if not belonging.is_of(booking, shows.current(show.show_id, session)):
        raise ShowNotFound
    if made := changes.made_before(booking, wanted.leaving, wanted.taking):
        return Moved(booking, made["difference"])
    if unknown := [seat for seat in wanted.seats if seat not in booking["seats"]]:
        raise UnknownSeats("The booking has no such seats.", seats=unknown)
    if not wanted.taking:
        return Moved(booking, 0)
    free_booked(session, booking, wanted.leaving)
    agreed = confirm.book_any(session, claim, show)
    if booking.get("paid") == FREE:
        agreed = for_nothing(agreed)
    kept = [item for item in booking["items"] if item["seat"] not in wanted.leaving]
    # Of a lock that the holder has, and of a show that was remembered for too long.
    add_up([*({**item, "currency": booking["currency"]} for item in kept), *agreed.values()])
    items = in_order(show, [*kept, *itemise(show, agreed)])
    changed = changes.write(
        session, booking, items=items, moved=wanted.seats, given_up=wanted.leaving, by=wanted.by
    )
    return Moved(changed, changed["total"] - booking["total"], is_new=True)

"""Book: a booking, its seats and its webhook are written in one transaction.

An unknown outcome is settled by the idempotency key.
"""

import pymongo
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError, PyMongoError

from ..database import Document
from ..errors import Refusal
from ..extensions import clock
from ..identity.admin import Admin
from ..seats import confirm
from ..seats.choices import BookingCheck
from ..seats.claim import to_book
from ..seats.items import itemise
from ..seats.refusals import LockExpired, SeatsUnavailable
from ..seats.rules_of_types import require_types
from ..seats.terms import add_up, for_nothing, offered
from ..shows import selling
from ..shows import store as shows
from ..shows.model import Listing, Show
from ..webhooks import outbox
from . import belonging, signals, standing, store
from .booking import FREE, Order, as_organiser_json, new_booking
from .refusals import IdempotencyKeyReused, PriceChanged
from .transaction import transact_claim

SETTLE_SECONDS = 0.5


def book(order: Order) -> tuple[Document, bool]:
    """Book what is ordered; return the booking, and whether it is new.

    Raises ShowNotFound, SalesClosed after the end of the sales, IdempotencyKeyReused, LockExpired,
    PriceChanged, MixedCurrencies, RuleBroken for one's own; for an order by the admin token SeatsUnavailable.
    """
    booking, is_new = standing.book(order, _book)
    if is_new:
        signals.changed.send(what="confirmed")
    return booking, is_new


def _book(order: Order) -> tuple[Document, bool]:
    show = shows.find(order.show_id)
    if earlier := _earlier(order):
        return earlier, False
    seats = standing.seats_of(order, show)
    if not seats:
        # The holder may have booked them a moment ago, by this key.
        if earlier := _earlier(order):
            return earlier, False
        raise LockExpired
    if any(seat not in show.hall_seats for seat in seats):
        show = shows.load(order.show_id)  # the one remembered here is older than a lock on a new seat
    booking = new_booking(order, sorted(seats), clock.now())
    try:
        return _write(order, booking, show), True
    except (Refusal, PyMongoError) as error:
        # Another request with the same key was first, or the answer to the commit was lost.
        if settled := _settled(order, booking):
            return settled, settled["_id"] == booking["_id"]
        if isinstance(error, DuplicateKeyError):
            raise SeatsUnavailable(conflicts=booking["seats"]) from None
        raise


def find_any(booking_id: str, admin: Admin) -> Document:
    """Return a booking, whosever it is; raise BookingNotFound, KeyForOtherShows."""
    booking = store.find_any(booking_id)
    admin.require_show(booking["show"])
    return booking


def _write(order: Order, booking: Document, show: Show) -> Document:
    """Write the booking at the prices that the transaction finds agreed, and return it whole."""
    claim = to_book(
        order.show_id,
        booking["seats"],
        order.holder,
        now=clock.now(),
        booking_id=booking["_id"],
        terms=offered(show, booking["seats"]),
        over_blocks=order.over_blocks,
    )
    check = _check(order, show, booking["seats"])

    def work(session: ClientSession) -> Document:
        which = belonging.mark(_still_sold(order, session))
        turn = confirm.book_any if order.by_admin else confirm.book_held
        agreed = turn(session, claim, show)
        if check is not None:
            check.require(session)
        if order.holder is not None and not order.by_admin:
            require_types(show, order.holder, agreed, session)
        if order.paid == FREE:
            agreed = for_nothing(agreed)
        cost = add_up(agreed.values())
        if order.expected_total not in (None, cost.total):
            raise PriceChanged(**cost._asdict())
        priced = {**booking, **which, **cost._asdict(), "items": itemise(show, agreed)}
        store.insert(priced, session)
        outbox.write("booking.confirmed", as_organiser_json(priced), session)
        return priced

    return transact_claim(claim, work)


def _check(order: Order, show: Show, seats: list[str]) -> BookingCheck | None:
    """Return what holds the order to the show's rules; an admin is not held to them."""
    if order.by_admin or order.holder is None or show.is_plain:
        return None
    return BookingCheck(show, order.holder, seats)


def _still_sold(order: Order, session: ClientSession) -> Listing:
    """Return the show as the transaction sees it; raise ShowNotFound, SalesClosed unless an admin books.

    The one that the worker remembers may be older than the end of its sales, or than another under its id.
    """
    show = shows.current(order.show_id, session)
    if not order.by_admin:
        selling.require_not_ended(show, clock.now())
    return show


def _earlier(order: Order) -> Document | None:
    """Return the booking that this key made before; raise IdempotencyKeyReused for another request's."""
    if order.idempotency_key is None:
        return None
    earlier = store.by_key(order.holder, order.idempotency_key)
    if earlier is not None and earlier["request_digest"] != order.digest:
        raise IdempotencyKeyReused
    return earlier


def _settled(order: Order, booking: Document) -> Document | None:
    with pymongo.timeout(SETTLE_SECONDS):
        return store.get(booking["_id"]) or _earlier(order)

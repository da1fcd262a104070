"""Book and cancel: the only module that reads and writes `db.bookings`.

A booking, its seats and its webhook are written in one transaction. Whatever becomes of the answer, the
idempotency key tells what happened.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

import pymongo
from pymongo.client_session import ClientSession
from pymongo.errors import ConnectionFailure, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from .. import outbox
from ..errors import Refusal
from ..extensions import Document, clock, db, settings
from ..requests import Page
from ..seats import confirm
from ..seats.claim import Claim
from ..seats.document import BOOKED
from ..seats.items import itemise
from ..seats.refusals import LockExpired, SeatsUnavailable
from ..seats.terms import add_up, offered
from ..shows import selling, store
from ..shows.model import Listing, Show
from . import belonging
from .booking import CANCELLED, CONFIRMED, Order, as_organiser_json, new_booking
from .items import with_places
from .refusals import BookingNotFound, IdempotencyKeyReused, PriceChanged, TooLateToCancel

T = TypeVar("T")
Work = Callable[[ClientSession], T]

# Together with a look at what became of it, the time that a request has for the database. The driver on its
# own would go on for two minutes.
TRANSACTION_SECONDS = 1.8
ABANDON_SECONDS = 0.3
SETTLE_SECONDS = 0.5


def book(order: Order) -> tuple[Document, bool]:
    """Book seats for the order's holder; return the booking, and whether it is new.

    Raises ShowNotFound, SalesClosed after the end of the sales, IdempotencyKeyReused, LockExpired,
    PriceChanged, MixedCurrencies; for a paid order SeatsUnavailable, TooManySeats.
    """
    show = store.find(order.show_id)
    if earlier := _earlier(order):
        return earlier, False
    seats = order.seats or confirm.held_seats(order.show_id, order.holder)
    if not seats:
        # The one who has them no more may have booked them a moment ago, by this key.
        if earlier := _earlier(order):
            return earlier, False
        raise LockExpired
    if not show.seats.keys() >= set(seats):
        show = store.load(order.show_id)  # the one remembered here is older than a lock on a new seat
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


def cancel(booking_id: str, holder: str | None) -> Document:
    """Cancel a booking and free its seats; cancelled already, it stays so. `holder` None: the organiser.

    Raises BookingNotFound, also for somebody else's; TooLateToCancel for a holder who comes too late.
    """
    booking = find(booking_id, holder)
    if booking["status"] == CANCELLED:
        return booking
    if holder is not None and not is_in_time(store.find(booking["show"])):
        raise TooLateToCancel
    by = "holder" if holder is not None else "organiser"
    cancelled = {"status": CANCELLED, "cancelled_at": clock.now(), "cancelled_by": by}

    def work(session: ClientSession) -> None:
        confirmed = {"_id": booking_id, "status": CONFIRMED}
        if db.bookings.update_one(confirmed, {"$set": cancelled}, session=session).modified_count:
            confirm.free(session, booking)
            outbox.write("booking.cancelled", as_organiser_json({**booking, **cancelled}), session)

    _transact(work)
    return find(booking_id, holder)


def is_in_time(show: Listing) -> bool:
    """Tell whether holders may still cancel their bookings of the show."""
    return clock.now() < show.starts_at - timedelta(seconds=settings.cancel_until_seconds)


def find(booking_id: str, holder: str | None) -> Document:
    """Return a booking by its id; raise BookingNotFound, also for somebody else's."""
    whose = {} if holder is None else {"holder": holder}
    booking: Document | None = db.bookings.find_one({"_id": booking_id, **whose})
    if booking is None:
        raise BookingNotFound
    return with_places(booking)


def page(which: Document, wanted: Page) -> tuple[list[Document], int]:
    """Return a page of the bookings that the filter finds, the newest first, and how many there are."""
    found = db.bookings.find(which).sort([("created_at", -1), ("_id", 1)])
    documents = found.skip(wanted.skip).limit(wanted.size)
    return [with_places(booking) for booking in documents], db.bookings.count_documents(which)


def of_show(show: Listing) -> Iterator[Document]:
    """Yield all bookings of a show, the oldest first."""
    return map(with_places, db.bookings.find(belonging.of(show)).sort([("created_at", 1), ("_id", 1)]))


def takings(show: Listing) -> list[Document]:
    """Return what a show's confirmed bookings came to, by category: `{_id, seats, amount}`."""
    return list(
        db.bookings.aggregate(
            [
                {"$match": {**belonging.of(show), "status": CONFIRMED}},
                {"$unwind": "$items"},
                {
                    "$group": {
                        "_id": "$items.category",
                        "seats": {"$sum": 1},
                        "amount": {"$sum": "$items.price"},
                    }
                },
                {"$sort": {"_id": 1}},
            ]
        )
    )


def sold_by_show(shows: list[str]) -> dict[str, Document]:
    """Return what these shows' confirmed bookings came to: `{seats, amount}`; none for a show without any.

    A show with confirmed bookings cannot be deleted, so none of them is of another one with its id.
    """
    count = {"seats": {"$sum": {"$size": "$seats"}}, "amount": {"$sum": "$total"}}
    match = {"show": {"$in": shows}, "status": CONFIRMED}
    groups = db.bookings.aggregate([{"$match": match}, {"$group": {"_id": "$show", **count}}])
    return {group.pop("_id"): group for group in groups}


def _write(order: Order, booking: Document, show: Show) -> Document:
    """Write the booking at the prices that the transaction finds agreed, and return it whole."""
    writes = {"state": BOOKED, "booking_id": booking["_id"]}
    terms = offered(show, booking["seats"])
    claim = Claim(order.show_id, booking["seats"], order.holder, clock.now(), writes, terms)

    def work(session: ClientSession) -> Document:
        which = belonging.mark(_still_sold(order, session))
        turn = confirm.book_paid if order.paid else confirm.book_held
        agreed = turn(session, claim, show)
        cost = add_up(agreed.values())
        if order.expected_total not in (None, cost.total):
            raise PriceChanged(**cost._asdict())
        priced = {**booking, **which, **cost._asdict(), "items": itemise(show, agreed)}
        db.bookings.insert_one(priced, session=session)
        outbox.write("booking.confirmed", as_organiser_json(priced), session)
        return priced

    try:
        return _transact(work)
    except SeatsUnavailable:
        raise SeatsUnavailable(conflicts=confirm.conflicts_of(claim)) from None


def _still_sold(order: Order, session: ClientSession) -> Listing:
    """Return the show as the transaction sees it; raise ShowNotFound, and SalesClosed unless the shop books.

    The one that the worker remembers may be older than the end of its sales, or than another under its id.
    """
    show = store.current(order.show_id, session)
    if not order.paid:
        selling.require_not_ended(show, clock.now())
    return show


def _transact(work: Work[T]) -> T:
    """Run the work in one transaction, again when the driver says so, within TRANSACTION_SECONDS in all."""
    with db.client.start_session() as session:
        try:
            with pymongo.timeout(TRANSACTION_SECONDS):
                return session.with_transaction(
                    work,
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern("majority"),
                )
        except PyMongoError as error:
            if error.timeout or isinstance(error, ConnectionFailure):
                _abandon(session)
            raise


def _abandon(session: ClientSession) -> None:
    """End what the server still has open of a transaction: it would keep its seats from everybody.

    From then on nothing of it can happen any more, and what is found in the database is the truth.
    """
    with suppress(PyMongoError), pymongo.timeout(ABANDON_SECONDS):
        db.client.admin.command("killSessions", [session.session_id])


def _earlier(order: Order) -> Document | None:
    """Return the booking that this key made before; raise IdempotencyKeyReused for another request's."""
    if order.idempotency_key is None:
        return None
    which = {"holder": order.holder, "idempotency_key": order.idempotency_key}
    earlier: Document | None = db.bookings.find_one(which)
    if earlier is not None and earlier["request_digest"] != order.digest:
        raise IdempotencyKeyReused
    return earlier and with_places(earlier)


def _settled(order: Order, booking: Document) -> Document | None:
    with pymongo.timeout(SETTLE_SECONDS):
        found: Document | None = db.bookings.find_one({"_id": booking["_id"]})
        return found or _earlier(order)

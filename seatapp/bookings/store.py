"""Keep and find bookings: the only module that reads and writes `db.bookings`."""

from collections.abc import Iterator
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern

from ..database import Document
from ..extensions import db
from ..indexes import IN_ANY_CASE
from ..requests import Page
from ..shows.model import Listing
from ..text import is_text
from . import belonging
from .booking import CONFIRMED
from .items import with_places
from .references import beginning_of_reference, full_reference
from .refusals import BookingNotFound
from .spelling import spelt_anyhow


def insert(booking: Document, session: ClientSession) -> None:
    """Store a new booking; raise DuplicateKeyError where its key or a seat is in another."""
    db.bookings.insert_one(booking, session=session)


def current(booking_id: str, session: ClientSession) -> Document:
    """Return the booking as the session's transaction sees it; raise BookingNotFound.

    What the transaction then writes of it does not come through when it was changed in between.
    """
    return _required({"_id": booking_id}, session)


def change(booking_id: str, fields: Document, session: ClientSession) -> None:
    """Set these fields of a booking; raise DuplicateKeyError where one of its seats is in another."""
    db.bookings.update_one({"_id": booking_id}, {"$set": fields}, session=session)


def find_own(booking_id: str, holder: str) -> Document:
    """Return a booking of the holder; raise BookingNotFound, also for another holder's."""
    return _required({"_id": booking_id, "holder": holder})


def find_any(booking_id: str) -> Document:
    """Return a booking, whosever it is; raise BookingNotFound."""
    return _required({"_id": booking_id})


def find_again(typed: str, email: str) -> Document | None:
    """Return the booking with the reference that these words are and this e-mail address, in any case.

    What one of them is wrong of is not read: one look into the index of both says no, whichever it is, so
    neither answer nor time tell whether there is such a reference.
    """
    both = {"reference": full_reference(typed), "customer.email": email.strip()}
    booking: Document | None = db.bookings.find_one(both, collation=IN_ANY_CASE)
    return booking and with_places(booking)


def get(booking_id: str) -> Document | None:
    """Return the booking as it was stored for good, None where there is none; see `_for_good`."""
    return _for_good({"_id": booking_id})


def by_key(holder: str | None, idempotency_key: str) -> Document | None:
    """Return the booking that the holder made with this key, if any; see `_for_good`."""
    booking = _for_good({"holder": holder, "idempotency_key": idempotency_key})
    return booking and with_places(booking)


def of_holder(holder: str, wanted: Page) -> tuple[list[Document], int]:
    """Return a page of the holder's bookings, the newest first, and how many there are."""
    return _page({"holder": holder}, wanted)


def search(show: Listing, text: str, status: str, wanted: Page, seat: str = "") -> tuple[list[Document], int]:
    """Return a page of a show's bookings, the newest first, and how many there are.

    Where they are not empty: `text` is the beginning of a reference as people type it, of a word of the
    buyer's name or of an e-mail address, or all of a user id, a payment reference, a booking id or a seat;
    `status` and `seat` are what they must have.
    """
    which = belonging.of(show)
    which.update({name: value for name, value in (("status", status), ("seats", seat)) if value})
    if text:
        which["$or"] = [{name: text} for name in ("_id", "holder", "payment_reference", "seats")]
        which["$or"] += _bought_by(text)
        if beginning := beginning_of_reference(text):
            which["$or"].append({"reference": {"$regex": f"^{beginning}"}})
    return _page(which, wanted)


def _bought_by(text: str) -> list[Document]:
    """Return filters for the buyer's name and e-mail address, however spelt; none for what is in no name."""
    if not is_text(text):
        return []  # MongoDB takes no NUL in an expression
    words = spelt_anyhow(" ".join(text.split()))
    return [
        {"customer.name": {"$regex": rf"(^|[^\p{{L}}\p{{M}}\p{{N}}]){words}", "$options": "i"}},
        {"customer.email": {"$regex": f"^{words}", "$options": "i"}},
    ]


def of_show(show: Listing) -> Iterator[Document]:
    """Yield all bookings of a show, the oldest first."""
    return map(with_places, db.bookings.find(belonging.of(show)).sort([("created_at", 1), ("_id", 1)]))


def of_seat(show: Listing, seat: str) -> Iterator[Document]:
    """Yield the show's bookings that have the seat, or had it before they were changed."""
    return db.bookings.find({**belonging.of(show), "$or": [{"seats": seat}, {"changes.from": seat}]})


def keep_places(show: Listing) -> None:
    """Write the places of seats into the show's bookings of former releases, before its plan goes."""
    for booking in db.bookings.find({**belonging.of(show), "items.number": {"$exists": False}}):
        unchanged = {"_id": booking["_id"], "items": booking["items"]}
        db.bookings.update_one(unchanged, {"$set": {"items": with_places(booking)["items"]}})


def takings(show: Listing, by: str = "category") -> list[Document]:
    """Return what a show's confirmed bookings came to, `by` a field of items: `{_id, seats, amount}`."""
    return list(
        db.bookings.aggregate(
            [
                {"$match": {**belonging.of(show), "status": CONFIRMED}},
                {"$unwind": "$items"},
                {
                    "$group": {
                        "_id": f"$items.{by}",
                        "seats": {"$sum": 1},
                        "amount": {"$sum": "$items.price"},
                    }
                },
                {"$sort": {"_id": 1}},
            ]
        )
    )


def takings_by_payment(show: Listing) -> list[Document]:
    """Return what a show's confirmed bookings came to, by how they were paid: `{_id, seats, amount}`."""
    count = {"seats": {"$sum": {"$size": "$seats"}}, "amount": {"$sum": "$total"}}
    match = {"$match": {**belonging.of(show), "status": CONFIRMED}}
    groups = db.bookings.aggregate([match, {"$group": {"_id": "$paid", **count}}, {"$sort": {"_id": 1}}])
    return list(groups)


def sold_by_show(shows: list[str]) -> dict[str, Document]:
    """Return what these shows' confirmed bookings came to: `{seats, amount}`; none for a show without any.

    A show with confirmed bookings cannot be deleted, so none of them is of another one with its id.
    """
    count = {"seats": {"$sum": {"$size": "$seats"}}, "amount": {"$sum": "$total"}}
    match = {"show": {"$in": shows}, "status": CONFIRMED}
    groups = db.bookings.aggregate([{"$match": match}, {"$group": {"_id": "$show", **count}}])
    return {group.pop("_id"): group for group in groups}


def every(session: ClientSession) -> Iterator[Document]:
    """Yield all bookings as the session's snapshot has them."""
    return db.bookings.find({}, session=session)


def _for_good(which: dict[str, Any]) -> Document | None:
    """Return a booking that a majority has, so that it is answered as made; raise PyMongoError if unsure.

    A primary that is cut off from the others still shows what it wrote alone, and what it will lose.
    """
    # Most are not there, and confirming waits for a write of the server's.
    if db.bookings.find_one(which, {"_id": 1}) is None:
        return None
    confirmed = db.bookings.with_options(read_concern=ReadConcern("linearizable"))
    booking: Document | None = confirmed.find_one(which)
    return booking


def _required(which: dict[str, Any], session: ClientSession | None = None) -> Document:
    booking: Document | None = db.bookings.find_one(which, session=session)
    if booking is None:
        raise BookingNotFound
    return with_places(booking)


def _page(which: Document, wanted: Page) -> tuple[list[Document], int]:
    found = db.bookings.find(which).sort([("created_at", -1), ("_id", 1)])
    documents = found.skip(wanted.skip).limit(wanted.size)
    return [with_places(booking) for booking in documents], db.bookings.count_documents(which)

"""Find the bookings of a person, and take the person out of them.

What accounts need stays: seats, amounts, dates, how it was paid and the payment's reference.
"""

from collections.abc import Iterator

from ..database import Document
from ..extensions import db
from ..identity.person import ERASED, Person
from .items import with_places

# Where the names of admin keys are: of who sold, cancelled, changed and checked in.
DONE_BY = ("made_by", "cancelled_with")
LISTS_OF_DONE = ("changes", "checked_in", "door")
# The digest is of the customer's name too.
ONLY_OF_CUSTOMER = ["customer", "idempotency_key", "request_digest"]


def find(person: Person) -> Iterator[Document]:
    """Yield the bookings in which the person is, the oldest first."""
    fields = [*DONE_BY, *(f"{name}.by" for name in LISTS_OF_DONE)]
    done = [{field: person.ids} for field in fields]
    found = db.bookings.find({"$or": [*_bought_by(person), *done]})
    return map(with_places, found.sort([("created_at", 1), ("_id", 1)]))


def buyers_for(person: Person) -> tuple[set[str], set[str]]:
    """Return the user ids that have bookings for the person's addresses: those of only such, and others."""
    for_them = {"customer.email": person.addresses, "holder": {"$gt": ""}}
    buyers = set(db.bookings.distinct("holder", for_them)) - person.names
    also_else = {"holder": {"$in": sorted(buyers)}, "customer.email": {"$not": person.addresses}}
    others = set(db.bookings.distinct("holder", also_else))
    return buyers - others, others


def addresses_of(person: Person) -> set[str]:
    """Return other e-mail addresses that the person's ids have bookings for."""
    found = db.bookings.distinct("customer.email", {"holder": person.ids})
    return {address for address in found if address and not person.has_address(address)}


def erase(person: Person) -> int:
    """Take the person out of all bookings, and return out of how many.

    Whoever bought for one of the person's addresses keeps what was bought.
    """
    is_own = {"$in": ["$holder", {"$literal": sorted(person.names)}]}
    nobodys = {"erased_at": "$$NOW", "holder": {"$cond": [is_own, None, "$holder"]}}
    count = db.bookings.update_many(
        {"$or": _bought_by(person)}, [{"$set": nobodys}, {"$unset": ONLY_OF_CUSTOMER}]
    ).modified_count
    for name in DONE_BY:
        count += db.bookings.update_many({name: person.ids}, {"$set": {name: ERASED}}).modified_count
    for name in LISTS_OF_DONE:
        theirs = {"$set": {f"{name}.$[done].by": ERASED}}
        done_by = [{"done.by": person.ids}]
        count += db.bookings.update_many(
            {f"{name}.by": person.ids}, theirs, array_filters=done_by
        ).modified_count
    return count


def _bought_by(person: Person) -> list[Document]:
    return [{"holder": person.ids}, {"customer.email": person.addresses}]

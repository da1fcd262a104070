"""Bookings: none lost, none from nowhere, one by each key, all seats or none, and the money adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from ..history import OK, REFUSED
from ..record import Complaint, Record


def check(record: Record) -> Iterator[Complaint]:
    """Complain of what is wrong with bookings."""
    yield from (Complaint("acknowledged bookings", text) for text in _lost(record))
    yield from (Complaint("one booking by a key", text) for text in _by_key(record))
    yield from (Complaint("takings", text) for text in _money(record))
    yield from (Complaint("all or nothing", text) for text in _torn(record))
    yield from (Complaint("webhooks", text) for text in _untold(record))


def _lost(record: Record) -> Iterator[str]:
    """A booking that was answered is there, and changed by request only; one that is there was asked for."""
    stored = {booking["_id"]: booking for booking in record.bookings}
    cancelled = {each.wish["booking"] for each in record.operations if each.what == "cancel"}
    asked = {each.wish["key"] for each in record.operations if each.what == "book"}
    for operation in record.operations:
        if operation.what == "book" and operation.outcome == OK:
            found = stored.get(operation.answer["id"])
            if found is None:
                yield f"{operation}: there is no booking {operation.answer['id']}"
            elif found["holder"] != operation.who:
                yield f"{operation}: the booking is {found['holder']}'s"
            elif found["status"] != "confirmed" and found["_id"] not in cancelled:
                yield f"{operation}: the booking is {found['status']}, and nobody asked for that"
    for booking in record.bookings:
        if booking.get("idempotency_key") not in asked:
            yield f"nobody asked for the booking {booking['_id']}"


def _by_key(record: Record) -> Iterator[str]:
    answered: dict[tuple[str, str], set[str]] = defaultdict(set)
    for operation in record.operations:
        if operation.what != "book":
            continue
        told = answered[operation.who, operation.wish["key"]]
        if operation.outcome == OK:
            told.add(operation.answer["id"])
        elif told and operation.outcome == REFUSED:
            yield f"{operation}: by this key there is a booking"
    for booking in record.bookings:
        answered[booking["holder"], booking.get("idempotency_key", "")].add(booking["_id"])
    for (who, key), bookings in answered.items():
        if len(bookings) > 1:
            yield f"{who} has the bookings {', '.join(sorted(bookings))} by the key {key}"


def _money(record: Record) -> Iterator[str]:
    """What the organiser is told was taken is the sum of confirmed bookings, each the sum of its seats."""
    confirmed = [booking for booking in record.bookings if booking["status"] == "confirmed"]
    for booking in record.bookings:
        if booking["total"] != record.price * len(booking["items"]):
            yield f"booking {booking['_id']} costs {booking['total']} for {len(booking['items'])} seats"
    taken, told = sum(booking["total"] for booking in confirmed), record.summary.get("takings")
    if record.summary and told != taken:
        yield f"the organiser is told of {told}, and {taken} were taken"


def _torn(record: Record) -> Iterator[str]:
    """All seats of a booking become its own in one transaction, which is one instant of the log."""
    instants: dict[str, set[tuple[int, int]]] = defaultdict(set)
    sizes: Counter[str] = Counter()
    before: dict[str, Any] = {}
    for entry in record.log:
        document, last = entry.document or {}, before.get(entry.seat)
        booking = document.get("booking_id", "")
        if document.get("state") == "booked" and booking != last:
            instants[booking].add(entry.order)
            sizes[booking] += 1
        before[entry.seat] = booking
    moved = {each.wish["booking"] for each in record.operations if each.what == "move"}
    for booking, orders in instants.items():
        if len(orders) > 1 and booking not in moved:
            yield f"the {sizes[booking]} seats of booking {booking} were booked at {len(orders)} instants"
    known = {booking["_id"] for booking in record.bookings}
    for booking in instants.keys() - known:
        yield f"seats were booked for {booking}, which is no booking"


def _untold(record: Record) -> Iterator[str]:
    for booking in record.bookings:
        if booking["_id"] not in record.told:
            yield f"the shop was never told of booking {booking['_id']}"

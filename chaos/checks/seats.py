"""Is each seat's history linearizable, up to what the database has in the end?"""

from collections.abc import Iterator
from typing import Any

from ..linear import Conviction, convict, shorten
from ..record import Complaint, Record
from ..steps import Terms, by_seat

# A primary without the others may still believe that it is one, and finds out so long after it hears of them.
CUT_OFF = {"primary parted from its secondaries", "primary hung"}
STEPS_DOWN_SECONDS = 3.0


def check(record: Record) -> Iterator[Complaint]:
    """Complain of each seat whose history nothing explains."""
    for seat, conviction in convictions(record).items():
        culprit = (
            record.operations[conviction.culprit.source] if conviction.culprit.source >= 0 else "the end"
        )
        possible = " or ".join(" ".join(map(str, state)) for state in conviction.possible)
        yield Complaint("linearizability", f"{seat} was {possible}, and then: {culprit}", seat)


def convictions(record: Record) -> dict[str, Conviction]:
    """Return what convicts each seat that is to be convicted."""
    found = {
        seat: convict(steps)
        for seat, steps in by_seat(record.operations, _terms(record), record.absences).items()
    }
    return {seat: shorten(conviction) for seat, conviction in sorted(found.items()) if conviction}


def _terms(record: Record) -> Terms:
    keys = {booking["_id"]: booking.get("idempotency_key") or booking["_id"] for booking in record.bookings}
    terms = Terms(record.lock_seconds, record.checkout_seconds, keys=keys, ended_at=record.ended)
    terms.doubtful = [
        (injection.begun, injection.healed + STEPS_DOWN_SECONDS)
        for injection in record.injections
        if injection.kind in CUT_OFF
    ]
    for seat in {seat for operation in record.operations for seat in operation.seats}:
        terms.end[seat] = _state(record.seats.get(seat), keys)
    return terms


def _state(document: dict[str, Any] | None, keys: dict[str, str]) -> tuple[Any, ...]:
    """Return the register's state of a document: its name and, as far as it is one's, whose."""
    if document is None or document["state"] == "cooling":
        return ("free",)
    if document["state"] == "booked":
        return ("booked", keys.get(document["booking_id"], document["booking_id"]))
    return (document["state"], document["holder"]) if document["state"] == "locked" else ("blocked",)

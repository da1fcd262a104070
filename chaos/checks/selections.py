"""Selections are all or nothing, and nobody loses a seat before its time: by the database's log."""

from collections import defaultdict
from collections.abc import Iterator

from ..history import OK, REFUSED, Operation
from ..log import Entry
from ..record import Complaint, Record
from ..truth import Span, expiry, spans

SLACK = 0.05
# A call that nobody waits for any more may still be carried out by then, or be undone.
LATE_SECONDS = 90


def check(record: Record) -> Iterator[Complaint]:
    """Complain of parts of selections, and of seats that were taken from somebody."""
    taken = spans(record.log)
    late = _late(record)
    for operation in record.operations:
        if operation.what == "select" and operation.outcome == OK:
            if text := _partly_granted(operation, taken):
                yield Complaint("all or nothing", text, operation.seats[0])
        elif operation.what == "select" and operation.outcome == REFUSED and operation.code != "lock_expired":
            for seat in operation.seats:
                unclear = any(
                    since < operation.returned < since + LATE_SECONDS for since in late[operation.who, seat]
                )
                if not unclear and _left_behind(operation, taken.get(seat, [])):
                    yield Complaint("all or nothing", f"{operation}, and {seat} was left locked", seat)
    yield from _stolen(record)


def _late(record: Record) -> dict[tuple[str, str], list[float]]:
    late = defaultdict(list)
    for operation in record.operations:
        if operation.outcome not in (OK, REFUSED):
            for seat in operation.seats:
                late[operation.who, seat].append(operation.invoked)
    return late


def _partly_granted(operation: Operation, taken: dict[str, list[Span]]) -> str:
    """All seats were the caller's at some instant before the answer."""
    common = [(operation.invoked - SLACK, operation.returned + SLACK)]
    for seat in operation.seats:
        own = [span for span in taken.get(seat, []) if span.holder == operation.who]
        common = [
            (max(since, span.since), min(until, span.until))
            for since, until in common
            for span in own
            if max(since, span.since) <= min(until, span.until)
        ]
    return "" if common else f"{operation}, and its seats were at no instant all the caller's"


def _left_behind(operation: Operation, seat: list[Span]) -> bool:
    """The caller has the seat after the refusal, and got it by the call."""
    after = operation.returned + SLACK
    return any(
        span.holder == operation.who
        and span.state == "locked"
        and operation.invoked < span.since <= operation.returned
        and span.until > after
        and not any(before.holder == operation.who and before.until == span.since for before in seat)
        for span in seat
    )


def _stolen(record: Record) -> Iterator[Complaint]:
    """A lock that is not over, or a booking, does not pass to somebody else directly."""
    before: dict[str, Entry] = {}
    for entry in record.log:
        last = before.get(entry.seat)
        before[entry.seat] = entry
        if not last or not last.document or not entry.document or last.document["state"] == "cooling":
            continue
        early = expiry(last.document) - entry.at
        if early > SLACK and last.document["holder"] != entry.document["holder"]:
            text = f"{entry.seat} passed from {last.document} to {entry.document}, {early:.3f} s early"
            yield Complaint("stolen", text, entry.seat)

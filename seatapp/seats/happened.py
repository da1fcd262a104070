"""What happened to a seat, told from the changes of its document. No I/O.

Bookings are told by their own documents: a seat that becomes booked, or ceases to be, is passed over here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ..database import Document
from .document import BLOCKED, BOOKED, LOCKED, NOBODY

HOLDER, ORGANISER, CLOCK = "holder", "organiser", "clock"


class Happened(NamedTuple):
    """One event of a seat; `by` is a holder, the name of an admin key, or the clock; None where not known."""

    at: datetime
    what: str
    by: str | None
    by_kind: str
    details: Document


def happened(changes: Iterable[Document]) -> Iterator[Happened]:
    """Yield what the changes of one seat, the oldest first, come to.

    Of what was there before the first of them nothing is told before the seat is taken anew.
    """
    before: Document = {}
    for change in changes:
        at, fields = change["written_at"], change["fields"]
        after = {**before, **fields} if change["kind"] == "update" else fields
        yield from _ended(before, after, at)
        yield from _begun(before, after, at)
        before = after


def _ended(before: Document, after: Document, at: datetime) -> Iterator[Happened]:
    state, over = before.get("state"), _is_over(before, at)
    if state == LOCKED and not _goes_on(before, after, at):
        nobodys = before.get("holder") is NOBODY
        if over and not nobodys:
            yield _by_clock("expired", before)
        elif not over:
            yield _by_holder("restored" if nobodys else "released", before, at)
    elif state == BLOCKED and over:
        yield _by_clock("unblocked", before)
    elif state == BLOCKED and after.get("state") not in (BLOCKED, BOOKED):
        yield _by_key("unblocked", before.get("unblocked_by"), at)


def _begun(before: Document, after: Document, at: datetime) -> Iterator[Happened]:
    state, until = after.get("state"), after.get("expires_at")
    goes_on = before.get("state") == state and _goes_on(before, after, at)
    lasts_longer = until != before.get("expires_at")
    if state == LOCKED and not goes_on:
        yield _by_holder("withdrawn" if after.get("holder") is NOBODY else "locked", after, at, until=until)
    elif state == LOCKED and after.get("checkout") and not before.get("checkout"):
        yield _by_holder("checkout", after, at, until=until)
    elif state == LOCKED and lasts_longer:
        yield _by_holder("renewed", after, at, until=until)
    elif state == BLOCKED and not goes_on:
        reason = after.get("reason") or None
        yield _by_key("blocked", after.get("blocked_by"), at, until=until, reason=reason)
    elif state == BLOCKED and lasts_longer:
        yield _by_key("block_prolonged", after.get("prolonged_by"), at, until=until)


def _goes_on(before: Document, after: Document, at: datetime) -> bool:
    """Return whether it is the same lock or block still, or the booking that the lock has become."""
    same = before.get("holder") == after.get("holder")
    if before.get("state") == LOCKED and after.get("state") == BOOKED:
        return same
    return before.get("state") == after.get("state") and same and not _is_over(before, at)


def _is_over(seat: Document, at: datetime) -> bool:
    until = seat.get("expires_at")
    return isinstance(until, datetime) and until <= at


def _by_clock(what: str, ended: Document) -> Happened:
    """Return what the clock has ended; the seat was free from then on, whenever somebody wrote it down."""
    return Happened(ended["expires_at"], what, CLOCK, CLOCK, {})


def _by_holder(what: str, seat: Document, at: datetime, **details: Any) -> Happened:
    kind = ORGANISER if seat.get("holder") is NOBODY else HOLDER
    return Happened(at, what, _name(seat.get("holder")), kind, _said(details))


def _by_key(what: str, by: Any, at: datetime, **details: Any) -> Happened:
    return Happened(at, what, _name(by), ORGANISER, _said(details))


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _said(details: Document) -> Document:
    return {name: value for name, value in details.items() if value is not None}

"""Who has which seat at every instant, by the database's own log. No I/O."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from .log import Entry


class Span(NamedTuple):
    """A seat is somebody's from an instant to another: `state` locked, booked or blocked."""

    since: float
    until: float
    state: str
    holder: str | None
    expires_at: float


def spans(log: Iterable[Entry], ended: float = float("inf")) -> dict[str, list[Span]]:
    """Return when each seat was taken; a lock or block that is over frees it, with or without a clean-up."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in log:
        entries[entry.seat].append(entry)
    found: dict[str, list[Span]] = defaultdict(list)
    for seat, changes in entries.items():
        ends = [*(change.at for change in changes[1:]), ended]
        for change, end in zip(changes, ends, strict=True):
            if change.document and change.document["state"] != "cooling":
                over = expiry(change.document)
                if (until := min(end, over)) > change.at:
                    document = change.document
                    found[seat].append(Span(change.at, until, document["state"], document["holder"], over))
    return found


def at(seat: list[Span], instant: float) -> Span | None:
    """Return the span of a seat at an instant, None where it is free."""
    index = bisect_right(seat, instant, key=lambda span: span.since) - 1
    return seat[index] if index >= 0 and seat[index].until > instant else None


def expiry(document: dict[str, Any]) -> float:
    """Return when a lock or a block ends, infinity for what does not."""
    expires_at = document.get("expires_at")
    return expires_at.timestamp() if expires_at else float("inf")

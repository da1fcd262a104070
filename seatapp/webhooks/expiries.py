"""Webhooks of locks that expired: written by the feed, whatever ended them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from ..database import Document
from ..seats.changes import Change
from ..seats.document import LOCKED
from ..shows.standing import count_by_area, seats_among
from . import outbox


def write_expiries(show_id: str, changes: Iterable[Change], now: datetime) -> None:
    """Write a `lock.expired` for every holder whose locks have expired.

    Before the feed stores its resume token, so a crash in between writes it again: under the same key, one
    event.
    """
    expired: dict[tuple[str, datetime], list[str]] = defaultdict(list)
    for seat, before, after in changes:
        if before is None or before.state != LOCKED or not before.holder or not before.expires_at:
            continue
        if before.expires_at <= now and (after is None or after.holder != before.holder):
            expired[before.holder, before.expires_at].append(seat)
    for (holder, expires_at), seats in expired.items():
        data: Document = {"showId": show_id, "userId": holder, "seats": seats_among(sorted(seats))}
        if areas := count_by_area(seats):
            data["areas"] = areas
        data["expiredAt"] = expires_at
        outbox.write("lock.expired", data, key=f"{show_id} {holder} {expires_at.isoformat()} {sorted(seats)}")

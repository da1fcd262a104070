"""The way seats are locked by those who get it wrong: read, see that all is well, then write."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.collection import Collection

LOCK_SECONDS = 30


class NaiveLocks:
    """Seat locks without a guard: between its look and its write a rival's look finds the same free seats."""

    def __init__(self, locks: Collection[dict[str, Any]], show: str, limit: int = 10) -> None:
        self._locks = locks
        self._show = show
        self._limit = limit

    def select(self, holder: str, seats: list[str]) -> bool:
        now = datetime.now(UTC)
        live = list(self._locks.find({"_id.show": self._show, "expires_at": {"$gt": now}}))
        taken = {lock["_id"]["seat"]: lock["holder"] for lock in live}
        if any(taken.get(seat, holder) != holder for seat in seats):
            return False
        own = {seat for seat, somebody in taken.items() if somebody == holder}
        if len(own.union(seats)) > self._limit:
            return False
        for seat in seats:
            key = {"show": self._show, "seat": seat}
            lock = {"holder": holder, "expires_at": now + timedelta(seconds=LOCK_SECONDS)}
            self._locks.replace_one({"_id": key}, lock, upsert=True)
        return True

    def release(self, holder: str, seats: list[str]) -> bool:
        keys = [{"show": self._show, "seat": seat} for seat in seats]
        return self._locks.delete_many({"_id": {"$in": keys}, "holder": holder}).deleted_count > 0

"""A show's taken seats at one moment, and what each caller sees of them. No I/O."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple


class Lock(NamedTuple):
    """Who has a seat (NOBODY: it is about to leave the hall), until when, and at which price, if agreed."""

    holder: str | None
    expires_at: datetime
    price: int | None = None


@dataclass(slots=True)
class SeatStatus:
    """A show's taken seats as they were at `now`, no older than announcement number `seq`."""

    seq: int
    now: datetime
    booked: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    locked: dict[str, Lock] = field(default_factory=dict)

    def seen_by(self, show_id: str, holder: str) -> dict[str, Any]:
        """Return the seats as their holder sees them.

        Blocked seats stand in `bookedSeats` too, for clients that know no more. `heldUntil` and `now` give
        every tab and device of a person the same countdown, whatever its own clock says; `heldPrices` what
        they agreed to pay, in minor units, whatever the show asks by now.
        """
        return self._as_json(
            show_id, {seat: lock for seat, lock in self.locked.items() if lock.holder == holder}
        )

    def seen_by_stranger(self, show_id: str) -> dict[str, Any]:
        """Return the seats as somebody without an identity sees them, who has none."""
        return self._as_json(show_id, {})

    def _as_json(self, show_id: str, mine: dict[str, Lock]) -> dict[str, Any]:
        return {
            "showId": show_id,
            "seq": self.seq,
            "bookedSeats": self.booked + self.blocked,
            "lockedByOthers": [seat for seat in self.locked if seat not in mine],
            "lockedByMe": list(mine),
            "blockedSeats": self.blocked,
            "heldUntil": {seat: lock.expires_at for seat, lock in mine.items()},
            "heldPrices": {seat: lock.price for seat, lock in mine.items() if lock.price is not None},
            "now": self.now,
        }

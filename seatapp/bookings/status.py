"""Read who has which seat of a show."""

from dataclasses import dataclass, field

from ..extensions import db
from .seats import BLOCKED, BOOKED, IS_DUE, LOCKED, whole_show


@dataclass(slots=True)
class SeatStatus:
    """A show's taken seats as one caller sees them, no older than announcement number `seq`."""

    seq: int
    booked: list[str] = field(default_factory=list)
    locked_by_others: list[str] = field(default_factory=list)
    locked_by_me: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)

    def as_json(self, show_id: str) -> dict[str, object]:
        """Return the wire form; blocked seats stand in `bookedSeats` too, for clients that know no more."""
        return {
            "showId": show_id,
            "seq": self.seq,
            "bookedSeats": self.booked + self.blocked,
            "lockedByOthers": self.locked_by_others,
            "lockedByMe": self.locked_by_me,
            "blockedSeats": self.blocked,
        }


def read_status(show_id: str, holder: str | None) -> SeatStatus:
    """Return the state of every taken seat of the show; expired locks are free.

    `seq` is read first, so the seats are at least as new: what comes after it may be told twice, never lost.
    """
    status = SeatStatus(read_seq(show_id))
    due = {"$and": [{"$eq": ["$state", LOCKED]}, IS_DUE]}
    taken = db.seat_locks.find(
        {"_id": whole_show(show_id)}, {"state": 1, "holder": 1, "due": due}, batch_size=100_000
    )
    for document in taken:
        seat = document["_id"]["seat"]
        if document["state"] == BOOKED:
            status.booked.append(seat)
        elif document["state"] == BLOCKED:
            status.blocked.append(seat)
        elif document["due"]:
            continue
        elif holder is not None and document["holder"] == holder:
            status.locked_by_me.append(seat)
        else:
            status.locked_by_others.append(seat)
    return status


def read_seq(show_id: str) -> int:
    """Return the number of the show's last announcement, 0 before the first."""
    counter = db.feed_shows.find_one({"_id": show_id}, {"seq": 1})
    return counter["seq"] if counter else 0

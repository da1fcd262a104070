"""A taken seat's document: its shape, its identity, and when it counts as free again.

`{_id: {show, seat}, state, holder, slot, token, first_locked_at, expires_at}`. A free seat has none.

- `state`: `locked` (with `expires_at`), `booked` (with `booking_id`), `blocked` (with `reason`,
  `blocked_by`, and with `expires_at` where the block ends by itself); `cooling`
  stands for a free seat that its last `holder` held for longer than one lock: others take it at once, this
  holder goes on where the time stopped, and not at all between MAX_HOLD_SECONDS and the end of the cool-down.
- `slot`: which of the holder's places on the show the seat fills. (`holder`, show, `slot`) is unique, so
  nobody holds more than MAX_SEATS_PER_USER however many requests race. A seat that counts against
  nobody's limit has its own id there.
- `token`: new for every grant and renewal: the fence by which one request undoes its own writes only.
- `price`, `currency`, `category`: what the seat was locked for, while it is `locked` for somebody; renewing
  keeps it. A booked seat's are in its booking.
- `ticket_type`: its id, of a locked or booked seat of a show that has types.
- `address`, `address_slot`: of a guest's lock, where MAX_GUEST_SEATS_PER_ADDRESS is set; unique together.
- `prolonged`: the lock was renewed. `checkout`: its time is for paying; only the clock or the holder ends it.
"""

from typing import Any, Final

from bson.max_key import MaxKey
from bson.min_key import MinKey

from ..database import Document
from ..extensions import settings

LOCKED = "locked"
BOOKED = "booked"
BLOCKED = "blocked"
COOLING = "cooling"

OF_ADDRESS = ("address", "address_slot")

# The holder of seats that nobody may have: blocked ones, and those that are about to leave the hall.
NOBODY: Final = None

# For `$expr`: by the database's own clock, whatever a worker believes.
IS_LIVE = {"$gt": ["$expires_at", "$$NOW"]}
IS_DUE = {"$lte": ["$expires_at", "$$NOW"]}
# Of any document: in an expression what is missing is less than all that there is.
IS_OVER = {"$and": [{"$gt": ["$expires_at", None]}, IS_DUE]}
IS_COOLING = {"$eq": ["$state", COOLING]}


def seat_key(show_id: str, seat: str) -> dict[str, str]:
    """Return the `_id` of a seat's document; the order of its keys is part of it."""
    return {"show": show_id, "seat": seat}


def is_seat_key(key: Any) -> bool:
    """Return whether this `_id` is a seat's: what is in the collection others may have written."""
    return isinstance(key, dict) and all(isinstance(key.get(name), str) for name in ("show", "seat"))


def seat_keys(show_id: str, seats: list[str]) -> Document:
    """Return the filter for some seats of a show."""
    return {"$in": [seat_key(show_id, seat) for seat in seats]}


def whole_show(show_id: str) -> Document:
    """Return the filter for all taken seats of a show: one range of the `_id` index."""
    low: dict[str, Any] = {"show": show_id, "seat": MinKey()}
    high: dict[str, Any] = {"show": show_id, "seat": MaxKey()}
    return {"$gte": low, "$lte": high}


def hold_limit() -> Document:
    """Return the expression for the instant past which nobody holds a seat without a break."""
    return {"$add": ["$first_locked_at", int(settings.max_hold_seconds * 1000)]}


def within_hold_limit(until: Any) -> Document:
    """Return the expression for `until`, or the hold limit where that comes first."""
    return {"$min": [until, hold_limit()]}

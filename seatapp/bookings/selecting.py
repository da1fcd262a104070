"""What a caller may ask of seats; the rest of the house hears of it by signals."""

from typing import Any

from ..shows import store
from . import locks
from .locks import Grant
from .refusals import SeatsUnavailable, UnknownSeats
from .signals import hall_viewed, seats_selected, selection_refused
from .status import read_status


def select(show_id: str, seats: list[str], holder: str) -> Grant:
    """Lock seats of the show's hall for the holder, all or none.

    Raises ShowNotFound, UnknownSeats, and what `locks.select` raises.
    """
    _require_seats(show_id, seats)
    try:
        grant = locks.select(show_id, seats, holder)
    except SeatsUnavailable as refusal:
        conflicts = refusal.details["conflicts"]
        selection_refused.send(show=show_id, holder=holder, seats=conflicts, message=str(refusal))
        raise
    seats_selected.send(show=show_id, holder=holder)
    return grant


def release(show_id: str, seats: list[str], holder: str) -> list[str]:
    """Give back those of the seats that the holder has, and return them; raise ShowNotFound, UnknownSeats."""
    _require_seats(show_id, seats)
    return locks.release(show_id, seats, holder)


def view(show_id: str, holder: str) -> dict[str, Any]:
    """Return who has which seat, and let the holder's sockets hear the show; raise ShowNotFound."""
    store.find(show_id)
    hall_viewed.send(show=show_id, holder=holder)
    return read_status(show_id).as_json(show_id, holder)


def _require_seats(show_id: str, seats: list[str]) -> None:
    hall = store.find(show_id).seats
    unknown = [seat for seat in seats if seat not in hall]
    if unknown:
        raise UnknownSeats(seats=unknown)

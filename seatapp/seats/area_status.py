"""What each caller sees of a show's areas: how many places are whose."""

from collections import Counter
from typing import Any

from ..shows.model import Show
from ..shows.standing import area_of
from .status import AreaStatus, Lock, SeatStatus

NOTHING_TAKEN = AreaStatus(0, 0, 0, 0)


def seen_by(show: Show, status: SeatStatus, holder: str | None) -> dict[str, Any]:
    """Return the areas as their holder sees them, or a stranger, who has no places.

    `heldAreas` are the holder's places: how many, until when, for how much and as what.
    """
    mine: dict[str, list[Lock]] = {}
    for place, lock in status.places.held.get(holder or "", {}).items():
        mine.setdefault(area_of(place) or "", []).append(lock)
    return {
        "areas": {
            area: {
                "capacity": known.capacity,
                "booked": taken.booked,
                "lockedByOthers": taken.locked - len(mine.get(area, ())),
                "lockedByMe": len(mine.get(area, ())),
                "blocked": taken.blocked,
            }
            for area, known in show.areas.items()
            for taken in [status.places.areas.get(area, NOTHING_TAKEN)]
        },
        "heldAreas": {area: _held(locks) for area, locks in mine.items()},
    }


def _held(locks: list[Lock]) -> dict[str, Any]:
    return {
        "count": len(locks),
        "until": min(lock.expires_at for lock in locks),
        "total": sum(lock.price or 0 for lock in locks),
        "ticketTypes": dict(Counter(lock.ticket_type for lock in locks if lock.ticket_type)),
    }

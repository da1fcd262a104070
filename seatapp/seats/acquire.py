"""Acquire seats of which some may be taken: look, take what is free, renew one's own, or refuse."""

from collections.abc import Sequence
from typing import NamedTuple

from ..database import Document
from ..extensions import settings
from .availability import look
from .claim import Claim, View
from .document import IS_DUE, NOBODY
from .refusals import MixedCurrencies, SeatsUnavailable, TooManySeats
from .slots import Slot, pick
from .writes import end_locks, renew, take_over, undo

ATTEMPTS = 5


class Acquired(NamedTuple):
    """The locks that were renewed, as they were before, and all slots that the holder fills now."""

    renewed: list[Document]
    slots: frozenset[Slot]


def acquire(claim: Claim) -> Acquired:
    """Take free and expired seats and renew one's own; all or none.

    A lost race means that another request was first: look again, and refuse once the rival is seen. Raises
    SeatsUnavailable, TooManySeats, MixedCurrencies.
    """
    missing = claim.seats
    for _ in range(ATTEMPTS):
        view = look(claim)
        if view.conflicts:
            cooling: Document = {"coolingDown": view.cooling} if view.cooling else {}
            raise SeatsUnavailable(conflicts=view.conflicts, **cooling)
        if view.own_due:
            end_locks({"holder": claim.holder, "_id.show": claim.show_id, "$expr": IS_DUE})
            continue
        missing = [seat for seat in claim.seats if seat not in view.own]
        _require_one_currency(claim, view, missing)
        slots = _free_slots(claim, view, missing)
        if take_over(claim, missing, slots):
            if renew(claim, view.own):
                return Acquired(list(view.own.values()), view.slots.union(slots))
            undo(claim, missing)
    raise SeatsUnavailable(conflicts=missing)


def _free_slots(claim: Claim, view: View, missing: list[str]) -> Sequence[Slot]:
    if claim.holder is NOBODY:
        return missing
    slots = pick(view.slots, len(missing), settings.max_seats_per_user)
    if slots is None:
        raise TooManySeats(limit=settings.max_seats_per_user)
    return slots


def _require_one_currency(claim: Claim, view: View, missing: list[str]) -> None:
    kept = {lock["currency"] for lock in view.own.values() if "currency" in lock}
    if len(kept.union(claim.terms[seat]["currency"] for seat in missing if claim.terms)) > 1:
        raise MixedCurrencies

"""Acquire seats of which some may be taken: look, take what is free, renew one's own, or refuse."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..database import Document
from ..extensions import settings
from . import address_slots
from .availability import look
from .claim import Claim, View
from .document import IS_DUE, NOBODY
from .refusals import CheckoutBegun, MixedCurrencies, SeatsUnavailable, TooManySeats
from .renewals import renew
from .slots import Slot, pick
from .writes import end_locks, take_over, undo, undone_if_raised

ATTEMPTS = 5


class Acquired(NamedTuple):
    """The locks that were renewed on their terms, as they were, and all slots that the holder fills now."""

    renewed: list[Document]
    slots: frozenset[Slot]


def acquire(claim: Claim, confirm: Callable[[list[str]], None] = lambda _: None) -> Acquired:
    """Take free and expired seats and renew one's own; all or none.

    A lost race means that another request was first: look again, and refuse once the rival is seen. `confirm`
    is called with what was taken, before any of one's own changes; what it raises undoes that. Raises
    SeatsUnavailable, TooManySeats, TooManyFromAddress, MixedCurrencies, CheckoutBegun.
    """
    missing = claim.seats
    for _ in range(ATTEMPTS):
        view = look(claim)
        if view.conflicts:
            cooling: Document = {"coolingDown": view.cooling} if view.cooling else {}
            raise SeatsUnavailable(conflicts=view.conflicts, **cooling)
        retyped = [seat for seat, lock in view.own.items() if claim.retypes(seat, lock)]
        if any(view.own[seat].get("checkout") for seat in retyped):
            raise CheckoutBegun
        if view.own_due:
            end_locks({"holder": claim.holder, "_id.show": claim.show_id, "$expr": IS_DUE})
            continue
        missing = [seat for seat in claim.seats if seat not in view.own]
        kept = [lock for seat, lock in view.own.items() if seat not in retyped]
        _require_one_currency(claim, kept, [*missing, *retyped])
        slots = _free_slots(claim, view, missing)
        if take_over(address_slots.find(claim, missing), missing, slots):
            with undone_if_raised(claim, missing):
                confirm(missing)
            if renew(claim, view.own):
                return Acquired(kept, view.slots.union(slots))
            undo(claim, missing)
    raise SeatsUnavailable(conflicts=missing)


def _free_slots(claim: Claim, view: View, missing: list[str]) -> Sequence[Slot]:
    if claim.holder is NOBODY:
        return missing
    slots = pick(view.slots, len(missing), settings.max_seats_per_user)
    if slots is None:
        raise TooManySeats(limit=settings.max_seats_per_user)
    return slots


def _require_one_currency(claim: Claim, kept: list[Document], sold_now: list[str]) -> None:
    currencies = {lock["currency"] for lock in kept if "currency" in lock}
    if len(currencies.union(claim.terms[seat]["currency"] for seat in sold_now if claim.terms)) > 1:
        raise MixedCurrencies

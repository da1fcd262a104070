"""What one request wants of a show's seats, and what it finds there. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bson import ObjectId

from ..database import Document
from .document import (
    BLOCKED,
    BOOKED,
    COOLING,
    IS_COOLING,
    IS_DUE,
    IS_LIVE,
    LOCKED,
    NOBODY,
    hold_limit,
    seat_key,
)
from .slots import Slot
from .terms import TICKET_TYPE, Agreed


@dataclass(frozen=True, slots=True)
class Claim:
    """Seats for a holder, or for NOBODY. Sorted seats are what lets one of several rivals win.

    `state` is what becomes of each seat; with it go `expires_at` of a lock or a block, `booking_id`,
    `reason` of a block and by whom it is. `terms` are what each is sold for to who takes it by this claim;
    seats that nobody buys have none. `typed` are those whose ticket type was named: that is for the holder's
    own locks too, and with it the price.
    `over_blocks`: what the organiser keeps from the public is free for this claim.
    """

    show_id: str
    seats: list[str]
    holder: str | None
    now: datetime
    state: str
    expires_at: datetime | None = None
    booking_id: str | None = None
    reason: str | None = None
    blocked_by: str | None = None
    terms: Agreed = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    over_blocks: bool = False
    # Whose limit the seats count against beside the holder's, and which of its slots each fills.
    address: str | None = None
    address_slots: Mapping[str, Slot] = field(default_factory=dict)
    token: ObjectId = field(default_factory=ObjectId)

    def document(self, seat: str, slot: Slot) -> Document:
        """Return the seat's document as this claim writes it."""
        return {
            "_id": seat_key(self.show_id, seat),
            "holder": self.holder,
            "slot": slot,
            "token": self.token,
            "first_locked_at": self.now,
            "state": self.state,
            **self._of_state(),
            **self._of_address(seat),
            **self.terms.get(seat, {}),
        }

    def documents(self, slots: Sequence[Slot]) -> list[Document]:
        """Return the documents of the claim's seats, each in one of the slots."""
        return [self.document(seat, slot) for seat, slot in zip(self.seats, slots, strict=True)]

    @property
    def literal_holder(self) -> Document:
        """The holder in an expression, where a name that begins with $ would be a field's."""
        return {"$literal": self.holder}

    @property
    def cooling_own(self) -> Document:
        """The condition that the seat is cooling from this holder's own lock, and the cool-down not over."""
        return {"$and": [IS_COOLING, IS_LIVE, {"$eq": ["$holder", self.literal_holder]}]}

    @property
    def is_free(self) -> Document:
        """The condition that a seat's document, or there being none, leaves the seat to this claim."""
        return {"$or": [IS_DUE, self.may_take_cooling, {"$in": ["$state", self.states_to_take]}]}

    @property
    def states_to_take(self) -> list[str]:
        """What a seat may be, besides due or cooling, for this claim to take it."""
        return [BLOCKED] if self.over_blocks else []

    @property
    def may_take_cooling(self) -> Document:
        """The condition that the seat is cooling and may be taken.

        It is for all but its last holder; that one may lock it while MAX_HOLD_SECONDS last.
        """
        if self.state != LOCKED:
            return IS_COOLING
        may_lock = {"$or": [{"$ne": ["$holder", self.literal_holder]}, {"$gt": [hold_limit(), "$$NOW"]}]}
        return {"$and": [IS_COOLING, may_lock]}

    def may_take(self, seen: Document) -> bool:
        """Tell by `may_take_cooling`'s rule whether a seat may be taken whose document was read."""
        if seen.get("state") in self.states_to_take:
            return True
        is_last_holder = self.state == LOCKED and seen.get("holder") == self.holder
        return bool(seen.get("state") == COOLING and (not is_last_holder or seen["resumable"]))

    def retypes(self, seat: str, own: Document) -> bool:
        """Tell whether the claim gives one of the holder's own locks another ticket type."""
        return seat in self.typed and own.get(TICKET_TYPE) != self.terms[seat][TICKET_TYPE]

    def _of_address(self, seat: str) -> Document:
        return {"address": self.address, "address_slot": self.address_slots[seat]} if self.address else {}

    def _of_state(self) -> dict[str, Any]:
        belonging = {
            "expires_at": self.expires_at,
            "booking_id": self.booking_id,
            "reason": self.reason,
            "blocked_by": self.blocked_by,
        }
        return {name: value for name, value in belonging.items() if value is not None}


def to_lock(
    show_id: str,
    seats: list[str],
    holder: str | None,
    *,
    now: datetime,
    until: datetime,
    terms: Agreed,
    typed: frozenset[str] = frozenset(),
) -> Claim:
    """Return the claim to seats that are locked from now on until then."""
    return Claim(show_id, sorted(seats), holder, now, LOCKED, expires_at=until, terms=terms, typed=typed)


def to_book(
    show_id: str,
    seats: list[str],
    holder: str | None,
    *,
    now: datetime,
    booking_id: str,
    terms: Agreed,
    over_blocks: bool = False,
) -> Claim:
    """Return the claim to seats for a booking; without a holder the organiser sells them at the door."""
    return Claim(
        show_id,
        sorted(seats),
        holder,
        now,
        BOOKED,
        booking_id=booking_id,
        terms=terms,
        over_blocks=over_blocks,
    )


def to_block(
    show_id: str, seats: list[str], *, now: datetime, reason: str, until: datetime | None, by: str | None
) -> Claim:
    """Return the claim to seats that are kept from the public, until then or until they are given back."""
    return Claim(show_id, sorted(seats), NOBODY, now, BLOCKED, reason=reason, blocked_by=by, expires_at=until)


@dataclass(frozen=True, slots=True)
class View:
    """The claimed seats as they are.

    `own` live locks; `conflicts`: others' seats, and among them `cooling`, those that only this holder must
    leave alone for a while. `slots` are those that the holder fills, and `own_due` says that an expired lock
    fills one.
    """

    own: dict[str, Document]
    conflicts: list[str]
    cooling: list[str]
    slots: frozenset[Slot]
    own_due: bool

"""A show's taken seats at one moment, and what each caller sees of them. No I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

import orjson

from ..shows.layout import Layout


class Lock(NamedTuple):
    """Who has a seat (NOBODY: it is about to leave the hall), until when, and on which terms, if agreed."""

    holder: str | None
    expires_at: datetime
    price: int | None = None
    ticket_type: str | None = None


class Seats:
    """Some seats, whose JSON is made once for all answers that say them."""

    def __init__(self, ids: list[str]) -> None:
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    @cached_property
    def json(self) -> orjson.Fragment:
        """The seats as JSON, for the answer's encoder."""
        return orjson.Fragment(orjson.dumps(self._ids))


class TakenMap(NamedTuple):
    """All taken seats, booked, blocked or locked, as a bitmap of the layout."""

    layout: Layout
    bits: int


class AreaStatus(NamedTuple):
    """How many places of an area are taken, and which: a bitmap of their numbers."""

    booked: int
    blocked: int
    locked: int
    taken: int

    @property
    def total(self) -> int:
        """How many are not free."""
        return self.booked + self.blocked + self.locked


class PlacesStatus(NamedTuple):
    """The taken places of a show by area, and the locks of each holder on places."""

    areas: Mapping[str, AreaStatus]
    held: Mapping[str, Mapping[str, Lock]]


NO_PLACES = PlacesStatus({}, {})


@dataclass(slots=True, frozen=True)
class SeatStatus:
    """A show's taken seats as they were at `now`, no older than announcement number `seq`.

    `taken` are the booked ones and then the `blocked`, `held` the locks of each holder. `taken_map` is there
    once somebody has asked for one.
    """

    seq: int
    now: datetime
    taken: Seats
    blocked: Seats
    locked: Seats
    held: Mapping[str, Mapping[str, Lock]]
    taken_map: TakenMap | None = None
    places: PlacesStatus = NO_PLACES

    @property
    def booked(self) -> Iterator[str]:
        """Those of the taken seats that are not blocked."""
        return islice(self.taken, len(self.taken) - len(self.blocked))

    def seen_by(self, show_id: str, holder: str | None) -> dict[str, Any]:
        """Return the seats as their holder sees them, or a stranger, who has none.

        Blocked seats stand in `bookedSeats` too, for clients that know no more. `heldUntil` and `now` give
        every tab and device of a person the same countdown, whatever its own clock says; `heldPrices` what
        they agreed to pay, in minor units, whatever the show asks by now, and `ticketTypes` as what.
        """
        mine = self.held.get(holder, {}) if holder is not None else {}
        return {
            "showId": show_id,
            "seq": self.seq,
            "bookedSeats": self.taken.json,
            "lockedByOthers": [seat for seat in self.locked if seat not in mine]
            if mine
            else self.locked.json,
            "lockedByMe": sorted(mine),
            "blockedSeats": self.blocked.json,
            "heldUntil": {seat: lock.expires_at for seat, lock in mine.items()},
            "heldPrices": {seat: lock.price for seat, lock in mine.items() if lock.price is not None},
            "ticketTypes": {seat: lock.ticket_type for seat, lock in mine.items() if lock.ticket_type},
            "now": self.now,
        }

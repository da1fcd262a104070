"""A show's seats as their documents are, kept up to date by the changes of each. No I/O."""

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from ..database import Document
from ..shows.layout import Layout
from ..shows.standing import is_place
from .document import BLOCKED, BOOKED, LOCKED, NOBODY
from .places import PlacesProjection
from .status import Lock, Seats, SeatStatus, TakenMap


class Known(NamedTuple):
    """What a document says that a seat's state follows from. Any of it may be anything, or missing."""

    state: Any = None
    holder: Any = None
    expires_at: Any = None
    price: Any = None
    ticket_type: Any = None


FIELDS = Known._fields
# So many expiries of locks that are no more are kept at least.
FEW = 100


class ShowProjection:
    """All documents of a show, and from them who has which seat.

    A change is that of one document, in the database's order. Those before the documents were read may be
    applied again, if all up to then are.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._known: dict[str, Known] = {}
        self._booked: dict[str, None] = {}
        self._blocked: dict[str, datetime | None] = {}
        self._locked: dict[str, Lock] = {}
        # The seats of each holder; replaced, never changed, because answers share them.
        self._held: dict[str, dict[str, Lock]] = {}
        self._expiries: list[tuple[datetime, str]] = []
        self._sold_status: tuple[Seats, Seats] | None = None
        self._lock_status: tuple[Seats, dict[str, dict[str, Lock]]] | None = None
        self._layout: Layout | None = None
        self._map = bytearray()
        self._map_status: TakenMap | None = None
        self._places = PlacesProjection()
        for document in documents:
            self._set(document["_id"]["seat"], _known(document))

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._known)

    def map_by(self, layout: Layout) -> None:
        """Keep a bitmap of the taken seats from now on."""
        self._layout, self._map = layout, bytearray(layout.size // 8 + 1)
        self._map_status = None
        for seat in (*self._booked, *self._blocked, *self._locked):
            self._mark(seat, taken=True)

    def apply(self, event: Document) -> None:
        """Apply an event of the change stream."""
        seat = event["documentKey"]["_id"]["seat"]
        if event["operationType"] == "delete":
            self._forget(seat)
        elif "fullDocument" in event:
            self._set(seat, _known(event["fullDocument"]))
        else:
            update = event["updateDescription"]
            known = self._known.get(seat, Known())._asdict() | dict.fromkeys(update["removedFields"])
            self._set(seat, _known(known | update.get("updatedFields", {})))

    def status(self, seq: int, now: datetime) -> SeatStatus:
        """Return who has which seat at this time; what has expired by then is free."""
        while self._expiries and self._expiries[0][0] <= now:
            _, seat = heappop(self._expiries)
            if seat in self._locked and self._locked[seat].expires_at <= now:
                self._unlock(seat)
            elif (until := self._blocked.get(seat)) is not None and until <= now:
                self._blocked.pop(seat)
                self._sold_status = None
                self._mark(seat, taken=False)
        if self._sold_status is None:
            kept = sorted(self._blocked)
            self._sold_status = Seats([*sorted(self._booked), *kept]), Seats(kept)
        if self._lock_status is None:
            self._lock_status = Seats(sorted(self._locked)), self._held.copy()
        taken, blocked = self._sold_status
        locked, held = self._lock_status
        if self._layout is not None and self._map_status is None:
            self._map_status = TakenMap(self._layout, int.from_bytes(self._map, "little"))
        places = self._places.status(now)
        return SeatStatus(seq, now, taken, blocked, locked, held, self._map_status, places)

    def _set(self, seat: str, known: Known) -> None:
        self._forget(seat)
        self._known[seat] = known
        if is_place(seat):
            self._set_place(seat, known)
        elif known.state == BOOKED:
            self._booked[seat] = None
            self._sold_status = None
            self._mark(seat, taken=True)
        elif known.state == BLOCKED:
            self._block(seat, _end(known))
        elif lock := _lock_of(known):
            self._lock(seat, lock)

    def _set_place(self, place: str, known: Known) -> None:
        if known.state == BOOKED:
            self._places.book(place)
        elif known.state == BLOCKED:
            self._places.block(place, _end(known))
        elif lock := _lock_of(known):
            self._places.lock(place, lock)

    def _forget(self, seat: str) -> None:
        known = self._known.pop(seat, None)
        if known is None:
            return
        if is_place(seat):
            self._places.free(seat)
        elif known.state in (BOOKED, BLOCKED):
            (self._booked if known.state == BOOKED else self._blocked).pop(seat, None)
            self._sold_status = None
            self._mark(seat, taken=False)
        elif seat in self._locked:
            self._unlock(seat)

    def _lock(self, seat: str, lock: Lock) -> None:
        self._locked[seat] = lock
        if lock.holder is not NOBODY:
            self._held[lock.holder] = {**self._held.get(lock.holder, {}), seat: lock}
        self._expire_at(lock.expires_at, seat)
        self._lock_status = None
        self._mark(seat, taken=True)

    def _block(self, seat: str, until: datetime | None) -> None:
        self._blocked[seat] = until
        self._sold_status = None
        self._mark(seat, taken=True)
        if until is not None:
            self._expire_at(until, seat)

    def _expire_at(self, moment: datetime, seat: str) -> None:
        heappush(self._expiries, (moment, seat))
        if len(self._expiries) > 2 * (len(self._locked) + len(self._blocked)) + FEW:
            # Of locks that ended earlier: nobody may ask for this show for days while others are asked for.
            ends = {seat: lock.expires_at for seat, lock in self._locked.items()}
            ends |= {seat: until for seat, until in self._blocked.items() if until is not None}
            self._expiries = [(moment, seat) for seat, moment in ends.items()]
            heapify(self._expiries)

    def _unlock(self, seat: str) -> None:
        holder = self._locked.pop(seat).holder
        if holder is not NOBODY:
            rest = {other: lock for other, lock in self._held.pop(holder).items() if other != seat}
            if rest:
                self._held[holder] = rest
        self._lock_status = None
        self._mark(seat, taken=False)

    def _mark(self, seat: str, *, taken: bool) -> None:
        number = self._layout.numbers.get(seat) if self._layout else None
        if number is not None:
            bit = 1 << (number & 7)
            self._map[number >> 3] = self._map[number >> 3] & ~bit | (bit if taken else 0)
            self._map_status = None


def _end(known: Known) -> datetime | None:
    return known.expires_at if isinstance(known.expires_at, datetime) else None


def _lock_of(known: Known) -> Lock | None:
    until = _end(known)
    if known.state != LOCKED or until is None:
        return None
    return Lock(_name(known.holder), until, known.price, known.ticket_type)


def _name(holder: Any) -> str | None:
    return holder if isinstance(holder, str) else NOBODY


def _known(fields: Document) -> Known:
    return Known(*(fields.get(name) for name in FIELDS))

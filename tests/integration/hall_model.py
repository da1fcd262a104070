"""A model of five seats, three users and an organiser: what must be so after what was done."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

SEATS = ["A1", "A2", "A3", "A4", "A5"]
USERS = ["ann", "bob", "cid"]
LIMIT = 3
# Time passes in whole hundreds of seconds and everything falls due on a fifty: what the test itself takes
# can never be the difference between live and due.
LOCK, CHECKOUT, MAX_HOLD, COOLDOWN = 350, 1050, 1550, 400

Answer = tuple[str, Any]


@dataclass(frozen=True)
class Lock:
    """A lock in the model; `long` when it was held for more than one lock's time."""

    holder: str
    first: int
    until: int
    long: bool = False
    checkout: bool = False


@dataclass(frozen=True)
class Cooling:
    """A free seat that its last holder may hold only up to `first` + MAX_HOLD."""

    holder: str
    first: int


@dataclass(frozen=True)
class Booked:
    """A sold seat, at the door to nobody; `counts` in its holder's limit, which does not bind the shop."""

    holder: str | None
    booking_id: str
    counts: bool = True


@dataclass(frozen=True)
class Blocked:
    """Not for sale, up to then if that is said."""

    until: float = inf


Seat = Lock | Cooling | Booked | Blocked | None


@dataclass
class Hall:
    """What must be so: each seat's state, by a clock of its own. Refusals are returned as (code, details)."""

    now: int = 0
    seats: dict[str, Seat] = field(default_factory=lambda: dict.fromkeys(SEATS))
    # Book's answers by who asked and with which key: (what was asked, booking id).
    keys: dict[tuple[str | None, str], tuple[object, str]] = field(default_factory=dict)

    def at(self, seat: str) -> Seat:
        """Return the seat's state now, whether or not anybody tidied up."""
        state = self.seats[seat]
        if isinstance(state, Lock) and state.until <= self.now:
            state = ended(state)
        if isinstance(state, Cooling) and state.first + MAX_HOLD + COOLDOWN <= self.now:
            state = None
        if isinstance(state, Blocked) and state.until <= self.now:
            state = None
        return state

    def held(self, holder: str | None) -> dict[str, Lock]:
        found = {seat: self.at(seat) for seat in SEATS}
        return {seat: s for seat, s in found.items() if isinstance(s, Lock) and s.holder == holder}

    def booked(self, holder: str | None) -> list[str]:
        found = {seat: self.at(seat) for seat in SEATS}
        return [
            seat for seat, s in found.items() if isinstance(s, Booked) and s.counts and s.holder == holder
        ]

    def room(self, holder: str | None) -> int:
        return LIMIT - len(self.held(holder)) - len(self.booked(holder))

    def select(self, holder: str, seats: list[str]) -> Answer:
        conflicts = [seat for seat in sorted(seats) if not self._is_for(seat, holder)]
        if conflicts:
            return "seats_unavailable", conflicts
        own = self.held(holder)
        if self.room(holder) < len([seat for seat in seats if seat not in own]):
            return "too_many_seats", None
        granted = {seat: self._locked(seat, holder) for seat in seats}
        self.seats.update(granted)
        return "ok", min(lock.until for lock in granted.values())

    def release(self, holder: str, seats: Iterable[str]) -> list[str]:
        own = self.held(holder)
        released = [seat for seat in seats if seat in own]
        self.seats.update({seat: ended(own[seat]) for seat in released})
        return released

    def checkout(self, holder: str) -> Answer:
        own = self.held(holder)
        if not own:
            return "lock_expired", None
        paying = [lock.until for lock in own.values() if lock.checkout] or [self.now + CHECKOUT]
        until = min([min(lock.first for lock in own.values()) + MAX_HOLD, *paying])
        for seat, lock in own.items():
            if not lock.checkout:
                self.seats[seat] = replace(lock, until=until, long=True, checkout=True)
        return "ok", until

    def may_book(self, holder: str, seats: list[str] | None) -> Answer:
        own = self.held(holder)
        wanted = sorted(seats or own)
        return ("ok", wanted) if wanted and own.keys() >= set(wanted) else ("lock_expired", None)

    def may_sell(self, holder: str | None, seats: list[str], over_blocks: bool) -> Answer:
        own = self.held(holder)
        taken = Lock | Booked if over_blocks else Lock | Booked | Blocked
        others = [seat for seat in sorted(seats) if seat not in own and isinstance(self.at(seat), taken)]
        return ("seats_unavailable", others) if others else ("ok", sorted(seats))

    def book(self, holder: str | None, seats: list[str], booking_id: str) -> None:
        own, room = self.held(holder), self.room(holder)
        rest = [seat for seat in sorted(seats) if seat not in own]
        self.seats.update(dict.fromkeys(seats, Booked(holder, booking_id)))
        self.seats.update(dict.fromkeys(rest[room:], Booked(holder, booking_id, counts=False)))

    def cancel(self, booking_id: str) -> None:
        for seat, state in self.seats.items():
            if isinstance(state, Booked) and state.booking_id == booking_id:
                self.seats[seat] = None

    def of_booking(self, booking_id: str) -> list[str]:
        return [
            s
            for s, is_at in self.seats.items()
            if isinstance(is_at, Booked) and is_at.booking_id == booking_id
        ]

    def give_back(self, seats: list[str]) -> None:
        self.seats.update(dict.fromkeys(seats))

    def move(self, booking_id: str, holder: str | None, where: dict[str, str], over_blocks: bool) -> Answer:
        taking = sorted(set(where.values()) - where.keys())
        may = self.may_sell(holder, taking, over_blocks)
        if may[0] != "ok":
            return may
        self.give_back([seat for seat in where if seat not in where.values()])
        self.book(holder, taking, booking_id)
        return "ok", self.of_booking(booking_id)

    def block(self, seats: list[str], seconds: float) -> Answer:
        taken = [seat for seat in sorted(seats) if isinstance(self.at(seat), Lock | Booked)]
        if taken:
            return "seats_taken", taken
        for seat in seats:
            before = self.at(seat)
            kept = before.until if isinstance(before, Blocked) else 0
            self.seats[seat] = Blocked(max(kept, self.now + seconds))
        return "ok", None

    def unblock(self, seats: list[str]) -> list[str]:
        blocked = [seat for seat in seats if isinstance(self.at(seat), Blocked)]
        self.seats.update(dict.fromkeys(blocked))
        return blocked

    def seen_by(self, user: str) -> dict[str, list[str]]:
        """Return the map as the user must see it."""
        seen: dict[str, list[str]] = {"booked": [], "mine": [], "others": [], "blocked": []}
        for seat in SEATS:
            match self.at(seat):
                case Booked():
                    seen["booked"].append(seat)
                case Blocked():
                    seen["blocked"].append(seat)
                case Lock(holder=holder):
                    seen["mine" if holder == user else "others"].append(seat)
        return seen

    def _is_for(self, seat: str, holder: str) -> bool:
        match self.at(seat):
            case Lock(holder=somebody):
                return somebody == holder
            case Cooling(holder=somebody, first=first):
                return somebody != holder or self.now < first + MAX_HOLD
            case None:
                return True
        return False

    def _locked(self, seat: str, holder: str) -> Lock:
        match self.at(seat):
            case Lock() as own:
                longer = max(own.until, min(self.now + LOCK, own.first + MAX_HOLD))
                return replace(own, until=own.until if own.checkout else longer, long=True)
            case Cooling(holder=last, first=first) if last == holder:
                return Lock(holder, first, min(self.now + LOCK, first + MAX_HOLD), long=True)
        return Lock(holder, self.now, self.now + LOCK)


def ended(lock: Lock) -> Cooling | None:
    return Cooling(lock.holder, lock.first) if lock.long else None

"""From what callers recorded to what happened to each seat. No I/O."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any

from .history import OK, REFUSED, Absence, Operation
from .register import FOREVER, Step

# Clocks are one machine's; a reading and the database's `$$NOW` may be so far apart.
SLACK = 0.05
# So long after it was asked a call without an answer may take effect. What holds calls up here, a hung server
# or a wire, does so for 15 s at most, and a worker gives up on the database after 2 s.
LATE_SECONDS = 60.0
# Steps that only tell what was seen.
SEEN = {"refused", "lack"}


@dataclass(slots=True)
class Terms:
    """How long locks last, in seconds, and the state of each seat in the end: what it `is`, and whose."""

    lock_seconds: float
    checkout_seconds: float
    end: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    ended_at: float = inf
    # The idempotency key of each booking, and the seats that it had at any time.
    keys: dict[str, str] = field(default_factory=dict)
    seats_of: dict[str, set[str]] = field(default_factory=dict)
    # When a primary that is cut off may answer: what it refuses may be for what it will roll back.
    doubtful: list[tuple[float, float]] = field(default_factory=list)


class _Seats:
    """Steps by seat, as operations add them."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.steps: dict[str, list[Step]] = defaultdict(list)
        self._paying: dict[str, float] = {}
        self._doubtful = terms.doubtful

    def add(self, seat: str, kind: str, of: Operation, **more: Any) -> None:
        if kind in SEEN and any(
            since < of.returned and of.invoked < until for since, until in self._doubtful
        ):
            return
        at = {"invoked": of.invoked, "returned": of.returned, "holder": of.who, "grant": of.number}
        self.steps[seat].append(Step(kind, **{**at, "source": of.number, **more}))

    def lapse(self, seat: str, of: Operation, first: float, last: float) -> None:
        """Let the lock end in this time if nothing prolongs it."""
        self.add(seat, "lapse", of, invoked=first - SLACK, returned=last + SLACK)

    def select(self, of: Operation) -> None:
        if of.outcome == OK:
            self._granted(of)
        elif of.outcome == REFUSED:
            self._refused(of)
        else:
            for seat in of.seats:
                self._perhaps(seat, "take", of)

    def _granted(self, of: Operation) -> None:
        """`expiresAt` is that of the first lock to end; of others it is another only where checkout began."""
        expiry = of.answer["expiresAt"]
        is_paying = self._paying.get(of.who, -inf) > of.invoked
        last = of.returned + self.terms.lock_seconds if is_paying else expiry
        for seat in of.seats:
            self.add(seat, "take", of)
            self.lapse(seat, of, expiry, max(expiry, last))

    def _refused(self, of: Operation) -> None:
        """Others' seats were seen; the rest may have been taken, and was given back before the answer."""
        conflicts = set(of.answer.get("conflicts", ()))
        unclear = set(of.answer.get("coolingDown", ()))
        for seat in conflicts - unclear:
            self.add(seat, "refused", of)
        if not conflicts:
            # What was granted had run out before it could be answered.
            for seat in of.seats if of.code == "lock_expired" else ():
                self._perhaps(seat, "take", of)
            return
        for seat in set(of.seats) - conflicts:
            self.add(seat, "grab", of, sure=False)
            self.add(seat, "lapse", of)
            # One's own is renewed, or not. It has another grant, since giving back does not concern it.
            renewed = -2 - of.number
            self.add(seat, "renew", of, sure=False, grant=renewed, value=of.number)
            first, last = (at + self.terms.lock_seconds for at in (of.invoked, of.returned))
            self.add(seat, "lapse", of, invoked=first - SLACK, returned=last + SLACK, grant=renewed)

    def _perhaps(self, seat: str, kind: str, of: Operation) -> None:
        """A lock that may be taken late, may be undone since nobody waits, and ends some time."""
        late = of.invoked + LATE_SECONDS
        self.add(seat, kind, of, returned=late, sure=False)
        self.add(seat, "undo", of, returned=late, sure=False)
        self.lapse(seat, of, of.invoked + self.terms.lock_seconds, late + self.terms.lock_seconds)

    def release(self, of: Operation) -> None:
        if of.outcome == OK:
            given = set(of.answer.get("seats", ()))
            for seat in of.seats:
                self.add(seat, "give" if seat in given else "lack", of)
        elif of.outcome != REFUSED:
            for seat in of.seats:
                self._certain_or_not(seat, "give", of)

    def checkout(self, of: Operation) -> None:
        """One that is refused says that there was nothing; of which seats, the caller only believes."""
        if of.outcome == OK:
            expiry = of.answer["expiresAt"]
            self._paying[of.who] = expiry
            for seat in of.answer["seats"]:
                self.add(seat, "pay", of)
                self.lapse(seat, of, expiry, expiry)
        elif of.outcome == REFUSED:
            for seat in of.seats:
                self.add(seat, "lack", of)
        else:
            self._paying[of.who] = inf
            for seat in of.seats:
                self._certain_or_not(seat, "pay", of)
                self.lapse(seat, of, of.invoked, of.invoked + LATE_SECONDS + self.terms.checkout_seconds)

    def book(self, of: Operation) -> None:
        """A refusal tells of one seat only: of several, any may be the one that is lost."""
        if of.outcome != REFUSED:
            for seat in of.seats:
                self._certain_or_not(seat, "book", of, value=of.wish["key"])
        elif of.code == "lock_expired" and len(of.seats) == 1:
            self.add(of.seats[0], "lack", of)

    def cancel(self, of: Operation) -> None:
        """All of a booking is what it had by then, wherever it was moved to."""
        key = self._key_of(of)
        seats = of.seats if of.wish.get("part") else self.terms.seats_of.get(key, of.seats)
        for seat in seats if of.outcome != REFUSED else ():
            self._certain_or_not(seat, "cancel", of, value=key)

    def move(self, of: Operation) -> None:
        key = self._key_of(of)
        if of.outcome == REFUSED:
            for seat in of.answer.get("conflicts", ()):
                self.add(seat, "refused", of, holder=of.wish["holder"])
            return
        for seat in of.seats:
            self._certain_or_not(seat, "cancel", of, value=key)
        for seat in of.wish["to"]:
            self._certain_or_not(seat, "move in", of, value=key, holder=of.wish["holder"])

    def _key_of(self, of: Operation) -> str:
        booking = str(of.wish["booking"])
        return self.terms.keys.get(booking, booking)

    def block(self, of: Operation) -> None:
        if of.outcome == REFUSED:
            conflicts = set(of.answer.get("seats", ()))
            for seat in of.seats:
                if seat in conflicts:
                    self.add(seat, "refused", of, holder="nobody")
                else:
                    # Blocked for a moment, perhaps. A block that there is lasts longer than that.
                    moment = -1.0 - of.number
                    self.add(seat, "block", of, value=moment, sure=False)
                    self.add(seat, "end block", of, value=moment)
            return
        until = of.wish["until"]
        for seat in of.seats:
            self._certain_or_not(seat, "block", of, value=until)
            if until < FOREVER:
                self.add(seat, "end block", of, value=until, invoked=until - SLACK, returned=until + SLACK)

    def unblock(self, of: Operation) -> None:
        for seat in of.seats if of.outcome != REFUSED else ():
            self._certain_or_not(seat, "unblock", of)

    def _certain_or_not(self, seat: str, kind: str, of: Operation, **more: Any) -> None:
        late = {"returned": of.invoked + LATE_SECONDS, "sure": False}
        end: dict[str, Any] = {} if of.outcome == OK else late
        self.add(seat, kind, of, **more, **end)


def _with_one_attempt_each(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Let the attempts at a booking with one key be one operation, up to the answer that it was made."""
    attempts: dict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        if operation.what == "book":
            attempts[operation.wish["key"]].append(operation)
        else:
            yield operation
    for each in attempts.values():
        made = [attempt for attempt in each if attempt.outcome == OK]
        unclear = [attempt for attempt in each if attempt.outcome not in (OK, REFUSED)]
        if made or unclear:
            yield replace((made or unclear)[0], invoked=each[0].invoked)
        if not made:
            yield from (attempt for attempt in each if attempt.outcome == REFUSED)


def _seats_of_bookings(operations: Iterable[Operation], keys: dict[str, str]) -> dict[str, set[str]]:
    seats: dict[str, set[str]] = defaultdict(set)
    for operation in operations:
        if operation.what == "book":
            seats[operation.wish["key"]].update(operation.seats)
        elif operation.what == "move":
            booking = operation.wish["booking"]
            seats[keys.get(booking, booking)].update(operation.wish["to"])
    return seats


def _merged(absences: Iterable[Absence]) -> dict[str, list[Absence]]:
    """Return when each may have counted as gone, times that touch as one."""
    gone: dict[str, list[Absence]] = defaultdict(list)
    for absence in sorted(absences, key=lambda each: each.since):
        mine = gone[absence.who]
        if mine and absence.since <= mine[-1].until:
            mine[-1] = mine[-1]._replace(until=max(mine[-1].until, absence.until))
        else:
            mine.append(absence)
    return gone


def by_seat(
    operations: Iterable[Operation], terms: Terms, absences: Iterable[Absence] = ()
) -> dict[str, list[Step]]:
    """Return the steps of each seat that anybody asked for."""
    ordered = list(_with_one_attempt_each(operations))
    seats = _Seats(replace(terms, seats_of=_seats_of_bookings(ordered, terms.keys)))
    for operation in ordered:
        getattr(seats, operation.what)(operation)
    gone = _merged(absences)
    for seat, steps in seats.steps.items():
        for who in sorted({step.holder for step in steps if step.kind in ("take", "grab")}):
            steps += [Step("leave", *each[1:], holder=who, sure=False) for each in gone[who]]
        if seat in terms.end:
            steps.append(Step("is", terms.ended_at, terms.ended_at, value=terms.end[seat]))
    return dict(seats.steps)

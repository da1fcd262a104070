"""Three users and an organiser do what they like to five seats, and a model says what must come of it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import pytest
from flask import Flask, json
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from seatapp.bookings import cancelling, doctor, moving, service
from seatapp.bookings.booking import CANCELLED, Order
from seatapp.bookings.refusals import IdempotencyKeyReused
from seatapp.errors import Refusal
from seatapp.extensions import clock, db
from seatapp.identity.admin import FIRST
from seatapp.seats import blocks, locks
from seatapp.seats import service as seating
from seatapp.seats.refusals import LockExpired, SeatsTaken, SeatsUnavailable, TooManySeats
from seatapp.seats.state import read_status
from seatapp.shows import writes as show_writes
from seatapp.shows.schemas import ShowSchema

from .hall_model import CHECKOUT, COOLDOWN, LIMIT, LOCK, MAX_HOLD, SEATS, USERS, Answer, Hall

SLACK = 40
TIMES: dict[str, Any] = {
    "lock_seconds": LOCK,
    "checkout_seconds": CHECKOUT,
    "max_hold_seconds": MAX_HOLD,
    "cooldown_seconds": COOLDOWN,
}

users = st.sampled_from(USERS)
some_seats = st.lists(st.sampled_from(SEATS), min_size=1, max_size=3, unique=True)
durations = st.sampled_from([100, 200, 400, 900, 1300])


class SeatMachine(RuleBasedStateMachine):
    """The rules. Each does one thing to the database and to the model, and compares the answers."""

    bookings = Bundle("bookings")
    orders = Bundle("orders")

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.context = app.app_context()
        self.context.push()
        self.hall = Hall()
        self.show = ""
        self.orders_made = 0

    @initialize()
    def open(self) -> None:
        self.show = f"hall-{os.urandom(6).hex()}"
        show = {
            "showId": self.show,
            "title": "Hamlet",
            "startsAt": "2030-06-01T19:30:00Z",
            "currency": "EUR",
            "rows": {"A": len(SEATS)},
            "prices": {"Standard": 1200},
        }
        show_writes.create(ShowSchema().load(show))

    def teardown(self) -> None:
        db.seat_locks.delete_many({})
        db.bookings.delete_many({})
        db.shows.delete_many({})
        self.context.pop()

    # What users do.

    @rule(holder=users, seats=some_seats)
    def select(self, holder: str, seats: list[str]) -> None:
        expected = self.hall.select(holder, seats)
        answer = asked(lambda: seating.select(self.show, seats, holder))
        if isinstance(answer, SeatsUnavailable):
            assert (answer.code, answer.details["conflicts"]) == expected
        elif isinstance(answer, TooManySeats):
            assert expected == ("too_many_seats", None)
        else:
            assert answer.seats == seats
            assert ("ok", pytest.approx(self.time_of(answer.expires_at), abs=SLACK)) == expected

    @rule(holder=users, seats=some_seats)
    def release(self, holder: str, seats: list[str]) -> None:
        released, _ = seating.release(self.show, seats, holder)
        assert released == self.hall.release(holder, seats)

    @rule(holder=users)
    def checkout(self, holder: str) -> None:
        held = sorted(self.hall.held(holder))
        expected = self.hall.checkout(holder)
        answer = asked(lambda: seating.checkout(self.show, holder)[0])
        if isinstance(answer, LockExpired):
            assert expected == ("lock_expired", None)
        else:
            assert sorted(answer.seats) == held
            assert ("ok", pytest.approx(self.time_of(answer.expires_at), abs=SLACK)) == expected

    @rule(
        target=bookings,
        holder=users,
        seats=st.none() | some_seats,
        key=st.none() | st.sampled_from(["k1", "k2"]),
    )
    def book(self, holder: str, seats: list[str] | None, key: str | None) -> Any:
        return self._book(Order(self.show, seats, holder, key), self.hall.may_book(holder, seats))

    @rule(target=bookings, holder=users)
    def book_all_that_is_held(self, holder: str) -> Any:
        return self._book(Order(self.show, None, holder, None), self.hall.may_book(holder, None))

    @rule(
        target=bookings,
        holder=st.none() | users,
        seats=some_seats,
        key=st.none() | st.sampled_from(["k1", "k2"]),
        over_blocks=st.booleans(),
    )
    def sell_what_is_paid(
        self, holder: str | None, seats: list[str], key: str | None, over_blocks: bool
    ) -> Any:
        # As the leader does all the time: a due lock elsewhere would still fill a place of the holder's.
        locks.expire()
        order = Order(self.show, seats, holder, key, by_admin=True, over_blocks=over_blocks)
        return self._book(order, self.hall.may_sell(holder, seats, over_blocks))

    @rule(booking=consumes(bookings), by_organiser=st.booleans())
    def cancel(self, booking: tuple[str, str | None], by_organiser: bool) -> None:
        booking_id, holder = booking
        for _ in range(2):
            cancelled = (
                cancelling.cancel_any(booking_id, FIRST)
                if by_organiser or holder is None
                else cancelling.cancel_own(booking_id, holder)
            )
            assert (cancelled["_id"], cancelled["status"]) == (booking_id, CANCELLED)
        self.hall.cancel(booking_id)

    @rule(booking=bookings, seats=some_seats)
    def give_back(self, booking: tuple[str, str | None], seats: list[str]) -> None:
        booking_id, _ = booking
        its_own = self.hall.of_booking(booking_id)
        if named := [seat for seat in seats if seat in its_own]:
            rest = cancelling.cancel_any(booking_id, FIRST, cancelling.Part(named))
            self.hall.give_back(named)
            left = self.hall.of_booking(booking_id)
            assert (rest["status"] == CANCELLED) == (not left)
            assert rest["status"] == CANCELLED or (rest["seats"], rest["total"]) == (left, 1200 * len(left))

    @rule(booking=bookings, to=some_seats, over_blocks=st.booleans())
    def move(self, booking: tuple[str, str | None], to: list[str], over_blocks: bool) -> None:
        locks.expire()
        booking_id, holder = booking
        where = dict(zip(self.hall.of_booking(booking_id), to, strict=False))
        if not where:
            return
        code, details = self.hall.move(booking_id, holder, where, over_blocks)
        answer = asked(lambda: moving.move(booking_id, FIRST, where, over_blocks))
        if isinstance(answer, SeatsUnavailable):
            assert (answer.code, answer.details["conflicts"]) == (code, details)
        else:
            assert (code, details) == ("ok", answer.booking["seats"])
            assert (answer.booking["total"], answer.difference) == (1200 * len(details), 0)

    # What the organiser, the clock and the leader do.

    @rule(seats=some_seats, seconds=st.sampled_from([inf, 350, 1050]))
    def block(self, seats: list[str], seconds: float) -> None:
        expected = self.hall.block(seats, seconds)
        until = None if seconds == inf else clock.now() + timedelta(seconds=seconds)
        answer = asked(lambda: blocks.block(self.show, seats, "house seats", until))
        if isinstance(answer, SeatsTaken):
            assert (answer.code, answer.details["seats"]) == expected
        else:
            assert expected == ("ok", None)

    @rule(seats=some_seats)
    def unblock(self, seats: list[str]) -> None:
        assert blocks.unblock(self.show, seats) == self.hall.unblock(seats)

    @rule(seconds=durations)
    def let_time_pass(self, seconds: int) -> None:
        """Rather than wait, move everything that was written into the past."""
        for name in ("expires_at", "first_locked_at"):
            earlier = {"$subtract": [f"${name}", seconds * 1000]}
            db.seat_locks.update_many({name: {"$exists": True}}, [{"$set": {name: earlier}}])
        self.hall.now += seconds

    @rule()
    def tidy_up(self) -> None:
        locks.expire()
        blocks.end_due()

    # What must always be so.

    @invariant()
    def everybody_sees_what_is_so(self) -> None:
        for user in USERS if self.show else ():
            told = json.loads(json.dumps(read_status(self.show).seen_by(self.show, user)))
            seen = {
                "booked": sorted(set(told["bookedSeats"]) - set(told["blockedSeats"])),
                "mine": sorted(told["lockedByMe"]),
                "others": sorted(told["lockedByOthers"]),
                "blocked": sorted(told["blockedSeats"]),
            }
            assert seen == self.hall.seen_by(user)

    @invariant()
    def every_lock_ends_when_it_must(self) -> None:
        live = {"state": "locked", "$expr": {"$gt": ["$expires_at", "$$NOW"]}}
        found = {lock["_id"]["seat"]: self.time_of(lock["expires_at"]) for lock in db.seat_locks.find(live)}
        model = {seat: lock.until for user in USERS for seat, lock in self.hall.held(user).items()}
        assert found == pytest.approx(model, abs=SLACK)

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert list(doctor.examine()) == []

    @invariant()
    def nobody_has_more_than_the_limit(self) -> None:
        assert all(self.hall.room(user) >= 0 for user in USERS)

    def time_of(self, instant: datetime) -> float:
        """Return an instant of the database's by the model's clock."""
        server_time: datetime = db.client.admin.command("hello")["localTime"].replace(tzinfo=UTC)
        return self.hall.now + (instant - server_time).total_seconds()

    def _book(self, order: Order, expected: Answer) -> Any:
        before = self.hall.keys.get((order.holder, order.idempotency_key or ""))
        asks = order.digest
        answer = asked(lambda: service.book(order))
        if before and before[0] != asks:
            assert isinstance(answer, IdempotencyKeyReused)
            return multiple()
        if before:
            assert (answer[0]["_id"], answer[1]) == (before[1], False)
            return multiple()
        if isinstance(answer, SeatsUnavailable):
            assert (answer.code, answer.details["conflicts"]) == expected
            return multiple()
        if isinstance(answer, Refusal):
            assert (answer.code, None) == expected
            return multiple()
        booking, new = answer
        assert new
        assert ("ok", booking["seats"]) == expected
        assert booking["total"] == 1200 * len(booking["seats"])
        self.hall.book(order.holder, booking["seats"], booking["_id"])
        if order.idempotency_key:
            self.hall.keys[order.holder, order.idempotency_key] = (asks, booking["_id"])
        return booking["_id"], order.holder


def asked(call: Callable[[], Any]) -> Any:
    """Return what the call returns, or its refusal."""
    try:
        return call()
    except Refusal as refusal:
        return refusal


@pytest.fixture
def hall_app(make_app: Callable[..., Flask]) -> Flask:
    """An app with the model's times, in whose database the clock alone ends locks: no TTL index tidies."""
    app = make_app(max_seats_per_user=LIMIT, **TIMES)
    with app.app_context():
        db.seat_locks.drop_index("expires_at_1")
    return app


@pytest.mark.timeout(300)  # five hundred steps, each of them a write that lasts
def test_whatever_is_done_to_seats_they_are_as_the_model_says(hall_app: Flask) -> None:
    class Machine(SeatMachine):
        def __init__(self) -> None:
            super().__init__(hall_app)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            derandomize="CI" in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_refused_block_keeps_no_seat(hall_app: Flask) -> None:
    machine = SeatMachine(hall_app)
    machine.open()
    try:
        machine.select("ann", ["A2"])
        machine.block(["A1", "A2"], inf)
        machine.everybody_sees_what_is_so()
    finally:
        machine.teardown()

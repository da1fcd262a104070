"""Whatever three people do in a hall with rules: what is granted keeps them, and costs what was agreed.

CHOICES=1000 in the environment tries more than the suite has time for.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from seatapp.bookings import cancelling, doctor
from seatapp.bookings import service as bookings
from seatapp.bookings.booking import Order
from seatapp.errors import Refusal
from seatapp.extensions import clock, db
from seatapp.seats import choices, locks, service
from seatapp.seats.criteria import Criteria
from seatapp.seats.refusals import LockExpired, NoneAvailable, RuleBroken, SeatsUnavailable, TooManySeats
from seatapp.shows import writes as show_writes
from seatapp.shows.schemas import ShowSchema
from tests.support.rules_oracle import (
    PRICES,
    SEATS,
    TABLE,
    TYPES,
    Chosen,
    category,
    hall,
    next_but_one,
    side_by_side,
    types_broken,
)

LIMIT = 8
EXAMPLES = int(os.environ.get("CHOICES", "8"))

users = st.sampled_from(["ann", "bob", "cid"])
some_seats = st.lists(st.sampled_from(SEATS), min_size=1, max_size=4, unique=True)
windows = st.builds(lambda at, size: SEATS[at : at + size], st.integers(0, 11), st.integers(1, 4))
seats = some_seats | windows | st.just(TABLE)
rules = st.fixed_dictionaries(
    {},
    optional={
        "noSingleGaps": st.just(True),
        "consecutive": st.just(True),
        "minSeats": st.just(2),
        "maxSeats": st.just(5),
        "quantum": st.just(2),
        "companionNeedsWheelchair": st.just(True),
        "wheelchairOnRequest": st.just(True),
    },
)


class Choosing(RuleBasedStateMachine):
    """Each rule does one thing, and looks at the seats before and behind it."""

    booked = Bundle("booked")

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.context = app.app_context()
        self.context.push()
        self.show = ""
        self.asked_for: dict[str, Any] = {}
        # What each person has agreed to: ticket types of their locks.
        self.types: dict[tuple[str, str], str] = {}

    @initialize(rules=rules)
    def open(self, rules: dict[str, Any]) -> None:
        self.show = f"hall-{os.urandom(6).hex()}"
        self.asked_for = rules
        show = {
            "showId": self.show,
            "title": "Hamlet",
            "startsAt": "2030-06-01T19:30:00Z",
            "currency": "EUR",
            "plan": hall(),
            "prices": {"Dear": 3000, "Standard": 1000},
            "ticketTypes": TYPES,
            "rules": rules,
        }
        show_writes.create(ShowSchema().load(show))

    def teardown(self) -> None:
        for collection in (db.seat_locks, db.bookings, db.shows):
            collection.delete_many({})
        self.context.pop()

    @rule(
        user=users, seats=seats, type_id=st.sampled_from(["adult", "child", None]), accessible=st.booleans()
    )
    def select(self, user: str, seats: list[str], type_id: str | None, accessible: bool) -> None:
        types = {seat: type_id for seat in seats if type_id and category(seat) in PRICES[type_id]}
        self._select(user, seats, types, accessible)

    @rule(user=users, count=st.integers(1, 4), accessible=st.sampled_from([(0, 0)] * 3 + [(1, 0), (1, 1)]))
    def best(self, user: str, count: int, accessible: tuple[int, int]) -> None:
        if sum(accessible) > count:
            return
        wheelchairs, companions = accessible
        wanted = Criteria(count, wheelchairs=wheelchairs, companions=companions)
        self._best(user, wanted)

    @rule(
        user=users, types=st.sampled_from([{"adult": 1, "child": 1}, {"child": 2}, {"adult": 2, "child": 1}])
    )
    def best_of_types(self, user: str, types: dict[str, int]) -> None:
        self._best(user, Criteria(sum(types.values()), types=types))

    @rule(user=users, seats=seats)
    def release(self, user: str, seats: list[str]) -> None:
        for seat in service.release(self.show, seats, user)[0]:
            del self.types[user, seat]

    @rule(user=users, type_id=st.sampled_from(["adult", "child"]), data=st.data())
    def retype(self, user: str, type_id: str, data: st.DataObject) -> None:
        held = sorted(seat for seat in self._held(user) if category(seat) in PRICES[type_id])
        if held:
            named = data.draw(st.lists(st.sampled_from(held), min_size=1, unique=True))
            answer = asked(lambda: service.retype(self.show, dict.fromkeys(named, type_id), {}, user))
            if not isinstance(answer, Refusal):
                self.types.update({(user, seat): type_id for seat in named})
                self._require_agreed(user, {seat: terms["price"] for seat, terms in answer.items()})

    @rule(user=users)
    def expire(self, user: str) -> None:
        """Rather than wait, move the end of what the person has locked into the past."""
        lost = self._held(user)
        db.seat_locks.update_many(
            {"holder": user, "state": "locked"}, {"$set": {"expires_at": clock.now() - timedelta(seconds=5)}}
        )
        locks.expire()
        self.types = {
            key: type_id for key, type_id in self.types.items() if key not in {(user, seat) for seat in lost}
        }

    @rule(user=users)
    def checkout(self, user: str) -> None:
        before = self._chosen(user, self._held(user), at_last=True)
        answer = asked(lambda: service.checkout(self.show, user))
        if isinstance(answer, LockExpired):
            assert not before.new
        elif isinstance(answer, RuleBroken):
            self._require_reason(answer, before, user)
        else:
            grant, items = answer
            assert set(grant.seats) == before.new
            assert not before.broken()
            self._require_agreed(user, {item["seat"]: item["price"] for item in items})

    @rule(target=booked, user=users, part=st.none() | seats)
    def book(self, user: str, part: list[str] | None) -> Any:
        held = self._held(user)
        wanted = held if part is None else frozenset(part)
        before = self._chosen(user, wanted, at_last=True)
        answer = asked(lambda: bookings.book(Order(self.show, part, user, None)))
        if isinstance(answer, RuleBroken):
            self._require_reason(answer, before, user)
            return multiple()
        if isinstance(answer, LockExpired):
            assert not wanted or not wanted <= held
            return multiple()
        booking, _ = answer
        assert set(booking["seats"]) == wanted
        assert not before.broken()
        bought = Counter(self.types[user, seat] for seat in wanted)
        assert not types_broken(bought, self._counted(user))
        prices = {item["seat"]: item["price"] for item in booking["items"]}
        self._require_agreed(user, prices)
        assert booking["total"] == sum(prices.values())
        return booking["_id"], user

    @rule(booking=booked, seats=st.none() | seats)
    def cancel(self, booking: tuple[str, str], seats: list[str] | None) -> None:
        booking_id, user = booking
        answer = asked(lambda: cancelling.cancel_own(booking_id, user, cancelling.Part(seats)))
        if not isinstance(answer, Refusal) and answer["status"] == "confirmed":
            assert answer["total"] == sum(item["price"] for item in answer["items"])
            assert not set(TABLE).intersection(answer["seats"]) or set(TABLE) <= set(answer["seats"])

    # What must always be so.

    @invariant()
    def a_table_has_one_holder(self) -> None:
        holders = [self._holders().get(seat) for seat in TABLE]
        assert len(set(holders)) == 1, holders

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert list(doctor.examine()) == []

    # How it is found.

    def _select(self, user: str, seats: list[str], types: dict[str, str], accessible: bool) -> None:
        held, taken = self._held(user), set(self._holders())
        new = frozenset(seats) - held
        before = self._chosen(user, new, accessible=accessible)
        answer = asked(lambda: service.select(self.show, seats, user, types, accessible=accessible))
        if isinstance(answer, RuleBroken):
            assert answer.details["rule"] in before.broken()
            self._try_alternative(user, answer, accessible)
        elif isinstance(answer, SeatsUnavailable):
            assert set(answer.details["conflicts"]) == set(seats) & (taken - held)
        elif isinstance(answer, TooManySeats):
            assert len(before.own | before.booked | new) > LIMIT
        elif isinstance(answer, Refusal):
            assert answer.code == "checkout_begun"
        else:
            assert not new or not before.broken()
            self._keep(user, new, types)
            self.types.update({(user, seat): type_id for seat, type_id in types.items()})
            self._require_agreed(user, {seat: terms["price"] for seat, terms in answer.terms.items()})

    def _best(self, user: str, wanted: Criteria) -> None:
        before = self._chosen(user, frozenset(), accessible=True)
        answer = asked(lambda: service.select_best(self.show, wanted, user))
        if isinstance(answer, TooManySeats):
            assert len(before.own | before.booked) + wanted.count > LIMIT
        elif isinstance(answer, NoneAvailable):
            self._require_none(before, wanted)
        else:
            grant, _ = answer
            new = frozenset(grant.seats)
            assert len(new) == wanted.count
            assert not new & before.own
            chosen = self._like(before, new)
            assert not chosen.broken(), chosen.broken()
            assert ("B1" in new) == (wanted.wheelchairs == 1)
            assert ("B2" in new) == (wanted.companions == 1)
            named = {seat: terms["ticket_type"] for seat, terms in grant.terms.items()}
            assert not wanted.types or Counter(named.values()) == Counter(wanted.types)
            self._keep(user, new, named)

    def _require_none(self, before: Chosen, wanted: Criteria) -> None:
        """Check that no seats side by side would have kept the rules."""
        gone = before.taken | before.booked | before.own
        for window in side_by_side(wanted.count):
            fits = ("B1" in window) == wanted.wheelchairs and ("B2" in window) == wanted.companions
            dear = any(category(seat) == "Dear" for seat in window)
            if fits and gone.isdisjoint(window) and not (dear and "child" in wanted.types):
                chosen = self._like(before, frozenset(window))
                assert chosen.broken(), window

    def _try_alternative(self, user: str, refusal: RuleBroken, accessible: bool) -> None:
        """Choose what was offered instead: it is right."""
        if instead := refusal.details.get("alternative"):
            self._select_offered(user, instead, accessible)

    def _select_offered(self, user: str, seats: list[str], accessible: bool) -> None:
        grant = asked(lambda: service.select(self.show, seats, user, accessible=accessible))
        if isinstance(grant, TooManySeats):
            return
        assert not isinstance(grant, Refusal), (seats, grant.code, grant.details)
        self._keep(user, frozenset(seats), {})

    def _require_reason(self, refusal: RuleBroken, before: Chosen, user: str) -> None:
        bought = Counter(self.types[user, seat] for seat in before.new if (user, seat) in self.types)
        reasons = before.broken() | types_broken(bought, self._counted(user))
        assert refusal.details["rule"] in reasons, (refusal.details, reasons)

    def _require_agreed(self, user: str, prices: dict[str, int]) -> None:
        assert prices == {seat: PRICES[self.types[user, seat]][category(seat)] for seat in prices}

    def _keep(self, user: str, new: frozenset[str], types: dict[str, str]) -> None:
        self.types.update({(user, seat): types.get(seat, "adult") for seat in new})

    def _counted(self, user: str) -> Counter[str]:
        return Counter(self.types[user, seat] for seat in self._all_of(user))

    def _holders(self) -> dict[str, str]:
        live = {"state": {"$in": ["locked", "booked"]}, "_id.show": self.show}
        return {each["_id"]["seat"]: each["holder"] for each in db.seat_locks.find(live)}

    def _all_of(self, user: str) -> frozenset[str]:
        return frozenset(seat for seat, holder in self._holders().items() if holder == user)

    def _held(self, user: str) -> frozenset[str]:
        which = {"state": "locked", "holder": user, "_id.show": self.show}
        return frozenset(each["_id"]["seat"] for each in db.seat_locks.find(which))

    def _chosen(
        self, user: str, new: frozenset[str], *, accessible: bool = True, at_last: bool = False
    ) -> Chosen:
        held, holders = self._held(user), self._holders()
        others = frozenset(seat for seat, holder in holders.items() if holder != user)
        return Chosen(
            self.asked_for,
            new=new,
            own=frozenset() if at_last else held - new,
            booked=self._all_of(user) - held,
            taken=others,
            accessible=accessible,
            later=self._later(others | (self._all_of(user) - held), new) if at_last else frozenset(),
        )

    def _later(self, others: frozenset[str], new: frozenset[str]) -> frozenset[str]:
        """Return what was taken after all of these seats that are next but one to it."""
        since = {d["_id"]["seat"]: d["first_locked_at"] for d in db.seat_locks.find({"_id.show": self.show})}
        near = {seat: next_but_one(seat) & new & since.keys() for seat in others}
        return frozenset(
            seat for seat, seats in near.items() if seats and since[seat] > max(since[one] for one in seats)
        )

    def _like(self, before: Chosen, new: frozenset[str]) -> Chosen:
        return Chosen(before.rules, new, before.own, before.booked, before.taken, accessible=True)


def asked(call: Callable[[], Any]) -> Any:
    """Return what the call returns, or its refusal."""
    try:
        return call()
    except Refusal as refusal:
        return refusal


@pytest.mark.timeout(300)  # some hundred calls, each of them a write that lasts
def test_whatever_is_chosen_the_rules_are_kept(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody else is there: who is refused is refused at once.
    monkeypatch.setattr(choices, "ATTEMPTS", 1)
    app = make_app(max_seats_per_user=LIMIT, lock_seconds=3600, max_hold_seconds=36000)

    class Machine(Choosing):
        def __init__(self) -> None:
            super().__init__(app)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            derandomize="CI" in os.environ,
            # To find a shorter way to a fault takes minutes.
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )

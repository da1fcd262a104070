"""Locks on a real MongoDB, without HTTP and without anybody who tidies up."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any, TypeVar

import pytest
from bson import ObjectId
from flask import Flask

from seatapp.bookings import locks, selecting
from seatapp.bookings.refusals import SeatsTaken, SeatsUnavailable, TooManySeats, UnknownSeats
from seatapp.bookings.slots import SlotMemory
from seatapp.extensions import clock, db
from seatapp.shows import store
from seatapp.shows.schemas import ShowSchema
from seatapp.shows.store import ShowNotFound
from tests.support import builders, servers

SHOW = "hall"
T = TypeVar("T")


@pytest.fixture(scope="module")
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """One database for all tests here: making one takes longer than most of them."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.seat_locks.delete_many({})
        db.shows.delete_many({})


@pytest.fixture
def small_limit(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """An app in whose context nobody holds more than three seats of a show."""
    app = make_app(max_seats_per_user=3)
    with app.app_context():
        yield app


def add_show(**rows: int) -> None:
    """Store the show, with the rows that are asked for or A1 to A10."""
    show = {"showId": SHOW, "title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    store.create(ShowSchema().load({**show, "rows": rows or {"A": 10}}))


def lock(
    seat: str,
    holder: str = "ann",
    *,
    until: float = 30,
    since: float = 0,
    slot: int | str = 0,
) -> ObjectId:
    """Lock a seat behind the module's back, `since` and `until` in seconds from now; return its token."""
    token, now = ObjectId(), clock.now()
    db.seat_locks.insert_one(
        {
            "_id": {"show": SHOW, "seat": seat},
            "state": "locked",
            "holder": holder,
            "slot": slot,
            "token": token,
            "first_locked_at": now + timedelta(seconds=since),
            "expires_at": now + timedelta(seconds=until),
        }
    )
    return token


def seat(name: str) -> dict[str, Any]:
    """Return the seat's document; an empty one for a free seat."""
    return db.seat_locks.find_one({"_id": {"show": SHOW, "seat": name}}) or {}


def held_by(holder: str | None) -> list[str]:
    return sorted(document["_id"]["seat"] for document in db.seat_locks.find({"holder": holder}))


def dump() -> list[dict[str, Any]]:
    return sorted(db.seat_locks.find(), key=lambda document: str(document["_id"]))


def at_once(app: Flask, calls: Iterable[Callable[[], T]]) -> list[T | Exception]:
    """Make all calls at the same moment in threads of their own; return results and refusals."""
    wanted = list(calls)
    barrier = Barrier(len(wanted))

    def run(call: Callable[[], T]) -> T | Exception:
        with app.app_context():
            barrier.wait()
            try:
                return call()
            except Exception as refusal:
                return refusal

    with ThreadPoolExecutor(len(wanted)) as pool:
        return list(pool.map(run, wanted))


def forget_slots(app: Flask) -> None:
    """Let the worker know nothing of the slots in use, as after a restart."""
    app.extensions["seatapp.slots"] = SlotMemory()


# Selecting


def test_a_free_seat_is_locked_for_lock_seconds() -> None:
    grant = locks.select(SHOW, ["A2", "A1"], "ann")
    assert (grant.seats, grant.expires_in) == (["A2", "A1"], 30)
    document = seat("A1")
    assert document["holder"] == "ann"
    assert document["state"] == "locked"
    assert document["expires_at"] == grant.expires_at
    assert document["expires_at"] - document["first_locked_at"] == timedelta(seconds=30)


def test_all_seats_of_a_request_end_together_and_fill_a_slot_each() -> None:
    locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    documents = [seat(name) for name in ("A1", "A2", "A3")]
    assert len({document["expires_at"] for document in documents}) == 1
    assert len({document["token"] for document in documents}) == 1
    assert len({document["slot"] for document in documents}) == 3


def test_a_seat_of_somebody_else_refuses_the_whole_request() -> None:
    lock("A5", "bob")
    before = dump()
    with pytest.raises(SeatsUnavailable) as refused:
        locks.select(SHOW, ["A4", "A5", "A6"], "ann")
    assert refused.value.details == {"conflicts": ["A5"]}
    assert dump() == before


def test_a_refusal_names_every_conflict() -> None:
    lock("A2", "bob")
    builders.book(db, SHOW, ["A4", "A6"], "cid")
    with pytest.raises(SeatsUnavailable) as refused:
        locks.select(SHOW, ["A1", "A2", "A3", "A4", "A5", "A6"], "ann")
    assert sorted(refused.value.details["conflicts"]) == ["A2", "A4", "A6"]
    assert held_by("ann") == []


def test_a_refused_request_keeps_what_its_caller_held_and_does_not_renew_it() -> None:
    lock("A1", "ann", until=5)
    lock("A2", "bob")
    before = dump()
    with pytest.raises(SeatsUnavailable):
        locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    assert dump() == before


def test_a_seat_that_the_caller_has_booked_is_a_conflict() -> None:
    builders.book(db, SHOW, ["A1"], "ann")
    with pytest.raises(SeatsUnavailable) as refused:
        locks.select(SHOW, ["A1", "A2"], "ann")
    assert refused.value.details == {"conflicts": ["A1"]}
    assert held_by("ann") == ["A1"]


def test_a_blocked_seat_is_a_conflict() -> None:
    db.seat_locks.insert_one(
        {"_id": {"show": SHOW, "seat": "A1"}, "state": "blocked", "holder": None, "slot": "A1"}
    )
    with pytest.raises(SeatsUnavailable):
        locks.select(SHOW, ["A1"], "ann")
    assert seat("A1")["state"] == "blocked"


def test_the_same_seat_in_another_show_is_another_seat() -> None:
    lock("A1", "bob")
    assert locks.select("ball", ["A1"], "ann").seats == ["A1"]


def test_one_of_many_rivals_gets_the_seats_and_the_others_get_none(app: Flask) -> None:
    rivals = 8
    wanted = ["A1", "A2", "A3"]
    turned = [wanted[i % 3 :] + wanted[: i % 3] for i in range(rivals)]
    for _ in range(5):
        results = at_once(app, [partial(locks.select, SHOW, turned[i], f"rival-{i}") for i in range(rivals)])
        assert sum(isinstance(result, locks.Grant) for result in results) == 1
        assert sum(isinstance(result, SeatsUnavailable) for result in results) == rivals - 1
        assert len({document["holder"] for document in dump()}) == 1
        assert len(dump()) == 3
        db.seat_locks.delete_many({})


# The limit


def test_nobody_holds_more_than_the_limit(small_limit: Flask) -> None:
    locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    with pytest.raises(TooManySeats) as refused:
        locks.select(SHOW, ["A4"], "ann")
    assert refused.value.details == {"limit": 3}
    assert held_by("ann") == ["A1", "A2", "A3"]


def test_a_request_over_the_limit_takes_nothing(small_limit: Flask) -> None:
    with pytest.raises(TooManySeats):
        locks.select(SHOW, ["A1", "A2", "A3", "A4"], "ann")
    assert dump() == []


def test_the_limit_holds_after_a_restart(small_limit: Flask) -> None:
    locks.select(SHOW, ["A1", "A2"], "ann")
    forget_slots(small_limit)
    with pytest.raises(TooManySeats):
        locks.select(SHOW, ["A3", "A4"], "ann")
    assert locks.select(SHOW, ["A3"], "ann").seats == ["A3"]


def test_renewing_all_that_one_may_hold_is_within_the_limit(small_limit: Flask) -> None:
    wanted = ["A1", "A2", "A3"]
    locks.select(SHOW, wanted, "ann")
    assert locks.select(SHOW, wanted, "ann").seats == wanted


def test_bookings_count_against_the_limit(small_limit: Flask) -> None:
    db.seat_locks.insert_one(
        {"_id": {"show": SHOW, "seat": "A9"}, "state": "booked", "holder": "ann", "slot": 0}
    )
    with pytest.raises(TooManySeats):
        locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    assert locks.select(SHOW, ["A1", "A2"], "ann").seats == ["A1", "A2"]


def test_the_limit_is_for_each_show_and_each_person(small_limit: Flask) -> None:
    locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    assert locks.select("ball", ["A1", "A2", "A3"], "ann")
    assert locks.select(SHOW, ["A4", "A5", "A6"], "bob")


def test_released_seats_make_room(small_limit: Flask) -> None:
    locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    locks.release(SHOW, ["A2"], "ann")
    assert locks.select(SHOW, ["A4"], "ann").seats == ["A4"]


def test_expired_locks_of_ones_own_make_room(small_limit: Flask) -> None:
    for slot, name in enumerate(["A1", "A2", "A3"]):
        lock(name, "ann", until=-1, slot=slot)
    assert locks.select(SHOW, ["A4", "A5", "A6"], "ann").seats == ["A4", "A5", "A6"]
    assert held_by("ann") == ["A4", "A5", "A6"]


def test_parallel_requests_of_one_person_never_exceed_the_limit(small_limit: Flask) -> None:
    for _ in range(5):
        forget_slots(small_limit)
        results = at_once(small_limit, [partial(locks.select, SHOW, [f"A{i}"], "ann") for i in range(1, 11)])
        granted = sorted(result.seats[0] for result in results if isinstance(result, locks.Grant))
        assert held_by("ann") == granted
        assert 1 <= len(granted) <= 3
        refusals = [result for result in results if not isinstance(result, locks.Grant)]
        assert all(isinstance(refusal, TooManySeats | SeatsUnavailable) for refusal in refusals)
        db.seat_locks.delete_many({})


# Renewing


def test_renewing_prolongs_a_lock_and_keeps_its_beginning() -> None:
    lock("A1", "ann", until=5, since=-25)
    beginning = seat("A1")["first_locked_at"]
    grant = locks.select(SHOW, ["A1"], "ann")
    assert grant.expires_in == 30
    assert seat("A1")["first_locked_at"] == beginning
    assert seat("A1")["expires_at"] == grant.expires_at


def test_renewing_never_shortens() -> None:
    lock("A1", "ann", until=600)
    before = seat("A1")["expires_at"]
    locks.select(SHOW, ["A1"], "ann")
    assert seat("A1")["expires_at"] == before


def test_a_grant_tells_the_end_of_a_lock_that_lasts_longer_than_usual() -> None:
    lock("A1", "ann", until=600)
    grant = locks.select(SHOW, ["A1"], "ann")
    assert grant.expires_at == seat("A1")["expires_at"]
    assert grant.expires_in > 590


def test_renewing_never_reaches_beyond_the_longest_hold(make_app: Callable[..., Flask]) -> None:
    with make_app(max_hold_seconds=60).app_context():
        lock("A1", "ann", until=5, since=-45)
        end = seat("A1")["first_locked_at"] + timedelta(seconds=60)
        grant = locks.select(SHOW, ["A1"], "ann")
        assert seat("A1")["expires_at"] == grant.expires_at == end
        assert grant.expires_in <= 15


def test_a_grant_of_old_and_new_seats_promises_what_all_of_them_keep(make_app: Callable[..., Flask]) -> None:
    with make_app(max_hold_seconds=60).app_context():
        lock("A1", "ann", until=5, since=-45)
        grant = locks.select(SHOW, ["A1", "A2"], "ann")
        ends = [seat(name)["expires_at"] for name in ("A1", "A2")]
        assert grant.expires_at == min(ends) == ends[0]
        assert ends[1] - ends[0] > timedelta(seconds=10)


def test_a_lock_at_the_end_of_the_longest_hold_can_be_had_anew_once_it_is_over() -> None:
    lock("A1", "ann", until=-0.1, since=-900)
    assert locks.select(SHOW, ["A1"], "ann").expires_in == 30
    assert seat("A1")["expires_at"] - seat("A1")["first_locked_at"] == timedelta(seconds=30)


# Taking over


def test_an_expired_lock_is_taken_over_in_place() -> None:
    token = lock("A1", "bob", until=-0.05)
    assert locks.select(SHOW, ["A1"], "ann").seats == ["A1"]
    assert seat("A1")["holder"] == "ann"
    assert seat("A1")["token"] != token
    assert len(dump()) == 1


def test_a_lock_that_is_nearly_over_is_not_taken_over() -> None:
    lock("A1", "bob", until=0.9)
    before = dump()
    with pytest.raises(SeatsUnavailable):
        locks.select(SHOW, ["A1"], "ann")
    assert dump() == before


def test_expired_free_and_own_seats_are_had_in_one_request() -> None:
    lock("A1", "bob", until=-1)
    lock("A2", "ann", until=3, slot=4)
    assert locks.select(SHOW, ["A3", "A2", "A1"], "ann").seats == ["A3", "A2", "A1"]
    assert held_by("ann") == ["A1", "A2", "A3"]


def test_a_refused_request_leaves_expired_locks_for_others_to_take() -> None:
    lock("A1", "bob", until=-1, slot=0)
    lock("A2", "cid", until=30, slot=0)
    with pytest.raises(SeatsUnavailable) as refused:
        locks.select(SHOW, ["A1", "A2"], "ann")
    assert refused.value.details == {"conflicts": ["A2"]}
    assert held_by("ann") == []
    assert locks.select(SHOW, ["A1"], "dan").seats == ["A1"]


def test_one_of_many_rivals_takes_an_expired_lock_over(app: Flask) -> None:
    for _ in range(5):
        for slot, name in enumerate(["A1", "A2", "A3"]):
            lock(name, "bob", until=-1, slot=slot)
        results = at_once(
            app, [partial(locks.select, SHOW, ["A1", "A2", "A3"], f"rival-{i}") for i in range(8)]
        )
        assert sum(isinstance(result, locks.Grant) for result in results) == 1
        [holder] = {document["holder"] for document in dump()}
        assert holder.startswith("rival-")
        db.seat_locks.delete_many({})


def test_the_former_holder_cannot_release_what_was_taken_over() -> None:
    lock("A1", "bob", until=-1)
    locks.select(SHOW, ["A1"], "ann")
    assert locks.release(SHOW, ["A1"], "bob") == []
    assert held_by("ann") == ["A1"]


# Releasing and expiring


def test_the_holder_releases_and_hears_what_was_released() -> None:
    locks.select(SHOW, ["A1", "A2", "A3"], "ann")
    assert locks.release(SHOW, ["A3", "A1", "A9"], "ann") == ["A3", "A1"]
    assert held_by("ann") == ["A2"]


def test_nobody_but_the_holder_releases() -> None:
    locks.select(SHOW, ["A1"], "ann")
    before = dump()
    assert locks.release(SHOW, ["A1"], "bob") == []
    assert dump() == before


def test_a_booked_seat_is_not_released() -> None:
    builders.book(db, SHOW, ["A1"], "ann")
    assert locks.release(SHOW, ["A1"], "ann") == []
    assert locks.release_all("ann", clock.now()) == 0
    assert seat("A1")["state"] == "booked"


def test_an_expired_lock_is_nobodys_to_release() -> None:
    lock("A1", "ann", until=-1)
    assert locks.release(SHOW, ["A1"], "ann") == []


def test_who_leaves_loses_the_locks_on_all_shows_and_nothing_else() -> None:
    locks.select(SHOW, ["A1", "A2"], "ann")
    locks.select("ball", ["A1"], "ann")
    locks.select(SHOW, ["A3"], "bob")
    builders.book(db, "ball", ["A2"], "ann")
    assert locks.release_all("ann", clock.now()) == 3
    assert held_by("ann") == ["A2"]
    assert held_by("bob") == ["A3"]


def test_what_was_locked_after_somebody_left_stays() -> None:
    left_at = clock.now() - timedelta(seconds=1)
    locks.select(SHOW, ["A1"], "ann")
    assert locks.release_all("ann", left_at) == 0


def test_only_what_is_due_expires() -> None:
    lock("A1", "ann", until=-0.01)
    lock("A2", "bob", until=0.9)
    builders.book(db, SHOW, ["A3"])
    assert locks.expire() == 1
    assert [document["_id"]["seat"] for document in dump()] == ["A2", "A3"]


# Withdrawing


def test_withdrawn_seats_are_nobodys_and_nobody_gets_them() -> None:
    locks.withdraw(SHOW, ["A1", "A2"])
    assert held_by(None) == ["A1", "A2"]
    with pytest.raises(SeatsUnavailable):
        locks.select(SHOW, ["A1"], "ann")


def test_seats_that_somebody_has_are_not_withdrawn_and_none_of_the_others() -> None:
    lock("A2", "bob")
    builders.book(db, SHOW, ["A4"])
    before = dump()
    with pytest.raises(SeatsTaken) as refused:
        locks.withdraw(SHOW, ["A1", "A2", "A3", "A4"])
    assert sorted(refused.value.details["seats"]) == ["A2", "A4"]
    assert dump() == before


def test_expired_locks_do_not_keep_seats_from_being_withdrawn() -> None:
    lock("A1", "bob", until=-1)
    locks.withdraw(SHOW, ["A1", "A2"])
    assert held_by(None) == ["A1", "A2"]


def test_a_whole_hall_is_withdrawn_whatever_the_limit(small_limit: Flask) -> None:
    hall = [f"A{number}" for number in range(1, 501)]
    lock("A250", "bob", until=-1)
    locks.withdraw(SHOW, hall)
    assert len(held_by(None)) == 500


def test_withdrawing_twice_is_harmless() -> None:
    locks.withdraw(SHOW, ["A1"])
    locks.withdraw(SHOW, ["A1", "A2"])
    assert held_by(None) == ["A1", "A2"]


def test_withdrawing_nothing_does_nothing() -> None:
    locks.withdraw(SHOW, [])
    assert dump() == []


# Through the front door


def test_seats_that_the_hall_has_not_are_refused_by_name() -> None:
    add_show()
    for call in (selecting.select, selecting.release):
        with pytest.raises(UnknownSeats) as refused:
            call(SHOW, ["A1", "A11", "Z1"], "ann")
        assert refused.value.details == {"seats": ["A11", "Z1"]}
    assert dump() == []


def test_a_show_that_is_not_there_is_refused() -> None:
    for call in (selecting.select, selecting.release):
        with pytest.raises(ShowNotFound):
            call(SHOW, ["A1"], "ann")
    with pytest.raises(ShowNotFound):
        selecting.view(SHOW, "ann")


def test_everybody_sees_the_hall_from_their_own_seat() -> None:
    add_show()
    selecting.select(SHOW, ["A1"], "ann")
    selecting.select(SHOW, ["A2"], "bob")
    lock("A3", "cid", until=-1)
    builders.book(db, SHOW, ["A4"])
    seen = selecting.view(SHOW, "ann")
    lists = seen["lockedByMe"], seen["lockedByOthers"], seen["bookedSeats"]
    assert lists == (["A1"], ["A2"], ["A4"])


def test_everybody_is_told_until_when_their_own_seats_are_held() -> None:
    add_show()
    grant = selecting.select(SHOW, ["A1", "A3"], "ann")
    selecting.select(SHOW, ["A2"], "bob")
    seen = selecting.view(SHOW, "ann")
    assert seen["heldUntil"] == {"A1": grant.expires_at, "A3": grant.expires_at}
    assert 0 < (grant.expires_at - seen["now"]).total_seconds() <= grant.expires_in

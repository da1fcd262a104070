"""Workers and databases that die, hang or lose an answer at every step of a booking."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import pymongo
import pytest
import requests
from flask import Flask
from pymongo.errors import PyMongoError

from seatapp.seats.availability import taken_seats
from tests.support import builders, checkup, failpoints, pools, sales, servers
from tests.support.checkup import complaints
from tests.support.failpoints import TRANSACTION_SECONDS, Fallible
from tests.support.people import Person
from tests.support.sales import book, booking_of
from tests.support.waiting import eventually, patience
from tests.support.worker import Worker

PAIR = ["A1", "A2"]
# How long a blocked command waits: time enough to be seen and killed; or longer than a worker does.
BLOCK_MS = 1000
HANG_MS = 4000
ANSWER_SECONDS = 3.5  # The contract's three, and a slow machine.
SETTLE_SECONDS = TRANSACTION_SECONDS + 8
WEBHOOKS = {"WEBHOOK_URLS": "http://127.0.0.1:9/hook", "WEBHOOK_SECRET": "whsec_c2VjcmV0"}

MakeGuest = Callable[[Worker], Person]

# Each command of a booking, in order, and the collection it is about.
STEPS = {
    "its key is looked up": ("find", "bookings"),
    "its seats are looked up": ("find", "seat_locks"),
    "the seats are turned": ("update", "seat_locks"),
    "the booking is written": ("insert", "bookings"),
    "the webhook is written": ("insert", "outbox"),
    "the commit is asked for": ("commitTransaction", ""),
    "the commit is done": ("commitTransaction", "hang"),
}
each_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())


@pytest.fixture(scope="module")
def mongod() -> Iterator[Fallible]:
    """A MongoDB with failpoints, for this module alone."""
    with failpoints.mongodb() as server:
        yield server


@pytest.fixture(scope="module")
def _duo(mongod: Fallible, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    with pools.two_workers(mongod, redis_server, **WEBHOOKS) as duo:
        yield duo


@pytest.fixture
def victim(_duo: list[Worker]) -> Iterator[Worker]:
    """The worker to which it happens."""
    worker = _duo[0]
    yield worker if worker.alive else worker.start()
    if worker.alive:
        worker.thaw()


@pytest.fixture
def survivor(_duo: list[Worker]) -> Worker:
    """The worker beside it."""
    return _duo[1]


@pytest.fixture
def judge(_duo: list[Worker]) -> Iterator[Flask]:
    """An app on the workers' database. Whatever was tested, at the end a doctor looks at all of it."""
    with checkup.examined(_duo[0].mongodb_uri) as app:
        yield app


class Buyer:
    """Somebody with two seats locked, who books them by a key and asks again when there is no answer."""

    def __init__(self, person: Person, show: str) -> None:
        self.person = person
        self.worker = person.worker
        self.show = show
        self.key = uuid4().hex
        assert person.select(show, PAIR).ok

    def book(self, worker: Worker | None = None) -> requests.Response:
        return book(self.person, self.show, None, worker, self.key)

    def book_at_last(self, worker: Worker | None = None) -> dict[str, Any]:
        """Ask until there is an answer, and return the booking."""

        def booked() -> dict[str, Any] | None:
            response = self.book(worker)
            return None if response.status_code == 503 else booking_of(response)

        booking = eventually(booked, SETTLE_SECONDS, "no booking in the end")
        assert booking
        again = self.book(worker)
        assert (again.status_code, again.json()["booking"]) == (200, booking)
        return booking


@pytest.fixture
def buyer(victim: Worker, guest: MakeGuest) -> Buyer:
    eventually(lambda: victim.get("/readyz").ok, SETTLE_SECONDS, "not ready")
    return Buyer(guest(victim), builders.add_show(victim, f"hall-{uuid4().hex[:8]}"))


def expire_locks(worker: Worker, show: str, seconds: float = 0) -> None:
    """Spare the test the time that the locks still last."""
    until = {"$add": ["$$NOW", int(seconds * 1000)]}
    worker.database.seat_locks.update_many({"_id.show": show}, [{"$set": {"expires_at": until}}])


def webhooks_of(worker: Worker, booking: dict[str, Any]) -> int:
    return worker.database.outbox.count_documents({"body": {"$regex": booking["id"]}})


@contextmanager
def stuck(
    mongod: Fallible, step: tuple[str, str], buyer: Buyer, block_ms: int = BLOCK_MS
) -> Iterator["Future[requests.Response]"]:
    """Begin a booking that gets stuck at the step, and yield the answer to come. Afterwards it goes on."""
    command, what = step
    namespace: dict[str, Any] = {"namespace": f"{buyer.worker.database.name}.{what}"} if what else {}
    block = mongod.failing(command, blockConnection=True, blockTimeMS=block_ms, **namespace)
    thread = ThreadPoolExecutor(1)
    with mongod.hanging_before_commit() if what == "hang" else block:
        answer = thread.submit(buyer.book)
        thread.shutdown(wait=False)
        mongod.await_blocked(command, buyer.person.user_id)
        yield answer


@contextmanager
def frozen(mongod: Fallible, step: tuple[str, str], buyer: Buyer) -> Iterator["Future[requests.Response]"]:
    """Freeze the worker when a booking is stuck at the step; yield the answer to come, and thaw it then."""
    with stuck(mongod, step, buyer) as late:
        buyer.worker.freeze()
    try:
        yield late
    finally:
        buyer.worker.thaw()


# kill -9.


@each_step
def test_when_the_worker_dies_a_booking_stands_whole_or_not_at_all(
    mongod: Fallible, survivor: Worker, buyer: Buyer, judge: Flask, step: tuple[str, str]
) -> None:
    with stuck(mongod, step, buyer) as answer:
        buyer.worker.kill()
    assert isinstance(answer.exception(), requests.ConnectionError)
    assert complaints(judge) == []
    booking = buyer.book_at_last(survivor)
    assert sales.faults(judge, buyer.show, [booking]) == []
    assert webhooks_of(survivor, booking) == 1


def test_when_the_worker_dies_before_it_can_tell_of_a_booking_the_key_tells(
    mongod: Fallible, survivor: Worker, buyer: Buyer, judge: Flask
) -> None:
    with stuck(mongod, STEPS["the commit is asked for"], buyer) as answer:
        buyer.worker.freeze()
    bookings = survivor.database.bookings
    stored = eventually(lambda: bookings.find_one({"show": buyer.show}))
    buyer.worker.kill()
    assert answer.exception()
    assert stored
    assert buyer.book_at_last(survivor)["id"] == stored["_id"]
    assert sales.faults(judge, buyer.show, [{"id": stored["_id"], "seats": PAIR}]) == []


@each_step
def test_when_mongodb_dies_a_booking_stands_whole_or_not_at_all(
    mongod: Fallible, buyer: Buyer, judge: Flask, step: tuple[str, str]
) -> None:
    with stuck(mongod, step, buyer) as answer:
        mongod.kill()
        assert answer.result().status_code == 503
        mongod.restart()
    eventually(lambda: complaints_after_restart(judge) == [], 10)
    booking = buyer.book_at_last()
    assert sales.faults(judge, buyer.show, [booking]) == []
    assert webhooks_of(buyer.worker, booking) == 1


def test_what_no_majority_has_is_answered_as_booked_to_nobody(
    mongod: Fallible, buyer: Buyer, judge: Flask
) -> None:
    with mongod.cut_off():
        first, again = buyer.book(), buyer.book()
        assert buyer.worker.database.bookings.find_one({"show": buyer.show})
        assert (first.status_code, again.status_code) == (503, 503)
    booking = buyer.book_at_last()
    assert sales.faults(judge, buyer.show, [booking]) == []


def test_what_no_majority_has_is_shown_to_nobody(mongod: Fallible, buyer: Buyer) -> None:
    with mongod.cut_off():
        assert buyer.person.release(buyer.show, PAIR).status_code == 503
        eventually(lambda: not buyer.worker.database.seat_locks.find_one({"_id.show": buyer.show}))
        assert buyer.person.status(buyer.show).json()["lockedByMe"] == PAIR
    eventually(lambda: buyer.person.status(buyer.show).json()["lockedByMe"] == [])


def test_the_feed_begins_with_nothing_that_no_majority_has(
    mongod: Fallible, buyer: Buyer, judge: Flask
) -> None:
    def begin() -> list[str]:
        with judge.app_context(), pymongo.timeout(1):
            return [seat["_id"]["seat"] for seat in taken_seats(["_id"], {"$eq": ["$_id.show", buyer.show]})]

    assert begin() == PAIR
    with mongod.cut_off():
        assert buyer.person.release(buyer.show, PAIR).status_code == 503
        with pytest.raises(PyMongoError):
            begin()
    eventually(lambda: begin() == [])


def complaints_after_restart(app: Flask) -> list[str]:
    try:
        return complaints(app)
    except Exception as error:  # The first snapshot after a start may come too early.
        return [str(error)]


# Answers that are lost.

LOST = {
    "the connection is closed": {"closeConnection": True},
    "the commit is not yet replicated": {"writeConcernError": {"code": 64, "errmsg": "waiting timed out"}},
    "the transaction is gone": {"errorCode": 251, "errorLabels": ["TransientTransactionError"]},
}
# After these the driver looks for another server, and here it takes some seconds to find this one again.
LOST_WITH_THE_SERVER = {
    "the server is shutting down": {"writeConcernError": {"code": 91, "errmsg": "shutting down"}},
    "the server steps down": {"errorCode": 189},
}
ALL_LOST = LOST | LOST_WITH_THE_SERVER


@pytest.mark.parametrize("loss", LOST.values(), ids=LOST.keys())
def test_an_answer_to_a_commit_that_is_lost_once_is_asked_for_again(
    mongod: Fallible, buyer: Buyer, judge: Flask, loss: dict[str, Any]
) -> None:
    with mongod.failing("commitTransaction", times=1, **loss):
        answer = buyer.book()
    assert answer.status_code == 201, answer.text
    assert sales.faults(judge, buyer.show, [buyer.book_at_last()]) == []
    assert buyer.book_at_last() == booking_of(answer)


@pytest.mark.parametrize("loss", ALL_LOST.values(), ids=ALL_LOST.keys())
def test_an_answer_to_a_commit_that_never_comes_is_settled_by_the_key(
    mongod: Fallible, buyer: Buyer, judge: Flask, loss: dict[str, Any]
) -> None:
    begun = time.monotonic()
    with mongod.failing("commitTransaction", **loss):
        answer = buyer.book()
    assert time.monotonic() - begun < patience(ANSWER_SECONDS)
    assert answer.status_code in (201, 503), answer.text
    booking = buyer.book_at_last()
    assert answer.status_code == 503 or booking == booking_of(answer)
    assert sales.faults(judge, buyer.show, [booking]) == []
    assert webhooks_of(buyer.worker, booking) == 1


@pytest.mark.parametrize(
    "step", [step for step in STEPS.values() if step[1] not in ("hang", "")], ids=" of ".join
)
def test_a_command_that_hangs_is_given_up_in_time_and_leaves_no_transaction_open(
    mongod: Fallible, buyer: Buyer, judge: Flask, step: tuple[str, str]
) -> None:
    begun = time.monotonic()
    with stuck(mongod, step, buyer, HANG_MS) as answer:
        assert answer.result().status_code == 503
        assert time.monotonic() - begun < patience(ANSWER_SECONDS)
    eventually(lambda: mongod.open_transactions() == 0, TRANSACTION_SECONDS / 2)
    assert sales.faults(judge, buyer.show, [buyer.book_at_last()]) == []


def test_a_commit_that_hangs_is_given_up_in_time_and_the_key_tells_the_truth(
    mongod: Fallible, buyer: Buyer, judge: Flask
) -> None:
    begun = time.monotonic()
    with stuck(mongod, STEPS["the commit is asked for"], buyer, HANG_MS) as answer:
        assert answer.result().status_code == 503
        assert time.monotonic() - begun < patience(ANSWER_SECONDS)
    assert complaints(judge) == []
    assert sales.faults(judge, buyer.show, [buyer.book_at_last()]) == []


# Workers that freeze and wake up too late.


def test_a_worker_that_wakes_with_a_request_whose_lock_has_expired_does_not_book(
    survivor: Worker, buyer: Buyer, guest: MakeGuest, judge: Flask
) -> None:
    rival = guest(survivor)
    buyer.worker.freeze()
    try:
        with ThreadPoolExecutor(1) as thread:
            late = thread.submit(buyer.book)
            expire_locks(survivor, buyer.show)
            assert rival.select(buyer.show, PAIR).ok
            buyer.worker.thaw()
            assert refused(late.result())
    finally:
        buyer.worker.thaw()
    assert_sold_once(judge, buyer.show, booking_of(book(rival, buyer.show, PAIR)))


def test_a_worker_that_freezes_before_it_turns_the_seats_does_not_book_what_others_took(
    mongod: Fallible, survivor: Worker, buyer: Buyer, guest: MakeGuest, judge: Flask
) -> None:
    rival = guest(survivor)
    with frozen(mongod, STEPS["its seats are looked up"], buyer) as late:
        expire_locks(survivor, buyer.show)
        assert rival.select(buyer.show, PAIR).ok
    assert refused(late.result())
    assert_sold_once(judge, buyer.show, booking_of(book(rival, buyer.show, PAIR)))


def test_a_worker_that_freezes_within_its_transaction_loses_it_and_does_not_sell_twice(
    mongod: Fallible, survivor: Worker, buyer: Buyer, guest: MakeGuest, judge: Flask
) -> None:
    rival = guest(survivor)
    expire_locks(survivor, buyer.show, 1.5)
    with frozen(mongod, STEPS["the booking is written"], buyer) as late:
        eventually(partial(taken_by, rival, buyer.show), SETTLE_SECONDS, "the seats are never free")
    assert refused(late.result())
    assert_sold_once(judge, buyer.show, booking_of(book(rival, buyer.show, PAIR)))


def test_a_worker_that_freezes_while_it_commits_has_sold(
    mongod: Fallible, survivor: Worker, buyer: Buyer, guest: MakeGuest, judge: Flask
) -> None:
    rival = guest(survivor)
    with frozen(mongod, STEPS["the commit is asked for"], buyer) as late:
        # Only now does the commit go on, and there is nobody to hear of it.
        eventually(lambda: survivor.database.bookings.find_one({"show": buyer.show}))
        assert rival.select(buyer.show, PAIR).status_code == 409
    assert_sold_once(judge, buyer.show, booking_of(late.result()))


def assert_sold_once(judge: Flask, show: str, bought: dict[str, Any] | None) -> None:
    """See that the booking was made, and that nothing else was."""
    assert bought
    assert sales.faults(judge, show, [bought]) == []


def refused(response: requests.Response) -> bool:
    return response.status_code == 503 or booking_of(response) is None


def taken_by(rival: Person, show: str) -> bool:
    response = rival.select(show, PAIR)
    assert response.status_code in (200, 409, 503), response.text
    return response.ok

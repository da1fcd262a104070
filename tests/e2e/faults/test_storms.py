"""Hundreds of sockets that come or hang up at once, while seats are selected; `make bench` has thousands."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

import pytest
import requests

from benchmarks.deployment import JWT_SECRET, tokens
from benchmarks.watchers import Watchers
from tests.support import builders, failpoints, servers
from tests.support.failpoints import Fallible
from tests.support.people import Person
from tests.support.racing import at_once
from tests.support.telling import Watcher
from tests.support.waiting import eventually, patience
from tests.support.worker import Worker

HERD = 600
SEATS = 400
HOLDERS = 40
GRACE_SECONDS = 2
BLOCKED_MS = 500
# Far below what it takes to store each arrival by a write of its own, one after the other.
ANSWER_SECONDS = 3
SOON = 30


class Unmended(Worker):
    """A worker that does not put right every ten seconds what was lost on the way."""

    program = (
        "-c",
        "import wsgi; from seatapp.serving import worker; worker.SHOW_SEQ_SECONDS = 3600; wsgi.main()",
    )


@pytest.fixture(scope="module")
def mongodb() -> Iterator[Fallible]:
    with failpoints.mongodb() as server:
        yield server


@pytest.fixture(scope="module")
def worker(mongodb: Fallible, redis_server: servers.Breakable) -> Iterator[Worker]:
    with servers.fresh_database(mongodb.uri) as uri:
        worker = Unmended(
            uri,
            redis_server.uri,
            TRUSTED_USER_HEADER="X-User-Id",
            JWT_SECRET=JWT_SECRET,
            DISCONNECT_GRACE_SECONDS=str(GRACE_SECONDS),
        )
        try:
            yield worker.start()
        finally:
            worker.close()


def come(worker: Worker, people: list[str]) -> list[Watcher]:
    """Open a socket for each, all at once, and do not wait until they are let in."""
    herd = [Watcher(worker, headers=f"X-User-Id: {name}\r\n".encode()) for name in people]
    for watcher in herd:
        watcher.ask_in()
    return herd


def enter(worker: Worker, people: list[str]) -> list[Watcher]:
    herd = come(worker, people)
    for watcher in herd:
        watcher.await_entry()
    return herd


def leave(herd: list[Watcher]) -> None:
    for watcher in herd:
        watcher.socket.close()


def select(worker: Worker, show: str, name: str, seat: str, timeout: float = SOON) -> None:
    body, headers = {"showId": show, "seats": [seat]}, {"X-User-Id": name}
    answer = worker.post("/api/bookings/select-seats", json=body, headers=headers, timeout=timeout)
    assert answer.ok, answer.text


def locked(worker: Worker, show: str) -> set[str]:
    return {lock["holder"] for lock in worker.database.seat_locks.find({"_id.show": show, "state": "locked"})}


@contextmanager
def selecting(worker: Worker, show: str) -> Iterator[list[float]]:
    """Select seat after seat meanwhile, none of which may be refused; collect how long each took."""
    seconds: list[float] = []
    over = threading.Event()

    def select_on() -> None:
        for number in range(1, SEATS + 1):
            begun = time.monotonic()
            select(worker, show, f"buyer-{number}", f"A{number}")
            seconds.append(time.monotonic() - begun)
            if over.wait(0.02):
                return

    with ThreadPoolExecutor(1) as thread:
        selling = thread.submit(select_on)
        try:
            yield seconds
        finally:
            over.set()
        selling.result()


def test_hundreds_of_sockets_come_and_go_at_once_while_seats_are_selected(
    worker: Worker, mongodb: Fallible
) -> None:
    """And that though each of the worker's writes of presence takes half a second."""
    coming, going = (builders.add_show(worker, show, {"A": SEATS, "B": HERD}) for show in ("coming", "going"))
    here = worker.database.connections
    watching: dict[str, Any] = {"holder": {"$regex": "^watcher-"}, "leaves_at": {"$exists": False}}
    holders = {f"watcher-{number}" for number in range(0, HERD, HERD // HOLDERS)}
    slow = mongodb.failing(
        "insert", "update", namespace=here.full_name, blockConnection=True, blockTimeMS=BLOCKED_MS
    )
    herd = Watchers(worker.port, tokens("watcher", HERD), coming, at_once=HERD)
    with slow, herd, closing(Person.guest(worker)) as ann:
        with selecting(worker, coming) as seconds:
            herd.come()
            _, failures = herd.await_in()
        assert failures == 0
        eventually(lambda: here.count_documents(watching) == HERD, SOON)
        assert max(seconds) < patience(ANSWER_SECONDS)
        assert ann.connect().join(going)["reconnectSeconds"] == pytest.approx(HERD * 0.002, abs=0.1)
        for number, holder in enumerate(holders, 1):
            select(worker, going, holder, f"B{number}")
        with selecting(worker, going) as seconds:
            herd.hang_up()
            eventually(lambda: not here.count_documents(watching), SOON)
            eventually(lambda: locked(worker, going).isdisjoint(holders), SOON)
        assert max(seconds) < patience(ANSWER_SECONDS)


def test_after_a_storm_who_left_has_no_seats_and_who_came_back_has_all(worker: Worker) -> None:
    show = builders.add_show(worker, "storm", {"A": HOLDERS})
    people = [f"holder-{number}" for number in range(HOLDERS)]
    before = enter(worker, people)
    for number, name in enumerate(people, 1):
        select(worker, show, name, f"A{number}")
    leave(before)
    # Some of those who left look in again, and are gone before anybody could note it.
    leave(come(worker, people[::2]))
    back = enter(worker, people[1::2])
    eventually(lambda: locked(worker, show) <= set(people[1::2]), SOON)
    time.sleep(GRACE_SECONDS)
    assert locked(worker, show) == set(people[1::2])
    leave(back)
    eventually(lambda: not locked(worker, show), SOON)


def test_a_client_that_hangs_up_within_a_shared_write_harms_nobody(worker: Worker, mongodb: Fallible) -> None:
    show = builders.add_show(worker, "hung-up")
    seats = [f"A{number}" for number in range(1, 11)]
    slow: dict[str, Any] = {"namespace": f"{worker.database.name}.seat_locks", "blockConnection": True}

    def hang_up(seat: str) -> None:
        with pytest.raises(requests.Timeout):
            select(worker, show, f"buyer-{seat}", seat, timeout=0.1)

    with mongodb.failing("insert", blockTimeMS=300, **slow):
        at_once(
            [partial(hang_up, seat) for seat in seats[::2]]
            + [partial(select, worker, show, f"buyer-{seat}", seat) for seat in seats[1::2]]
        )
    assert locked(worker, show) >= {f"buyer-{seat}" for seat in seats[1::2]}
    for seat in seats:
        select(worker, show, f"buyer-{seat}", seat)

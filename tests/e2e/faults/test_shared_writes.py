"""Selections that share writes, when MongoDB is killed under them."""

import string
import threading
from collections.abc import Callable
from functools import partial

from tests.support import builders, servers
from tests.support.people import Person
from tests.support.racing import CLIENTS, at_once
from tests.support.waiting import eventually, patience
from tests.support.worker import Worker

from .timing import timed

MakeGuest = Callable[[Worker], Person]

ROWS = string.ascii_uppercase[:CLIENTS]
BEFORE = 60
# One write that hangs until it is given up, and one more that finds no server.
ANSWER_SECONDS = 3.5


def test_when_mongodb_is_killed_under_writes_each_answer_is_true_afterwards(
    own_mongodb: servers.Breakable, fragile: tuple[Worker, Worker], guest: MakeGuest
) -> None:
    leader, _ = fragile
    show = builders.add_show(leader, "crowded", {**dict.fromkeys(ROWS, 10), "Z": 1})
    people = [guest(fragile[number % 2]) for number in range(CLIENTS)]
    answered = threading.Semaphore(0)
    granted: list[tuple[str, str]] = []

    def kill() -> None:
        for _ in range(BEFORE):
            answered.acquire()
        own_mongodb.kill()

    def select_until_refused(person: Person, row: str) -> None:
        for number in range(1, 11):
            seconds, answer = timed(partial(person.select, show, [f"{row}{number}"]))
            assert seconds < patience(ANSWER_SECONDS)
            if not answer.ok:
                assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
                return
            granted.append((f"{row}{number}", person.user_id))
            answered.release()

    calls: list[Callable[[], None]] = [kill]
    calls += [partial(select_until_refused, person, row) for person, row in zip(people, ROWS, strict=True)]
    try:
        at_once(calls)
    finally:
        own_mongodb.restart()
    eventually(lambda: all(worker.get("/readyz").ok for worker in fragile), 10, "not ready again")
    locks = leader.database.seat_locks.find({"_id.show": show, "state": "locked"})
    assert set(granted) - {(lock["_id"]["seat"], lock["holder"]) for lock in locks} == set()
    assert BEFORE <= len(granted) < 10 * CLIENTS
    assert guest(leader).select(show, ["Z1"]).ok

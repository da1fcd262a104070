"""Nonsense is refused, changes nothing, and leaves no traceback.

That nothing has changed is seen to after each test, and after each module that others go on as before.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support import builders, servers
from tests.support.people import Person, Tab
from tests.support.worker import Worker

from .nonsense import HALL, SECRET


@pytest.fixture(scope="package")
def _pool(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """One worker that knows the shop's tokens, and a hall with some seats taken for good."""
    with servers.fresh_database(mongodb.uri) as uri:
        worker = Worker(uri, redis_server.uri, JWT_SECRET=SECRET).start()
        try:
            builders.add_show(worker, HALL)
            builders.book(worker.database, HALL, ["A1"])
            worker.database.seat_locks.insert_one(
                {
                    "_id": {"show": HALL, "seat": "A2"},
                    "state": "locked",
                    "holder": "ann",
                    "slot": 0,
                    "first_locked_at": datetime.now(UTC),
                    "expires_at": datetime.now(UTC) + timedelta(hours=1),
                }
            )
            yield [worker]
        finally:
            worker.close()


@pytest.fixture
def worker(workers: list[Worker]) -> Worker:
    return workers[0]


@pytest.fixture(scope="package")
def regular(_pool: list[Worker]) -> Iterator[Person]:
    """Somebody who behaves, with a tab that stays open through all of this."""
    person = Person.guest(_pool[0])
    person.connect()
    yield person
    person.close()


@pytest.fixture
def tab(regular: Person) -> Tab:
    return regular.tab


@pytest.fixture(autouse=True)
def _harmless(worker: Worker, regular: Person) -> Iterator[None]:
    """After each test: the seats are as before, who is connected stays so, and the log has no traceback."""
    before, logged = taken_seats(worker), len(worker.log)
    yield
    assert taken_seats(worker) == before
    assert regular.tab.connected, regular.tab.disconnected
    assert "Traceback" not in worker.log[logged:]


@pytest.fixture(scope="module", autouse=True)
def _working(regular: Person) -> Iterator[None]:
    """After each module the worker works."""
    yield
    assert regular.select(HALL, ["A5"]).json()["success"] is True
    assert regular.release(HALL, ["A5"]).json()["released"] is True
    assert regular.join(HALL)["lockedByMe"] == []


def taken_seats(worker: Worker) -> list[dict[str, Any]]:
    return list(worker.database.seat_locks.find().sort("_id"))

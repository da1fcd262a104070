"""SECRET_KEY is rotated while people choose seats: worker after worker, and nobody is logged out.

The worker of each step runs all the time; which of them a call comes to is what changes, as behind a balancer
while workers are restarted one by one.
"""

import random
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise

import pytest
import requests
import socketio

from tests.support import builders, servers
from tests.support.people import Tab
from tests.support.worker import Worker

# SECRET_KEY and its fallbacks: all know the new key already, then they sign with it, then the old one goes.
STEPS = [("old", "new"), ("new", "old"), ("new", "")]
VISITS_A_STEP = 3
BY_COOKIE, BY_BEARER = "cookie", "bearer"


@pytest.fixture(scope="module")
def steps(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """A worker for each of the STEPS, on one database with the show `hall`."""
    with ExitStack() as stack:
        uri = stack.enter_context(servers.fresh_database(mongodb.uri))
        workers = []
        for key, former in STEPS:
            keys = {"SECRET_KEY": key, "SECRET_KEY_FALLBACKS": former}
            worker = Worker(uri, redis_server.uri, DISCONNECT_GRACE_SECONDS="60", **keys).spawn()
            stack.callback(worker.close)
            workers.append(worker)
        for worker in workers:
            worker.await_ready()
        builders.add_show(workers[0], "hall", {"A": 10, "B": 10})
        yield workers


class Guest:
    """Somebody who chooses seats, and keeps the session as browsers or as clients of the API do."""

    def __init__(self, worker: Worker, kept_by: str, seat: str) -> None:
        self._http = requests.Session()
        self._http.trust_env = False
        self._by = kept_by
        self._seat = seat
        session = self._call("POST", worker, "/api/session").json()
        self._token = session["token"]
        if kept_by == BY_BEARER:
            self._http.cookies.clear()
            self._http.headers["Authorization"] = f"Bearer {self._token}"
        self._who = session["userId"]
        self.logged_out: list[str] = []

    def visit(self, worker: Worker) -> None:
        """Take the seat, give it back, open a socket, and note where the server does not know who it is."""
        wish = {"showId": "hall", "seats": [self._seat]}
        answers = [
            self._call("POST", worker, "/api/bookings/select-seats", json=wish),
            self._call("GET", worker, "/api/session"),
            self._call("POST", worker, "/api/bookings/release-seats", json=wish),
        ]
        self.logged_out += [answer.text for answer in answers if not answer.ok]
        if answers[1].json().get("userId") != self._who or not answers[2].json().get("released"):
            self.logged_out.append("became somebody else")
        try:
            Tab(worker, self._who, self._token, "websocket").disconnect()
        except socketio.exceptions.ConnectionError as refused:
            self.logged_out.append(str(refused))

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, worker: Worker, path: str, **options: object) -> requests.Response:
        answer = self._http.request(method, worker.url + path, timeout=15, **options)  # type: ignore[arg-type]
        if self._by == BY_COOKIE:
            self._token = self._http.cookies.get("seatapp_session", default="")
        elif renewed := answer.headers.get("X-Session-Token"):
            self._token = renewed
            self._http.headers["Authorization"] = f"Bearer {renewed}"
        return answer


def rotate(steps: list[Worker]) -> list[str]:
    """Move guests from step to step, with the workers of both in between; return who was logged out."""
    pools = [steps[:1]]
    for before, after in pairwise(steps):
        pools += [[before, after], [after]]
    guests = [
        Guest(steps[0], kept_by, seat)
        for kept_by, seat in ((BY_COOKIE, "A1"), (BY_COOKIE, "A4"), (BY_BEARER, "A7"), (BY_BEARER, "B1"))
    ]

    def browse(guest: Guest) -> None:
        for pool in pools:
            for number in range(VISITS_A_STEP):
                guest.visit(pool[number] if number < len(pool) else random.choice(pool))

    threads = [threading.Thread(target=browse, args=[guest]) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for guest in guests:
        guest.close()
    return [problem for guest in guests for problem in guest.logged_out]


def test_a_key_is_rotated_under_load_and_nobody_is_logged_out(steps: list[Worker]) -> None:
    assert rotate(steps) == []


def test_twin_without_the_former_key_people_are_logged_out(steps: list[Worker]) -> None:
    assert rotate([steps[0], steps[2]])

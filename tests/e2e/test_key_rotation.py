"""Keys are rotated while people choose seats: worker after worker, and nobody is logged out.

SECRET_KEY, the shop's JWT_SECRET and ADMIN_TOKEN at the same time: no call has to do with two of them.

The worker of each step runs all the time; which of them a call comes to is what changes, as behind a balancer
while workers are restarted one by one.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise

import jwt
import pytest
import requests
import socketio

from tests.support import servers
from tests.support.people import Tab
from tests.support.worker import Worker

# Each key and its fallbacks: all know the new key already, then they sign with it, then the old one goes.
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
            keys: dict[str, str] = {}
            for name in ("SECRET_KEY", "JWT_SECRET", "ADMIN_TOKEN"):
                keys |= {name: long(key), f"{name}_FALLBACKS": long(former)}
            worker = Worker(uri, redis_server.uri, DISCONNECT_GRACE_SECONDS="60", **keys).spawn()
            stack.callback(worker.close)
            workers.append(worker)
        for worker in workers:
            worker.await_ready()
        show = {"title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
        rows = {"showId": "hall", "rows": {"A": 10, "B": 10}}
        made = workers[0].post("/api/shows", json=show | rows, headers=bearer(long("old")))
        assert made.ok, made.text
        sale = {"showId": "hall", "seats": ["B10"], "paid": "free"}
        assert workers[0].post("/api/bookings", json=sale, headers=bearer(long("old"))).ok
        yield workers


def long(key: str) -> str:
    """Return a key that is long enough for each purpose."""
    return key and f"{key}-and-thirty-two-bytes-at-the-least"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class Visitor:
    """Somebody who chooses a seat; `logged_out` says where a server did not know who it is."""

    def __init__(self, seat: str) -> None:
        self._http = requests.Session()
        self._http.trust_env = False
        self._seat = seat
        self._who = self._token = ""
        self.logged_out: list[str] = []

    def visit(self, worker: Worker, _key: str) -> None:
        """Take the seat, give it back, open a socket."""
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
        return self._http.request(method, worker.url + path, timeout=15, **options)  # type: ignore[arg-type]


class Guest(Visitor):
    """Keeps the session as browsers or as clients of the API do."""

    def __init__(self, worker: Worker, kept_by: str, seat: str) -> None:
        super().__init__(seat)
        self._by = kept_by
        session = self._call("POST", worker, "/api/session").json()
        self._token, self._who = session["token"], session["userId"]
        if kept_by == BY_BEARER:
            self._http.cookies.clear()
            self._http.headers.update(bearer(self._token))

    def _call(self, method: str, worker: Worker, path: str, **options: object) -> requests.Response:
        answer = super()._call(method, worker, path, **options)
        if self._by == BY_COOKIE:
            self._token = self._http.cookies.get("seatapp_session") or ""
        elif renewed := answer.headers.get("X-Session-Token"):
            self._token = renewed
            self._http.headers.update(bearer(renewed))
        return answer


class User(Visitor):
    """Is logged in by the shop, which signs with the key that it has in each step."""

    def visit(self, worker: Worker, key: str) -> None:
        self._who = "alice"
        claims = {"sub": self._who, "exp": time.time() + 60}
        self._token = jwt.encode(claims, long(key), algorithm="HS256")
        self._http.headers.update(bearer(self._token))
        super().visit(worker, key)


class Organiser(Visitor):
    """Has the admin token, and opens the link to a ticket that another worker has signed."""

    _link = ""

    def visit(self, worker: Worker, key: str) -> None:
        if self._link and not (page := self._call("GET", worker, self._link)).ok:
            self.logged_out.append(page.text)
        booking = worker.database.bookings.find_one({"seats": self._seat}, {"_id": 1})
        assert booking
        path = f"/api/bookings/{booking['_id']}/ticket"
        answer = self._call("GET", worker, path, headers=bearer(long(key)))
        if answer.ok:
            self._link = answer.json()["url"]
        else:
            self.logged_out.append(answer.text)


def rotate(steps: list[Worker]) -> list[str]:
    """Move people from step to step, with the workers of both in between; return who was logged out."""
    pools = [steps[:1]]
    for before, after in pairwise(steps):
        pools += [[before, after], [after]]
    people = [
        Guest(steps[0], BY_COOKIE, "A1"),
        Guest(steps[0], BY_COOKIE, "A4"),
        Guest(steps[0], BY_BEARER, "A7"),
        User("B1"),
        Organiser("B10"),
    ]

    def browse(person: Visitor) -> None:
        for step, pool in enumerate(pools):
            key = "old" if step < 2 else "new"  # what the shop signs with, and the organiser sends
            for number in range(VISITS_A_STEP):
                person.visit(pool[number] if number < len(pool) else random.choice(pool), key)

    threads = [threading.Thread(target=browse, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for person in people:
        person.close()
    return [problem for person in people for problem in person.logged_out]


def test_keys_are_rotated_under_load_and_nobody_is_logged_out(steps: list[Worker]) -> None:
    assert rotate(steps) == []


def test_twin_without_the_former_key_people_are_logged_out(steps: list[Worker]) -> None:
    assert rotate([steps[0], steps[2]])

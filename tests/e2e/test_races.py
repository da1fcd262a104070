"""Many who want the same seats at one moment, on two workers. No test of a guard without its twin: the same
race with the guard out must turn the same judge's face red.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial, partialmethod
from typing import Any, TypeAlias
from uuid import uuid4

import pytest
from bson import ObjectId
from flask import Flask
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database

from seatapp.bookings import locks, takeover
from seatapp.bookings.claims import Claim
from seatapp.bookings.refusals import SeatsUnavailable, TooManySeats
from seatapp.bookings.seats import seat_keys
from seatapp.extensions import db
from tests.support import builders
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .naive import NaiveLocks

CLIENTS = 24
ROUNDS = 12
TRIES = 200  # How many rounds a guard may be out before the judge must have seen it.
LIMIT = 10
LATEST_SECONDS = 20

Locks: TypeAlias = Collection[dict[str, Any]]
Wish: TypeAlias = Callable[[int], list[str]]

SAME = ["A1", "A2", "A3"]
WISHES: dict[str, Wish] = {
    "the same seats": lambda number: SAME,
    "overlapping seats": lambda number: [f"A{number % 8 + place}" for place in (1, 2, 3)],
    "the same pair in opposite order": lambda number: ["A1", "A2"] if number % 2 else ["A2", "A1"],
}
each_wish = pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())


@dataclass(frozen=True)
class Client:
    """One who asks for seats: True is a grant, False a refusal, anything else an exception."""

    name: str
    select: Callable[[list[str]], bool]


@dataclass(frozen=True)
class Bid:
    """What a client asked for and was answered."""

    client: str
    seats: list[str]
    granted: bool
    answered_at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Hall:
    """Where clients race: the show's locks as the database has them, and who wants some."""

    locks: Locks
    show: str
    clients: Sequence[Client]

    def clear(self) -> None:
        self.locks.delete_many({"_id.show": self.show})

    def holders(self) -> dict[str, str]:
        """Tell who has which seat; an expired lock is none."""
        live = {"_id.show": self.show, "$expr": {"$gt": ["$expires_at", "$$NOW"]}}
        return {lock["_id"]["seat"]: lock["holder"] for lock in self.locks.find(live)}

    def lock(self, seats: list[str], seconds: float) -> float:
        """Lock seats for somebody who is long gone, until the returned time."""
        expires_at = datetime.now(UTC) + timedelta(seconds=seconds)
        self.locks.insert_many(
            {
                "_id": {"show": self.show, "seat": seat},
                "state": "locked",
                "holder": f"somebody else {seat}",
                "slot": 0,
                "token": ObjectId(),
                "first_locked_at": expires_at - timedelta(seconds=30),
                "expires_at": expires_at,
            }
            for seat in seats
        )
        return expires_at.timestamp()

    def leave_expired_locks(self) -> None:
        self.lock([f"A{number}" for number in range(1, 11)], -1)


def race(
    hall: Hall, wish: Wish, rounds: int = ROUNDS, prepare: Callable[[Hall], None] = lambda _: None
) -> Iterator[list[str]]:
    """Let all clients ask at once, round after round; yield what is wrong with each round."""
    for _ in range(rounds):
        hall.clear()
        prepare(hall)
        bids = at_once([partial(bid, client, wish(n)) for n, client in enumerate(hall.clients)])
        yield judge(bids, hall.holders())


def faults(rounds: Iterator[list[str]]) -> list[str]:
    return [fault for found in rounds for fault in found]


def bid(client: Client, seats: list[str]) -> Bid:
    return Bid(client.name, seats, client.select(seats))


def at_once(calls: Sequence[Callable[[], Bid]]) -> list[Bid]:
    """Make the calls in a thread each, released together, and return what they return."""
    barrier = threading.Barrier(len(calls))

    def released(call: Callable[[], Bid]) -> Bid:
        barrier.wait(LATEST_SECONDS)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(released, calls))


def persevere(clients: Sequence[Client], seats: list[str]) -> list[Bid]:
    """Let the clients ask again and again until one of them is granted the seats."""
    over = threading.Event()
    deadline = time.monotonic() + LATEST_SECONDS

    def insist(client: Client) -> Bid:
        while not over.is_set() and time.monotonic() < deadline:
            if client.select(seats):
                over.set()
                return Bid(client.name, seats, True)
        return Bid(client.name, seats, False)

    return at_once([partial(insist, client) for client in clients])


def judge(bids: Sequence[Bid], holders: dict[str, str]) -> list[str]:
    """Say what is wrong with a round. `holders` is what the database says of each taken seat."""
    granted: dict[str, set[str]] = defaultdict(set)
    for each in bids:
        for seat in each.seats if each.granted else ():
            granted[seat].add(each.client)
    twice = [f"{seat} was granted to {len(names)}" for seat, names in granted.items() if len(names) > 1]
    lost = [
        f"{seat} was granted and is not held" for seat in granted if holders.get(seat) not in granted[seat]
    ]
    kept = [f"{seat} is held and was not granted" for seat in holders if holders[seat] not in granted[seat]]
    nobody = [] if any(each.granted for each in bids) else ["nobody won"]
    return twice + lost + kept + nobody


# The real thing: two workers, over HTTP.


@pytest.fixture
def theatre(workers: list[Worker], show: str, guest: Callable[[Worker], Person]) -> Hall:
    """A show on two workers, and 24 guests with a connection each."""
    people = [guest(workers[number % 2]) for number in range(CLIENTS)]
    return Hall(workers[0].database.seat_locks, show, [client_of(person, show) for person in people])


def client_of(person: Person, show: str) -> Client:
    def select(seats: list[str]) -> bool:
        response = person.select(show, seats)
        answer = response.json()
        if response.status_code == 409:
            assert answer["code"] == "seats_unavailable"
            assert set(answer["conflicts"]) <= set(seats)
            assert answer["conflicts"]
        elif response.status_code == 422:
            assert answer["code"] == "too_many_seats"
        else:
            assert response.status_code == 200, response.text
        return response.status_code == 200

    return Client(person.user_id, select)


def tabs_of(person: Person, show: str, workers: Sequence[Worker]) -> tuple[list[Person], list[Client]]:
    """Open the person's tabs on all workers, each with a connection of its own."""
    tabs = [Person(workers[n % len(workers)], person.user_id, person.token) for n in range(CLIENTS)]
    return tabs, [client_of(tab, show) for tab in tabs]


@contextmanager
def nobody_tidies(database: Database[dict[str, Any]]) -> Iterator[None]:
    """Take the lead away from the workers, so that no expired lock is cleaned up meanwhile."""
    forever: dict[str, Any] = {"owner": "the test", "epoch": {"$add": ["$epoch", 1]}}
    forever["expires_at"] = {"$add": ["$$NOW", 3_600_000]}
    database.feed.update_one({"_id": "lease"}, [{"$set": forever}])
    try:
        # A worker that leads learns of it at its next beat.
        for _ in range(2):
            seen = {worker["_id"]: worker["beat_at"] for worker in database.workers.find()}
            eventually(partial(_all_have_beaten, database, seen))
        yield
    finally:
        database.feed.update_one({"_id": "lease"}, [{"$set": {"expires_at": "$$NOW"}}])


def _all_have_beaten(database: Database[dict[str, Any]], seen: dict[str, datetime]) -> bool:
    return all(
        worker["beat_at"] > seen.get(worker["_id"], datetime.min.replace(tzinfo=UTC))
        for worker in database.workers.find()
    )


@each_wish
def test_of_all_who_want_free_seats_at_once_each_seat_goes_to_one(theatre: Hall, wish: Wish) -> None:
    assert faults(race(theatre, wish)) == []


@each_wish
def test_of_all_who_want_expired_seats_that_nobody_cleaned_up_each_goes_to_one(
    theatre: Hall, workers: list[Worker], wish: Wish
) -> None:
    with nobody_tidies(workers[0].database):
        assert faults(race(theatre, wish, prepare=Hall.leave_expired_locks)) == []


def test_of_all_who_want_expired_seats_while_the_leader_cleans_up_each_goes_to_one(theatre: Hall) -> None:
    wish = WISHES["overlapping seats"]
    assert faults(race(theatre, wish, prepare=Hall.leave_expired_locks)) == []


def test_whoever_asks_until_a_lock_expires_gets_the_seats_then_and_alone(
    theatre: Hall, workers: list[Worker]
) -> None:
    with nobody_tidies(workers[0].database):
        for _ in range(5):
            theatre.clear()
            due = theatre.lock(SAME, 0.3)
            bids = persevere(theatre.clients, SAME)
            assert judge(bids, theatre.holders()) == []
            assert [each for each in bids if each.granted and each.answered_at < due - 0.001] == []


def test_whoever_asks_while_the_holder_releases_gets_the_seats_alone(
    theatre: Hall, guest: Callable[[Worker], Person], workers: list[Worker]
) -> None:
    for turn in range(5):
        theatre.clear()
        holder = guest(workers[turn % 2])
        assert holder.select(theatre.show, SAME).ok
        with ThreadPoolExecutor(1) as thread:
            released = thread.submit(holder.release, theatre.show, SAME)
            bids = persevere(theatre.clients, SAME)
        assert released.result().json()["seats"] == SAME
        assert judge(bids, theatre.holders()) == []


def test_one_user_in_many_tabs_never_passes_the_limit(
    workers: list[Worker], guest: Callable[[Worker], Person]
) -> None:
    show = builders.add_show(workers[0], f"hall-{uuid4().hex[:8]}", {"A": CLIENTS * 2})
    tabs, clients = tabs_of(guest(workers[0]), show, workers)
    hall = Hall(workers[0].database.seat_locks, show, clients)
    for size in (1, 2):
        for _ in range(5):
            found, most = race_of_tabs(hall, partial(own_seats, size))
            assert found == []
            assert most <= LIMIT
    for tab in tabs:
        tab.close()


def test_one_user_in_many_tabs_gets_all_seats_up_to_the_limit(
    workers: list[Worker], show: str, guest: Callable[[Worker], Person]
) -> None:
    person = guest(workers[0])
    tabs, clients = tabs_of(person, show, workers)
    hall = Hall(workers[0].database.seat_locks, show, clients[:LIMIT])
    for _ in range(ROUNDS):
        hall.clear()
        bids = at_once([partial(bid, client, [f"A{n}"]) for n, client in enumerate(hall.clients, 1)])
        assert [each.seats for each in bids if not each.granted] == []
        assert judge(bids, hall.holders()) == []
    for tab in tabs:
        tab.close()


def test_one_user_in_many_tabs_gets_the_same_seats_in_all_of_them(
    workers: list[Worker], show: str, guest: Callable[[Worker], Person]
) -> None:
    person = guest(workers[0])
    tabs, clients = tabs_of(person, show, workers)
    hall = Hall(workers[0].database.seat_locks, show, clients)
    for _ in range(ROUNDS):
        hall.clear()
        bids = at_once([partial(bid, client, SAME) for client in clients])
        assert [each.seats for each in bids if not each.granted] == []
        assert hall.holders() == dict.fromkeys(SAME, person.user_id)
    for tab in tabs:
        tab.close()


def own_seats(size: int, number: int) -> list[str]:
    """Return seats that no other number gets."""
    return [f"A{number * size + place}" for place in range(1, size + 1)]


def race_of_tabs(hall: Hall, wish: Wish) -> tuple[list[str], int]:
    """Run one round; return what is wrong with it, and the most seats that were ever taken meanwhile."""
    over = threading.Event()
    most = 0

    def watch() -> None:
        nonlocal most
        while not over.is_set():
            most = max(most, hall.locks.count_documents({"_id.show": hall.show}))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        found = faults(race(hall, wish, 1))
    finally:
        over.set()
        watcher.join()
    return found, max(most, len(hall.holders()))


# Twins: a store that reads and then writes, in the same races before the same judge.


@pytest.fixture
def naive_hall(mongodb_uri: str) -> Iterator[Hall]:
    client: MongoClient[dict[str, Any]]
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        store = NaiveLocks(client.get_default_database().seat_locks, "hall", LIMIT)
        people = [Client(f"guest {n}", partial(store.select, f"guest {n}")) for n in range(CLIENTS)]
        yield Hall(client.get_default_database().seat_locks, "hall", people)


@each_wish
def test_twin_reading_before_writing_grants_free_seats_twice(naive_hall: Hall, wish: Wish) -> None:
    assert goes_red(race(naive_hall, wish, TRIES), "was granted to")


@each_wish
def test_twin_reading_before_writing_grants_expired_seats_twice(naive_hall: Hall, wish: Wish) -> None:
    rounds = race(naive_hall, wish, TRIES, prepare=Hall.leave_expired_locks)
    assert goes_red(rounds, "was granted to")


def test_twin_reading_before_writing_grants_seats_twice_when_a_lock_expires(naive_hall: Hall) -> None:
    def rounds() -> Iterator[list[str]]:
        for _ in range(TRIES):
            naive_hall.clear()
            naive_hall.lock(SAME, 0.1)
            yield judge(persevere(naive_hall.clients, SAME), naive_hall.holders())

    assert goes_red(rounds(), "was granted to")


def test_twin_counting_before_writing_passes_the_limit(naive_hall: Hall) -> None:
    first = naive_hall.clients[0]
    tabs = Hall(naive_hall.locks, naive_hall.show, [first] * CLIENTS)
    assert any(race_of_tabs(tabs, partial(own_seats, 1))[1] > LIMIT for _ in range(TRIES))


def goes_red(rounds: Iterator[list[str]], complaint: str) -> bool:
    """Tell whether the judge complains so of some round."""
    return any(complaint in fault for found in rounds for fault in found)


# Twins of single guards: the real code in this process, as it is and with one line taken out.


@pytest.fixture
def real_code(app: Flask) -> Hall:
    def select(name: str, seats: list[str]) -> bool:
        with app.app_context():
            try:
                locks.select("hall", seats, name)
            except (SeatsUnavailable, TooManySeats):
                return False
        return True

    with app.app_context():
        taken: Locks = db.seat_locks
    people = [Client(f"guest {n}", partial(select, f"guest {n}")) for n in range(CLIENTS)]
    return Hall(taken, "hall", people)


def wide(number: int) -> list[str]:
    """All seats, from the left or from the right."""
    seats = [f"A{place}" for place in range(1, LIMIT + 1)]
    return seats if number % 2 else seats[::-1]


def race_for_wide_expired(hall: Hall, rounds: int) -> Iterator[list[str]]:
    return race(hall, wide, rounds, prepare=Hall.leave_expired_locks)


def test_the_code_with_its_guards_in_has_no_fault(real_code: Hall) -> None:
    assert faults(race(real_code, WISHES["overlapping seats"])) == []
    assert faults(race_for_wide_expired(real_code, ROUNDS)) == []
    tabs = Hall(real_code.locks, real_code.show, [real_code.clients[0]] * CLIENTS)
    for _ in range(ROUNDS):
        found, most = race_of_tabs(tabs, partial(own_seats, 1))
        assert found == []
        assert most <= LIMIT


def replace_undo(monkeypatch: pytest.MonkeyPatch, undo: Callable[[Claim, list[str]], None]) -> None:
    """Let refused claims be undone so, wherever they are."""
    for module in (locks, takeover):
        monkeypatch.setattr(module, "undo", undo)


def test_twin_without_undo_the_refused_keep_seats(real_code: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_undo(monkeypatch, lambda claim, seats: None)
    assert goes_red(race(real_code, WISHES["overlapping seats"], TRIES), "is held and was not granted")


def test_twin_without_the_fence_the_refused_undo_what_others_were_granted(
    real_code: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undo(claim: Claim, seats: list[str]) -> None:
        db.seat_locks.delete_many({"_id": seat_keys(claim.show_id, seats)})

    replace_undo(monkeypatch, undo)
    assert goes_red(race_for_wide_expired(real_code, TRIES), "was granted and is not held")


@pytest.fixture
def refused_at_first_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who loses a race does not look again; otherwise that alone would let somebody win in the end."""
    monkeypatch.setattr(locks, "ATTEMPTS", 1)


@pytest.mark.usefixtures("refused_at_first_loss")
def test_the_order_of_the_seats_alone_lets_somebody_win(real_code: Hall) -> None:
    assert faults(race_for_wide_expired(real_code, ROUNDS)) == []


@pytest.mark.usefixtures("refused_at_first_loss")
def test_twin_with_seats_in_the_order_of_the_request_nobody_wins(
    real_code: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "sorted", list, raising=False)
    assert goes_red(race_for_wide_expired(real_code, TRIES), "nobody won")


@pytest.mark.usefixtures("refused_at_first_loss")
def test_twin_without_a_stop_at_the_first_conflict_nobody_wins(
    real_code: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Collection, "bulk_write", partialmethod(Collection.bulk_write, ordered=False))
    monkeypatch.setattr(takeover, "require_duplicate", lambda error: None)
    assert goes_red(race_for_wide_expired(real_code, TRIES), "nobody won")


def test_twin_without_the_index_of_slots_one_user_passes_the_limit(real_code: Hall) -> None:
    real_code.locks.drop_index([("holder", 1), ("_id.show", 1), ("slot", 1)])
    tabs = Hall(real_code.locks, real_code.show, [real_code.clients[0]] * CLIENTS)
    assert any(race_of_tabs(tabs, partial(own_seats, 1))[1] > LIMIT for _ in range(TRIES))

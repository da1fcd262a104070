"""Racing for the end of a lock: who gets the seat then, and how far the end can be put off."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from seatapp.seats.document import LOCKED
from tests.support import checkup, pools, servers
from tests.support.people import Person
from tests.support.racing import at_once, insist, most_meanwhile, tabs_of
from tests.support.sales import book, booking_of, checkout
from tests.support.worker import Worker

from .selling import CLICKS, PAIR, MakeGuest, Told, granted, instant, new_show, sleep_until

HOLD_SECONDS = 3.0


@pytest.fixture(scope="module")
def _brisk(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    times = {"LOCK_SECONDS": "1", "CHECKOUT_SECONDS": "2", "MAX_HOLD_SECONDS": str(HOLD_SECONDS)}
    with pools.two_workers(mongodb, redis_server, **times) as pool:
        yield pool


@pytest.fixture
def brisk(_brisk: list[Worker]) -> Iterator[list[Worker]]:
    """Two workers that give a second to choose, two to pay, and three in all. A doctor looks afterwards."""
    with checkup.examined(_brisk[0].mongodb_uri):
        yield _brisk


def test_at_the_expiry_either_the_holder_books_or_somebody_else_selects(
    brisk: list[Worker], guest: MakeGuest
) -> None:
    duels = 12
    show = new_show(brisk[0], A=duels, B=duels)
    people = [(guest(brisk[n % 2]), guest(brisk[(n + 1) % 2])) for n in range(duels)]

    def duel(number: int, row: str) -> tuple[Told, bool]:
        holder, rival = people[number]
        seat = [f"{row}{number + 1}"]
        chosen = holder.select(show, seat)
        assert granted(chosen)
        due = instant(chosen.json()["expiresAt"])
        over = threading.Event()

        def buy() -> Told:
            # From 55 or 220 ms before to as many after.
            sleep_until(due + (number - 5.5) / (100 if row == "A" else 25))
            told = booking_of(book(holder, show, seat, brisk[number % 2]))
            if told:
                over.set()
            return told

        def take() -> bool:
            sleep_until(due - 0.02)
            got = insist(lambda: granted(rival.select(show, seat)), over)
            assert not got or time.time() >= due - 0.002
            return got

        with ThreadPoolExecutor(1) as thread:
            taking = thread.submit(take)
            return buy(), taking.result()

    for row in "AB":
        results = at_once([partial(duel, number, row) for number in range(duels)])
        assert [pair for pair in results if (pair[0] is None) != pair[1]] == []
    bought = brisk[0].database.bookings.count_documents({"show": show})
    # Both outcomes happen, or nothing was raced for.
    assert 0 < bought < 2 * duels


def test_no_number_of_checkouts_and_selections_buys_more_time_than_there_is(
    brisk: list[Worker], guest: MakeGuest
) -> None:
    taken = brisk[0].database.seat_locks
    for _ in range(2):
        show, person = new_show(brisk[0]), guest(brisk[0])
        assert granted(person.select(show, ["A1"]))
        asked_at = time.time()
        with tabs_of(person, brisk, CLICKS) as tabs:
            presses = [partial(press, tab, show, n, asked_at + 1.5) for n, tab in enumerate(tabs)]
            most, promises = most_meanwhile(partial(longest_hold, taken, show), partial(at_once, presses))
        assert most <= HOLD_SECONDS
        # A1 was locked before `asked_at`, and each checkout is for all seats together.
        assert max(until for each in promises[CLICKS // 2 :] for until in each) <= asked_at + HOLD_SECONDS
        lasts = [lock["expires_at"].timestamp() for lock in taken.find({"_id.show": show})]
        assert max(lasts, default=0) <= asked_at + HOLD_SECONDS + 1.5
        # And past the cap the seat is not for this user.
        sleep_until(asked_at + HOLD_SECONDS + 0.2)
        refused = person.select(show, ["A1"])
        assert (refused.status_code, refused.json().get("coolingDown")) == (409, ["A1"])


def press(tab: Person, show: str, number: int, ends_at: float) -> list[float]:
    """Ask for time again and again, half of all by selecting, and return what was promised."""
    promised = []
    while time.time() < ends_at:
        wanted = ["A1", f"A{number + 2}"] if number % 2 else [f"A{number + 2}"]
        answer = tab.select(show, wanted) if number < CLICKS // 2 else checkout(tab, show)
        if granted(answer):
            promised.append(instant(answer.json()["expiresAt"]))
    return promised


def longest_hold(taken: Any, show: str) -> float:
    """Return for how many seconds a lock of the show is to last at the most, from first lock to expiry."""
    locks = taken.find({"_id.show": show, "state": LOCKED})
    holds = [lock["expires_at"] - lock["first_locked_at"] for lock in locks]
    return max(holds, default=timedelta()).total_seconds()


def test_everybody_who_checks_out_at_once_is_told_the_same_end(
    workers: list[Worker], guest: MakeGuest
) -> None:
    for _ in range(8):
        show, person = new_show(workers[0]), guest(workers[0])
        assert granted(person.select(show, PAIR))
        with tabs_of(person, workers, CLICKS) as tabs:
            answers = at_once([partial(checkout, tab, show) for tab in tabs])
        locks = workers[0].database.seat_locks.find({"_id.show": show})
        ends = sorted(lock["expires_at"].timestamp() for lock in locks)
        # Two requests may share the seats out among them, each by its own moment.
        assert ends[-1] - ends[0] < 1
        assert {instant(answer.json()["expiresAt"]) for answer in answers} == {ends[0]}

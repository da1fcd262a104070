"""Many who book, cancel and pay at one moment, on two workers; and the same with a guard out."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

import pytest
import requests
from flask import Flask
from pymongo.client_session import ClientSession

from seatapp.bookings import doctor, ledger, locks, sold
from seatapp.bookings.booking import Order, as_json
from seatapp.bookings.claims import Claim
from seatapp.bookings.seats import BOOKED, LOCKED, seat_keys
from seatapp.errors import Refusal
from seatapp.extensions import Document, db
from tests.support import builders, sales, servers
from tests.support.people import Person
from tests.support.sales import book, booking_of, cancel, checkout
from tests.support.waiting import eventually
from tests.support.worker import Worker

CLIENTS = 24
CLICKS = 8
LIMIT = 10
TRIES = 200  # How many rounds a guard may be out before the judge must have seen it.
LATEST_SECONDS = 20
HOLD_SECONDS = 3.0
PAIR = ["A1", "A2"]

T = TypeVar("T")
Told = dict[str, Any] | None
MakeGuest = Callable[[Worker], Person]


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Make the calls in a thread each, released together, and return what they return."""
    barrier = threading.Barrier(len(calls))

    def released(call: Callable[[], T]) -> T:
        barrier.wait(LATEST_SECONDS)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(released, calls))


def later(seconds: float, call: Callable[[], T]) -> T:
    time.sleep(max(seconds, 0))
    return call()


def insist(call: Callable[[], T], enough: Callable[[T], bool], over: threading.Event) -> T:
    """Call again and again until the answer is enough, or somebody says that it is over."""
    deadline = time.monotonic() + LATEST_SECONDS
    while not enough(answer := call()) and not over.is_set():
        assert time.monotonic() < deadline, answer
    return answer


def granted(response: requests.Response) -> bool:
    assert response.status_code in (200, 409), response.text
    return response.ok


def instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.fixture
def judge(workers: list[Worker]) -> Iterator[Flask]:
    """An app on the workers' database. Whatever was tested, at the end a doctor looks at all of it."""
    with sales.app_on(workers[0].mongodb_uri) as app:
        yield app
        with app.app_context():
            assert list(doctor.examine()) == []


@pytest.fixture(scope="module")
def _brisk(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    times = {"LOCK_SECONDS": "1", "CHECKOUT_SECONDS": "2", "MAX_HOLD_SECONDS": str(HOLD_SECONDS)}
    with servers.fresh_database(mongodb.uri) as uri:
        pool = [Worker(uri, redis_server.uri, **times).spawn() for _ in range(2)]
        try:
            yield [worker.await_ready() for worker in pool]
        finally:
            for worker in pool:
                worker.close()


@pytest.fixture
def brisk(_brisk: list[Worker]) -> Iterator[list[Worker]]:
    """Two workers that give a second to choose, two to pay, and three in all. A doctor looks afterwards."""
    yield _brisk
    with sales.app_on(_brisk[0].mongodb_uri) as app, app.app_context():
        assert list(doctor.examine()) == []


@pytest.fixture
def crowd(workers: list[Worker], guest: MakeGuest) -> list[Person]:
    return [guest(workers[number % 2]) for number in range(CLIENTS)]


def new_show(worker: Worker, **rows: int) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", rows or None)


def tabs_of(person: Person, workers: Sequence[Worker], count: int) -> list[Person]:
    """Open the person's tabs on all workers, each with a connection of its own."""
    return [Person(workers[n % len(workers)], person.user_id, person.token) for n in range(count)]


# Selling to many.


def test_when_everybody_selects_and_books_at_once_each_seat_is_sold_to_one(
    workers: list[Worker], crowd: list[Person], judge: Flask
) -> None:
    for turn in range(6):
        show = new_show(workers[turn % 2], A=5)

        def rush(number: int, show: str = show, turn: int = turn) -> tuple[bool, Told]:
            person = crowd[number]
            seats = [f"A{number % 4 + place}" for place in (1, 2)]
            chosen = granted(person.select(show, seats))
            # Who was refused tries to book all the same.
            return chosen, booking_of(book(person, show, seats, workers[(number + turn) % 2]))

        answers = at_once([partial(rush, number) for number in range(CLIENTS)])
        assert sales.faults(judge, show, [told for _, told in answers]) == []
        assert all(chosen == (told is not None) for chosen, told in answers)
        assert any(told for _, told in answers)


def test_a_second_booking_a_moment_later_is_refused_on_the_other_worker(
    workers: list[Worker], crowd: list[Person], judge: Flask
) -> None:
    show = new_show(workers[0], A=2 * CLIENTS)

    def sell(number: int, delay: float) -> list[Told]:
        first, second = crowd[number], crowd[number - 1]
        seats = [f"A{2 * number + place}" for place in (1, 2)]
        elsewhere = workers[(number + 1) % 2]
        assert granted(first.select(show, seats))
        again = Person(elsewhere, first.user_id, first.token)
        answers = at_once(
            [
                lambda: book(first, show, seats),
                lambda: later(delay, lambda: book(again, show, seats)),
                lambda: later(delay, lambda: book(second, show, seats, elsewhere)),
            ]
        )
        again.close()
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
        assert answers[2].status_code == 409
        return [booking_of(answer) for answer in answers]

    told = [sell(number, 0.2 * number / (CLIENTS - 1)) for number in range(CLIENTS)]
    assert sales.faults(judge, show, [booking for each in told for booking in each]) == []


@pytest.mark.parametrize("named", [True, False], ids=["seats named", "all that is held"])
def test_a_double_click_with_a_key_is_one_booking_and_the_same_answer_to_all(
    workers: list[Worker], guest: MakeGuest, judge: Flask, named: bool
) -> None:
    for turn in range(6):
        show, person = new_show(workers[0]), guest(workers[turn % 2])
        tabs = tabs_of(person, workers, CLICKS)
        assert granted(person.select(show, PAIR))
        key = uuid4().hex
        answers = at_once([partial(book, tab, show, PAIR if named else None, key=key) for tab in tabs])
        codes = sorted(answer.status_code for answer in answers)
        told = [booking_of(answer) for answer in answers]
        assert codes == [200] * (CLICKS - 1) + [201]
        assert len({booking["id"] for booking in told if booking}) == 1
        assert all(booking == told[0] for booking in told)
        assert sales.faults(judge, show, told) == []
        for tab in tabs:
            tab.close()


@pytest.mark.parametrize("named", [True, False], ids=["seats named", "all that is held"])
def test_of_a_double_click_without_a_key_one_books(
    workers: list[Worker], guest: MakeGuest, judge: Flask, named: bool
) -> None:
    for turn in range(6):
        show, person = new_show(workers[0]), guest(workers[turn % 2])
        tabs = tabs_of(person, workers, CLICKS)
        assert granted(person.select(show, PAIR))
        answers = at_once([partial(book, tab, show, PAIR if named else None) for tab in tabs])
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CLICKS - 1)
        assert sales.faults(judge, show, [booking_of(answer) for answer in answers]) == []
        for tab in tabs:
            tab.close()


def test_one_key_for_different_requests_at_once_makes_one_booking(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    for _ in range(6):
        show, person = new_show(workers[0]), guest(workers[0])
        tabs = tabs_of(person, workers, 4)
        seats = [f"A{number}" for number in range(1, 5)]
        assert granted(person.select(show, seats))
        key = uuid4().hex
        answers = at_once(
            [partial(book, tab, show, [seat], key=key) for tab, seat in zip(tabs, seats, strict=True)]
        )
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
        assert sales.faults(judge, show, [booking_of(answer) for answer in answers]) == []
        for tab in tabs:
            tab.close()


# Booking against what ends a lock.


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
            later(due - time.time() + (number - 5.5) / (100 if row == "A" else 25), lambda: None)
            told = booking_of(book(holder, show, seat, brisk[number % 2]))
            if told:
                over.set()
            return told

        def take() -> bool:
            later(due - time.time() - 0.02, lambda: None)
            got = insist(lambda: granted(rival.select(show, seat)), bool, over)
            assert not got or time.time() >= due - 0.002
            return got

        with ThreadPoolExecutor(1) as thread:
            taking = thread.submit(take)
            return buy(), taking.result()

    with sales.app_on(brisk[0].mongodb_uri) as app:
        for row in "AB":
            results = at_once([partial(duel, number, row) for number in range(duels)])
            assert [pair for pair in results if (pair[0] is None) != pair[1]] == []
        bought = app.extensions["seatapp.database"].bookings.count_documents({"show": show})
        # Both outcomes happen, or nothing was raced for.
        assert 0 < bought < 2 * duels


def test_booking_and_releasing_at_once_one_of_them_happens(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    for turn in range(12):
        show, person = new_show(workers[0]), guest(workers[0])
        (tab,) = tabs_of(person, workers[1:], 1)
        assert granted(person.select(show, PAIR))
        first, second = (person, tab) if turn % 2 else (tab, person)
        bought, released = at_once(
            [
                partial(later, 0.001 * (turn // 4), partial(book, first, show, PAIR)),
                partial(second.release, show, PAIR),
            ]
        )
        told = booking_of(bought)
        assert released.json()["seats"] == ([] if told else PAIR)
        assert sales.faults(judge, show, [told]) == []
        status = person.status(show).json()
        assert (status["bookedSeats"], status["lockedByMe"]) == (PAIR if told else [], [])
        tab.close()


def test_booking_and_hanging_up_at_once_a_booking_that_was_told_stays(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    shows: dict[str, Told] = {}
    for turn in range(10):
        show, person = new_show(workers[0]), guest(workers[turn % 2])
        person.connect()
        assert granted(person.select(show, PAIR))
        buying = partial(book, person, show, PAIR, workers[1 - turn % 2])
        with ThreadPoolExecutor(1) as thread:
            bought = thread.submit(later, 0.03 * turn, buying)
            person.disconnect()
        shows[show] = booking_of(bought.result())
    somebody = guest(workers[0])

    def settled() -> bool:
        maps = {show: somebody.status(show).json() for show in shows}
        return all(
            (status["bookedSeats"], status["lockedByOthers"]) == (PAIR if shows[show] else [], [])
            for show, status in maps.items()
        )

    eventually(settled)
    for show, told in shows.items():
        assert sales.faults(judge, show, [told]) == []


# Cancelling.


def test_of_those_who_wait_for_a_cancelled_booking_one_gets_the_seats(
    workers: list[Worker], crowd: list[Person], judge: Flask
) -> None:
    for turn in range(6):
        show, owner = new_show(workers[0]), crowd[turn]
        assert granted(owner.select(show, PAIR))
        old = booking_of(book(owner, show, PAIR))
        assert old
        over = threading.Event()

        def wait(person: Person, show: str = show, over: threading.Event = over) -> Told:
            def buy() -> Told:
                return booking_of(book(person, show, PAIR)) if granted(person.select(show, PAIR)) else None

            if told := insist(buy, bool, over):
                over.set()
            return told

        def give_back(tab: Person, booking_id: str = old["id"]) -> Told:
            response = cancel(tab, booking_id)
            assert response.status_code == 200, response.text
            assert response.json()["booking"]["status"] == "cancelled"
            return None

        tabs = tabs_of(owner, workers, 4)
        told = at_once(
            [*(partial(give_back, tab) for tab in tabs), *(partial(wait, person) for person in crowd[8:14])]
        )
        # Late repetitions must not hurt the new owner.
        for tab in tabs:
            give_back(tab)
            tab.close()
        assert len([booking for booking in told if booking]) == 1
        assert sales.faults(judge, show, told) == []


def test_cancelling_what_is_being_booked_frees_it_whole(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    """The owner repeats the booking by its key while cancelling it: nothing comes back from the dead."""
    for _ in range(8):
        show, person = new_show(workers[0]), guest(workers[0])
        tabs = tabs_of(person, workers, 6)
        assert granted(person.select(show, PAIR))
        told = booking_of(book(person, show, PAIR, key="once"))
        assert told
        calls = [partial(cancel, tab, told["id"]) for tab in tabs[:3]]
        repeats = [partial(book, tab, show, PAIR, key="once") for tab in tabs[3:]]
        answers = at_once([*calls, *repeats])
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.json()["booking"]["id"] for answer in answers} == {told["id"]}
        assert sales.faults(judge, show, []) == []
        assert person.status(show).json()["bookedSeats"] == []
        for tab in tabs:
            tab.close()


# Limits.


def test_one_user_in_many_tabs_never_holds_and_owns_more_than_the_limit(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    for turn in range(4):
        show, person = new_show(workers[0], A=CLIENTS, B=CLIENTS), guest(workers[0])
        tabs = tabs_of(person, workers, CLIENTS)
        if turn % 2:
            first = [f"B{number}" for number in range(1, 7)]
            assert granted(person.select(show, first))
            kept = [booking_of(book(person, show, first))]
        else:
            kept = []
        over = threading.Event()

        def buy(tab: Person, number: int, show: str = show) -> Told:
            if tab.select(show, [f"A{number}"]).status_code not in (200, 409, 422):
                raise AssertionError("neither yes nor no")
            return booking_of(book(tab, show, [f"A{number}"]))

        with ThreadPoolExecutor(1) as thread:
            watching = thread.submit(most_taken, workers[0].database.seat_locks, show, over)
            try:
                told = at_once([partial(buy, tab, number) for number, tab in enumerate(tabs, 1)])
            finally:
                over.set()
        assert watching.result() <= LIMIT
        assert sales.faults(judge, show, [*kept, *told]) == []
        for tab in tabs:
            tab.close()


def most_taken(taken: Any, show: str, over: threading.Event) -> int:
    """Watch how many of the show's seats are ever taken at a time."""
    most = 0
    while not over.is_set():
        most = max(most, taken.count_documents({"_id.show": show, "state": {"$in": [LOCKED, BOOKED]}}))
    return most


def test_no_number_of_checkouts_and_selections_buys_more_time_than_there_is(
    brisk: list[Worker], guest: MakeGuest
) -> None:
    taken = brisk[0].database.seat_locks
    for _ in range(2):
        show, person = new_show(brisk[0]), guest(brisk[0])
        tabs = tabs_of(person, brisk, CLICKS)
        assert granted(person.select(show, ["A1"]))
        ends_at = time.time() + 1.5
        asked_at = time.time()

        with ThreadPoolExecutor(1) as thread:
            watching = thread.submit(longest_hold, taken, show, ends_at + 0.2)
            promises = at_once([partial(press, tab, show, n, ends_at) for n, tab in enumerate(tabs)])
            assert watching.result() <= HOLD_SECONDS
        # A1 was locked before `asked_at`, and each checkout is for all seats together.
        assert max(until for each in promises[CLICKS // 2 :] for until in each) <= asked_at + HOLD_SECONDS
        lasts = [lock["expires_at"].timestamp() for lock in taken.find({"_id.show": show})]
        assert max(lasts, default=0) <= asked_at + HOLD_SECONDS + 1.5
        # And past the cap the seat is not for this user.
        later(asked_at + HOLD_SECONDS + 0.2 - time.time(), lambda: None)
        refused = person.select(show, ["A1"])
        assert (refused.status_code, refused.json().get("coolingDown")) == (409, ["A1"])
        for tab in tabs:
            tab.close()


def press(tab: Person, show: str, number: int, ends_at: float) -> list[float]:
    """Ask for time again and again, half of all by selecting, and return what was promised."""
    promised = []
    while time.time() < ends_at:
        wanted = ["A1", f"A{number + 2}"] if number % 2 else [f"A{number + 2}"]
        answer = tab.select(show, wanted) if number < CLICKS // 2 else checkout(tab, show)
        if granted(answer):
            promised.append(instant(answer.json()["expiresAt"]))
    return promised


def longest_hold(taken: Any, show: str, ends_at: float) -> float:
    """Watch for how long the show's locks are ever to last, from the first lock to the expiry."""
    longest = timedelta()
    while time.time() < ends_at:
        for lock in taken.find({"_id.show": show, "state": LOCKED}):
            longest = max(longest, lock["expires_at"] - lock["first_locked_at"])
    return longest.total_seconds()


def test_everybody_who_checks_out_at_once_is_told_the_same_end(
    workers: list[Worker], guest: MakeGuest
) -> None:
    for _ in range(8):
        show, person = new_show(workers[0]), guest(workers[0])
        tabs = tabs_of(person, workers, CLICKS)
        assert granted(person.select(show, PAIR))
        answers = at_once([partial(checkout, tab, show) for tab in tabs])
        locks = workers[0].database.seat_locks.find({"_id.show": show})
        ends = sorted(lock["expires_at"].timestamp() for lock in locks)
        # Two requests may share the seats out among them, each by its own moment.
        assert ends[-1] - ends[0] < 1
        assert {instant(answer.json()["expiresAt"]) for answer in answers} == {ends[0]}
        for tab in tabs:
            tab.close()


# Twins: the real code in this process, as it is and with a guard taken out, before the same judge.


class Shop:
    """Selling in this process, in as many threads as one likes."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.show = ""

    def open(self) -> "Shop":
        """Begin anew: an empty show."""
        self.show = builders.add_show(self.app.test_client(), f"hall-{uuid4().hex[:8]}")
        return self

    def select(self, holder: str, seats: list[str] = PAIR) -> bool:
        with self.app.app_context():
            try:
                locks.select(self.show, seats, holder)
            except Refusal:
                return False
        return True

    def book(self, holder: str, seats: list[str] | None = None, key: str | None = None) -> Told:
        with self.app.app_context():
            try:
                return as_json(ledger.book(Order(self.show, seats or PAIR, holder, key))[0])
            except Refusal:
                return None

    def faults(self, told: Sequence[Told]) -> list[str]:
        return sales.faults(self.app, self.show, told)


@pytest.fixture
def shop(app: Flask) -> Shop:
    return Shop(app)


def turn_without(*guards: str) -> Callable[[ClientSession | None, Claim, Document], int]:
    """Return `sold._turn` without some of its conditions."""

    def turn(session: ClientSession | None, claim: Claim, condition: Document) -> int:
        own = {"_id": seat_keys(claim.show_id, claim.seats), "holder": claim.holder, "state": LOCKED}
        left = {name: value for name, value in {**own, **condition}.items() if name not in guards}
        booked = {"state": BOOKED, "booking_id": claim.writes["booking_id"]}
        lock_only = ["expires_at", "prolonged", "checkout"]
        changes: list[Document] = [{"$set": booked}, {"$unset": lock_only}]
        return db.seat_locks.update_many(left, changes, session=session).matched_count

    return turn


def everybody_books(shop: Shop) -> list[str]:
    """One has the seats and all book them; say what is wrong then, and whose seats were stolen."""
    shop.open()
    assert shop.select("ann")
    told = at_once([partial(shop.book, name) for name in ("ann", *(f"guest {n}" for n in range(7)))])
    return [*shop.faults(told), *([] if told[0] else ["ann lost what she held"])]


def the_late_book(shop: Shop) -> list[str]:
    """The lock has run out and nobody has tidied up: its former holder comes too late."""
    shop.open()
    assert shop.select("ann")
    with shop.app.app_context():
        db.seat_locks.update_many({}, [{"$set": {"expires_at": "$$NOW"}}])
    told = shop.book("ann")
    return [*shop.faults([told]), *(["ann booked too late"] if told else [])]


def one_key_for_all(shop: Shop) -> list[str]:
    """Requests for different seats under one key at once: there may be one booking by it."""
    shop.open()
    seats = [f"A{number}" for number in range(1, 5)]
    assert shop.select("ann", seats)
    told = at_once([partial(shop.book, "ann", [seat], shop.show) for seat in seats])
    count = len({booking["id"] for booking in told if booking})
    return [*shop.faults(told), *([] if count == 1 else [f"{count} bookings by one key"])]


def all_tabs_buy(shop: Shop) -> list[str]:
    """One user buys in many tabs at once; say so when that was more than one user may have."""
    shop.open()
    with shop.app.app_context():
        shop.app.extensions["seatapp.slots"].remember(shop.show, "ann", frozenset())

    def buy(seat: str) -> Told:
        return shop.book("ann", [seat]) if shop.select("ann", [seat]) else None

    told = at_once([partial(buy, f"A{number}") for number in range(1, 11)])
    owned = len([booking for booking in told if booking])
    return [*shop.faults(told), *([f"ann owns {owned}"] if owned > 4 else [])]


RACES = [everybody_books, the_late_book, one_key_for_all]


@pytest.mark.parametrize("race", RACES)
def test_the_code_with_its_guards_in_has_no_fault(shop: Shop, race: Callable[[Shop], list[str]]) -> None:
    assert [fault for _ in range(6) for fault in race(shop)] == []


def goes_red(race: Callable[[Shop], list[str]], shop: Shop, complaint: str) -> bool:
    """Tell whether the judge complains so of some round."""
    return any(complaint in fault for _ in range(TRIES) for fault in race(shop))


def test_twin_without_the_holder_others_book_what_one_holds(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sold, "_turn", turn_without("holder"))
    assert goes_red(everybody_books, shop, "ann lost what she held")


def test_twin_without_the_clock_a_former_holder_books(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sold, "_turn", turn_without("$expr"))
    assert goes_red(the_late_book, shop, "ann booked too late")


@pytest.mark.parametrize("left", ["seat guard", "index"])
def test_each_of_the_two_guards_against_selling_twice_suffices(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    if left == "index":
        monkeypatch.setattr(sold, "_turn", turn_without("holder", "state", "$expr"))
    else:
        drop_index_of_seats(shop)
    assert [fault for _ in range(6) for fault in everybody_books(shop) if "ann lost" not in fault] == []


def test_twin_without_both_guards_a_seat_is_sold_twice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sold, "_turn", turn_without("holder", "state", "$expr"))
    drop_index_of_seats(shop)
    assert goes_red(everybody_books, shop, "confirmed bookings")


def drop_index_of_seats(shop: Shop) -> None:
    with shop.app.app_context():
        db.bookings.drop_index([("show", 1), ("seats", 1)])


def test_twin_without_the_index_of_keys_one_key_makes_several_bookings(shop: Shop) -> None:
    with shop.app.app_context():
        db.bookings.drop_index([("holder", 1), ("idempotency_key", 1)])
    assert goes_red(one_key_for_all, shop, "bookings by one key")


def test_with_and_twin_without_the_index_of_slots_buying_in_many_tabs(
    make_app: Callable[..., Flask],
) -> None:
    shop = Shop(make_app(max_seats_per_user=4))
    assert [fault for _ in range(6) for fault in all_tabs_buy(shop)] == []
    with shop.app.app_context():
        db.seat_locks.drop_index([("holder", 1), ("_id.show", 1), ("slot", 1)])
    assert goes_red(all_tabs_buy, shop, "ann owns")


class Crash(Exception):
    """The worker ends here."""


def crash_while_booking(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the worker end between the seats and the booking, and say what a doctor finds."""
    shop.open()
    assert shop.select("ann")

    def crash(*_: Any, **__: Any) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr("pymongo.collection.Collection.insert_one", crash)
        with pytest.raises(Crash):
            shop.book("ann")
    return shop.faults([])


def test_a_crash_between_seats_and_booking_leaves_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert crash_while_booking(shop, monkeypatch) == []
    assert shop.book("ann")


def test_twin_without_the_transaction_a_crash_leaves_seats_without_a_booking(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_transact", lambda work: work(None))
    found = crash_while_booking(shop, monkeypatch)
    assert [fault for fault in found if "there is no confirmed booking" in fault]


def test_twin_that_looks_and_then_cancels_frees_what_others_bought(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def naive_cancel(booking_id: str) -> None:
        with shop.app.app_context():
            booking = ledger.find(booking_id, None)
            if booking["status"] == "confirmed":
                db.bookings.update_one({"_id": booking_id}, {"$set": {"status": "cancelled"}})
                db.seat_locks.delete_many({"_id": seat_keys(shop.show, booking["seats"])})

    def real_cancel(booking_id: str) -> None:
        with shop.app.app_context():
            ledger.cancel(booking_id, None)

    def race(cancelling: Callable[[str], None], shop: Shop) -> list[str]:
        shop.open()
        assert shop.select("ann")
        old = shop.book("ann")
        assert old

        def rebuy() -> Told:
            over = threading.Event()
            return insist(lambda: (shop.select("bob") and shop.book("bob")) or None, bool, over)

        def cancel_it() -> Told:
            cancelling(old["id"])
            return None

        try:
            return shop.faults(at_once([cancel_it, cancel_it, cancel_it, rebuy]))
        except AssertionError:
            return ["bob lost what he held"]

    assert [fault for _ in range(6) for fault in race(real_cancel, shop)] == []
    assert goes_red(partial(race, naive_cancel), shop, "")

"""Many who book, release and cancel at one moment, on two workers."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
import requests
from flask import Flask

from seatapp.seats.document import BOOKED, LOCKED
from tests.support import sales
from tests.support.people import Person
from tests.support.racing import CLIENTS, at_once, insist, most_meanwhile, tabs_of
from tests.support.sales import book, booking_of, cancel
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .hall import LIMIT
from .selling import CLICKS, PAIR, MakeGuest, Told, granted, new_show


def later(seconds: float, call: Callable[[], requests.Response]) -> requests.Response:
    time.sleep(seconds)
    return call()


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
        with tabs_of(first, [elsewhere], 1) as [again]:
            answers = at_once(
                [
                    lambda: book(first, show, seats),
                    lambda: later(delay, lambda: book(again, show, seats)),
                    lambda: later(delay, lambda: book(second, show, seats, elsewhere)),
                ]
            )
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
        show = new_show(workers[0])
        answers = double_click(guest(workers[turn % 2]), show, workers, named, key=uuid4().hex)
        told = [booking_of(answer) for answer in answers]
        assert sorted(answer.status_code for answer in answers) == [200] * (CLICKS - 1) + [201]
        assert len({booking["id"] for booking in told if booking}) == 1
        assert all(booking == told[0] for booking in told)
        assert sales.faults(judge, show, told) == []


@pytest.mark.parametrize("named", [True, False], ids=["seats named", "all that is held"])
def test_of_a_double_click_without_a_key_one_books(
    workers: list[Worker], guest: MakeGuest, judge: Flask, named: bool
) -> None:
    for turn in range(6):
        show = new_show(workers[0])
        answers = double_click(guest(workers[turn % 2]), show, workers, named)
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CLICKS - 1)
        assert sales.faults(judge, show, [booking_of(answer) for answer in answers]) == []


def double_click(
    person: Person, show: str, workers: list[Worker], named: bool, key: str | None = None
) -> list[requests.Response]:
    """Let the person select a pair of seats and book it from many tabs at once."""
    assert granted(person.select(show, PAIR))
    with tabs_of(person, workers, CLICKS) as tabs:
        return at_once([partial(book, tab, show, PAIR if named else None, key=key) for tab in tabs])


def test_one_key_for_different_requests_at_once_makes_one_booking(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    seats = [f"A{number}" for number in range(1, 5)]
    for _ in range(6):
        show, person = new_show(workers[0]), guest(workers[0])
        assert granted(person.select(show, seats))
        key = uuid4().hex
        with tabs_of(person, workers, len(seats)) as tabs:
            answers = at_once(
                [partial(book, tab, show, [seat], key=key) for tab, seat in zip(tabs, seats, strict=True)]
            )
        assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
        assert sales.faults(judge, show, [booking_of(answer) for answer in answers]) == []


# Booking against what gives a lock back.


def test_booking_and_releasing_at_once_one_of_them_happens(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    for turn in range(12):
        show, person = new_show(workers[0]), guest(workers[0])
        assert granted(person.select(show, PAIR))
        with tabs_of(person, workers, 2) as tabs:
            first, second = tabs if turn % 2 else tabs[::-1]
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
        assert (sorted(status["bookedSeats"]), status["lockedByMe"]) == (PAIR if told else [], [])


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

        def buy(person: Person, show: str = show) -> Told:
            return booking_of(book(person, show, PAIR)) if granted(person.select(show, PAIR)) else None

        def give_back(tab: Person, booking_id: str = old["id"]) -> Told:
            response = cancel(tab, booking_id)
            assert response.status_code == 200, response.text
            assert response.json()["booking"]["status"] == "cancelled"
            return None

        with tabs_of(owner, workers, 4) as tabs:
            giving = [partial(give_back, tab) for tab in tabs]
            waiting = [partial(insist, partial(buy, person), over) for person in crowd[8:14]]
            told = at_once([*giving, *waiting])
            # Late repetitions must not hurt the new owner.
            for give_again in giving:
                give_again()
        assert len([booking for booking in told if booking]) == 1
        assert sales.faults(judge, show, told) == []


def test_cancelling_what_is_being_booked_frees_it_whole(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    """The owner repeats the booking by its key while cancelling it: nothing comes back from the dead."""
    for _ in range(8):
        show, person = new_show(workers[0]), guest(workers[0])
        assert granted(person.select(show, PAIR))
        told = booking_of(book(person, show, PAIR, key="once"))
        assert told
        with tabs_of(person, workers, 6) as tabs:
            calls = [partial(cancel, tab, told["id"]) for tab in tabs[:3]]
            repeats = [partial(book, tab, show, PAIR, key="once") for tab in tabs[3:]]
            answers = at_once([*calls, *repeats])
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.json()["booking"]["id"] for answer in answers} == {told["id"]}
        assert sales.faults(judge, show, []) == []
        assert person.status(show).json()["bookedSeats"] == []


# Limits.


def test_one_user_in_many_tabs_never_holds_and_owns_more_than_the_limit(
    workers: list[Worker], guest: MakeGuest, judge: Flask
) -> None:
    taken = workers[0].database.seat_locks
    for turn in range(4):
        show, person = new_show(workers[0], A=CLIENTS, B=CLIENTS), guest(workers[0])
        kept = []
        if turn % 2:
            first = [f"B{number}" for number in range(1, 7)]
            assert granted(person.select(show, first))
            kept.append(booking_of(book(person, show, first)))
        held = {"_id.show": show, "state": {"$in": [LOCKED, BOOKED]}}

        def buy(tab: Person, number: int, show: str = show) -> Told:
            assert tab.select(show, [f"A{number}"]).status_code in (200, 409, 422)
            return booking_of(book(tab, show, [f"A{number}"]))

        with tabs_of(person, workers, CLIENTS) as tabs:
            buying = [partial(buy, tab, number) for number, tab in enumerate(tabs, 1)]
            most, told = most_meanwhile(partial(taken.count_documents, held), partial(at_once, buying))
        assert most <= LIMIT
        assert sales.faults(judge, show, [*kept, *told]) == []

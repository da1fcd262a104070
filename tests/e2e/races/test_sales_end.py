"""Sales that end or are closed while a crowd clicks, on two workers."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from flask import Flask

from seatapp.shows.cache import TRUSTED_SECONDS
from tests.support import sales
from tests.support.builders import ADMIN
from tests.support.people import Person
from tests.support.racing import CLIENTS, at_once
from tests.support.sales import book, booking_of
from tests.support.worker import Worker

from .selling import granted, new_show, sleep_until

# The machine's clock is the database's too, but a worker's reading of it may be some milliseconds off.
CLOCK_SECONDS = 0.05
GO_ON_SECONDS = TRUSTED_SECONDS + 1


@dataclass(frozen=True)
class Click:
    """What one asked for at a time, and whether that was granted."""

    worker: Worker
    asked_at: float
    granted: bool


def test_nobody_books_after_the_end_of_sales_and_everybody_before_it(
    workers: list[Worker], crowd: list[Person], judge: Flask
) -> None:
    show = new_show(workers[0], A=CLIENTS)
    for number, person in enumerate(crowd, 1):
        assert granted(person.select(show, [f"A{number}"]))
    ends = time.time() + 1.5
    ending = {**shown(workers[0], show), "salesEndAt": datetime.fromtimestamp(ends, UTC).isoformat()}
    assert workers[0].request("PUT", f"/api/shows/{show}", json=ending, headers=ADMIN).ok

    def click(number: int) -> Any:
        asked_at = ends + 0.6 * (number / (CLIENTS - 1) - 0.5)
        sleep_until(asked_at)
        asked_at = time.time()
        answer = book(crowd[number], show, [f"A{number + 1}"], workers[number // 2 % 2])
        return asked_at, time.time(), answer

    clicks = at_once([partial(click, number) for number in range(CLIENTS)])
    for asked_at, answered_at, answer in clicks:
        if answer.ok:
            assert asked_at < ends + CLOCK_SECONDS
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "sales_closed")
            assert answered_at > ends - CLOCK_SECONDS
    assert {answer.ok for *_, answer in clicks} == {True, False}
    assert sales.faults(judge, show, [booking_of(answer) for *_, answer in clicks if answer.ok]) == []


def test_nobody_selects_after_sales_were_closed(workers: list[Worker], crowd: list[Person]) -> None:
    """On the worker that was told, from its answer on; on the others when they must have asked again."""
    show = new_show(workers[0], A=CLIENTS)
    closed = threading.Event()
    closed_at = []

    def close() -> list[Click]:
        time.sleep(0.5)
        answer = workers[0].post(f"/api/shows/{show}/sales", json={"open": False}, headers=ADMIN)
        assert answer.json()["salesState"] == "closed"
        closed_at.append(time.time())
        time.sleep(GO_ON_SECONDS)
        closed.set()
        return []

    def click(person: Person, seat: str) -> list[Click]:
        clicks = []
        while not closed.is_set():
            asked_at = time.time()
            clicks.append(Click(person.worker, asked_at, granted(person.select(show, [seat]))))
            time.sleep(0.05)
        return clicks

    calls: list[Callable[[], list[Click]]] = [close]
    calls += [partial(click, person, f"A{number}") for number, person in enumerate(crowd, 1)]
    clicks = [each for made in at_once(calls) for each in made]
    (end,) = closed_at
    assert not any(each.granted for each in clicks if each.worker is workers[0] and each.asked_at > end)
    assert not any(each.granted for each in clicks if each.asked_at > end + TRUSTED_SECONDS)
    assert any(each.granted for each in clicks)
    assert any(each.asked_at > end + TRUSTED_SECONDS for each in clicks)


def shown(worker: Worker, show: str) -> dict[str, Any]:
    answer: dict[str, Any] = worker.get(f"/api/shows/{show}").json()
    return answer

"""Calls that are made together: what arrives while two are under way goes into the next one."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from seatapp.gather import Gatherer, Job, NotInTime
from tests.support.waiting import eventually

SECONDS = 5


class Held:
    """A gatherer of words, whose calls wait until they are let through, and what they were given."""

    def __init__(self, seconds: float = SECONDS, most: int = 100) -> None:
        self.calls: list[list[str]] = []
        self.unwanted: list[str] = []
        self.gate = threading.Semaphore(0)
        self.gatherer = Gatherer[str, str](
            lambda run: threading.Thread(target=run, daemon=True).start(),
            self._perform,
            seconds=seconds,
            weigh=len,
            most=most,
        )

    def let_through(self, calls: int) -> None:
        self.gate.release(calls)

    @property
    def waiting(self) -> int:
        return len(self.gatherer._waiting)

    def await_calls(self, number: int) -> None:
        eventually(lambda: len(self.calls) == number, SECONDS, "no call is made")

    def await_waiting(self, number: int) -> None:
        eventually(lambda: self.waiting == number, SECONDS, "nothing is queued")

    def _perform(self, jobs: Sequence[Job[str, str]]) -> None:
        self.calls.append([job.wish for job in jobs])
        self.gate.acquire()
        for job in jobs:
            if job.wish == "broken":
                raise ValueError(job.wish)
            if not job.answer(job.wish.upper()):
                self.unwanted.append(job.wish)


@pytest.fixture
def ask() -> Iterator[Callable[[Held, str], "Future[str]"]]:
    with ThreadPoolExecutor(20) as pool:
        yield lambda held, word: pool.submit(held.gatherer.ask, word)


Ask = Callable[[Held, str], "Future[str]"]


def occupy(held: Held, ask: Ask) -> list["Future[str]"]:
    """Have two calls under way."""
    first = []
    for number, word in enumerate(("one", "two"), 1):
        first.append(ask(held, word))
        held.await_calls(number)
    return first


def queue(held: Held, ask: Ask, *words: str) -> list["Future[str]"]:
    """Ask for more, in this order, while two calls are under way."""
    asked = []
    for word in words:
        waiting = held.waiting + 1
        asked.append(ask(held, word))
        held.await_waiting(waiting)
    return asked


def test_a_call_is_made_at_once_while_fewer_than_two_are_under_way(ask: Ask) -> None:
    held = Held()
    occupy(held, ask)
    assert held.calls == [["one"], ["two"]]
    held.let_through(2)


def test_what_arrives_meanwhile_goes_into_the_next_call_and_each_gets_its_own_answer(ask: Ask) -> None:
    held = Held()
    asked = [*occupy(held, ask), *queue(held, ask, "three", "four", "five")]
    held.let_through(3)
    assert [future.result() for future in asked] == ["ONE", "TWO", "THREE", "FOUR", "FIVE"]
    assert held.calls == [["one"], ["two"], ["three", "four", "five"]]


def test_a_call_takes_no_more_than_it_may(ask: Ask) -> None:
    held = Held(most=8)
    asked = [*occupy(held, ask), *queue(held, ask, "three", "six", "longer-than-8", "four")]
    held.let_through(10)
    assert [future.result() for future in asked][2:] == ["THREE", "SIX", "LONGER-THAN-8", "FOUR"]
    assert sorted(held.calls[2:]) == [["four"], ["longer-than-8"], ["three", "six"]]


def test_an_error_reaches_those_without_an_answer_and_nobody_else(ask: Ask) -> None:
    held = Held()
    occupy(held, ask)
    answered, broken, behind = queue(held, ask, "three", "broken", "behind")
    held.let_through(3)
    assert answered.result() == "THREE"
    for future in (broken, behind):
        with pytest.raises(ValueError, match="broken"):
            future.result()
    held.let_through(1)
    assert ask(held, "again").result() == "AGAIN"


def test_who_waited_too_long_for_a_call_is_told_so_and_the_call_is_told_that_nobody_waits(ask: Ask) -> None:
    held = Held(seconds=0.2)
    under_way = occupy(held, ask)
    queued = queue(held, ask, "three")
    for future in [*under_way, *queued]:
        with pytest.raises(NotInTime):
            future.result()
    held.let_through(3)
    eventually(lambda: sorted(held.unwanted) == ["one", "two"], SECONDS, "the calls do not end")
    # What was not begun by then never is.
    assert ask(held, "four").result() == "FOUR"
    assert held.calls == [["one"], ["two"], ["four"]]

"""Racing: many calls at one moment, and what is wrong with each round of a race."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from typing import TypeVar

from .people import Person
from .worker import Worker

CLIENTS = 24
TRIES = 200  # How many rounds a guard may be out before the judge must have seen it.
LATEST_SECONDS = 60

T = TypeVar("T")


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Make the calls in a thread each, released together, and return what they return."""
    barrier = threading.Barrier(len(calls))

    def released(call: Callable[[], T]) -> T:
        barrier.wait(LATEST_SECONDS)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(released, calls))


def insist(call: Callable[[], T], over: threading.Event) -> T:
    """Call again and again until the answer is true, which is the end for all, or somebody else ended it."""
    deadline = time.monotonic() + LATEST_SECONDS
    while not (answer := call()) and not over.is_set():
        assert time.monotonic() < deadline, answer
    if answer:
        over.set()
    return answer


def most_meanwhile(look: Callable[[], float], act: Callable[[], T]) -> tuple[float, T]:
    """Act; return the most that one look saw while that lasted or at its end, and what it returned."""
    over = threading.Event()

    def watch() -> float:
        most = look()
        while not over.is_set():
            most = max(most, look())
        return most

    with ThreadPoolExecutor(1) as thread:
        watching = thread.submit(watch)
        try:
            result = act()
        finally:
            over.set()
    return max(watching.result(), look()), result


@contextmanager
def tabs_of(person: Person, workers: Sequence[Worker], count: int) -> Iterator[list[Person]]:
    """Open the person's tabs on all workers, each with a connection of its own."""
    with ExitStack() as stack:
        tabs = [Person(workers[n % len(workers)], person.user_id, person.token) for n in range(count)]
        yield [stack.enter_context(closing(tab)) for tab in tabs]


def faults(rounds: Iterable[list[str]]) -> list[str]:
    """Return what is wrong with any of the rounds."""
    return [fault for found in rounds for fault in found]


def goes_red(rounds: Iterable[list[str]], complaint: str) -> bool:
    """Return whether the judge complains so of some round; no more are run than it takes."""
    return any(complaint in fault for found in rounds for fault in found)

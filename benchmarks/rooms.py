"""What announcing costs, how soon thousands receive a lock, and what becomes of it when they come and go."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from . import halls, messages
from .deployment import Deployment, tokens
from .halls import Hall, Wish
from .handlers import odd
from .load import Load, paced, percentile
from .report import Figure
from .watchers import Watchers

RATE = 50.0
ROOMS = (1000, 2000, 4000)
# p99 of lock to event, and of the selections, in ms, by watchers.
RUSH_GOALS = {1000: (50, 60), 2000: (80, 100), 4000: (200, 150)}
STORM = 2000
LAST_WORDS_SECONDS = 2
QUIET_RATE = 15.0
QUIET_SECONDS = 3


def rush(at: Deployment, seconds: float, watchers: int, rate: float = RATE) -> Iterator[Figure]:
    """Lock seats so many times a second while so many watch."""
    hall = at.hall()
    with _room(at, hall, watchers) as room:
        wishes = halls.wishes(hall)[: int(seconds * rate)]
        load = _sell(at, wishes, rate)
        time.sleep(LAST_WORDS_SECONDS)
        times = room.report().by_seat()
    due = {wishes[answer.number].seats[0]: answer.due for answer in load.answers if answer.status == 200}
    delays = [heard - due[seat] for seat in due for heard in times[seat]]
    lost = len(due) * watchers - len(delays)
    goals = RUSH_GOALS.get(watchers, (None, None)) if rate == RATE else (None, None)
    name = f"{watchers:,} watchers, {rate:.0f} locks/s"
    heard = f"p50 {1000 * percentile(delays, 50):.0f} ms" + (f", {lost} not heard" if lost else "")
    yield Figure(f"{name}: lock → event p99", 1000 * percentile(delays, 99), "ms", goals[0], heard)
    note = f"p50 {load.latency(50):.0f} ms {odd(load)}"
    yield Figure(f"{name}: select p99", load.latency(99), "ms", goals[1], note)
    at.clear()


def announcing(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Measure what an announcement costs for each watcher: the same without any is taken off."""
    count = int(seconds * QUIET_RATE)
    alone = _cpu_of_selling(at, at.hall(), count)
    hall = at.hall()
    with _room(at, hall, ROOMS[0]) as room:
        room.report()
        together = _cpu_of_selling(at, hall, count)
        events = room.report().events
    yield Figure("one announcement, for each watcher", (together - alone) / events * 1e6, "µs", 8)
    at.clear()


def storm(at: Deployment, seconds: float, watchers: int = STORM, rate: float = RATE) -> Iterator[Figure]:
    """Let thousands come at once, and hang up at once, while seats are selected."""
    hall = at.hall()
    wishes = halls.wishes(at.hall())
    at.greet(at.buyers)
    count = int(max(seconds, 6) * rate)
    room = Watchers(at.worker.port, tokens("watcher", watchers), hall.show, at_once=watchers)
    with room, ThreadPoolExecutor(1) as meanwhile:
        selling = meanwhile.submit(_sell, at, wishes[:count], rate)
        time.sleep(1)
        room.come()
        last, failures = room.await_in()
        arrival = selling.result()
        at.await_quiet()
        selling = meanwhile.submit(_sell, at, wishes[count : 2 * count], rate)
        time.sleep(1)
        room.hang_up()
        departure = selling.result()
    failed = f"{failures} had to try again" if failures else ""
    yield Figure(f"{watchers:,} come at once: last one in", last, "s", 2.5, failed)
    for what, load in (("come", arrival), ("hang up", departure)):
        name = f"{watchers:,} {what} at once"
        refused = len(load.answers) - len(load.granted())
        yield Figure(f"{name}: select p99", load.latency(99), "ms", 200, f"p50 {load.latency(50):.0f} ms")
        yield Figure(f"{name}: selections refused", refused, "", 0, odd(load))
    at.clear()


@contextmanager
def _room(at: Deployment, hall: Hall, watchers: int) -> Iterator[Watchers]:
    with Watchers(at.worker.port, tokens("watcher", watchers), hall.show) as room:
        room.come()
        room.await_in()
        at.greet(at.buyers)
        at.await_quiet()
        yield room


def _sell(at: Deployment, wishes: Sequence[Wish], rate: float) -> Load:
    return paced(at.worker.port, [messages.select(wish, at.buyers) for wish in wishes], rate)


def _cpu_of_selling(at: Deployment, hall: Hall, count: int) -> float:
    """Return the worker's seconds of CPU for so many selections, without what it uses anyway."""
    before = at.cpu().worker
    time.sleep(QUIET_SECONDS)
    idle = (at.cpu().worker - before) / QUIET_SECONDS
    at.greet(at.buyers)
    started, before = time.monotonic(), at.cpu().worker
    _sell(at, halls.wishes(hall)[:count], QUIET_RATE)
    time.sleep(LAST_WORDS_SECONDS)
    return at.cpu().worker - before - idle * (time.monotonic() - started)

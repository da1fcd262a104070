"""What select, release and status cost of the worker and of mongod, announcing included."""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TypeAlias

from . import halls, messages
from .deployment import Deployment, tokens
from .halls import Hall, Wish
from .load import Load, paced
from .profile import recording
from .report import Figure

RIVALS = 8
BY_TURNS = 24
MANY = 20_000
RUSH_RATE = 20
# What a request sets off (its announcement) is over by then.
AFTERMATH_SECONDS = 0.4

# The most that the worker and mongod shall use of the CPU for a request, in ms.
Goals: TypeAlias = tuple[float | None, float | None]


def selling(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Select seats of arenas for so long, three at a time, and release them again."""
    wishes = halls.wishes(*(at.hall() for _ in range(3)))
    at.greet(at.buyers)
    selections = [messages.select(wish, at.buyers) for wish in wishes]
    load, figures = measured(at, "select, 3 seats", selections, seconds, (0.45, 0.15))
    yield from figures
    yield Figure("selections, 32 clients", len(load.answers) / load.seconds, "/s", 2000, latencies(load))
    granted = [wishes[number] for number in load.granted()]
    releases = [messages.release(wish, at.buyers) for wish in granted]
    yield from measured(at, "release, 3 seats", releases, 60, (0.5, 0.2))[1]
    at.clear()


def selling_to_strangers(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Select with JWTs that the worker meets for the first time."""
    wishes = halls.wishes(at.hall(), at.hall())
    strangers = tokens(f"stranger-{time.time()}", len(wishes))
    requests = [messages.select(wish._replace(buyer=number), strangers) for number, wish in enumerate(wishes)]
    yield from measured(at, "select, by JWTs not met before", requests, seconds / 2)[1]
    at.clear()


def refusing(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Select seats that are sold, and seats that eight want at once."""
    hall = at.hall(10, 20)
    at.book(hall, hall.every_other_row)
    sold = halls.in_threes(hall.every_other_row)
    in_vain = [
        Wish(hall.show, sold[number % len(sold)], number % halls.BUYERS) for number in range(3 * halls.BUYERS)
    ]
    at.greet(at.buyers)
    requests = [messages.select(wish, at.buyers) for wish in in_vain]
    yield from measured(at, "refused: sold", requests, seconds, (0.55, 0.3))[1]
    races = halls.races(at.hall(), RIVALS) + halls.races(at.hall(), RIVALS)
    at.greet(at.buyers)
    requests = [messages.select(wish, at.buyers) for wish in races]
    yield from measured(at, f"refused: {RIVALS} rivals a seat", requests, seconds, (0.55, 0.3))[1]
    at.clear()


def taking_turns(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Lock two to four seats of 10,000 and release them again, over and over, with many clients at once."""
    hall = at.hall(100, 100)
    seats = hall.seats
    callers = at.buyers[:BY_TURNS]
    scripts = []
    for buyer in range(BY_TURNS):
        wishes = [
            Wish(hall.show, tuple(random.sample(seats, random.randint(2, 4))), buyer)
            for _ in range(MANY // 4)
        ]
        scripts.append([ask(wish, callers) for wish in wishes for ask in (messages.select, messages.release)])
    at.greet(callers)
    load = at.crowd.follow(at.worker.port, scripts, seconds)
    pairs = sum(number % 2 == 0 for number in load.granted())
    yield Figure(f"lock and release by turns, {BY_TURNS} clients", pairs / load.seconds, "/s", 900, odd(load))
    at.clear()


def looking(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Ask for the taken seats of an arena: half of them sold, or locked, at rest or in a rush."""
    sold, rushed = at.hall(), at.hall()
    at.book(sold, sold.every_other_row)
    yield from status(at, "status, 6,000 seats sold", sold, seconds, (0.6, 0.2))
    lock(at, rushed, rushed.every_other_row)
    yield from status(at, "status, 6,000 seats locked", rushed, seconds, (1.0, 0.2))
    free = halls.in_threes(rushed.seats[: rushed.row_length])[: int(RUSH_RATE * seconds)]
    late = tokens("late", len(free))
    selections = [messages.select(Wish(rushed.show, some, number), late) for number, some in enumerate(free)]
    with ThreadPoolExecutor(1) as meanwhile:
        selling = meanwhile.submit(paced, at.worker.port, selections, RUSH_RATE)
        name = f"status, 6,000 locked, {RUSH_RATE} selections/s"
        yield from status(at, name, rushed, len(free) / RUSH_RATE, (None, None))
        selling.result()
    at.clear()


def status(at: Deployment, name: str, hall: Hall, seconds: float, goals: Goals) -> list[Figure]:
    """Ask for a show's taken seats by many people at once."""
    at.greet(at.buyers)
    requests = [messages.status(hall.show, at.buyers[number % halls.BUYERS]) for number in range(MANY)]
    return measured(at, name, requests, seconds, goals)[1]


def lock(at: Deployment, hall: Hall, seats: Sequence[str]) -> None:
    """Have these seats locked, three by each buyer and more by the next round of them."""
    wishes = [
        Wish(hall.show, some, number % halls.BUYERS) for number, some in enumerate(halls.in_threes([*seats]))
    ]
    load = at.crowd.run(at.worker.port, [messages.select(wish, at.buyers) for wish in wishes], 120)
    if set(load.statuses) != {200}:
        raise RuntimeError(f"not all seats could be locked: {load.statuses}")
    at.await_quiet()


def measured(
    at: Deployment, name: str, requests: list[bytes], seconds: float, goals: Goals = (None, None)
) -> tuple[Load, list[Figure]]:
    """Send the requests; return also what each cost the worker and mongod."""
    before = at.cpu()
    with recording(at.worker.pid, name) if at.profiled else nullcontext():
        load = at.crowd.run(at.worker.port, requests, seconds)
    time.sleep(AFTERMATH_SECONDS)
    after, count = at.cpu(), len(load.answers)
    worker, mongod = ((now - then) * 1000 / count for now, then in zip(after, before, strict=True))
    return load, [
        Figure(f"{name}: worker", worker, "ms", goals[0], odd(load)),
        Figure(f"{name}: mongod", mongod, "ms", goals[1]),
    ]


def odd(load: Load) -> str:
    """Tell of statuses other than 200."""
    return "" if set(load.statuses) == {200} else str(dict(load.statuses))


def latencies(load: Load) -> str:
    """Tell how long the answers took."""
    note = f"p50 {load.latency(50):.0f}, p99 {load.latency(99):.0f} ms"
    return f"{note} {odd(load)}".rstrip()

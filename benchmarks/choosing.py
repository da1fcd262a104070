"""What it costs to find and lock the best seats, or places to stand, and whether a crowd gets some."""

from collections.abc import Iterator

from tests.support import builders

from . import messages
from .deployment import Deployment, tokens
from .handlers import latencies, measured, odd
from .report import Figure

AT_ONCE = 160
TOGETHER = 4
SMALL, LARGE = 20, 20_000
PLACES = 2


def choosing_best(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Let 160 want the best of 8,000 seats at once, and then groups of four those of a half-sold arena."""
    hall = at.hall(80, 100)
    crowd = tokens("crowd", AT_ONCE)
    at.greet(crowd)
    # The first wish of a show finds out which seats are neighbours.
    at.crowd.run(at.worker.port, [messages.best(hall.show, 1, at.buyers[0])], 30)
    scripts = [[messages.best(hall.show, 2 + number % 3, token)] for number, token in enumerate(crowd)]
    load = at.crowd.follow(at.worker.port, scripts, 30)
    served = 100 * load.statuses[200] / AT_ONCE
    yield Figure(f"best available, {AT_ONCE} at once: served", served, "%", 95, latencies(load))
    arena = at.hall()
    at.book(arena, arena.every_other_row)
    at.greet(at.buyers)
    requests = [messages.best(arena.show, TOGETHER, token) for token in at.buyers[: 6000 // TOGETHER]]
    load, figures = measured(at, "best four in a half-sold arena", requests, seconds)
    yield from figures
    rate = len(load.answers) / load.seconds
    yield Figure("groups of four, 32 clients", rate, "/s", 300, f"{latencies(load)} {odd(load)}")
    at.clear()


def choosing_places(at: Deployment, seconds: float) -> Iterator[Figure]:
    """Let everybody want two places, in small areas and in a large one, and then 160 at once the last 200."""
    at.greet(at.buyers)
    shares = {SMALL: SMALL // PLACES, LARGE: len(at.buyers)}
    for capacity, share in shares.items():
        shows = [_floor(at, capacity) for _ in range(0, len(at.buyers), share)]
        requests = [
            messages.stand(shows[number // share], PLACES, token) for number, token in enumerate(at.buyers)
        ]
        yield from measured(at, f"2 places, areas of {capacity}", requests, seconds)[1]
        at.clear()
    show, crowd = _floor(at, 200), tokens("standing", AT_ONCE)
    at.greet(crowd)
    scripts = [[messages.stand(show, PLACES, token)] for token in crowd]
    load = at.crowd.follow(at.worker.port, scripts, 30)
    sold = PLACES * load.statuses[200]
    yield Figure(f"last 200 places, {AT_ONCE} at once: sold", sold, "", None, latencies(load))
    at.clear()


def _floor(at: Deployment, capacity: int) -> str:
    areas = {"floor": {"capacity": capacity, "category": "Standing"}}
    return builders.add_show(at.worker, at.new_show_id(), {"A": 1}, areas=areas)

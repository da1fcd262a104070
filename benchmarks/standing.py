"""What a worker uses while nobody asks for anything, and what sockets cost that only come and stay."""

import time
from collections.abc import Iterator

from .deployment import Cpu, Deployment, tokens
from .report import Figure
from .watchers import Watchers

REST_SECONDS = 5
SOCKETS = 1000


def standing(at: Deployment, _: float) -> Iterator[Figure]:
    """Measure a worker at rest, and what each socket adds that enters a show's room and stays there."""
    hall = at.hall()
    at.book(hall, hall.every_other_row)
    rest = _at_rest(at)
    yield Figure("at rest, a second: worker", rest.worker, "ms")
    yield Figure("at rest, a second: mongod", rest.mongod, "ms")
    memory, before, started = at.memory(), at.cpu(), time.monotonic()
    with Watchers(at.worker.port, tokens("watcher", SOCKETS), hall.show) as room:
        room.come()
        room.await_in()
        at.await_quiet()
        seconds = time.monotonic() - started
        for part, now, then, idle in zip(Cpu._fields, at.cpu(), before, rest, strict=True):
            arrival = (1000 * (now - then) - seconds * idle) / SOCKETS
            yield Figure(f"a socket joins, 6,000 seats sold: {part}", arrival, "ms")
        staying = (_at_rest(at).worker - rest.worker) / SOCKETS * 1000
        yield Figure("a socket stays, a second: worker", staying, "µs")
        yield Figure("memory of a connected socket", (at.memory() - memory) / SOCKETS / 1024, "KiB")
    at.await_quiet()


def _at_rest(at: Deployment) -> Cpu:
    """Return the milliseconds of CPU that are used in a second."""
    before = at.cpu()
    time.sleep(REST_SECONDS)
    worker, mongod = ((now - then) * 1000 / REST_SECONDS for now, then in zip(at.cpu(), before, strict=True))
    return Cpu(worker, mongod)

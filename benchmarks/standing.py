"""What a worker uses while nobody asks for anything, and what a connected socket weighs."""

import time
from collections.abc import Iterator

from .deployment import Deployment, tokens
from .report import Figure
from .watchers import Watchers

IDLE_SECONDS = 3
SOCKETS = 500


def standing(at: Deployment, _: float) -> Iterator[Figure]:
    """Measure a worker at rest, and by how much it grows for each socket in a show's room."""
    at.await_quiet()
    before = at.cpu()
    time.sleep(IDLE_SECONDS)
    worker, mongod = ((now - then) * 1000 / IDLE_SECONDS for now, then in zip(at.cpu(), before, strict=True))
    yield Figure("at rest, a second: worker", worker, "ms")
    yield Figure("at rest, a second: mongod", mongod, "ms")
    memory = at.memory()
    with Watchers(at.worker.port, tokens("watcher", SOCKETS), at.hall(10, 20).show) as room:
        room.come()
        room.await_in()
        at.await_quiet()
        yield Figure("memory of a connected socket", (at.memory() - memory) / SOCKETS / 1024, "KiB")
    at.await_quiet()

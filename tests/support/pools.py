"""Workers that serve side by side."""

from collections.abc import Iterator
from contextlib import contextmanager

from . import servers
from .worker import Worker


@contextmanager
def two_workers(mongodb: servers.Breakable, redis: servers.Breakable, **env: str) -> Iterator[list[Worker]]:
    """Run two workers on a new database; keyword arguments are variables of their environment."""
    with servers.fresh_database(mongodb.uri) as uri:
        pool = [Worker(uri, redis.uri, **env).spawn() for _ in range(2)]
        try:
            yield [worker.await_ready() for worker in pool]
        finally:
            for worker in pool:
                worker.close()

"""Workers on a new database, alone or side by side."""

from collections.abc import Iterator
from contextlib import contextmanager

from . import servers
from .waiting import eventually
from .worker import Worker


@contextmanager
def one_worker(mongodb: servers.Breakable, redis: servers.Breakable, **env: str) -> Iterator[Worker]:
    """Run a worker on a new database; keyword arguments are variables of its environment."""
    with servers.fresh_database(mongodb.uri) as uri:
        worker = Worker(uri, redis.uri, **env)
        try:
            yield worker.start()
        finally:
            worker.close()


@contextmanager
def two_workers(mongodb: servers.Breakable, redis: servers.Breakable, **env: str) -> Iterator[list[Worker]]:
    """Run two workers on a new database; keyword arguments are variables of their environment."""
    with servers.fresh_database(mongodb.uri) as uri:
        pool = [Worker(uri, redis.uri, **env).spawn() for _ in range(2)]
        try:
            for worker in pool:
                worker.await_ready()
            # Only then does a show made here count its announcements from 1.
            eventually(lambda: pool[0].database.feed.find_one({"token": {"$exists": True}}), 10, "no feed")
            yield pool
        finally:
            for worker in pool:
                worker.close()

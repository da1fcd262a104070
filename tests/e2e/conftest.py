"""Fixtures for tests of several processes."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support import builders, servers
from tests.support.worker import Worker


@pytest.fixture(scope="module")
def _pool(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    with servers.fresh_database(mongodb.uri) as uri:
        pool = [Worker(uri, redis_server.uri).spawn() for _ in range(2)]
        try:
            for worker in pool:
                worker.await_ready()
            yield pool
        finally:
            for worker in pool:
                worker.close()


@pytest.fixture
def workers(_pool: list[Worker]) -> list[Worker]:
    """Two workers on one database, shared by the module. Tests that hurt theirs use `start_worker`."""
    for worker in _pool:
        if not worker.alive:
            worker.start()
    return _pool


@pytest.fixture
def show(workers: list[Worker]) -> str:
    """A show of this test's own with the seats A1 to A10."""
    return builders.add_show(workers[0], f"hall-{uuid4().hex[:8]}")

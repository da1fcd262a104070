"""Workers and servers to break."""

from collections.abc import Callable, Iterator

import pytest

from tests.support import servers
from tests.support.onlooker import in_order
from tests.support.worker import Worker

StartPair = Callable[..., tuple[Worker, Worker]]


@pytest.fixture
def start_pair(mongodb_uri: str, redis_server: servers.Breakable) -> Iterator[StartPair]:
    """Start two workers side by side, on the run's servers or others; the leader comes first."""
    pair: list[Worker] = []

    def start(mongodb: str = mongodb_uri, redis: str = redis_server.uri) -> tuple[Worker, Worker]:
        pair.extend(Worker(mongodb, redis).spawn() for _ in range(2))
        return in_order(*[worker.await_ready() for worker in pair])

    yield start
    for worker in pair:
        worker.close()


@pytest.fixture
def pair(start_pair: StartPair) -> tuple[Worker, Worker]:
    """Two workers of this test's own, the leader first."""
    return start_pair()


@pytest.fixture(scope="module")
def _own_mongodb() -> Iterator[servers.Breakable]:
    with servers.mongodb() as server:
        yield server


@pytest.fixture
def own_mongodb(_own_mongodb: servers.Breakable) -> Iterator[servers.Breakable]:
    """A MongoDB to break; it runs again when the test ends."""
    yield _own_mongodb
    _own_mongodb.thaw()


@pytest.fixture
def fragile(own_mongodb: servers.Breakable, start_pair: StartPair) -> Iterator[tuple[Worker, Worker]]:
    """Two workers on the MongoDB that is to break, the leader first."""
    with servers.fresh_database(own_mongodb.uri) as uri:
        yield start_pair(mongodb=uri)


@pytest.fixture(scope="module")
def own_redis() -> Iterator[servers.Breakable]:
    """A Redis to break."""
    with servers.redis() as server:
        yield server

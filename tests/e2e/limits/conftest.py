"""Workers with narrow limits, behind a proxy so that a test says by itself from which address it comes."""

from collections.abc import Iterator

import pytest

from tests.support import pools, servers
from tests.support.key_server import KeyServer
from tests.support.worker import Worker

MOST_UNDER_WAY = 4
REQUEST_SECONDS = 0.7
MOST_SOCKETS = {"MAX_SOCKETS_PER_IDENTITY": 2, "MAX_SOCKETS_PER_ADDRESS": 3}
EVENTS_PER_SECOND = 5
MOST_CALLS = 100
PAGE = "https://shop.example"


@pytest.fixture(scope="package")
def key_server() -> Iterator[KeyServer]:
    with KeyServer.running() as server:
        yield server


@pytest.fixture(scope="package")
def _pool(
    mongodb: servers.Breakable, redis_server: servers.Breakable, key_server: KeyServer
) -> Iterator[list[Worker]]:
    with pools.two_workers(
        mongodb,
        redis_server,
        MAX_REQUESTS_UNDER_WAY=str(MOST_UNDER_WAY),
        REQUEST_SECONDS=str(REQUEST_SECONDS),
        TRUSTED_PROXIES="1",
        RATE_LIMIT=f"{MOST_CALLS}/day",
        CORS_ORIGINS=PAGE,
        SOCKET_EVENTS_PER_SECOND=str(EVENTS_PER_SECOND),
        **{name: str(most) for name, most in MOST_SOCKETS.items()},
        JWT_JWKS_URL=key_server.url,
    ) as pool:
        yield pool


@pytest.fixture
def worker(workers: list[Worker]) -> Worker:
    return workers[0]

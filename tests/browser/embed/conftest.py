"""Fixtures of the element in others' pages: a seat server that lets one shop in, and shows."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support import builders, pools, servers
from tests.support.worker import Worker

from .host import JWT_SECRET, SHOP


@pytest.fixture(scope="package")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """One worker for all tests here."""
    env = {"CORS_ORIGINS": SHOP, "JWT_SECRET": JWT_SECRET, "DISCONNECT_GRACE_SECONDS": "3"}
    with pools.one_worker(mongodb, redis_server, **env) as worker:
        yield worker


@pytest.fixture
def show(worker: Worker) -> str:
    """A show with the seats A1 to A10, at 12 euros each."""
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", prices={"Standard": 1200})

"""Fixtures for races: two workers, and a crowd that wants their seats."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.support import checkup, pools, servers
from tests.support.people import Person
from tests.support.racing import CLIENTS
from tests.support.worker import Worker


@pytest.fixture(scope="package")
def _pool(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """Two workers for all races."""
    with pools.two_workers(mongodb, redis_server) as pool:
        yield pool


@pytest.fixture
def crowd(workers: list[Worker], guest: Callable[[Worker], Person]) -> list[Person]:
    """Guests with a connection each, by turns on the two workers."""
    return [guest(workers[number % 2]) for number in range(CLIENTS)]


@pytest.fixture
def judge(workers: list[Worker]) -> Iterator[Flask]:
    """An app on the workers' database. Whatever was tested, at the end a doctor looks at all of it."""
    with checkup.examined(workers[0].mongodb_uri) as app:
        yield app

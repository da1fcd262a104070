"""Fixtures of the organiser's pages: a worker, a hall on sale, somebody who buys, and a dashboard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.support import pools, servers
from tests.support.people import Person
from tests.support.worker import Worker

from .dashboard import DESKTOP, add_show, watch


@pytest.fixture(scope="package")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """One worker for all tests here."""
    with pools.one_worker(mongodb, redis_server) as worker:
        yield worker


@pytest.fixture
def show(worker: Worker) -> str:
    """A show of this test's own with the seats A1 to A10 and B1 to B10, at 20 euros each."""
    return add_show(worker)


@pytest.fixture
def visitor(worker: Worker, guest: Callable[[Worker], Person]) -> Person:
    """Somebody who chooses and books, and stays connected meanwhile."""
    person = guest(worker)
    person.connect()
    person.register()
    return person


@pytest.fixture
def dashboard(new_page: Callable[..., Page], worker: Worker, show: str) -> Page:
    return watch(new_page(viewport=DESKTOP), worker, show)

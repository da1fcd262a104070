"""Fixtures for everybody: real servers once a run, a database and an app for each test."""

import gc
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pymongo import MongoClient
from pymongo.database import Database

from seatapp import create_app
from seatapp.indexes import prepare_database
from seatapp.runtime import runtime_of
from tests.support import builders, pools, servers
from tests.support.contract import Contract
from tests.support.people import Person
from tests.support.worker import Worker

HERE = Path(__file__).parent
LOG_CHARACTERS = 10_000

# Until all tests are collected: looking through what is loaded by then took a quarter of that time.
gc.disable()


@pytest.fixture(scope="session")
def mongodb() -> Iterator[servers.Breakable]:
    """The MongoDB of this run. Tests that break one start their own: `servers.mongodb()`."""
    with servers.mongodb() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[servers.Breakable]:
    """The Redis of this run. Tests that break one start their own: `servers.redis()`."""
    with servers.redis() as server:
        yield server


@pytest.fixture
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """A database of this test's own."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture(scope="session")
def _reused_database(mongodb: servers.Breakable) -> Iterator[Database[dict[str, Any]]]:
    """The database of all apps in this process: making its indexes takes longer than most tests."""
    with (
        servers.fresh_database(mongodb.uri) as uri,
        MongoClient[dict[str, Any]](uri) as client,
    ):
        yield client.get_default_database()


@pytest.fixture
def database(_reused_database: Database[dict[str, Any]]) -> Iterator[Database[dict[str, Any]]]:
    """An empty database. An index that a test dropped is there again with the next app."""
    yield _reused_database
    for name in _reused_database.list_collection_names(filter={"name": {"$not": {"$regex": "^system"}}}):
        _reused_database[name].delete_many({})


@pytest.fixture
def contract() -> Iterator[Contract]:
    """Whatever the test's apps answer under /api must be as the OpenAPI document says."""
    contract = Contract()
    yield contract
    assert contract.broken == []


@pytest.fixture
def make_app(
    mongodb: servers.Breakable, database: Database[dict[str, Any]], contract: Contract
) -> Iterator[Callable[..., Flask]]:
    """Build an app in this process on the test's database; keyword arguments are settings."""
    apps = []
    uri = servers.uri_of(mongodb.uri, database.name)

    def make(**overrides: Any) -> Flask:
        app = create_app(builders.settings(**{"mongodb_uri": uri, **overrides}))
        contract.watch(app)
        apps.append(app)
        with app.app_context():
            prepare_database()
        return app

    yield make
    for app in apps:
        runtime_of(app).database.client.close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser, so to speak: it keeps its session cookie, as one guest would."""
    return app.test_client()


@pytest.fixture
def admin() -> dict[str, str]:
    """The headers of an organiser."""
    return dict(builders.ADMIN)


@pytest.fixture
def start_worker(mongodb_uri: str, redis_server: servers.Breakable) -> Iterator[Callable[..., Worker]]:
    """Start worker processes on the test's own database; keyword arguments are environment variables."""
    workers = []

    def start(mongodb: str = mongodb_uri, redis: str = redis_server.uri, **env: str) -> Worker:
        workers.append(Worker(mongodb, redis, **env))
        return workers[-1].start()

    yield start
    for worker in workers:
        worker.close()


@pytest.fixture(scope="module")
def _pool(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    with pools.two_workers(mongodb, redis_server) as pool:
        yield pool


@pytest.fixture
def workers(_pool: list[Worker]) -> list[Worker]:
    """Two workers on one database, shared by the module. Tests that hurt theirs use `start_worker`."""
    for worker in _pool:
        if not worker.alive:
            worker.start()
    return _pool


@pytest.fixture
def guest() -> Iterator[Callable[[Worker], Person]]:
    """Make guests, who hang up when the test ends."""
    guests = []

    def make(worker: Worker) -> Person:
        guests.append(Person.guest(worker))
        return guests[-1]

    yield make
    for person in guests:
        person.close()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With several at a time mix the folders: what waits runs beside browsers, which compute.

    Backwards, because the long files are at the ends of their folders.
    """
    if not hasattr(config, "workerinput"):
        return
    files: dict[str, dict[Path, int]] = {}
    for item in items:
        of_folder = files.setdefault(_folder(item), {})
        of_folder.setdefault(item.path, len(of_folder))
    items.sort(key=lambda item: -files[_folder(item)][item.path] / len(files[_folder(item)]))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the workers had to say when a test failed."""
    report = yield
    if report.failed:
        for worker in Worker.started:
            report.sections.append((f"log of the worker at {worker.url}", worker.log[-LOG_CHARACTERS:]))
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave no list of failures behind a run that broke off: what did not run at all is not on it."""
    cache = getattr(session.config, "cache", None)
    if cache and exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        cache.set("cache/lastfailed", {})

"""Fixtures of these tests: each runs in Firefox and in WebKit, with a fresh profile."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.support import builders, pools, servers
from tests.support.people import Person
from tests.support.site import Site, serve_site
from tests.support.worker import Worker

from .firefox import firefox
from .visitor import Visitor
from .webkit import webkit
from .window import OpenWindow, Window


@pytest.fixture(scope="session", params=[firefox, webkit], ids=["firefox", "webkit"])
def open_window(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenWindow]:
    """One browser of each kind, which opens the windows of all tests."""
    with request.param(tmp_path_factory.mktemp("home")) as open_window:
        yield open_window


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A shop's site, which to browsers is another one than the server's: that has an address for a name."""
    with serve_site(tmp_path_factory.mktemp("site"), host="localhost") as site:
        yield site


@pytest.fixture(scope="session")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable, site: Site) -> Iterator[Worker]:
    """A worker that lets the shop in."""
    env = {"CORS_ORIGINS": site.url, "DISCONNECT_GRACE_SECONDS": "3"}
    with pools.one_worker(mongodb, redis_server, **env) as worker:
        yield worker


@pytest.fixture
def window(open_window: OpenWindow, worker: Worker) -> Iterator[Window]:
    """A window with nothing in it, which closes before its server ends."""
    with open_window() as window:
        yield window


@pytest.fixture
def show(worker: Worker) -> str:
    """A show of this test's own with the seats A1 to A10, at 12.50 euros each."""
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", prices={"Standard": 1250})


@pytest.fixture
def ann(window: Window, worker: Worker, show: str) -> Visitor:
    """Somebody in the hall."""
    return Visitor(window).enter(f"{worker.url}/shows/{show}")


@pytest.fixture
def bob(guest: Callable[[Worker], Person], worker: Worker) -> Person:
    """Somebody else, whose browser does not matter."""
    return guest(worker)

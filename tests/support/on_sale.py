"""Fixtures for tests that sell: one database for all of them, and an app with a hall on sale."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from tests.support import builders, servers

from .hall import PRICES, SHOW, plan


@pytest.fixture(scope="package")
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """One database for all tests here: making one takes longer than most of them."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture
def make_app(make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """Build apps that take a header's word for who is calling."""
    return partial(make_app, trusted_user_header="X-User-Id")


@pytest.fixture
def settings() -> dict[str, Any]:
    """What else the app is told: nothing, where a module has no fixture of its own."""
    return {}


@pytest.fixture(autouse=True)
def app(make_app: Callable[..., Flask], settings: dict[str, Any]) -> Iterator[Flask]:
    """An app with the show on sale, in whose context the test runs; it leaves the database empty.

    An index that a test dropped is there again with the next app.
    """
    app = make_app(**settings)
    builders.add_show(app.test_client(), SHOW, plan=plan(), prices=PRICES)
    with app.app_context():
        yield app
        for collection in (db.shows, db.seat_locks, db.bookings, db.outbox, db.connections):
            collection.delete_many({})

"""Fixtures for tests that sell: an app with a hall on sale."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask

from tests.support import builders

from .hall import PRICES, SHOW, plan


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
    """An app with the show on sale, in whose context the test runs."""
    app = make_app(**settings)
    builders.add_show(app.test_client(), SHOW, plan=plan(), prices=PRICES)
    with app.app_context():
        yield app

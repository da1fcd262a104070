"""Fixtures for tests of several processes."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.support import builders
from tests.support.onlooker import Onlooker
from tests.support.people import Person
from tests.support.worker import Worker


@pytest.fixture
def onlooker(guest: Callable[[Worker], Person]) -> Callable[[Worker, str], Onlooker]:
    """Make somebody who looks at a show and wants nothing."""
    return lambda worker, show: Onlooker(guest(worker), show)


@pytest.fixture
def show(workers: list[Worker]) -> str:
    """A show of this test's own with the seats A1 to A10."""
    return builders.add_show(workers[0], f"hall-{uuid4().hex[:8]}")

"""A show to check out from."""

import pytest

from tests.support.worker import Worker

from .checkout import add_show


@pytest.fixture
def show(worker: Worker) -> str:
    """A show of this test's own with the seats A1 to A10, at 12.50 euros each."""
    return add_show(worker)

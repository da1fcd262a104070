"""The database's clock as a worker reads it, wherever the worker believes to be."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from seatapp.extensions import clock


@pytest.fixture(params=["America/New_York", "Asia/Tokyo", "UTC"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_zone")
def test_the_time_zone_of_a_worker_does_not_move_the_clock(app: Flask) -> None:
    with app.app_context():
        assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 1

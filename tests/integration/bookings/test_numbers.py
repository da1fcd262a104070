"""What /metrics says of bookings, webhooks, and the servers that the app needs."""

import re
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp import create_app
from seatapp.extensions import clock, db
from seatapp.ops import health
from seatapp.runtime import runtime_of
from seatapp.version import VERSION
from tests.support import builders, servers
from tests.support.asking import BOOKINGS, booked, cancel, cancel_as_organiser, send


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"webhook_urls": ["http://127.0.0.1:9/"], "webhook_secret": "whsec_c2VjcmV0"}


def number(client: FlaskClient, name: str) -> float | None:
    """Return a series by its name with its labels, None where it is not there."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else None


def bookings(app: Flask, what: str) -> float | None:
    return number(app.test_client(), f'seatapp_bookings_total{{what="{what}"}}')


def test_bookings_are_counted_by_what_becomes_of_them_each_time_once(app: Flask) -> None:
    first, second = booked("ann", "A1", "A2"), booked("bob", "A3")
    for _ in range(2):
        cancel("bob", second["id"])
        send("POST", f"{BOOKINGS}/{first['id']}/move", builders.ADMIN, json={"from": ["A1"], "to": ["B1"]})
        send("POST", f"{BOOKINGS}/{first['id']}/cancel", builders.ADMIN, json={"seats": ["A2"]})
    cancel_as_organiser(second["id"])

    counts = {what: bookings(app, what) for what in ("confirmed", "moved", "part_cancelled", "cancelled")}
    assert counts == {"confirmed": 2, "moved": 1, "part_cancelled": 1, "cancelled": 1}


def test_webhooks_that_wait_are_counted_with_the_age_of_the_oldest(app: Flask) -> None:
    client = app.test_client()
    assert number(client, "seatapp_webhooks_waiting") == 0
    assert number(client, "seatapp_webhooks_oldest_seconds") == 0
    booked("ann", "A1")
    booked("bob", "A2")
    db.outbox.update_many({}, {"$set": {"created_at": clock.now() - timedelta(minutes=5)}})
    booked("cyd", "A3")

    age = number(client, "seatapp_webhooks_oldest_seconds")
    assert number(client, "seatapp_webhooks_waiting") == 3
    assert age is not None
    assert 300 <= age < 330

    db.outbox.update_many({}, {"$unset": {"due_at": ""}, "$set": {"given_up_at": clock.now()}})
    assert number(client, "seatapp_webhooks_waiting") == 0


def test_the_numbers_say_what_runs(app: Flask) -> None:
    assert number(app.test_client(), f'seatapp_build_info{{version="{VERSION}"}}') == 1


def test_the_numbers_say_which_server_answers(
    make_app: Callable[..., Flask], redis_server: servers.Breakable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MONGODB_TIMEOUT_SECONDS", 0.3)
    up = make_app(redis_url=redis_server.uri).test_client()
    alone = make_app().test_client()
    nowhere = {"redis_url": "redis://127.0.0.1:1", "mongodb_uri": "mongodb://127.0.0.1:1/none"}
    app = create_app(builders.settings(**nowhere))
    with closing(runtime_of(app).database.client):
        down = app.test_client().get("/metrics").text

    assert (number(up, "seatapp_mongodb_up"), number(up, "seatapp_redis_up")) == (1, 1)
    assert (number(alone, "seatapp_mongodb_up"), number(alone, "seatapp_redis_up")) == (1, None)
    assert "seatapp_mongodb_up 0.0\n" in down
    assert "seatapp_redis_up 0.0\n" in down
    assert "seatapp_webhooks_waiting" not in down

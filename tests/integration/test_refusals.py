"""Why a call was refused is in the log, once, and is counted by its code."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import builders

SELECT = "/api/bookings/select-seats"
LOGGER = "seatapp.ops.refusals"


@pytest.fixture
def hall(client: FlaskClient) -> FlaskClient:
    """Somebody who has seat A1 of the show `hall`."""
    builders.add_show(client)
    assert client.post(SELECT, json={"showId": "hall", "seats": ["A1"]}).status_code == 200
    return client


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, ...]]:
    """Return what the refusals' lines say: code, route, show and caller."""
    found = [vars(record) for record in caplog.records if record.name == LOGGER]
    return [tuple(line[name] for name in ("code", "route", "show", "caller")) for line in found]


def count(text: str, code: str, over: str = "http") -> float:
    start = f'seatapp_refusals_total{{code="{code}",over="{over}"}} '
    return sum(float(line.removeprefix(start)) for line in text.splitlines() if line.startswith(start))


def test_a_refused_selection_is_one_line_with_what_tells_causes_apart(
    app: Flask, hall: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, LOGGER):
        answer = app.test_client().post(SELECT, json={"showId": "hall", "seats": ["A1"]})

    assert answer.status_code == 409
    assert lines(caplog) == [("seats_unavailable", f"POST {SELECT}", "hall", "guest")]
    assert caplog.messages[-1] == f"refused seats_unavailable: POST {SELECT}, show hall, guest"
    assert count(hall.get("/metrics").text, "seats_unavailable") == 1


@pytest.mark.parametrize(
    ("call", "options", "told"),
    [
        (("GET", "/nowhere"), {}, ("not_found", "unmatched", "-", "nobody")),
        (("PUT", SELECT), {}, ("method_not_allowed", "unmatched", "-", "guest")),
        (("POST", SELECT), {"data": "{"}, ("unsupported_media_type", f"POST {SELECT}", "-", "guest")),
        (("POST", SELECT), {"json": {"seats": []}}, ("validation_error", f"POST {SELECT}", "-", "guest")),
        (
            ("POST", SELECT),
            {"json": {"showId": "a\nforged line", "seats": ["A1"]}},
            ("show_not_found", f"POST {SELECT}", "-", "guest"),
        ),
        (
            ("GET", "/api/shows/hall/summary"),
            {"headers": {"Authorization": "Bearer wrong"}},
            ("forbidden", "GET /api/shows/<show_id>/summary", "hall", "nobody"),
        ),
        (
            ("POST", "/api/shows/hall/sales"),
            {"headers": builders.ADMIN, "json": {}},
            ("validation_error", "POST /api/shows/<show_id>/sales", "hall", "admin"),
        ),
        (("GET", "/shows/gone"), {}, ("show_not_found", "GET /shows/<show_id>", "gone", "nobody")),
    ],
)
def test_every_refusal_has_its_line(
    hall: FlaskClient,
    caplog: pytest.LogCaptureFixture,
    call: tuple[str, str],
    options: dict[str, Any],
    told: tuple[str, ...],
) -> None:
    with caplog.at_level(logging.INFO, LOGGER):
        assert hall.open(call[1], method=call[0], **options).status_code >= 400

    assert lines(caplog) == [told]
    assert count(hall.get("/metrics").text, told[0]) == 1


def test_the_rate_limit_says_so_too(make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture) -> None:
    client = make_app(rate_limit="1/minute").test_client()
    with caplog.at_level(logging.INFO, LOGGER):
        for _ in range(2):
            client.get("/api/shows")

    assert lines(caplog) == [("rate_limited", "GET /api/shows", "-", "nobody")]


def test_what_is_granted_is_no_line(hall: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, LOGGER):
        hall.post(SELECT, json={"showId": "hall", "seats": ["A1"]})
        hall.get("/static/style.css").close()
        hall.get("/shows/hall/")

    assert [line for line in lines(caplog) if line[1] != "unmatched"] == []

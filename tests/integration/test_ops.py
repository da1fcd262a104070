"""Health, metrics and logs."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp import create_app
from seatapp.extensions import db
from seatapp.indexes import prepare_database
from seatapp.ops.logs import HANDLER, configure_logging
from seatapp.runtime import runtime_of
from tests.support import builders, servers
from tests.support.readiness import ready


@pytest.fixture
def log_handler() -> Iterator[Callable[[str], logging.Handler]]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    def configure(log_format: str) -> logging.Handler:
        configure_logging(log_format, quiet=True)
        (handler,) = [handler for handler in root.handlers if handler.get_name() == HANDLER]
        return handler

    yield configure
    root.handlers = handlers
    root.setLevel(level)


def failure() -> logging.LogRecord:
    try:
        raise RuntimeError("on purpose")
    except RuntimeError as error:
        info = (type(error), error, error.__traceback__)
        return logging.LogRecord("seatapp.x", logging.ERROR, __file__, 1, "it %s", ("failed",), info)


def test_healthz_needs_no_server() -> None:
    app = create_app(builders.settings(mongodb_uri="mongodb://127.0.0.1:1/none"))
    with closing(runtime_of(app).database.client):
        response = app.test_client().get("/healthz")

    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_ready_when_both_servers_answer(
    make_app: Callable[..., Flask], redis_server: servers.Breakable
) -> None:
    status, body, _ = ready(make_app(redis_url=redis_server.uri))

    assert (status, body) == (200, {"status": "ready", "mongodb": True, "redis": True, "feed": True})


def test_ready_without_redis_where_none_is_configured(app: Flask) -> None:
    assert ready(app)[:2] == (200, {"status": "ready", "mongodb": True, "redis": "off", "feed": True})


def test_metrics_count_requests_by_their_route(client: FlaskClient) -> None:
    client.get("/api/bookings/locked-seats/some-hall")
    client.get("/api/session")

    text = client.get("/metrics").text

    route = 'method="GET",route="/api/bookings/locked-seats/<show_id>"'
    assert f'seatapp_http_requests_total{{{route},status="404"}} 1.0' in text
    assert f"seatapp_http_request_seconds_count{{{route}}} 1.0" in text
    assert "process_resident_memory_bytes" in text
    assert "some-hall" not in text


def test_what_fits_no_route_is_counted_under_one_label(client: FlaskClient) -> None:
    client.get("/one")
    client.get("/another")
    client.open("/healthz", method="MADEUP")

    text = client.get("/metrics").text

    assert 'seatapp_http_requests_total{method="any",route="unmatched",status="404"} 2.0' in text
    assert "MADEUP" not in text


def test_two_apps_count_on_their_own(make_app: Callable[..., Flask]) -> None:
    one, other = make_app(), make_app()

    runtime_of(one).metrics.locks_granted.inc(3)

    assert "seatapp_locks_granted_total 3.0" in one.test_client().get("/metrics").text
    assert "seatapp_locks_granted_total 0.0" in other.test_client().get("/metrics").text


def test_a_json_log_is_one_object_a_line(log_handler: Callable[[str], logging.Handler]) -> None:
    handler = log_handler("json")
    record = failure()
    handler.filter(record)

    line = handler.format(record)

    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["level"], entry["logger"], entry["message"]) == ("ERROR", "seatapp.x", "it failed")
    assert "RuntimeError: on purpose" in entry["traceback"]
    assert entry["timestamp"]


def test_a_json_log_has_what_a_line_is_about(log_handler: Callable[[str], logging.Handler]) -> None:
    handler = log_handler("json")
    record = logging.makeLogRecord({"msg": "refused", "code": "sales_closed", "show": "hall"})
    handler.filter(record)

    entry = json.loads(handler.format(record))

    assert (entry["message"], entry["code"], entry["show"]) == ("refused", "sales_closed", "hall")


def test_a_log_names_the_request(app: Flask, log_handler: Callable[[str], logging.Handler]) -> None:
    handler = log_handler("console")
    record = failure()

    with app.test_request_context(headers={"X-Request-Id": "abc"}):
        handler.filter(record)

    assert "seatapp.x [abc] it failed" in handler.format(record)


def test_configuring_twice_logs_once(log_handler: Callable[[str], logging.Handler]) -> None:
    assert log_handler("json") is not log_handler("console")


def test_a_database_of_an_earlier_release_gets_the_indexes_of_this_one(app: Flask) -> None:
    earlier = [("holder", 1), ("_id.show", 1), ("slot", 1)]
    with app.app_context():
        db.seat_locks.drop_index("slots")
        db.seat_locks.create_index(earlier, unique=True)
        prepare_database()
        names = {name for name, index in db.seat_locks.index_information().items() if index["key"] == earlier}
    assert names == {"slots"}

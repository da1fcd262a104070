"""Whatever is sent to a route, what its description allows or not, it answers as it says and without a bug.

The statuses and bodies are compared with the description by the `contract` of all apps in the tests.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_headers_conformance, response_schema_conformance

from tests.support import builders

# Bodies, above all plans, take most of the time to make; queries are cheap, and may lack each of their keys.
EXAMPLES = {"body": 4, "query": 12}
CHECKS = [not_a_server_error, response_headers_conformance, response_schema_conformance]
# The transport of the library does not unpack.
PLAIN = {"Accept-Encoding": "identity"}
ANN = {"X-User-Id": "ann"}
SHOW = "hall"

bounded = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(trusted_user_header="X-User-Id")


@pytest.fixture
def known(app: Flask) -> Mapping[str, str]:
    """What is there to be asked for: a show of which a seat is booked and another one locked."""
    client = app.test_client()
    builders.add_show(client, SHOW)
    for seat in ("A1", "A2"):
        body = {"showId": SHOW, "seats": [seat]}
        assert client.post("/api/bookings/select-seats", json=body, headers=ANN).status_code == 200
    booked = client.post("/api/bookings", json={"showId": SHOW, "seats": ["A1"]}, headers=ANN)
    return {"show_id": SHOW, "booking_id": booked.get_json()["booking"]["id"]}


@pytest.mark.parametrize("headers", [ANN, builders.ADMIN], ids=["user", "organiser"])
def test_every_route_answers_as_described(
    app: Flask, known: Mapping[str, str], headers: dict[str, str]
) -> None:
    schema: Any = schemathesis.openapi.from_wsgi("/api/openapi.json", app)

    silent = [
        operation.ok().label
        for operation in schema.get_all_operations()
        if not _requests_of(operation.ok(), known, PLAIN | headers)
    ]

    assert silent == []


def _requests_of(operation: Any, known: Mapping[str, str], headers: dict[str, str]) -> int:
    """Send an operation what it allows and what it does not; return how many requests that were."""
    requests = 0

    @settings(bounded, max_examples=EXAMPLES["body" if operation.body else "query"])
    @given(st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode]))
    def send(case: Any) -> None:
        nonlocal requests
        _aim(case, known)
        case.call_and_validate(headers=headers, checks=CHECKS)
        requests += 1

    send()
    return requests


def _aim(case: Any, known: Mapping[str, str]) -> None:
    """Ask for what is there in the place of what was made up."""
    for name, value in known.items():
        if name in case.path_parameters:
            case.path_parameters[name] = value
    if isinstance(case.body, dict) and "showId" in case.body:
        case.body["showId"] = known["show_id"]

"""What an organiser asks of a show that is not there."""

import pytest

from tests.support import builders
from tests.support.asking import assert_refused, send

CALLS = [
    ("GET", "bookings", None),
    ("GET", "bookings.csv", None),
    ("GET", "summary", None),
    ("GET", "blocked-seats", None),
    ("POST", "block-seats", {"seats": ["A1"]}),
    ("POST", "unblock-seats", {"seats": ["A1"]}),
    ("POST", "sales", {"open": False}),
]


@pytest.mark.parametrize(("method", "call", "body"), CALLS)
def test_a_show_that_is_not_there_is_refused(method: str, call: str, body: object) -> None:
    answer = send(method, f"/api/shows/nowhere/{call}", builders.ADMIN, json=body)
    assert_refused(answer, 404, "show_not_found")

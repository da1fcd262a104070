"""Bodies that make no sense, at the two doors that change seats."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.support.worker import Worker

from .nonsense import HALL, NO_STRINGS, UNKNOWN_SHOWS, nested, table
from .refusals import assert_refused

BAD_SEATS: dict[str, Any] = {
    "null": None,
    "a string": "A3",
    "a number": 3,
    "true": True,
    "an object": {"0": "A3"},
    "$in": {"$in": ["A3", "A4"]},
    "$gt": {"$gt": ""},
    "empty": [],
    "a list with null": ["A3", None],
    "a list with a number": ["A3", 4],
    "a list with true": [True],
    "a list with a list": [["A3"]],
    "a list with an object": [{"seat": "A3"}],
    "a list with an operator": [{"$gt": ""}],
    "an empty seat": ["A3", ""],
    "the same seat twice": ["A3", "A4", "A3"],
    "10,000 times the same seat": ["A3"] * 5_000,
    "more seats than a request may have": [f"A{number}" for number in range(1, 102)],
    "a huge seat": ["A" * 60_000],
    "an unknown seat": ["Z99"],
    "a known and an unknown seat": ["A3", "Z99"],
    "a null byte": ["A3\0"],
    "lower case": ["a3"],
    "full-width letters": ["Ａ３"],  # noqa: RUF001
    "an emoji": ["🪑"],
    "white space": [" A3 "],
    "an operator for a name": ["$where"],
    "a dotted name": ["A3.x"],
    "a comma": ["A3,A4"],
}

RAW_BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "an open brace": (b"{", 400),
    "no JSON": (b"showId=hall&seats=A3", 400),
    "a comma too many": (b'{"showId": "hall", "seats": ["A3",]}', 400),
    "single quotes": (b"{'showId': 'hall', 'seats': ['A3']}", 400),
    "something behind the end": (b'{"showId": "hall", "seats": ["A3"]} x', 400),
    "NaN": (b'{"showId": "hall", "seats": [NaN]}', 400),
    "Infinity": (b'{"showId": "hall", "seats": [Infinity]}', 400),
    "a number beyond all floats": (b'{"showId": "hall", "seats": [1e999]}', 400),
    "bytes that are no UTF-8": (b'{"showId": "hall", "seats": ["\xff\xfe"]}', 400),
    "half a surrogate pair": (b'{"showId": "hall", "seats": ["\\ud800"]}', 400),
    "UTF-16": ('{"showId": "hall", "seats": ["A3"]}'.encode("utf-16"), 400),
    "a raw control character": (b'{"showId": "hall", "seats": ["A\x003"]}', 400),
    "lists 20,000 deep": (nested(20_000).encode(), 400),
    "objects 5,000 deep": (('{"a":' * 5_000 + "1" + "}" * 5_000).encode(), 400),
    "null": (b"null", 422),
    "true": (b"true", 422),
    "a number": (b"5", 422),
    "a string": (b'"hall"', 422),
    "a list": (b'[{"showId": "hall", "seats": ["A3"]}]', 422),
    "an empty object": (b"{}", 422),
    "an empty list": (b"[]", 422),
    "lists 500 deep": (b'{"showId": "hall", "seats": %s}' % nested(500).encode(), 422),
    "the last of two keys counts": (b'{"showId": "hall", "seats": ["A3"], "seats": 5}', 422),
}

CONTENT_TYPES = [
    "text/plain",
    "text/html",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "json",
    "",
    "application/jsonx",
    ";;;",
]

DOORS = ("select-seats", "release-seats")


def ask(worker: Worker, **body: Any) -> Iterator[requests.Response]:
    """Send the body to each of the two doors."""
    for door in DOORS:
        yield worker.post(f"/api/bookings/{door}", json=body)


def send(worker: Worker, door: str, body: bytes, content_type: str = "application/json") -> requests.Response:
    return worker.post(f"/api/bookings/{door}", data=body, headers={"Content-Type": content_type})


@pytest.mark.security("ASVS 1.2.4")
@table(NO_STRINGS)
def test_a_show_id_of_the_wrong_shape_is_refused(worker: Worker, value: Any) -> None:
    for response in ask(worker, showId=value, seats=["A3"]):
        assert_refused(response, 422)
        assert response.json()["code"] == "validation_error"
        assert list(response.json()["errors"]) == ["showId"]


@table(UNKNOWN_SHOWS)
def test_a_show_that_is_not_there_is_not_found(worker: Worker, value: str) -> None:
    for response in ask(worker, showId=value, seats=["A3"]):
        assert_refused(response, 404)
        assert response.json()["code"] == "show_not_found"


@pytest.mark.security("ASVS 1.2.4")
@table(BAD_SEATS)
def test_seats_of_the_wrong_shape_are_refused(worker: Worker, value: Any) -> None:
    for response in ask(worker, showId=HALL, seats=value):
        assert_refused(response, 422)
        assert response.json()["code"] in ("validation_error", "unknown_seats")


def test_ten_thousand_seats_are_too_large_a_body(worker: Worker) -> None:
    for response in ask(worker, showId=HALL, seats=[f"A{number}" for number in range(10_000)]):
        assert_refused(response, 413)


@pytest.mark.parametrize("missing", ["showId", "seats"])
def test_a_missing_field_is_named(worker: Worker, missing: str) -> None:
    body = {"showId": HALL, "seats": ["A3"]}
    del body[missing]
    for response in ask(worker, **body):
        assert_refused(response, 422)
        assert list(response.json()["errors"]) == [missing]


@table(RAW_BODIES)
def test_a_body_that_is_no_proper_json_is_refused(worker: Worker, value: tuple[bytes, int]) -> None:
    body, status = value
    for door in DOORS:
        assert_refused(send(worker, door, body), status)


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_a_body_that_says_it_is_something_else_is_refused(worker: Worker, content_type: str) -> None:
    body = json.dumps({"showId": HALL, "seats": ["A3"]}).encode()
    for door in DOORS:
        assert_refused(send(worker, door, body, content_type), 415)


def test_a_body_that_is_too_large_is_refused(worker: Worker) -> None:
    for response in ask(worker, showId=HALL, seats=["A3"], padding="x" * 1_000_000):
        assert_refused(response, 413)


@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_is_too_large_and_tells_no_length_is_refused(worker: Worker, door: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"showId": "hall", "seats": ["A3"], "padding": "'
        for _ in range(40):
            yield b"x" * 10_000
        yield b'"}'

    try:
        response = worker.post(
            f"/api/bookings/{door}", data=chunks(), headers={"Content-Type": "application/json"}
        )
    except requests.ConnectionError:
        return  # The server need not listen to the end.
    assert_refused(response)

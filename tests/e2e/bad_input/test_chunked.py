"""Bodies in chunks, without a length: read like any other, and bounded like any other."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psutil
import pytest
import requests

from tests.support import builders
from tests.support.people import Person
from tests.support.worker import Worker

from .nonsense import HALL
from .refusals import assert_refused

SOON = 30
JSON = {"Content-Type": "application/json"}
SHOW = {"title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR", "rows": {"A": 10}}
SELECT = "/api/bookings/select-seats"


def pieces(body: bytes, size: int = 7) -> Iterator[bytes]:
    """Yield the body in pieces; requests sends what has no length in chunks."""
    yield from (body[start : start + size] for start in range(0, len(body), size))


def in_chunks(worker: Worker, method: str, path: str, body: Any, **headers: str) -> requests.Response:
    return worker.request(method, path, data=pieces(json.dumps(body).encode()), headers={**JSON, **headers})


def raw(worker: Worker, framing: bytes, path: str = SELECT, encoding: str = "chunked") -> bytes:
    """Send a request with a body framed by hand, and return all that comes back until the server closes."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: {encoding}"
    )
    answer = b""
    with socket.create_connection(("127.0.0.1", worker.port), SOON) as connection, suppress(OSError):
        connection.sendall(head.encode() + b"\r\n\r\n" + framing)
        connection.shutdown(socket.SHUT_WR)
        while data := connection.recv(65536):
            answer += data
    return answer


def test_every_kind_of_call_takes_a_body_in_chunks(worker: Worker, regular: Person) -> None:
    bearer = {"Authorization": f"Bearer {regular.token}"}
    wanted = {"showId": "chunked", "seats": ["A1"]}
    show = {**SHOW, "showId": "chunked"}
    calls: list[tuple[str, str, Any, dict[str, str]]] = [
        ("POST", "/api/shows", show, builders.ADMIN),
        ("PUT", "/api/shows/chunked", {**SHOW, "title": "Macbeth"}, builders.ADMIN),
        ("POST", "/api/shows/chunked/sales", {"open": True}, builders.ADMIN),
        ("POST", SELECT, wanted, bearer),
        ("POST", "/api/bookings/checkout", {"showId": "chunked"}, bearer),
        ("POST", "/api/bookings/release-seats", wanted, bearer),
        ("POST", "/api/session", {}, {}),
        ("DELETE", "/api/shows/chunked", {}, builders.ADMIN),
    ]
    for method, path, body, headers in calls:
        response = in_chunks(worker, method, path, body, **headers)
        assert response.json()["success"] is True, (method, path, response.text)
    worker.database.seat_locks.delete_many({"_id.show": "chunked"})  # withdrawn for a minute


@pytest.mark.parametrize("coding", ["chunked", "Chunked"])
def test_extensions_trailers_and_small_chunks_are_read(worker: Worker, coding: str) -> None:
    body = json.dumps({"showId": HALL, "seats": ["A1"]}).encode()
    framed = b"".join(b"1;name=value\r\n%c\r\n" % byte for byte in body) + b"0\r\nX-Sum: 1\r\n\r\n"
    assert b"seats_unavailable" in raw(worker, framed, encoding=coding)


def test_an_unknown_key_in_chunks_is_refused_where_no_body_is_needed(worker: Worker) -> None:
    response = in_chunks(worker, "POST", "/api/bookings/none/cancel", {"chairs": ["A1"]})
    assert_refused(response, 422)
    assert list(response.json()["errors"]) == ["chairs"]


def test_sockets_that_poll_send_in_chunks_too(worker: Worker) -> None:
    opened = worker.get("/socket.io/?EIO=4&transport=polling").text
    address = f"/socket.io/?EIO=4&transport=polling&sid={json.loads(opened[1:])['sid']}"
    text = {"Content-Type": "text/plain"}
    assert worker.post(address, data=pieces(b"40"), headers=text).text == "OK"
    assert worker.get(address).text.startswith("40{")
    assert worker.post(address, data=pieces(b'420["join-show","hall"]'), headers=text).text == "OK"
    assert '"bookedSeats":["A1"]' in worker.get(address).text


def test_a_body_in_chunks_is_bounded_like_any_other(worker: Worker) -> None:
    large = b'{"showId": "hall", "seats": ["A1"]}' + b" " * 65_536
    assert b"413 " in raw(worker, b"%x\r\n%s\r\n0\r\n\r\n" % (len(large), large))
    assert b"413 " in raw(worker, b"%x\r\n%s\r\n0\r\n\r\n" % (len(large), large), path="/socket.io/?EIO=4")


# Megabytes: twice what the largest plan may have, and what the sockets' buffers take.
ENOUGH = 80
ENDLESS = {"the body": b"100000\r\n" + b"x" * 0x100000 + b"\r\n", "a line": b"0" * 0x100000}


@pytest.mark.security("API4:2023", "ASVS 15.2.2")
@pytest.mark.parametrize("piece", ENDLESS.values(), ids=ENDLESS.keys())
@pytest.mark.parametrize("path", [SELECT, "/api/bookings/none", "/socket.io/?EIO=4"])
def test_what_never_ends_is_hung_up_on_and_fills_no_memory(worker: Worker, path: str, piece: bytes) -> None:
    memory = psutil.Process(worker.pid).memory_info().rss
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked"
    sent = 0
    with socket.create_connection(("127.0.0.1", worker.port), SOON) as connection, suppress(ConnectionError):
        connection.sendall(head.encode() + b"\r\n\r\n")
        while sent < ENOUGH:
            connection.sendall(piece)
            sent += 1
    assert sent < ENOUGH
    assert psutil.Process(worker.pid).memory_info().rss - memory < 32 * 1024 * 1024


@pytest.mark.parametrize(
    "framing",
    [
        b"",
        b"x\r\n",
        b"5\r\n{}",
        b"5\r\n{}\r\n0\r\n\r\n",
        b"-5\r\n",
        b"ffffffffffffffff\r\n{",
        b"2\r\n{}\r\nZ\r\n",
    ],
)
def test_a_framing_that_is_wrong_is_the_client_s_mistake(worker: Worker, framing: bytes) -> None:
    answer = raw(worker, framing)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


@pytest.mark.security("ASVS 4.2.1")
def test_nothing_that_follows_an_unknown_encoding_is_taken_for_a_request(worker: Worker) -> None:
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    assert raw(worker, smuggled, encoding="gzip, chunked").count(b"HTTP/1.1 ") == 1


def test_a_byte_order_mark_before_json_is_passed_over(worker: Worker) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"showId": HALL, "seats": ["A1"]}).encode()
    assert_refused(worker.post(SELECT, data=body, headers=JSON), 409)
    assert_refused(worker.post(SELECT, data=pieces(body), headers=JSON), 409)
    assert_refused(worker.post(SELECT, data=b"\xef\xbb\xbf" + body, headers=JSON), 400)

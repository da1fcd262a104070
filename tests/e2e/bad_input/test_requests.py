"""Addresses and methods that there are not, and bytes that are hardly HTTP."""

import socket
from contextlib import suppress
from urllib.parse import quote

import pytest

from tests.support.worker import Worker

from .nonsense import HALL, UNKNOWN_SHOWS, table
from .refusals import assert_refused, assert_tells_nothing

SOON = 30

PATHS: dict[str, str] = {
    **{name: quote(show, safe="") for name, show in UNKNOWN_SHOWS.items()},
    "an object": quote('{"$gt": ""}', safe=""),
    "brackets": "hall[$gt]=",
    "bytes that are no UTF-8": "%ff%fe",
    "half an escape": "%zz%",
    "a long one": "x" * 7_000,
    "a slash": "hall%2F..%2Fhall",
    "markup": quote("<script>alert(1)</script>", safe=""),
    "a line break": "hall%0d%0aX-Injected:%201",
}


@pytest.mark.parametrize("door", ["/api/bookings/locked-seats/", "/api/shows/"])
@table(PATHS, "path")
def test_an_address_without_a_show_is_not_found(worker: Worker, door: str, path: str) -> None:
    response = worker.get(door + path)
    assert_refused(response, 400, 404)
    assert "X-Injected" not in response.headers


@pytest.mark.parametrize("query", ["limit[$gt]=", "limit=-1", "%ff=%00", "a=b&" * 1000, "x=" + "y" * 7000])
@pytest.mark.parametrize("path", ["/api/shows", f"/api/shows/{HALL}", f"/api/bookings/locked-seats/{HALL}"])
def test_an_odd_query_harms_nobody(worker: Worker, path: str, query: str) -> None:
    response = worker.get(f"{path}?{query}")
    assert response.status_code < 500
    assert_tells_nothing(response)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/bookings/select-seats"),
        ("PUT", "/api/bookings/select-seats"),
        ("DELETE", "/api/bookings/release-seats"),
        ("POST", f"/api/bookings/locked-seats/{HALL}"),
        ("PUT", "/api/session"),
        ("PATCH", "/api/shows"),
        ("TRACE", "/api/shows"),
        ("NONSENSE", "/api/session"),
    ],
)
def test_a_method_that_a_door_has_not_is_refused(worker: Worker, method: str, path: str) -> None:
    assert_refused(worker.request(method, path), 405)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/bookings/", "/api/bookings/no-such", "/api/$where"])
def test_an_address_that_is_not_there_is_not_found(worker: Worker, path: str) -> None:
    assert_refused(worker.get(path))


REQUESTS: dict[str, bytes] = {
    "nonsense": b"\x00\x01\x02\r\n\r\n",
    "no version": b"GET /api/shows\r\n\r\n",
    "a version there is not": b"GET /api/shows HTTP/9.9\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "a header without a colon": b"GET /api/shows HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
    "a header without a name": b"GET /api/shows HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n",
    "a header of 100,000 bytes": b"GET /api/shows HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    "1,000 headers": b"GET /api/shows HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 1_000 + b"\r\n",
    "an address of 100,000 bytes": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a length that is no number": b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
    "a negative length": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: -5\r\n\r\n",
    "a length beyond all bodies": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "chunks that are none": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a body that breaks off": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"showId": "hall"',
    "a WebSocket without a key": b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "a WebSocket of an old version": b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 1\r\n\r\n",
    "a WebSocket with a key of nonsense": b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
    b"Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: \xff\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n",
}


@pytest.mark.security("ASVS 4.2.1")
@table(REQUESTS, "request_bytes")
def test_bytes_that_are_hardly_http_get_no_more_than_a_4xx(worker: Worker, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", worker.port), timeout=SOON) as line:
        answer = b""
        with suppress(OSError):  # A server may hang up on that.
            line.sendall(request_bytes)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                answer += part
    assert b"Traceback" not in answer
    assert b'File "' not in answer
    if answer.startswith(b"HTTP/"):
        status = int(answer.split(b" ", 2)[1])
        assert status < 500, answer[:500]

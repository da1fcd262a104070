"""Clients that send a byte now and then: each has its time, and nobody else waits for them."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import pytest

from tests.support.waiting import patience
from tests.support.worker import Worker

from .conftest import MOST_UNDER_WAY, REQUEST_SECONDS

HEAD = b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
UPGRADE = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
SLOWLY = {
    "the request line": b"GET /api/sho",
    "the head": HEAD + b"X-Slow: ",
    "a body": HEAD + b"Content-Length: 60000\r\n\r\n{",
    "a body in chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n{",
    "a WebSocket's handshake": UPGRADE + b"Sec-WebSocket-Key: ",
}


@contextmanager
def dripping(worker: Worker, start: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", worker.port), 30) as line:
        line.sendall(start)
        yield line


def seconds_until_hung_up_on(line: socket.socket) -> float:
    """Send a byte ten times a second, and return after how long the server has ended that."""
    started = time.monotonic()
    line.settimeout(0.1)
    with suppress(ConnectionError):
        while time.monotonic() < started + patience(5):
            line.sendall(b"x")
            with suppress(TimeoutError):
                if not line.recv(65536):
                    break
    return time.monotonic() - started


@pytest.mark.parametrize("start", SLOWLY.values(), ids=SLOWLY.keys())
@pytest.mark.security("API4:2023", "ASVS 15.2.2")
def test_who_sends_too_slowly_is_hung_up_on(worker: Worker, start: bytes) -> None:
    with dripping(worker, start) as line:
        assert 0.5 * REQUEST_SECONDS < seconds_until_hung_up_on(line) < patience(3 * REQUEST_SECONDS + 1)
    assert "Traceback" not in worker.log


def test_many_slow_clients_keep_nobody_out(worker: Worker) -> None:
    with ExitStack() as stack:
        for start in SLOWLY.values():
            for _ in range(MOST_UNDER_WAY):
                stack.enter_context(dripping(worker, start))
        assert worker.get("/api/shows").status_code == 200


def test_who_is_silent_between_requests_may_go_on(worker: Worker) -> None:
    asking = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with dripping(worker, asking) as line:
        for answer in iter(partial(line.recv, 65536), b""):
            assert answer.startswith(b"HTTP/1.1 200 ")
            break
        time.sleep(1.5 * REQUEST_SECONDS)
        line.sendall(asking)
        assert line.recv(65536).startswith(b"HTTP/1.1 200 ")

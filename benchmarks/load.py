"""The load: keep-alive clients on plain sockets, cheap enough to leave the machine to the servers."""

import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

PROCESSES = 2
CLIENTS = 16
STALL_SECONDS = 15

_length = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE).search


class Answer(NamedTuple):
    """What the request of this number got, and after how many seconds."""

    number: int
    status: int
    latency: float
    body: bytes


@dataclass
class Load:
    """All answers, and when the first request went out and the last answer came in."""

    answers: list[Answer]
    started: float
    ended: float = 0


class Client:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), STALL_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = 0
        self.sent = 0.0
        self._data = b""

    def send(self, number: int, request: bytes) -> None:
        """Send the request of this number."""
        self.number, self.sent, self._data = number, time.monotonic(), b""
        self.socket.sendall(request)

    def receive(self) -> tuple[int, bytes] | None:
        """Read what has come; return status and body once both are whole."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionError("the server hung up")
        self._data += chunk
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = _length(self._data, 0, end)
        if length is None:
            raise ValueError(f"no Content-Length: {self._data[:end]!r}")
        if len(self._data) < end + 4 + int(length[1]):
            return None
        return int(self._data[9:12]), self._data[end + 4 :]

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request and wait for its answer."""
        self.send(0, request)
        while (answer := self.receive()) is None:
            pass
        return answer


class Crowd:
    """Processes full of clients, kept for all measurements."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(PROCESSES, get_context("spawn"))

    def run(self, port: int, requests: Sequence[bytes], seconds: float, keep: bool = False) -> Load:
        """Send the requests in order until there are none or the time is over; `keep` the answers' bodies."""
        numbered = list(enumerate(requests))
        shares = [numbered[first::PROCESSES] for first in range(PROCESSES)]
        parts = [self._pool.submit(_run, port, share, seconds, keep) for share in shares]
        loads = [part.result() for part in parts]
        return Load(
            [answer for load in loads for answer in load.answers],
            min(load.started for load in loads),
            max(load.ended for load in loads),
        )

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown()


def _run(port: int, requests: Sequence[tuple[int, bytes]], seconds: float, keep: bool) -> Load:
    pending = iter(requests)
    with selectors.DefaultSelector() as selector:
        clients = [Client(port) for _ in range(min(CLIENTS, len(requests)))]
        load = Load([], time.monotonic())
        for client in clients:
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.send(*next(pending))
        busy = len(clients)
        while busy:
            for client in _ready(selector):
                answer = client.receive()
                if answer is None:
                    continue
                load.ended = time.monotonic()
                status, body = answer
                latency = load.ended - client.sent
                load.answers.append(Answer(client.number, status, latency, body if keep else b""))
                following = next(pending, None) if load.ended < load.started + seconds else None
                if following is None:
                    busy -= 1
                else:
                    client.send(*following)
        for client in clients:
            client.socket.close()
    return load


def _ready(selector: selectors.BaseSelector) -> Iterator[Client]:
    ready = selector.select(STALL_SECONDS)
    if not ready:
        raise TimeoutError(f"no answer for {STALL_SECONDS} s")
    return (key.data for key, _ in ready)

"""The load: keep-alive clients on plain sockets, cheap enough to leave the machine to the servers."""

import random
import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import NamedTuple

PROCESSES = 2
CLIENTS = 32
STALL_SECONDS = 15
NO_ANSWER = 0

_length = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE).search


class Answer(NamedTuple):
    """What the request of this number got, when it was due, and after how many seconds it was answered.

    `status` is NO_ANSWER where there was none.
    """

    number: int
    status: int
    due: float
    latency: float


@dataclass
class Load:
    """All answers, and how many seconds there were from the first request to the last answer."""

    answers: list[Answer]
    seconds: float

    @property
    def statuses(self) -> Counter[int]:
        """How many answers had which status."""
        return Counter(answer.status for answer in self.answers)

    def granted(self) -> list[int]:
        """Return the numbers of the requests that were answered with 200."""
        return [answer.number for answer in self.answers if answer.status == 200]

    def latency(self, percent: float) -> float:
        """Return the ms within which so many percent of the answers came."""
        return 1000 * percentile([answer.latency for answer in self.answers], percent)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of the values do not exceed; NaN for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else float("nan")


class Client:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), STALL_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = 0
        self.since = 0.0
        self._data = b""

    def send(self, number: int, request: bytes, since: float = 0) -> None:
        """Send the request of this number; its latency counts from now, or `since` when it was due."""
        self.number, self.since, self._data = number, since or time.monotonic(), b""
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

    def run(self, port: int, requests: Sequence[bytes], seconds: float) -> Load:
        """Let CLIENTS send the requests in order until there are none or the time is over."""
        numbered = list(enumerate(requests))
        return self._run(port, [[numbered[first::PROCESSES]] for first in range(PROCESSES)], seconds)

    def follow(self, port: int, scripts: Sequence[Sequence[bytes]], seconds: float) -> Load:
        """Let a client for each script send its requests in order; they are numbered in each script."""
        numbered = [list(enumerate(script)) for script in scripts]
        return self._run(port, [numbered[first::PROCESSES] for first in range(PROCESSES)], seconds)

    def _run(
        self, port: int, shares: Sequence[Sequence[Sequence[tuple[int, bytes]]]], seconds: float
    ) -> Load:
        parts = [self._pool.submit(_run, port, share, seconds) for share in shares]
        loads = [part.result() for part in parts]
        answers = [answer for load in loads for answer in load.answers]
        return Load(answers, max(load.seconds for load in loads))

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown()


def paced(port: int, requests: Sequence[bytes], rate: float) -> Load:
    """Send the requests at uneven moments, so many a second on average, whatever became of those before.

    Latency counts from when a request was due. Who has no answer STALL_SECONDS after the last one has none.
    """
    started = due = time.monotonic()
    idle, answers, following = list[Client](), list[Answer](), iter(enumerate(requests))
    pending = next(following, None)
    with selectors.DefaultSelector() as selector:
        while pending or selector.get_map():
            wait = due - time.monotonic() if pending else due + STALL_SECONDS - time.monotonic()
            if pending and wait <= 0:
                client = idle.pop() if idle else Client(port)
                client.send(*pending, since=due)
                selector.register(client.socket, selectors.EVENT_READ, client)
                pending, due = next(following, None), due + random.uniform(0, 2 / rate)
                continue
            ready = selector.select(max(wait, 0))
            if not ready and not pending:
                break
            for key, _ in ready:
                answered = _answer(key.data)
                if answered:
                    selector.unregister(key.data.socket)
                    answers.append(answered)
                    if answered.status != NO_ANSWER:
                        idle.append(key.data)
        stuck = [key.data for key in selector.get_map().values()]
        answers += [
            Answer(client.number, NO_ANSWER, client.since, time.monotonic() - client.since)
            for client in stuck
        ]
    for client in idle + stuck:
        client.socket.close()
    return Load(answers, time.monotonic() - started)


def _answer(client: Client) -> Answer | None:
    try:
        received = client.receive()
    except OSError:
        return Answer(client.number, NO_ANSWER, client.since, time.monotonic() - client.since)
    return received and Answer(client.number, received[0], client.since, time.monotonic() - client.since)


def _run(port: int, shares: Sequence[Sequence[tuple[int, bytes]]], seconds: float) -> Load:
    """Let each client send what is in its share, or all of them together what is in the only one."""
    count = len(shares) if len(shares) > 1 else min(CLIENTS // PROCESSES, len(shares[0]))
    sources = [iter(share) for share in shares]
    with selectors.DefaultSelector() as selector:
        clients = [Client(port) for _ in range(count)]
        started = ended = time.monotonic()
        answers: list[Answer] = []
        for number, client in enumerate(clients):
            source = sources[number % len(sources)]
            selector.register(client.socket, selectors.EVENT_READ, (client, source))
            client.send(*next(source))
        busy = len(clients)
        while busy:
            for client, source in _ready(selector):
                received = client.receive()
                if received is None:
                    continue
                ended = time.monotonic()
                answers.append(Answer(client.number, received[0], client.since, ended - client.since))
                following = next(source, None) if ended < started + seconds else None
                if following is None:
                    busy -= 1
                else:
                    client.send(*following)
        for client in clients:
            client.socket.close()
    return Load(answers, ended - started)


def _ready(selector: selectors.BaseSelector) -> Iterator[tuple[Client, Iterator[tuple[int, bytes]]]]:
    ready = selector.select(STALL_SECONDS)
    if not ready:
        raise TimeoutError(f"no answer for {STALL_SECONDS} s")
    return (key.data for key, _ in ready)

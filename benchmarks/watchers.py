"""People who look at a show: WebSockets, thousands in one process, on plain sockets and quick."""

import heapq
import json
import random
import selectors
import socket
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

CONTEXT = get_context("spawn")
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
READY_SECONDS = 180
SELECTED = b'42["seats-selected"'
PING, PONG = b"2", b"3"


@dataclass
class Report:
    """What the watchers received: how many events in all, and when each announcement of a selection came."""

    events: int = 0
    selections: dict[bytes, list[float]] = field(default_factory=lambda: defaultdict(list))

    def by_seat(self) -> dict[str, list[float]]:
        """Return when the watchers heard of each seat."""
        times: dict[str, list[float]] = defaultdict(list)
        for message, heard in self.selections.items():
            for seat in json.loads(message[2:])[1]["seats"]:
                times[seat] += heard
        return times


class Watchers:
    """Users' sockets in the room of a show, in a process of their own; a context manager.

    At most `at_once` of them are on their way in at the same time. Who is refused tries again after a
    second or so, as the library does; so does who is hung up on in the room, where `comes_back`.
    """

    def __init__(
        self, port: int, tokens: Sequence[str], show: str, at_once: int = 32, *, comes_back: bool = False
    ) -> None:
        self._pipe, end = CONTEXT.Pipe()
        self._process = CONTEXT.Process(
            target=_watch,
            args=(end, port, list(tokens), show, at_once),
            kwargs={"comes_back": comes_back},
            daemon=True,
        )

    def __enter__(self) -> "Watchers":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def come(self) -> None:
        """Send them in."""
        self._pipe.send("come")

    def await_in(self) -> tuple[float, int]:
        """Wait until all are in; return after how many seconds the last one was, and how often one failed."""
        if not self._pipe.poll(READY_SECONDS):
            raise TimeoutError("the watchers do not get in")
        seconds, failures = self._pipe.recv()
        return seconds, failures

    def report(self) -> Report:
        """Return what they received since the last call."""
        self._pipe.send("report")
        report: Report = self._pipe.recv()
        return report

    def hang_up(self) -> None:
        """Close all sockets at once, as the end of a process does."""
        self._process.kill()
        self._process.join()


class _Watcher:
    """One WebSocket on its way in, and then in the room. Zero masks leave the text that it sends as it is."""

    def __init__(self, port: int, token: str, show: str) -> None:
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect_ex(("127.0.0.1", port))
        self.inside = False
        self.token = token
        self._data = b""
        self._upgraded = False
        self._next = [
            (b"40", "420" + json.dumps(["join-show", show])),
            (b"430", ""),
        ]
        self._hello = "40" + json.dumps({"token": token})

    def on_connected(self) -> None:
        """Ask for a WebSocket."""
        self.socket.send(UPGRADE)

    def receive(self) -> list[bytes]:
        """Read what has come and return the whole messages in it; raise OSError where it is no use."""
        chunk = self.socket.recv(1 << 16)
        if not chunk:
            raise ConnectionError("the server hung up on a watcher")
        self._data = self._data + chunk if self._data else chunk
        if not self._upgraded and not self._upgrade():
            return []
        messages, self._data = _frames(self._data)
        return messages

    def on_message(self, message: bytes) -> None:
        """Go a step further in."""
        if message.startswith((b"44", b"41")) or b'"success":false' in message[:40]:
            raise ConnectionError(f"a watcher was refused: {message[:100]!r}")
        if self._next and message.startswith(self._next[0][0]):
            _, following = self._next.pop(0)
            if following:
                self.send(following)
            self.inside = not self._next

    def send(self, text: str) -> None:
        """Send a message."""
        data = text.encode()
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
        self.socket.send(b"\x81" + size + bytes(4) + data)

    def _upgrade(self) -> bool:
        head, end, rest = self._data.partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 101 " not in head[:20]:
            raise ConnectionError(f"no WebSocket: {head[:100]!r}")
        self._upgraded, self._data = True, rest
        self.send(self._hello)
        return True


def _frames(data: bytes) -> tuple[list[bytes], bytes]:
    """Return the payloads of the whole frames, and what follows."""
    messages, at = [], 0
    while len(data) - at >= 2:
        size, start = data[at + 1], at + 2
        if size >= 126:
            start = at + (4 if size == 126 else 10)
            size = int.from_bytes(data[at + 2 : start], "big")
        if len(data) < start or len(data) < start + size:
            break
        messages.append(data[start : start + size])
        at = start + size
    return messages, data[at:]


def _watch(pipe: Connection, *args: Any, **options: Any) -> None:
    pipe.recv()
    _Room(pipe, *args, **options).run()


class _Room:
    """All the watchers of the process."""

    def __init__(
        self, pipe: Connection, port: int, tokens: list[str], show: str, at_once: int, *, comes_back: bool
    ) -> None:
        self._pipe, self._port, self._show, self._at_once = pipe, port, show, at_once
        self._comes_back = comes_back
        self._waiting = [(0.0, token) for token in tokens]
        self._coming: set[_Watcher] = set()
        self._count = len(tokens)
        self._inside = self._failures = 0
        self._were_all_in = False
        self._report = Report()
        self._selector = selectors.DefaultSelector()
        self._selector.register(pipe, selectors.EVENT_READ)
        self._started = time.monotonic()

    def run(self) -> None:
        """Bring all in, then listen until the process is killed."""
        while True:
            self._let_in()
            for key, _ in self._selector.select(0.05 if self._waiting else None):
                if key.data is None:
                    self._pipe.recv()
                    self._pipe.send(self._report)
                    self._report = Report()
                elif key.events == selectors.EVENT_WRITE:
                    key.data.on_connected()
                    self._selector.modify(key.data.socket, selectors.EVENT_READ, key.data)
                else:
                    self._receive(key.data)

    def _let_in(self) -> None:
        now = time.monotonic()
        while self._waiting and len(self._coming) < self._at_once and self._waiting[0][0] <= now:
            _, token = heapq.heappop(self._waiting)
            watcher = _Watcher(self._port, token, self._show)
            self._coming.add(watcher)
            self._selector.register(watcher.socket, selectors.EVENT_WRITE, watcher)

    def _receive(self, watcher: _Watcher) -> None:
        try:
            messages = watcher.receive()
            at = time.monotonic()
            for message in messages:
                self._note(watcher, message, at)
        except OSError:
            self._fail(watcher)

    def _note(self, watcher: Any, message: bytes, at: float) -> None:
        if message == PING:
            watcher.send(PONG.decode())
        elif watcher.inside:
            self._report.events += 1
            if message.startswith(SELECTED):
                self._report.selections[message].append(at)
        else:
            watcher.on_message(message)
            if watcher.inside:
                self._coming.remove(watcher)
                self._inside += 1
                if self._inside == self._count and not self._were_all_in:
                    self._were_all_in = True
                    self._pipe.send((at - self._started, self._failures))

    def _fail(self, watcher: _Watcher) -> None:
        """Let it try again; it was in, or on its way."""
        if watcher.inside:
            if not self._comes_back:
                raise ConnectionError("the server hung up on a watcher in the room")
            self._inside -= 1
        self._coming.discard(watcher)
        self._failures += 1
        self._selector.unregister(watcher.socket)
        watcher.socket.close()
        retry_at = time.monotonic() + random.uniform(0.5, 1.5)
        heapq.heappush(self._waiting, (retry_at, watcher.token))

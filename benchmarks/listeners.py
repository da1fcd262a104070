"""Socket.IO listeners, many in one process, on plain sockets: quicker than what they time."""

import json
import selectors
import socket
import time
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

CONTEXT = get_context("spawn")
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
READY_SECONDS = 60


class Heard(NamedTuple):
    """A listener's number, when a message came, and the message."""

    listener: int
    at: float
    message: bytes


class Listeners:
    """Guests' sockets in a process of their own, all in the rooms of some shows; a context manager."""

    def __init__(self, port: int, tokens: Sequence[str], shows: Sequence[str]) -> None:
        self._pipe, end = CONTEXT.Pipe()
        self._process = CONTEXT.Process(target=_listen, args=(end, port, tokens, shows), daemon=True)

    def __enter__(self) -> "Listeners":
        self._process.start()
        if not self._pipe.poll(READY_SECONDS):
            raise TimeoutError("the listeners do not get in")
        self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def heard(self) -> list[Heard]:
        """Return what has been heard since the last call."""
        self._pipe.send("report")
        heard: list[Heard] = self._pipe.recv()
        return heard


def seats_selected(message: bytes) -> list[str]:
    """Return the seats that a message says are selected now."""
    if not message.startswith(b'42["seats-selected"'):
        return []
    seats: list[str] = json.loads(message[2:])[1]["seats"]
    return seats


class _Listener:
    """One WebSocket. The mask of what it sends is zero, which leaves the text as it is."""

    def __init__(self, port: int, token: str, shows: Sequence[str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 15)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(UPGRADE)
        self._data = b""
        while b"\r\n\r\n" not in self._data:
            self._data += self.socket.recv(4096)
        self._data = self._data.partition(b"\r\n\r\n")[2]
        self._send("40" + json.dumps({"token": token}))
        self._await(b"40")
        for show in shows:
            self._send("420" + json.dumps(["join-show", show]))
            self._await(b"430")

    def receive(self) -> list[bytes]:
        """Read what has come and return the whole messages in it; answer pings."""
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            raise ConnectionError("the server hung up on a listener")
        self._data += chunk
        messages = []
        while (frame := self._frame()) is not None:
            if frame == b"2":
                self._send("3")
            else:
                messages.append(frame)
        return messages

    def _frame(self) -> bytes | None:
        size, start = (self._data[1] if len(self._data) > 1 else 0), 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(self._data[2:start], "big")
        if len(self._data) < start or len(self._data) < start + size:
            return None
        frame, self._data = self._data[start : start + size], self._data[start + size :]
        return frame

    def _send(self, text: str) -> None:
        data = text.encode()
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
        self.socket.sendall(b"\x81" + size + bytes(4) + data)

    def _await(self, prefix: bytes) -> None:
        while not any(message.startswith(prefix) for message in self.receive()):
            pass


def _listen(pipe: Connection, port: int, tokens: Sequence[str], shows: Sequence[str]) -> None:
    heard: list[Heard] = []
    with selectors.DefaultSelector() as selector:
        for number, token in enumerate(tokens):
            listener = _Listener(port, token, shows)
            selector.register(listener.socket, selectors.EVENT_READ, (number, listener))
            _hear(selector, heard, 0)
        selector.register(pipe, selectors.EVENT_READ)
        pipe.send("ready")
        while True:
            if _hear(selector, heard, None):
                pipe.recv()
                pipe.send(heard)
                heard = []


def _hear(selector: selectors.BaseSelector, heard: list[Heard], timeout: float | None) -> bool:
    """Note what has come; return whether a report is wanted."""
    wanted = False
    for key, _ in selector.select(timeout):
        data: Any = key.data
        if data is None:
            wanted = True
            continue
        number, listener = data
        at = time.monotonic()
        heard += [Heard(number, at, message) for message in listener.receive()]
    return wanted

"""A Socket.IO server on eventlet in a thread of its own, with our way of telling rooms; and plain clients."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from queue import Empty, SimpleQueue
from typing import Any, Protocol, TypeVar

import eventlet
import eventlet.wsgi
import socketio

from seatapp.encoding import SocketJson
from seatapp.realtime.broadcast import Broadcast
from seatapp.realtime.links import Links

T = TypeVar("T")

ROOM = "hall"
SOON = 30
HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)


class Teller:
    """The server. Everybody who connects is in the room; `echo` is answered with what it says."""

    def __init__(self) -> None:
        self.socketio = socketio.Server(
            async_mode="eventlet", json=SocketJson, async_handlers=False, ping_interval=60
        )
        self.left: list[str] = []
        self.answered = 0
        self.socketio.on("connect", lambda sid, _: self.socketio.enter_room(sid, ROOM))
        self.socketio.on("disconnect", lambda sid, _: self.left.append(sid))
        self.socketio.on("echo", self._echo)
        self.links = Links(self.socketio.eio)
        self.broadcast = Broadcast(self.links, nullcontext)
        self._calls: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()
        self._port: Future[int] = Future()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return self._port.result(SOON)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def do(self, call: Callable[[], T]) -> T:
        """Run it among the server's tasks and return what it returns."""
        done: Future[T] = Future()
        self._calls.put((call, done))
        return done.result(SOON)

    def sids(self) -> list[str]:
        """Return everybody's Socket.IO sid, in the order in which they came."""
        return [sid for sid, _ in self.socketio.manager.get_participants("/", ROOM)]

    def recipients(self, *sids: str) -> dict[str, str]:
        """Return these sids, or all, with Engine.IO's."""
        everybody = dict(self.socketio.manager.get_participants("/", ROOM))
        return {sid: everybody[sid] for sid in sids or everybody}

    def connection(self, sid: str) -> Any:
        """Return Engine.IO's socket."""
        return self.socketio.eio.sockets[self.recipients(sid)[sid]]

    def file(self, sid: str) -> int:
        """Return the file descriptor of a client's WebSocket."""
        return int(self.links._links[self.recipients(sid)[sid]]._socket.fileno())

    def narrow(self, sid: str) -> None:
        """Let the system take little at once of what is written to a client."""
        self.links._links[self.recipients(sid)[sid]]._socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDBUF, 1
        )

    def _echo(self, _: str, said: int) -> int:
        self.answered += 1
        return said

    def _serve(self) -> None:
        listening = eventlet.listen(("127.0.0.1", 0))
        self._port.set_result(listening.getsockname()[1])
        eventlet.spawn(
            eventlet.wsgi.server, listening, socketio.WSGIApp(self.socketio), log_output=False, max_size=5000
        )
        while True:
            try:
                call, done = self._calls.get_nowait()
            except Empty:
                eventlet.sleep(0.001)
                continue
            try:
                done.set_result(call())
            except BaseException as error:
                done.set_exception(error)


class HasPort(Protocol):
    """A server on this machine."""

    @property
    def port(self) -> int: ...


class Watcher:
    """One client on a plain socket, which reads when it is told to."""

    def __init__(self, server: HasPort, receive_buffer: int | None = None, headers: bytes = b"") -> None:
        self.socket = socket.socket()
        self.socket.settimeout(SOON)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect(("127.0.0.1", server.port))
        self.socket.sendall(HANDSHAKE + headers + b"\r\n")
        self._data = b""

    def ask_in(self) -> None:
        """Read the answer to the handshake, and connect to Socket.IO's namespace."""
        while b"\r\n\r\n" not in self._data:
            self._data += self.socket.recv(4096)
        self._data = self._data.partition(b"\r\n\r\n")[2]
        self.send("40")

    def await_entry(self) -> None:
        """Read until the server has let it in."""
        while not self.message().startswith("40"):
            pass

    def send(self, text: str) -> None:
        """Send a text; its mask is zero, which leaves it as it is."""
        data = text.encode()
        assert len(data) < 126
        self.socket.sendall(bytes([0x81, 0x80 | len(data)]) + bytes(4) + data)

    def message(self) -> str:
        """Read the next message."""
        return self.raw()[1].decode()

    def raw(self) -> tuple[bytes, bytes]:
        """Read the next frame's header and what is in it; raise ConnectionError at the end."""
        header = self._take(2)
        assert header[0] == 0x81, header
        size = header[1]
        if size == 126:
            header += self._take(2)
            (size,) = struct.unpack("!H", header[2:])
        elif size == 127:
            header += self._take(8)
            (size,) = struct.unpack("!Q", header[2:])
        return header, self._take(size)

    def _take(self, size: int) -> bytes:
        while len(self._data) < size:
            chunk = self.socket.recv(1 << 16)
            if not chunk:
                raise ConnectionError("the server hung up")
            self._data += chunk
        taken, self._data = self._data[:size], self._data[size:]
        return taken


@contextmanager
def watchers(teller: Teller, count: int, receive_buffer: int | None = None) -> Iterator[list[Watcher]]:
    """Connect some, all at once."""
    connected: list[Watcher] = []
    try:
        while len(connected) < count:
            connected.append(Watcher(teller, receive_buffer))
        for watcher in connected:
            watcher.ask_in()
        for watcher in connected:
            watcher.await_entry()
        yield connected
    finally:
        for watcher in connected:
            watcher.socket.close()

"""The outgoing end of this worker's sockets: a frame is written at once where nothing waits before it.

The library takes a queue, a writer task and a packet for each recipient, ten times the price of the send. Its
queue stays the way for whoever polls, is upgrading or is slow. What is written here must not overtake what is
in that queue, in the writer's hands or half written: `Link.write` looks at all three.
"""

import logging
import socket
import struct
from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakSet

from blinker import Signal

from ..turns import Turns

log = logging.getLogger(__name__)

# Sent when a client is cut off that takes less than is sent to it.
cut_off = Signal("A client is too slow")

# Packets that wait for one client. Announcements are shared, so what waits is small; who is this far behind
# is better served by the whole state.
MAX_BACKLOG = 500
RESET_ON_CLOSE = struct.pack("ii", 1, 0)
TEXT = 0x81


def frame(text: str) -> bytes:
    """Return the WebSocket frame in which a server sends the text (RFC 6455, 5.2)."""
    data = text.encode()
    size = len(data)
    if size < 126:
        return struct.pack("!BB", TEXT, size) + data
    if size < 1 << 16:
        return struct.pack("!BBH", TEXT, 126, size) + data
    return struct.pack("!BBQ", TEXT, 127, size) + data


class Link:
    """One WebSocket on eventlet. Raises AttributeError when the libraries are not as they are known here."""

    __slots__ = ("_connection", "_lock", "_lock_waiters", "_queued", "_send", "_socket", "_start")

    def __init__(self, connection: Any, websocket: Any) -> None:
        if websocket.extensions:
            raise AttributeError("its frames are compressed")
        self._connection = connection
        self._queued = connection.queue.queue
        self._lock = websocket._sendlock
        self._lock_waiters = self._lock._waiters
        self._socket = websocket.socket
        self._send = self._socket.fd.send
        self._start: Callable[..., Any] = connection.server.start_background_task
        _ = self._lock.counter, connection.upgraded

    def write(self, frames: bytes) -> bool:
        """Write whole frames without waiting; False when something is before them, or nothing can be sent."""
        # The writer holds the lock, or waits for it, until it has written all that it took from the queue.
        if self._queued or self._lock_waiters or self._lock.counter < 1 or not self._connection.upgraded:
            return False
        try:
            sent = self._send(frames)
        except OSError:
            return False  # full, or closed: the writer notices
        if sent < len(frames):
            self._lock.acquire()
            self._start(self._finish, frames[sent:])
        return True

    def reset(self) -> None:
        """End the connection without waiting for what is unsent; its reader and writer notice."""
        try:
            self._socket.fd.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            self._socket.fd.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            log.debug("a socket that is reset is closed already: %s", error)

    def _finish(self, rest: bytes) -> None:
        try:
            self._socket.sendall(rest)
        except OSError:
            self.reset()  # nothing can follow half a frame
        finally:
            self._lock.release()


class Links:
    """All connections of an Engine.IO server, by Engine.IO's sid."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.start_background_task = engine.start_background_task
        self.sleep = engine.sleep
        self._links: dict[str, Link] = {}
        self._cut: WeakSet[Any] = WeakSet()
        self._explained = False
        self._departures = Turns(engine.create_queue, engine.sleep)
        self._send_later, engine.send_packet = engine.send_packet, self._send_packet
        engine._async = {**engine._async, "websocket": self._noting(engine._async["websocket"])}

    def send(self, sids: Iterable[str], frames: bytes, packets: list[Any]) -> None:
        """Send the packets to each, as the ready frames where they can be written directly. Never waits."""
        for sid in sids:
            link = self._links.get(sid)
            if link is None or not link.write(frames):
                self._queue(sid, link, packets)

    def _send_packet(self, sid: str, packet: Any) -> None:
        """Send a packet of the library's, such as an acknowledgement, without its writer where possible."""
        link = None if packet.binary else self._links.get(sid)
        if link is None or not link.write(frame(packet.encode())):
            self._send_later(sid, packet)

    def _queue(self, sid: str, link: Link | None, packets: list[Any]) -> None:
        connection = self._engine.sockets.get(sid)
        if connection is None or connection.closed or connection in self._cut:
            return
        if connection.queue.qsize() + len(packets) > MAX_BACKLOG:
            self._cut_off(connection, link)
            return
        for packet in packets:
            connection.queue.put(packet)

    def _cut_off(self, connection: Any, link: Link | None) -> None:
        self._cut.add(connection)
        cut_off.send()
        if link is not None:
            link.reset()
        else:
            # In a task of its own: it runs the disconnect handler.
            reason = self._engine.reason.TRANSPORT_ERROR
            self.start_background_task(connection.close, wait=False, abort=True, reason=reason)

    def _noting(self, websocket_class: Any) -> Callable[..., Any]:
        def make(handler: Callable[[Any], Any], server: Any) -> Any:
            connection = handler.__self__  # type: ignore[attr-defined]  # a method of Engine.IO's socket

            def noting(websocket: Any) -> Any:
                try:
                    self._links[connection.sid] = Link(connection, websocket)
                except AttributeError as error:
                    self._explain(error)
                self._take_turns_at_the_end(websocket)
                try:
                    return handler(websocket)
                finally:
                    self._links.pop(connection.sid, None)

            return websocket_class(noting, server)

        return make

    def _take_turns_at_the_end(self, websocket: Any) -> None:
        """Have what follows a WebSocket's end take turns with requests: thousands may end at once."""
        wait = websocket.wait

        def wait_for_message_or_turn() -> Any:
            message = wait()
            if message is None:
                self._departures.wait()
            return message

        websocket.wait = wait_for_message_or_turn

    def _explain(self, error: AttributeError) -> None:
        if self._engine.async_mode == "eventlet" and not self._explained:
            self._explained = True
            log.warning("frames cannot be written directly, telling a room is slow: %s", error)

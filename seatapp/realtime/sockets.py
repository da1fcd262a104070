"""All that reaches into python-socketio and python-engineio, so that an upgrade of them touches this file.

This worker's own sockets and rooms; and clients' packets: those that cannot be read are refused by the
event's handler, not dropped without a word. JSON may say more than can be taken: halves of surrogate pairs,
NaN, thousands of levels. python-socketio raises then, and who waits for an acknowledgement waits for ever; a
binary event of that kind even leaves its connection deaf.
"""

import logging
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from typing import Any, TypeAlias

import orjson
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT, Packet
from werkzeug.exceptions import HTTPException

from .. import chunked
from ..addresses import subscriber
from ..encoding import SocketJson
from ..extensions import socketio
from ..runtime import current_runtime
from .broadcast import Telling
from .caps import Addresses
from .links import Links

WsgiApp: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]

# They log a traceback for every frame that they cannot read, and any stranger can send some. What our own
# handlers raise is answered and logged in `acknowledge`.
quiet = logging.getLogger("seatapp.realtime.library")
quiet.setLevel(logging.CRITICAL)

# What a worker needs to let one in, amply, while it serves requests too.
JOIN_SECONDS = 0.002
# A map is not older than ten seconds, and a worker that ends counts on its clients within eight.
MOST_RECONNECT_SECONDS = 5

# What an event says is a text or a flat object; the library goes through it by recursion.
MOST_BRACKETS = 100
# The library calls handlers by these names, and would by a client's word too.
LIBRARYS_OWN = ("*", "connect", "disconnect")
EVENT_NAME = re.compile(r'\s*\[\s*("(?:[^"\\]|\\.){0,100}")')


def start_listening() -> None:
    """Listen to the other workers now; the library would wait for its first client."""
    socketio.server.manager_initialized = True
    socketio.server.manager.initialize()


def local_sids(room: str | None) -> list[str]:
    """Return the sids of this worker's sockets in a room; all of them for None."""
    return [sid for sid, _ in _participants(room)]


def local_rooms() -> list[str]:
    """Return the rooms that this worker's sockets are in."""
    return [room for room in list(socketio.server.manager.rooms.get("/", {})) if room]


def reconnect_seconds() -> float:
    """Return within how many seconds this worker's sockets are to come back if they all break at once."""
    everybody = socketio.server.manager.rooms.get("/", {}).get(None, ())
    return round(min(len(everybody) * JOIN_SECONDS, MOST_RECONNECT_SECONDS), 1)


def enter_room(sid: str, room: str) -> None:
    """Put a socket of this worker into a room."""
    socketio.server.enter_room(sid, room)


def leave_room(sid: str, room: str) -> None:
    """Take a socket of this worker out of a room."""
    socketio.server.leave_room(sid, room)


def links_of_engine() -> Links:
    """Return what writes to this worker's sockets directly, for those that connect from now on."""
    return Links(socketio.server.eio)


def emit_to_room(event: str, message: dict[str, Any], room: str, skipped: Iterable[str] = ()) -> None:
    """Emit to this worker's sockets in a room, not to the skipped sids."""
    recipients = dict(_participants(room))
    for sid in skipped:
        recipients.pop(sid, None)
    current_runtime().broadcast.put(room, Telling(recipients, _packet(event, message), wide=True))


def emit_to_sids(event: str, message: dict[str, Any], room: str, sids: list[str]) -> None:
    """Emit to sockets of this worker that are in a room, in the order of what is emitted to the room."""
    recipients = dict(_participants(sids))
    current_runtime().broadcast.put(room, Telling(recipients, _packet(event, message), wide=False))


def _packet(event: str, message: dict[str, Any]) -> EnginePacket:
    encoded = socketio.server.packet_class(EVENT, namespace="/", data=[event, message]).encode()
    return EnginePacket(MESSAGE, encoded)


def disconnect(sid: str) -> None:
    """Disconnect a socket of this worker."""
    socketio.server.disconnect(sid, ignore_queue=True)


def drop_disconnected() -> None:
    """Disconnect sockets whose transport ended while their connect handler ran: the library forgets them."""
    for sid, eio_sid in _participants(None):
        if eio_sid not in socketio.server.eio.sockets:
            disconnect(sid)


def _participants(room: str | list[str] | None) -> list[tuple[str, str]]:
    return list(socketio.server.manager.get_participants("/", room))


def hang_up_without_waiting() -> None:
    """Let the server end a connection without waiting until its client has fetched what is in the queue.

    It waits for ever when a polling client that is being refused does not poll.
    """
    engine = socketio.server.eio

    def end(sid: str) -> None:
        connection = engine.sockets.pop(sid, None)
        if connection is not None:
            connection.close(wait=False, reason=engine.reason.SERVER_DISCONNECT)

    engine.disconnect = end


def count_by_address(most: int) -> Addresses:
    """Count the sockets of each address from now on; it may have `most`."""
    engine = socketio.server.eio
    addresses = Addresses(most, engine.sockets)
    address_of: dict[str, str] = {}
    connect, disconnect = engine.handlers["connect"], engine.handlers["disconnect"]

    def connect_and_count(sid: str, environ: dict[str, Any]) -> Any:
        address_of[sid] = subscriber(environ.get("REMOTE_ADDR"))
        addresses.add(address_of[sid], sid)
        return connect(sid, environ)

    def disconnect_and_count(sid: str, reason: str) -> Any:
        addresses.remove(address_of.pop(sid, ""), sid)
        return disconnect(sid, reason)

    engine.on("connect", connect_and_count)
    engine.on("disconnect", disconnect_and_count)
    return addresses


def with_lengths(app: WsgiApp, most: int) -> WsgiApp:
    """Read polling requests whose bodies come in chunks, `most` bytes at most: the library wants a length."""

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if chunked.is_chunked(environ) and environ["PATH_INFO"].startswith("/socket.io"):
            try:
                body = chunked.read(environ, most)
            except HTTPException as error:
                return error(environ, start_response)
            environ.update({"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))})
        return app(environ, start_response)

    return call


class _Unreadable:
    """In the place of what a client sent; of no type that a handler takes."""


UNREADABLE = _Unreadable()


class ClientJson(SocketJson):
    """Reads what clients send."""

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Return what the JSON text says, or UNREADABLE, with the event's name before it if there is one."""
        words = text if isinstance(text, str) else text.decode(errors="replace")
        if words.count("[") + words.count("{") <= MOST_BRACKETS:
            with suppress(orjson.JSONDecodeError):
                return orjson.loads(text)
        return _with_name(words)


class ClientPacket(Packet):  # type: ignore[misc]  # python-socketio has no types
    """A packet whose binary parts may be anything."""

    data: Any

    def decode(self, encoded_packet: Any) -> int:
        """Read the packet, and return how many binary parts follow it."""
        # Not the class's: Engine.IO reads by the same, and takes what is no JSON for text.
        self.json = ClientJson
        parts = int(super().decode(encoded_packet))
        if isinstance(self.data, list) and self.data and self.data[0] in LIBRARYS_OWN:
            self.data[0] = ""
        return parts

    def add_attachment(self, attachment: Any) -> bool:
        """Add a binary part; True when the packet is whole, or never will be."""
        try:
            return bool(super().add_attachment(attachment))
        except Exception:  # A number that no part has, parts that were not announced.
            name = self.data[:1] if isinstance(self.data, list) else []
            self.data = [*name, UNREADABLE]
            return True


def _with_name(words: str) -> Any:
    found = EVENT_NAME.match(words)
    try:
        return [orjson.loads(found[1]), UNREADABLE] if found else UNREADABLE
    except orjson.JSONDecodeError:
        return UNREADABLE

"""A guard in front of the app for requests that ask for a WebSocket. Needs eventlet, as wsgi.py does."""

import base64
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import eventlet
import eventlet.websocket
import eventlet.wsgi
from eventlet.queue import LightQueue

from ..turns import Turns

log = logging.getLogger(__name__)

Environ: TypeAlias = dict[str, Any]
WsgiApp: TypeAlias = Callable[[Environ, Any], Iterable[bytes]]

# A close frame with the code for it.
PROTOCOL_ERROR = b"\x88\x02\x03\xea"
BAD_HANDSHAKE = b'{"success":false,"code":"bad_request","message":"This is no WebSocket handshake."}'


def guard_websockets(app: WsgiApp) -> WsgiApp:
    """Refuse handshakes that are none, and end a connection that carries junk with a close frame.

    The offer to compress frames is taken away: it costs half as much CPU again per message. Thousands that
    come at once take turns with requests.
    """
    arrivals = Turns(LightQueue, eventlet.sleep)
    # Eventlet's own goes from byte to byte, which takes as long as all else about a frame.
    eventlet.websocket.RFC6455WebSocket._apply_mask = staticmethod(unmask)

    def call(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return app(environ, start_response)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if not is_handshake(environ):
            start_response("400 Bad Request", [("Content-Type", "application/json"), ("Connection", "close")])
            return [BAD_HANDSHAKE]
        arrivals.wait()
        try:
            return app(environ, start_response)
        except Exception as error:
            # The protocol was switched: an HTTP answer would be junk in the client's stream.
            log.info("a WebSocket broke off: %s", type(error).__name__)
            with contextlib.suppress(OSError):
                environ["eventlet.input"].get_socket().sendall(PROTOCOL_ERROR)
            eventlet.wsgi.WSGI_LOCAL.already_handled = True
            return []

    return call


def unmask(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """Return what a client masked (RFC 6455, 5.3), from that byte of a frame on."""
    count = len(data) if length is None else length
    start = offset % 4
    pattern = bytes([*mask[start:], *mask[:start]]) * (count // 4 + 1)
    return (int.from_bytes(data[:count]) ^ int.from_bytes(pattern[:count])).to_bytes(count)


def is_handshake(environ: Mapping[str, Any]) -> bool:
    """Return whether a request to upgrade to a WebSocket is valid (RFC 6455, 4.2.1)."""
    try:
        key = base64.b64decode(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""), validate=True)
    except ValueError:
        return False
    return len(key) == 16 and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"

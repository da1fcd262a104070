"""What python-socketio and python-engineio do with clients that send nonsense, mended from outside."""

import logging
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, TypeAlias

from werkzeug.exceptions import HTTPException

from .. import chunked

WsgiApp: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]

# They log a traceback for every frame that they cannot read, and any stranger can send some. What our own
# handlers raise is answered and logged in `acknowledge`.
quiet = logging.getLogger("seatapp.realtime.library")
quiet.setLevel(logging.CRITICAL)


def hang_up_without_waiting(engine: Any) -> None:
    """Let the server end a connection without waiting until its client has fetched what is in the queue.

    It waits for ever when a polling client that is being refused does not poll.
    """

    def disconnect(sid: str) -> None:
        connection = engine.sockets.pop(sid, None)
        if connection is not None:
            connection.close(wait=False, reason=engine.reason.SERVER_DISCONNECT)

    engine.disconnect = disconnect


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

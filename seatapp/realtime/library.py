"""What python-socketio and python-engineio do with clients that send nonsense, mended from outside."""

import logging
from typing import Any

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

"""How long a client may take to send a request: all of it, not each byte."""

import io
import time
from typing import Any

# Of a body, beside the time for the first of it: slower lines are not worth a connection.
BYTES_A_SECOND = 16 * 1024
A_MOMENT = 0.001


class PatientReader(io.RawIOBase):
    """Reads from a client's connection, which may be silent between requests and not within one.

    There are `seconds` for a request's head, and as many for its body, which gets a second more for every
    16 KiB that came. Raises TimeoutError, on which the server ends the connection.
    """

    def __init__(self, connection: Any, idle_seconds: float, seconds: float) -> None:
        self._connection = connection
        self._idle_seconds = idle_seconds
        self._seconds = seconds
        self._until: float | None = None
        self._is_body = False

    def readable(self) -> bool:
        """Say that this can be read from."""
        return True

    @property
    def is_idle(self) -> bool:
        """Whether nothing of a request has been read."""
        return self._until is None

    def begin(self) -> None:
        """Wait for a request; its time begins with its first byte."""
        self._until, self._is_body = None, False

    def begin_body(self) -> None:
        """Count the time of the body from now on."""
        self._until, self._is_body = time.monotonic() + self._seconds, True

    def readinto(self, buffer: Any) -> int:
        """Read what there is."""
        wait = self._idle_seconds if self._until is None else self._until - time.monotonic()
        # What is there already is read, however late the server is itself.
        self._connection.settimeout(max(wait, A_MOMENT))
        try:
            size: int = self._connection.recv_into(buffer)
        finally:
            # Of what is sent, and of a WebSocket.
            self._connection.settimeout(self._idle_seconds)
        if self._until is None:
            self._until = time.monotonic() + self._seconds
        elif self._is_body:
            self._until += size / BYTES_A_SECOND
        return size

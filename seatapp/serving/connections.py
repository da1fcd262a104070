"""The connections of a worker's clients, so that none is closed on which a request has come."""

import fcntl
import socket
import struct
import termios
from contextlib import suppress
from typing import Any

from .patience import PatientReader


class Connections:
    """All that are open. Set `are_ending` to have each end with its next answer."""

    def __init__(self) -> None:
        self.are_ending = False
        self._open: dict[PatientReader, Any] = {}

    def add(self, reader: PatientReader, connection: Any) -> None:
        """Count a connection, and who reads from it, as open."""
        self._open[reader] = connection

    def discard(self, reader: PatientReader) -> None:
        """Count it no more."""
        self._open.pop(reader, None)

    @property
    def awaiting(self) -> list[tuple[PatientReader, Any]]:
        """Those on which a request is awaited, none of which has been read."""
        return [(reader, connection) for reader, connection in self._open.items() if reader.is_idle]

    def end_silent(self) -> int:
        """End those on which nothing has come, and return how many are left with a request to be read."""
        unread = 0
        for _, connection in self.awaiting:
            if _has_come(connection):
                unread += 1
            else:
                with suppress(OSError):  # the client was quicker
                    connection.shutdown(socket.SHUT_RDWR)
        return unread


def _has_come(connection: Any) -> bool:
    (size,) = struct.unpack("i", fcntl.ioctl(connection.fileno(), termios.FIONREAD, b"\0" * 4))
    return bool(size)

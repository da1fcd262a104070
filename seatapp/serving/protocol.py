"""HTTP/1.1 as eventlet speaks it, with bounds for what comes, how slowly, and how much of it at once."""

import io
from typing import Any, BinaryIO

from .gate import Gate
from .patience import PatientReader

# A line of the framing holds a length and perhaps an extension, a trailer's line a header.
MAX_LINE = 8 * 1024


class BadChunks(OSError):
    """The framing is not right, or the body is longer than any may be."""


class ChunkedFile:
    """What a chunked body is read from: no line or body of it is endless.

    `most` bytes may be read in all. A server that drains a refused body to keep the connection stops there.
    """

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._left = most

    def read(self, size: int) -> bytes:
        """Return `size` bytes; raise BadChunks beyond the bound."""
        return self._counted(self._file.read(size))

    def readline(self, size: int = MAX_LINE) -> bytes:
        """Return the next line; raise BadChunks for one that does not end within MAX_LINE."""
        line = self._file.readline(min(size, MAX_LINE))
        if len(line) == MAX_LINE:
            raise BadChunks("a line of the framing does not end")
        return self._counted(line)

    def _counted(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise BadChunks("the body is too large")
        return data


def bounded(protocol: Any, most: int, gate: Gate, idle_seconds: float, seconds: float) -> type:
    """Return this HttpProtocol of eventlet's for clients of all kinds.

    Chunked bodies have `most` bytes at most: its own decodes them without a bound, and does not say in the
    environ that it does. Requests that the gate does not admit are turned away. A request has `seconds` to
    come, and `idle_seconds` to begin.
    """

    class Protocol(protocol):  # type: ignore[misc]  # eventlet has no types
        def setup(self) -> None:
            super().setup()
            self.rfile: Any
            self.rfile.close()
            self._reader = PatientReader(self.connection, idle_seconds, seconds)
            self.rfile = self._buffered = io.BufferedReader(self._reader)
            gate.connections.add(self._reader, self.connection)

        def finish(self) -> None:
            gate.connections.discard(self._reader)
            super().finish()

        def handle_one_request(self) -> None:
            self._reader.begin()
            super().handle_one_request()

        def parse_request(self) -> bool:
            if gate.admits(self.raw_requestline):
                return bool(super().parse_request())
            # Its own file for the head, which has a bound.
            may_follow = gate.turn_away(self.raw_requestline, self.rfile, self._buffered, self.wfile)
            self.close_connection = not may_follow
            return False

        def get_environ(self) -> dict[str, Any]:
            self._reader.begin_body()
            self.close_connection = self.close_connection or gate.connections.are_ending
            environ: dict[str, Any] = super().get_environ()
            body = environ["eventlet.input"]
            if body.chunked_input:
                body.rfile = ChunkedFile(self.rfile, most)
                environ["wsgi.input_terminated"] = True
            elif "HTTP_TRANSFER_ENCODING" in environ:
                # An encoding that is not known here: nor is where the next request would begin.
                self.close_connection = True
            return environ

    return Protocol

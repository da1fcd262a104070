"""Bodies that come in chunks, without a length: what servers that decode them leave to be checked."""

from io import BytesIO
from typing import IO, Any, BinaryIO

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.utils import cached_property
from werkzeug.wsgi import get_input_stream

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


class BoundedRequest(Request):
    """Flask's request, which takes the beginning of too large a body in chunks for the whole of it."""

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body; raises RequestEntityTooLarge."""
        if is_chunked(self.environ):
            return BytesIO(read(self.environ, self.max_content_length or 0))
        return super().stream


def is_chunked(environ: dict[str, Any]) -> bool:
    """Tell whether the body has no length, and ends where the server says."""
    return bool(environ.get("wsgi.input_terminated")) and not environ.get("CONTENT_LENGTH")


def read(environ: dict[str, Any], most: int) -> bytes:
    """Return the whole body; raise RequestEntityTooLarge, ClientDisconnected when it breaks off."""
    body = get_input_stream(environ, max_content_length=most + 1).read()
    if len(body) > most:
        raise RequestEntityTooLarge
    return body

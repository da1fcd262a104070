"""Request bodies that come in chunks, without a length: their bound, which servers leave to the app."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.utils import cached_property
from werkzeug.wsgi import get_input_stream


class BoundedRequest(Request):
    """Flask's request, which takes the beginning of too large a body in chunks for the whole of it."""

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body; raises RequestEntityTooLarge."""
        if is_chunked(self.environ):
            return BytesIO(read(self.environ, self.max_content_length or 0))
        return super().stream


def is_chunked(environ: dict[str, Any]) -> bool:
    """Return whether the body has no length, and ends where the server finds its end."""
    return bool(environ.get("wsgi.input_terminated")) and not environ.get("CONTENT_LENGTH")


def read(environ: dict[str, Any], most: int) -> bytes:
    """Return the whole body; raise RequestEntityTooLarge, ClientDisconnected when it breaks off."""
    body = get_input_stream(environ, max_content_length=most + 1).read()
    if len(body) > most:
        raise RequestEntityTooLarge
    return body

"""Which pages may open a socket."""

from collections.abc import Callable, Mapping
from typing import Any

ANY = "*"


def admit(origins: list[str]) -> Callable[[str | None, Mapping[str, Any]], bool]:
    """Return what decides by a handshake's Origin: these origins may connect, and our own pages always.

    A bare list would let the server's own pages in no more.
    """

    def may_connect(origin: str | None, environ: Mapping[str, Any]) -> bool:
        return ANY in origins or origin in origins or origin == _own(environ)

    return may_connect


def _own(environ: Mapping[str, Any]) -> str:
    """Return the address that the browser knows the server by, behind a proxy too."""
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"])
    host = environ.get("HTTP_X_FORWARDED_HOST", environ.get("HTTP_HOST", ""))
    return "://".join(part.split(",")[0].strip() for part in (scheme, host))

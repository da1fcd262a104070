"""Say why calls are refused: a line in the log and a count by code for each, over HTTP and sockets.

The line has what tells one cause from another, and nothing that a visitor typed: code, route, show, the kind
of caller, and the request's id, which the client has too.
"""

import logging
from typing import Any

from flask import Flask, g, request

from ..errors import SOCKET, refused
from ..identity.caller import GUEST_PREFIX, Caller
from ..realtime import presence
from ..shows.schemas import is_show_id
from .metrics import metrics

log = logging.getLogger(__name__)

NONE = "-"


def register_refusals(_app: Flask) -> None:
    """Log and count every refusal."""
    refused.connect(_report)


def _report(_: object, code: str, over: str, event: str = "", said: Any = None) -> None:
    metrics.refusals.labels(code, over).inc()
    by_socket = over == SOCKET
    about = {
        "code": code,
        "route": f"socket {event}" if by_socket else _route(),
        "show": _show(said) if by_socket else _show_of_request(),
        "caller": _kind_of_socket() if by_socket else _kind(),
    }
    log.info("refused %(code)s: %(route)s, show %(show)s, %(caller)s", about, extra=about)


def _route() -> str:
    rule = request.url_rule
    return f"{request.method} {rule.rule}" if rule else "unmatched"


def _show_of_request() -> str:
    return _show((request.view_args or {}).get("show_id") or g.get("said"))


def _show(said: Any) -> str:
    """Return the show that this is or names; what cannot be the id of one is not repeated."""
    show_id = said.get("showId") if isinstance(said, dict) else said
    return str(show_id) if is_show_id(show_id) else NONE


def _kind() -> str:
    if g.get("admin"):
        return "admin"
    caller = g.get("caller")
    return caller.kind if isinstance(caller, Caller) else "nobody"


def _kind_of_socket() -> str:
    holder = presence.holder_of(request.sid)  # type: ignore[attr-defined]  # Flask-SocketIO adds it
    if holder is None:
        return "nobody"
    return "guest" if holder.startswith(GUEST_PREFIX) else "user"

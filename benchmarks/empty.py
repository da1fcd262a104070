"""A handler of select's shape that does nothing: what Flask on eventlet costs by itself."""

# ruff: noqa: E402 - patches before it imports

import eventlet

eventlet.monkey_patch()

import logging
import socket
import sys
from datetime import UTC, datetime
from typing import Any

import eventlet.wsgi
from flask import Flask, request

from seatapp.encoding import OrjsonProvider

app = Flask(__name__, static_folder=None)
app.json = OrjsonProvider(app)


@app.get("/healthz")
def healthz() -> dict[str, Any]:
    """Answer."""
    return {"ok": True}


@app.post("/api/bookings/select-seats")
def select() -> dict[str, Any]:
    """Answer as if the seats were locked now."""
    seats = request.get_json()["seats"]
    return {"success": True, "seats": seats, "expiresIn": 30, "expiresAt": datetime.now(UTC)}


if __name__ == "__main__":
    eventlet.wsgi.server(
        socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024),
        app,
        max_size=20_000,
        socket_timeout=75,
        debug=False,
        log_output=False,
        log=logging.getLogger("eventlet.wsgi"),
    )

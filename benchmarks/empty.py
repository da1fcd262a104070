"""Handlers of the same shape that do nothing: what Flask on eventlet costs before seatapp does anything."""

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

from benchmarks.halls import ALL
from seatapp.encoding import OrjsonProvider

BOOKED = {hall.show: hall.booked for hall in ALL}

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


@app.post("/api/bookings/release-seats")
def release() -> dict[str, Any]:
    """Answer as if the seats were free now."""
    return {"success": True, "released": True, "seats": request.get_json()["seats"]}


@app.get("/api/bookings/locked-seats/<show>")
def status(show: str) -> dict[str, Any]:
    """Answer with the seats that are booked from the start."""
    lists = {"bookedSeats": BOOKED[show], "lockedByOthers": [], "lockedByMe": [], "blockedSeats": []}
    return {"success": True, "showId": show, **lists, "seq": 0}


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

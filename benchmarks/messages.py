"""Prebuilt HTTP requests: the load generator sends bytes and knows nothing of seats."""

import json

from .halls import Wish

NEW_GUEST = b"POST /api/session HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n"


def select(wish: Wish, tokens: list[str]) -> bytes:
    """Return the request that locks the wish's seats."""
    return _post("/api/bookings/select-seats", wish, tokens)


def release(wish: Wish, tokens: list[str]) -> bytes:
    """Return the request that gives them back."""
    return _post("/api/bookings/release-seats", wish, tokens)


def status(show: str, token: str) -> bytes:
    """Return the request for a show's taken seats."""
    return _request("GET", f"/api/bookings/locked-seats/{show}", token)


def _post(path: str, wish: Wish, tokens: list[str]) -> bytes:
    return _request("POST", path, tokens[wish.guest], {"showId": wish.show, "seats": wish.seats})


def _request(method: str, path: str, token: str, payload: object = None) -> bytes:
    body = b"" if payload is None else json.dumps(payload).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body

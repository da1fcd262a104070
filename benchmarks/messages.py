"""Prebuilt HTTP requests: the load generator sends bytes and knows nothing of seats."""

import json
from collections.abc import Sequence

from .halls import Wish


def select(wish: Wish, tokens: Sequence[str]) -> bytes:
    """Return the request that locks the wish's seats."""
    return _post("/api/bookings/select-seats", wish, tokens)


def best(show: str, count: int, token: str) -> bytes:
    """Return the request that locks the best seats for so many people."""
    return _request("POST", "/api/bookings/best-available", token, {"showId": show, "count": count})


def stand(show: str, count: int, token: str) -> bytes:
    """Return the request that locks so many places of the floor."""
    wanted = {"showId": show, "areas": {"floor": count}}
    return _request("POST", "/api/bookings/select-seats", token, wanted)


def release(wish: Wish, tokens: Sequence[str]) -> bytes:
    """Return the request that gives them back."""
    return _post("/api/bookings/release-seats", wish, tokens)


def status(show: str, token: str) -> bytes:
    """Return the request for a show's taken seats."""
    return _request("GET", f"/api/bookings/locked-seats/{show}", token)


def who(token: str) -> bytes:
    """Return the request that asks who one is: the worker knows the token from then on."""
    return _request("GET", "/api/session", token)


def _post(path: str, wish: Wish, tokens: Sequence[str]) -> bytes:
    return _request("POST", path, tokens[wish.buyer], {"showId": wish.show, "seats": wish.seats})


def _request(method: str, path: str, token: str, payload: object = None) -> bytes:
    body = b"" if payload is None else json.dumps(payload).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body

"""How many requests a worker has under way, and what it tells those beyond: quickly, for they are many.

They are turned away before their headers are parsed, at a fraction of what an answer of Flask's costs: only
so there is time left for those that were let in.
"""

import logging
import random
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, BinaryIO, TypeAlias

import orjson
from flask import Flask

from ..errors import HTTP, RETRY_AFTER_SECONDS, Overloaded
from ..runtime import runtime_of
from .connections import Connections

log = logging.getLogger(__name__)

WsgiApp: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]

# Balancers and Prometheus look on, above all then; sockets last, and have limits of their own.
EXEMPT = frozenset({"/healthz", "/readyz", "/metrics"})
EXEMPT_BELOW = "/socket.io/"
# A longer body is not read to its end to keep the connection.
MOST_BODY = 64 * 1024
LOG_SECONDS = 10
# Whoever waits longer than this has come to a worker that has let in too many: fewer are let in then, by a
# fiftieth with each that waited so long, down to LEAST, and one more with each that did not.
SLOW_SECONDS = 1.0
SHRINKING = 0.98
LEAST = 100

JSON = orjson.dumps(Overloaded().body())
PAGE = f"<!doctype html><title>503</title><p>{Overloaded.message}</p>".encode()
ANSWER = (
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: {wait}\r\nCache-Control: no-store\r\n"
    "X-Content-Type-Options: nosniff\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n"
    "Connection: {connection}\r\n{cors}\r\n"
)


class Gate:
    """Lets `most` requests be under way, without a bound for 0, on all `connections`.

    They are fewer while those that are let in wait too long: how much a worker can do depends on the machine.
    """

    def __init__(self, app: Flask, most: int) -> None:
        runtime = runtime_of(app)
        self._most = most
        self._limit = float(most)
        self.under_way = 0
        self.connections = Connections()
        self._origins = runtime.settings.cors_origins
        self._count = runtime.metrics.refusals.labels(Overloaded.code, HTTP).inc
        self._refused = 0
        self._log_at = 0.0
        runtime.metrics.requests_under_way.set_function(lambda: self.under_way)

    def counted(self, app: WsgiApp) -> WsgiApp:
        """Return the app with its requests counted."""

        def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if _is_exempt(environ["PATH_INFO"]):
                return app(environ, start_response)
            environ["wsgi.input"] = _Body(environ["wsgi.input"], self)
            self.under_way += 1
            begun = time.monotonic()
            try:
                return app(environ, start_response)
            finally:
                self.under_way -= 1
                self.learn(time.monotonic() - begun)

        return call

    def learn(self, seconds: float) -> None:
        """Let fewer in or more, since a request took so long."""
        if seconds > SLOW_SECONDS:
            self._limit = max(min(LEAST, self._most), self._limit * SHRINKING)
        else:
            self._limit = min(self._most, self._limit + 1)

    @property
    def is_full(self) -> bool:
        """Whether who comes now is turned away."""
        return bool(self._most) and self.under_way >= self._limit

    def admits(self, request_line: bytes) -> bool:
        """Return whether a request that begins with this line may go on."""
        if not self.is_full:
            return True
        target = request_line.partition(b" ")[2].partition(b" ")[0]
        return _is_exempt(target.partition(b"?")[0].decode("latin-1"))

    def turn_away(self, request_line: bytes, head: BinaryIO, body: BinaryIO, answer: BinaryIO) -> bool:
        """Read what is left of the request and answer it; return whether another one may follow.

        This is no second parser of requests: what is not the plainest of them ends the connection.
        """
        headers = _headers(head)
        length = headers.get(b"content-length", b"0")
        is_plain = request_line.endswith(b"HTTP/1.1\r\n") and not headers.keys() & {
            b"transfer-encoding",
            b"expect",
            b"upgrade",
        }
        may_follow = (
            is_plain
            and not self.connections.are_ending
            and headers.get(b"connection", b"keep-alive").lower() == b"keep-alive"
            and length.isdigit()
            and len(length) < 8
            and int(length) <= MOST_BODY
            and len(body.read(int(length))) == int(length)
        )
        answer.write(self._answer(request_line, headers, may_follow))
        answer.flush()
        self._note()
        return may_follow

    def _answer(self, request_line: bytes, headers: dict[bytes, bytes], may_follow: bool) -> bytes:
        is_page = headers.get(b"accept", b"").startswith(b"text/html")
        head = _head(
            # Who is turned away at the same time shall not come back at the same time.
            random.randint(1, 2 * RETRY_AFTER_SECONDS - 1),  # noqa: S311
            is_page,
            may_follow,
            self._cors(headers.get(b"origin", b"").decode("latin-1")),
        )
        if request_line.startswith(b"HEAD "):
            return head
        return head + (PAGE if is_page else JSON)

    def _cors(self, origin: str) -> str:
        """Return the headers by which a listed page may read the refusal."""
        if not origin or not {"*", origin} & set(self._origins):
            return ""
        return (
            f"Access-Control-Allow-Origin: {origin}\r\nAccess-Control-Allow-Credentials: true\r\n"
            "Access-Control-Expose-Headers: Retry-After\r\nVary: Origin\r\n"
        )

    def _note(self) -> None:
        self._count()
        self._refused += 1
        now = time.monotonic()
        if now >= self._log_at:
            log.warning("overloaded, %d requests are under way: %d more refused", self._limit, self._refused)
            self._refused, self._log_at = 0, now + LOG_SECONDS


def _is_exempt(path: str) -> bool:
    return path in EXEMPT or path.startswith(EXEMPT_BELOW)


@lru_cache
def _head(wait: int, is_page: bool, may_follow: bool, cors: str) -> bytes:
    return ANSWER.format(
        wait=wait,
        kind="text/html" if is_page else "application/json",
        length=len(PAGE if is_page else JSON),
        connection="keep-alive" if may_follow else "close",
        cors=cors,
    ).encode("latin-1")


class _Body:
    """A request's body. Who waits for one does nothing: a few slow clients would keep everybody out."""

    def __init__(self, body: BinaryIO, gate: Gate) -> None:
        self._body = body
        self._gate = gate

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes of it, all of it for -1."""
        self._gate.under_way -= 1
        try:
            return self._body.read(size)
        finally:
            self._gate.under_way += 1

    def readline(self, size: int = -1) -> bytes:
        """Return its next line."""
        self._gate.under_way -= 1
        try:
            return self._body.readline(size)
        finally:
            self._gate.under_way += 1


def _headers(head: BinaryIO) -> dict[bytes, bytes]:
    """Return the headers by their names in lower case; of two with one name, both values."""
    headers: dict[bytes, bytes] = {}
    while (line := head.readline()) not in (b"\r\n", b"\n", b""):
        name, _, value = line.partition(b":")
        name = name.lower()
        value = value.strip()
        headers[name] = b", ".join((headers[name], value)) if name in headers else value
    return headers

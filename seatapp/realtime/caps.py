"""How many sockets an address and an identity may have open at a worker, and how much each may say.

Each worker counts its own: a balancer with affinity brings an address to one of them.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import orjson
from blinker import Signal

from ..addresses import subscriber
from ..errors import RETRY_AFTER_SECONDS, Refusal, TooManyRequests

WsgiApp: TypeAlias = Callable[[dict[str, Any], Any], Iterable[bytes]]

# Sent for every handshake that is refused.
handshake_refused = Signal("An address has too many sockets")

# A socket may say at once what it may say in so many seconds: whoever comes back joins all its shows.
BURST_SECONDS = 10


class TooManySockets(Refusal):
    """The address or the user has as many sockets open as it may have."""

    status = 429
    code = "too_many_sockets"
    message = "You have too many connections open. Close some, or try again in a moment."
    retry_after = RETRY_AFTER_SECONDS


class Addresses:
    """Which sockets each address has open, of those that `living` are by Engine.IO's sids."""

    def __init__(self, most: int, living: Container[str]) -> None:
        self._most = most
        self._living = living
        self._sids: dict[str, set[str]] = defaultdict(set)

    def is_full(self, address: str) -> bool:
        """Return whether the address may open no further socket."""
        sids = self._sids.get(address)
        if not self._most or sids is None or len(sids) < self._most:
            return False
        # Whoever went in a way that was not noticed is counted no longer than until it matters.
        sids.intersection_update([sid for sid in sids if sid in self._living])
        return len(sids) >= self._most

    def add(self, address: str, sid: str) -> None:
        """Count a socket that is open now."""
        self._sids[address].add(sid)

    def remove(self, address: str, sid: str) -> None:
        """Count a socket no longer."""
        sids = self._sids.get(address, set())
        sids.discard(sid)
        if not sids:
            self._sids.pop(address, None)


def guarded(
    app: WsgiApp, addresses: Addresses, context: Callable[[], AbstractContextManager[Any]]
) -> WsgiApp:
    """Refuse the handshakes of addresses that have too many sockets open."""

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        is_for_sockets = environ["PATH_INFO"].startswith("/socket.io")
        if not is_for_sockets or not addresses.is_full(subscriber(environ.get("REMOTE_ADDR"))):
            return app(environ, start_response)
        if "sid" in parse_qs(environ.get("QUERY_STRING", "")):  # as the library reads it
            return app(environ, start_response)
        with context():
            handshake_refused.send()
        refusal = TooManySockets()
        headers = [("Content-Type", "application/json"), *refusal.headers.items()]
        start_response("429 Too Many Requests", headers)
        return [orjson.dumps(refusal.body())]

    return call


class EventRate:
    """How many events each socket has sent lately."""

    def __init__(self, per_second: float, sleep: Callable[[float], object]) -> None:
        self._interval = 1 / per_second if per_second else 0
        self._sleep = sleep
        # By sid: until when what was sent would have been enough.
        self._spent_until: dict[str, float] = {}

    def count(self, sid: str) -> None:
        """Count an event; raise TooManyRequests when it is one too many, after it has held its socket up.

        Events of a socket are dealt with one after the other: the next one waits, and so does its sender, and
        nobody else.
        """
        now = time.monotonic()
        spent_until = max(self._spent_until.get(sid, now), now) + self._interval
        wait = spent_until - now - BURST_SECONDS
        if wait > 0:
            self._sleep(wait)
            raise TooManyRequests(retry_after=RETRY_AFTER_SECONDS)
        self._spent_until[sid] = spent_until

    def forget(self, sid: str) -> None:
        """Forget a socket that is gone."""
        self._spent_until.pop(sid, None)

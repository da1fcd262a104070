"""Tell rooms: what waits for a room goes out together, in portions between which requests are served.

Everything that is told under a key reaches each socket in the order in which it was put.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any

from . import links
from .links import Links

log = logging.getLogger(__name__)

# A request waits for some of these at most; and the clock is not asked for every socket.
PORTION_SECONDS = 0.002
SOCKETS_A_LOOK = 32

Recipients = dict[str, str]  # Engine.IO's sids by Socket.IO's


@dataclass(slots=True)
class Telling:
    """A packet for some sockets; `wide` when they are a whole room."""

    recipients: Recipients
    packet: Any
    wide: bool
    frame: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.frame = links.frame(self.packet.encode())


class Broadcast:
    """What this worker has to tell its sockets, and one task that does while there is something."""

    def __init__(self, ends: Links, context: Callable[[], AbstractContextManager[Any]]) -> None:
        self._links = ends
        self._context = context
        self._lock = Lock()
        self._waiting: dict[str, list[Telling]] = defaultdict(list)
        self._running = False
        # How long telling kept the worker from everything else: last time, and at most since the last beat.
        self._seconds = self._most_seconds = 0.0
        # The same of the slowest worker; only the leader asks.
        self.slowest_seconds = 0.0

    @property
    def interval_seconds(self) -> float:
        """At which interval a room may be told so that no worker tells more than half of its time."""
        return 2 * max(self._seconds, self.slowest_seconds)

    def take_most_seconds(self) -> float:
        """Return how long telling took at most since the last call."""
        most, self._most_seconds = self._most_seconds, 0.0
        return most

    def put(self, key: str, telling: Telling) -> None:
        """Tell it soon, after what was put under this key before."""
        with self._lock:
            self._waiting[key].append(telling)
            is_first, self._running = not self._running, True
        if is_first:
            self._links.start_background_task(self._run)

    def _run(self) -> None:
        with self._context():
            while waiting := self._take():
                clock = _Portions(self._links.sleep)
                for tellings in waiting.values():
                    try:
                        self._tell(tellings, clock)
                    except Exception:
                        log.exception("something is not told")
                self._seconds = clock.stop()
                self._most_seconds = max(self._most_seconds, self._seconds)

    def _take(self) -> dict[str, list[Telling]]:
        with self._lock:
            waiting, self._waiting = self._waiting, defaultdict(list)
            self._running = bool(waiting)
        return waiting

    def _tell(self, tellings: list[Telling], clock: "_Portions") -> None:
        """Tell those all of it at once who get nothing of their own, and the others one by one."""
        together = _together(tellings)
        if together:
            first = next(telling for telling in tellings if telling.wide)
            wide = [telling for telling in tellings if telling.wide]
            everybody = [first.recipients[sid] for sid in together]
            frames = b"".join(telling.frame for telling in wide)
            self._send(everybody, frames, [telling.packet for telling in wide], clock)
        for telling in tellings:
            others = [eio_sid for sid, eio_sid in telling.recipients.items() if sid not in together]
            self._send(others, telling.frame, [telling.packet], clock)

    def _send(self, eio_sids: list[str], frames: bytes, packets: list[Any], clock: "_Portions") -> None:
        for some in _parts(eio_sids):
            self._links.send(some, frames, packets)
            clock.let_others_run()


class _Portions:
    """Counts the time that telling takes, and interrupts it."""

    def __init__(self, sleep: Callable[[float], object]) -> None:
        self._sleep = sleep
        self._taken = 0.0
        self._begun = time.perf_counter()

    def let_others_run(self) -> None:
        """Let requests be served when a portion's time is over."""
        taken = time.perf_counter() - self._begun
        if taken > PORTION_SECONDS:
            self._taken += taken
            self._sleep(0)
            self._begun = time.perf_counter()

    def stop(self) -> float:
        """Return the seconds that were taken in all."""
        return self._taken + time.perf_counter() - self._begun


def _together(tellings: list[Telling]) -> Collection[str]:
    """Return whom all wide tellings are for and no other one."""
    wide = [telling.recipients.keys() for telling in tellings if telling.wide]
    narrow = [telling.recipients.keys() for telling in tellings if not telling.wide]
    return set.intersection(*map(set, wide)).difference(*narrow) if wide else ()


def _parts(eio_sids: list[str]) -> Iterator[list[str]]:
    rest = iter(eio_sids)
    while some := list(islice(rest, SOCKETS_A_LOOK)):
        yield some

"""Which parts of the feed this worker leads, and how it comes to lead them."""

import logging
from collections.abc import Callable

from pymongo.errors import PyMongoError

from ..extensions import settings, socketio
from ..realtime import dividing, lease, presence
from ..realtime.lease import Lease
from ..realtime.parts import Part

log = logging.getLogger(__name__)

# A worker that leads already tries another part only at every so many beats, the more seldom the more it
# leads: by then a worker that leads less has acquired it.
BEATS_BETWEEN = 3


class Leadership:
    """The leases that this worker holds; `on_acquired` is called with each new one."""

    def __init__(self, on_acquired: Callable[[Lease], None]) -> None:
        self._on_acquired = on_acquired
        self._held: list[Lease] = []
        self._beats = 0

    @property
    def held(self) -> list[Lease]:
        """The leases that are not lost yet."""
        return [held for held in self._held if held.active]

    def beat(self, seconds: float) -> None:
        """Renew what this worker leads, and acquire at most one part more; the next beat is so long after.

        A worker that leads nothing does not wait for that when a leader is late: it tries again as soon as
        the lease has run out.
        """
        for held in self.held:
            if not lease.renew(held):
                held.end()
        self._held = self.held
        self._beats += 1
        if self._beats % (1 + BEATS_BETWEEN * len(self._held)) == 0:
            self._acquire_one()
        if not self._held and (left := lease.seconds_left()) < seconds:
            socketio.sleep(left)
            self._acquire_one()

    def release_all(self) -> None:
        """Let other workers lead at once; what the database does not answer for runs out."""
        for held in self.held:
            try:
                lease.release(held)
            except PyMongoError as error:
                log.warning("the lease is left to run out: %s", type(error).__name__)

    def _acquire_one(self) -> None:
        led = {held.part.number for held in self._held}
        for number in range(settings.feed_parts):
            part = Part(number, settings.feed_parts)
            acquired = number not in led and dividing.acquire(presence.presence().worker_id, part)
            if acquired:
                self._held.append(acquired)
                self._on_acquired(acquired)
                return

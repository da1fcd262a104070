"""The background tasks of one worker process, and those of the leader."""

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from pymongo.errors import OperationFailure, PyMongoError

from ..extensions import settings, socketio
from ..indexes import NotAReplicaSet, identities, prepare_database
from ..ops.metrics import metrics
from ..realtime import checkpoint, delivery, feed, lease, presence, show_changes, sockets
from ..realtime.lease import Lease
from ..realtime.progress import progress
from ..runtime import current_runtime
from ..seats import blocks, locks
from ..shows import store, stored_plans
from ..webhooks import outbox, sending
from .leadership import Leadership

log = logging.getLogger(__name__)

BEAT_SECONDS = 1
SHARE_SECONDS = 0.25
SWEEP_SECONDS = 0.25
SHOW_SEQ_SECONDS = 10
SEND_SECONDS = 0.5
MEND_SECONDS = 3
TIDY_SECONDS = 30
PLANS_SECONDS = 3600


class Worker:
    """The background tasks of one process: its heartbeat, its turns at leading, its clients' `show-seq`."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._leadership = Leadership(self._lead)
        self._running = True
        self._prepared = False
        self._collections: dict[str, Any] = {}
        with app.app_context():
            metrics.feed_parts.set_function(lambda: len(self._leadership.held))

    def prepare(self) -> bool:
        """Make the database ready; False when it does not answer: every beat tries again.

        Ends the process when MongoDB is not a replica set: without one there are no change streams.
        """
        try:
            with self._app.app_context():
                prepare_database()
                lease.create_lease()
                self._collections = identities()
            self._prepared = True
        except NotAReplicaSet as error:
            sys.exit(f"seatapp: {error}")
        except PyMongoError as error:
            why = error if isinstance(error, OperationFailure) else type(error).__name__
            log.warning("MongoDB is not ready yet: %s", why)
        return self._prepared

    def start(self) -> None:
        """Begin; returns at once."""
        sockets.start_listening()
        self._every(BEAT_SECONDS, self._beat)
        self._every(SHARE_SECONDS, share_counts)
        self._every(SHOW_SEQ_SECONDS, delivery.deliver_seqs)
        self._every(SHOW_SEQ_SECONDS, presence.reconcile)

    def drain(self) -> None:
        """Send all clients away; their users have some seconds to come back to another worker."""
        with self._app.app_context():
            presence.drain()

    def stop(self) -> None:
        """End the tasks, and let another worker lead at once."""
        self._running = False
        with self._app.app_context():
            self._leadership.release_all()

    def _beat(self) -> None:
        if not self._prepared and not self.prepare():
            return
        if not presence.beat():
            presence.reconcile()
        self._leadership.beat(BEAT_SECONDS)
        if self._leadership.held:
            presence.note_slowest()
        progress().look()

    def _lead(self, held: Lease) -> None:
        """Lead a part of the feed; with the first one comes what is done once for all shows."""
        which = f", part {held.part.number} of {held.part.count}" if held.part.count > 1 else ""
        log.info("leading, epoch %d%s", held.epoch, which)
        socketio.start_background_task(feed.follow, self._app, held)
        if held.part.number:
            return
        metrics.leader.set_function(lambda: int(held.active))
        socketio.start_background_task(show_changes.follow, self._app, held)
        self._every(SWEEP_SECONDS, sweep, lambda: held.active)
        self._every(MEND_SECONDS, self._mend, lambda: held.active)
        self._every(TIDY_SECONDS, tidy, lambda: held.active)
        self._every(PLANS_SECONDS, retire_plans, lambda: held.active)
        with self._app.app_context():
            # One task a URL: a receiver that hangs holds up nobody else's events.
            for url in settings.webhook_urls:
                self._every(SEND_SECONDS, partial(sending.send_due, url), lambda: held.active)

    def _mend(self) -> None:
        """Bring back what goes with collections that are dropped or restored while workers run."""
        found = identities()
        lost = {name for name, uuid in self._collections.items() if found.get(name) != uuid}
        if lost:
            log.warning("dropped or restored, and prepared again: %s", ", ".join(sorted(lost)))
            prepare_database()
            lease.create_lease()
        if lost & {"feed", "feed_shows"}:
            checkpoint.skip_ahead(lost=True)
            delivery.publish_seqs()
        self._collections = identities() if lost else found

    def _every(
        self, seconds: float, task: Callable[[], object], wanted: Callable[[], bool] = lambda: True
    ) -> None:
        def run() -> None:
            while self._running and wanted():
                try:
                    with self._app.app_context():
                        task()
                except PyMongoError as error:
                    log.warning("%s: %s", _name(task), type(error).__name__)
                except Exception:
                    log.exception("unexpected error in %s", _name(task))
                socketio.sleep(seconds)

        socketio.start_background_task(run)


def share_counts() -> None:
    """Let RATE_LIMIT hold across workers."""
    current_runtime().rate_limits.share()


def sweep() -> None:
    """Give back what is due: expired locks, ended blocks, and locks of people who left."""
    expired = locks.expire()
    metrics.locks_expired.inc(expired)
    if expired < locks.EXPIRED_AT_ONCE:
        # Looks through all that is due, which is little now.
        blocks.end_due()
    presence.reap_dead_workers()
    presence.release_absent()


def tidy() -> None:
    """End what would be kept for ever: events for URLs of old, sockets and counters that are nobody's."""
    outbox.settle()
    presence.reap_orphans()
    checkpoint.retire_counters()
    checkpoint.delete_former()


def retire_plans() -> None:
    """End plans that no show has."""
    stored_plans.retire(store.plan_ids())


def _name(task: Callable[[], object]) -> str:
    named = task.func if isinstance(task, partial) else task
    return str(getattr(named, "__name__", named))

"""Whether the feed makes progress: every worker watches the resume token that the leader stores."""

import logging

from flask import Flask

from ..extensions import db
from ..runtime import current_runtime, runtime_of

log = logging.getLogger(__name__)

# Looks, about a second each. A leader stores its token every 2 s; another takes over within 6 s. Looks are
# counted and not seconds, so that a worker that was frozen itself raises no alarm.
STUCK_AFTER = 15


class Progress:
    """What this worker has seen of the feed. `unmoved` looks in a row have found the same token."""

    def __init__(self) -> None:
        self.unmoved = 0
        self._token: object = None

    @property
    def stuck(self) -> bool:
        """Whether changes of seats are not announced, as far as this worker can see."""
        return self.unmoved >= STUCK_AFTER

    def look(self) -> None:
        """Compare the stored token with the one of the last look; raise PyMongoError, which is no look."""
        token = (db.feed.find_one({"_id": "position"}, {"token": 1}) or {}).get("token")
        was_stuck = self.stuck
        self.unmoved = self.unmoved + 1 if token is None or token == self._token else 0
        self._token = token
        if self.stuck and not was_stuck:
            log.error("seats are not announced any more: the feed has not moved for %d s", self.unmoved)
        elif was_stuck and not self.stuck:
            log.warning("seats are announced again")


def progress() -> Progress:
    """Return what the running worker has seen of the feed."""
    return current_runtime().progress


def register_progress(app: Flask) -> None:
    """Let the app watch the feed."""
    runtime_of(app).progress = Progress()

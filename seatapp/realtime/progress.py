"""Whether the feed makes progress: every worker watches the resume token that the leader stores."""

import logging
from typing import Any

from flask import Flask

from ..runtime import current_runtime, runtime_of
from . import checkpoint
from .lease import current_division

log = logging.getLogger(__name__)

# Looks, about a second each. A leader stores its token every 2 s; another takes over within 6 s. Looks are
# counted and not seconds, so that a worker that was frozen itself raises no alarm.
STUCK_AFTER = 15


class Progress:
    """What this worker has seen of the feed: for each part, how many looks in a row found the same token."""

    def __init__(self) -> None:
        self._parts: list[int] = []
        self._tokens: list[Any] = []

    @property
    def unmoved(self) -> int:
        """How many looks in a row have found one of the parts where it was."""
        return max(self._parts, default=0)

    @property
    def stuck(self) -> bool:
        """Whether changes of seats are not announced, as far as this worker can see."""
        return self.unmoved >= STUCK_AFTER

    def look(self) -> None:
        """Compare the stored tokens with those of the last look; raise PyMongoError, which is no look."""
        tokens = checkpoint.stored_tokens(current_division())
        was_stuck = self.stuck
        # A feed that is divided anew keeps the longest time, so that doing so for ever raises the alarm.
        parts = self._parts if len(self._parts) == len(tokens) else [self.unmoved] * len(tokens)
        known = self._tokens if len(self._tokens) == len(tokens) else tokens
        self._parts = [
            count + 1 if token is None or token == before else 0
            for count, token, before in zip(parts, tokens, known, strict=True)
        ]
        self._tokens = tokens
        if self.stuck and not was_stuck:
            stuck = [number for number, count in enumerate(self._parts) if count >= STUCK_AFTER]
            log.error(
                "seats are not announced any more: the feed has not moved for %d s, part %s of %d",
                self.unmoved,
                ", ".join(map(str, stuck)),
                len(tokens),
            )
        elif was_stuck and not self.stuck:
            log.warning("seats are announced again")


def progress() -> Progress:
    """Return what the running worker has seen of the feed."""
    return current_runtime().progress


def register_progress(app: Flask) -> None:
    """Let the app watch the feed."""
    runtime_of(app).progress = Progress()

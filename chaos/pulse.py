"""When the database takes writes, as somebody who tries all the time finds."""

import threading
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

EVERY_SECONDS = 0.2
# Less is how a busy machine is.
NOTICEABLE_SECONDS = 1.0


class Pulse:
    """A thread that writes a little, to a majority."""

    def __init__(self, uri: str) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(
            uri, timeoutMS=1000, serverSelectionTimeoutMS=500, retryWrites=False
        )
        self._good: list[float] = [time.time()]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="pulse", daemon=True)
        self._thread.start()

    def end(self) -> list[tuple[float, float]]:
        """Stop, and return when writes did not come through for longer than a moment."""
        self._over.set()
        self._thread.join(10)
        self._client.close()
        pairs = zip(self._good, [*self._good[1:], time.time()], strict=True)
        return [(before, after) for before, after in pairs if after - before > NOTICEABLE_SECONDS]

    def _beat(self) -> None:
        pulses = self._client["chaos"].pulses
        while not self._over.wait(EVERY_SECONDS):
            try:
                pulses.update_one({"_id": "pulse"}, {"$inc": {"count": 1}}, upsert=True)
            except PyMongoError:
                continue
            self._good.append(time.time())

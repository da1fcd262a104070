"""Somebody who selects a seat that nobody else wants and gives it back, all the time."""

import threading

from .history import OK, History
from .web import Web

# A row of its own, which buyers do not know.
ROW = "P"
SEAT = f"{ROW}1"
EVERY_SECONDS = 0.1


class Prober:
    """A guest with a thread."""

    def __init__(self, url: str, show: str, history: History) -> None:
        self._wish = {"showId": show, "seats": [SEAT]}
        self._history = history
        self._web = Web(url)
        self._over = threading.Event()
        self.failure = ""
        session = self._web.post("/api/session")
        assert session.outcome == OK, session
        self._who = session.body["userId"]
        self._web.use(session.body["token"])
        self._thread = threading.Thread(target=self._live, name="the prober", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Do nothing new."""
        self._over.set()

    def join(self) -> None:
        """Wait until what was under way is answered."""
        self._thread.join(60)

    def end(self) -> None:
        """Close the connection."""
        self._web.close()

    def _live(self) -> None:
        try:
            while not self._over.wait(EVERY_SECONDS):
                if self._ask("select") == OK:
                    self._ask("release")
        except Exception as error:
            self.failure = f"the prober cannot go on: {error!r}"

    def _ask(self, what: str) -> str:
        path = f"/api/bookings/{what}-seats"
        return self._history.call(self._who, what, (SEAT,), lambda: self._web.post(path, self._wish)).outcome

"""The organiser: moves bookings, blocks seats for a while, and makes room by cancelling."""

import random
import threading
import time
from datetime import UTC, datetime
from typing import Any

from .history import OK, Answer, History, Operation
from .register import FOREVER
from .web import Web

WHO = "the organiser"
FULL_SHARE = 0.5


class Organiser:
    """Somebody with the admin token, and a thread."""

    def __init__(self, url: str, show: str, seats: list[str], history: History, seed: str) -> None:
        self._show, self._seats, self._history = show, seats, history
        self._random = random.Random(seed)
        self._web = Web(url, "admin")
        self._over = threading.Event()
        self.failure = ""
        self._thread = threading.Thread(target=self._live, name=WHO, daemon=True)

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

    def summary(self) -> dict[str, Any]:
        """Read what the show has sold."""
        return dict(self._web.get(f"/api/shows/{self._show}/summary").body)

    def _live(self) -> None:
        try:
            while not self._over.is_set():
                self._random.choices((self._move, self._block, self._unblock, self._make_room), (4, 3, 1, 2))[
                    0
                ]()
                self._over.wait(self._random.uniform(0.2, 1))
        except Exception as error:
            self.failure = f"the organiser cannot go on: {error!r}"

    def _bookings(self) -> list[dict[str, Any]]:
        answer = self._web.get(f"/api/shows/{self._show}/bookings?status=confirmed&perPage=100")
        return list(answer.body["bookings"]) if answer.outcome == OK else []

    def _move(self) -> None:
        if not (bookings := self._bookings()):
            return
        booking = self._random.choice(bookings)
        old, new = self._random.choice(booking["seats"]), self._random.choice(self._seats)
        if new in booking["seats"]:
            return
        body = {"from": [old], "to": [new]}
        wish = {"booking": booking["id"], "holder": booking["userId"], "to": [new]}
        path = f"/api/bookings/{booking['id']}/move"
        first = self._ask("move", path, [old], body, **wish)
        if first.outcome != OK and first.status not in (404, 409, 422) and not self._over.wait(1):
            # The answer did not arrive: the same again.
            self._ask("move", path, [old], body, **wish)

    def _block(self) -> None:
        seats = self._random.sample(self._seats, 2)
        until = FOREVER
        body: dict[str, Any] = {"seats": seats, "reason": "chaos"}
        if self._random.random() < 0.8:
            # To the millisecond, as the database keeps it.
            until = int((time.time() + self._random.uniform(1, 6)) * 1000) / 1000
            body["until"] = datetime.fromtimestamp(until, UTC).isoformat()
        self._ask("block", f"/api/shows/{self._show}/block-seats", seats, body, until=until)

    def _unblock(self) -> None:
        answer = self._web.get(f"/api/shows/{self._show}/blocked-seats")
        if answer.outcome == OK and (seats := [each["seat"] for each in answer.body["blocked"]][:5]):
            self._ask("unblock", f"/api/shows/{self._show}/unblock-seats", seats, {"seats": seats})

    def _make_room(self) -> None:
        bookings = self._bookings()
        if sum(len(booking["seats"]) for booking in bookings) < FULL_SHARE * len(self._seats):
            return
        for booking in self._random.sample(bookings, len(bookings) // 3):
            path = f"/api/bookings/{booking['id']}/cancel"
            self._ask("cancel", path, booking["seats"], {}, booking=booking["id"])

    def _ask(self, what: str, path: str, seats: list[str], body: Any, **wish: Any) -> Operation:
        def ask() -> Answer:
            return self._web.post(path, body)

        return self._history.call(WHO, what, tuple(seats), ask, **wish)

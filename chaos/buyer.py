"""A simulated buyer: selects, renews, pays, books, gives back, comes too late and changes their mind."""

import random
import threading
import time
from typing import Any, NamedTuple
from uuid import uuid4

from .history import OK, UNKNOWN, Absence, History, Operation
from .viewer import Viewer
from .web import Web

# Sockets that break are noticed by the server within ping interval and timeout.
# On a busy machine the client notices it later than that.
NOTICED_SECONDS = 30
# How long it may be until the leader acts on somebody's absence.
ACTED_SECONDS = 60
MOST_BOOKINGS = 2


class Place(NamedTuple):
    """Where somebody buys: their own door to a show with these seats, and how long its locks last."""

    url: str
    show: str
    seats: list[str]
    lock_seconds: float


class Buyer:
    """One guest with a door of their own, who goes on until told to stop."""

    def __init__(self, name: str, place: Place, history: History, seed: str) -> None:
        self.name, self.who = name, ""
        self._place, self._show, self._seats = place, place.show, place.seats
        self._history = history
        self._random = random.Random(seed)
        self._web = Web(place.url)
        self._over = threading.Event()
        self.viewer: Viewer | None = None
        self.failure = ""
        # Bookings by idempotency key: their id and seats.
        self.bookings: dict[str, tuple[str, list[str]]] = {}
        self._open: dict[str, list[str]] = {}
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    def arrive(self, transport: str | None) -> "Buyer":
        """Get a session, and a socket if there is a transport for one."""
        session = self._web.post("/api/session")
        assert session.outcome == OK, session
        self.who, token = session.body["userId"], session.body["token"]
        self._web.use(token)
        if transport:
            viewer = Viewer(self.name, self._place.url, self._show, transport, token=token, user=self.who)
            self.viewer = viewer.start()
        return self

    def start(self) -> None:
        """Begin to buy."""
        self._thread.start()

    def stop(self) -> None:
        """Do nothing new."""
        self._over.set()

    def join(self) -> None:
        """Wait until what was under way is answered."""
        self._thread.join(60)

    def end(self) -> None:
        """Hang up."""
        if self.viewer:
            self.viewer.end()
            self._note_absences()
        self._web.close()

    def absence(self, since: float, until: float) -> Absence:
        """Return that the buyer may have counted as gone in this time."""
        return Absence(self.who, since, until)

    def settle(self) -> None:
        """Ask again for bookings of which nobody knows whether they were made."""
        for key, seats in list(self._open.items()):
            self._book(seats, key)

    def _live(self) -> None:
        try:
            while not self._over.is_set():
                self._visit_shop()
                self._pause(0.1, 0.8)
        except Exception as error:
            self.failure = f"{self.name} cannot go on: {error!r}"

    def _visit_shop(self) -> None:
        count = self._random.choice((1, 1, 2, 2, 3))
        begin = self._random.randrange(len(self._seats))
        seats = [self._seats[(begin + i) % len(self._seats)] for i in range(count)]
        selection = self._ask("select", "/select-seats", seats)
        if selection.outcome != OK:
            return self._after_failure(selection, seats)
        doing = self._random.choices(
            (self._give_back, self._buy, self._pay, self._renew, self._forget, self._vanish),
            (25, 25, 15, 15, 15, 5),
        )[0]
        doing(seats)
        if self.bookings and (len(self.bookings) > MOST_BOOKINGS or self._random.random() < 0.3):
            self._cancel()
        return None

    def _after_failure(self, selection: Operation, seats: list[str]) -> None:
        """Without an answer, people give back what they may have, buy it in spite of that, or leave it."""
        if selection.outcome == UNKNOWN:
            self._pause(0.2, 1)
            chance = self._random.random()
            if chance < 0.3:
                self._give_back(seats)
            elif chance < 0.5:
                self._buy(seats)
        elif self._random.random() < 0.1:
            # Somebody tries to book what others have.
            self._book(seats, uuid4().hex)

    def _give_back(self, seats: list[str]) -> None:
        self._pause(0.05, 1)
        self._ask("release", "/release-seats", seats)

    def _buy(self, seats: list[str]) -> None:
        self._pause(0.05, 1)
        self._book(seats, uuid4().hex)

    def _pay(self, seats: list[str]) -> None:
        self._pause(0.05, 1)
        paid = self._ask("checkout", "/checkout", seats, {"showId": self._show})
        if paid.outcome == OK:
            self._pause(0.1, 3)
            self._book(paid.answer["seats"], uuid4().hex)
        else:
            self._give_back(seats)

    def _renew(self, seats: list[str]) -> None:
        for _ in range(self._random.randint(1, 3)):
            self._pause(0.5, self._place.lock_seconds * 0.6)
            if self._ask("select", "/select-seats", seats).outcome != OK:
                return
        (self._buy if self._random.random() < 0.5 else self._give_back)(seats)

    def _forget(self, seats: list[str]) -> None:
        """Let the lock run out, and try to book about when it does."""
        self._over.wait(self._place.lock_seconds + self._random.uniform(-0.2, 1))
        self._book(seats, uuid4().hex)

    def _vanish(self, _seats: list[str]) -> None:
        """Close the page and come back a while later."""
        if self.viewer:
            self.viewer.away.set()
            self.viewer.hang_up()
            self._pause(1, 4)
            self.viewer.away.clear()

    def _book(self, seats: list[str], key: str) -> None:
        """Book, and ask again with the same key until there is an answer."""
        self._open[key] = seats
        for _ in range(4):
            body = {"showId": self._show, "seats": seats}
            done = self._ask("book", "", seats, body, key=key, headers={"Idempotency-Key": key})
            if done.outcome == UNKNOWN:
                self._pause(0.5, 2)
                continue
            del self._open[key]
            if done.outcome == OK and done.answer["status"] == "confirmed":
                self.bookings[key] = (done.answer["id"], list(done.answer["seats"]))
                if self._random.random() < 0.15:
                    self._ask("book", "", seats, body, key=key, headers={"Idempotency-Key": key})
            return

    def _cancel(self) -> None:
        key, (booking, seats) = self._random.choice(list(self.bookings.items()))
        part = seats[:1] if len(seats) > 1 and self._random.random() < 0.8 else seats
        is_part = part != seats
        body = {"seats": part} if is_part else {}
        done = self._ask("cancel", f"/{booking}/cancel", part, body, booking=booking, part=is_part)
        if done.outcome == OK:
            if done.answer["status"] == "confirmed":
                self.bookings[key] = (booking, list(done.answer["seats"]))
            else:
                del self.bookings[key]
        elif done.outcome != UNKNOWN:
            # Moved by the organiser meanwhile.
            self.bookings.pop(key)

    def _ask(
        self,
        what: str,
        path: str,
        seats: list[str],
        body: Any = None,
        headers: dict[str, str] | None = None,
        **wish: Any,
    ) -> Operation:
        sent = body if body is not None else {"showId": self._show, "seats": seats}

        def ask() -> Any:
            answer = self._web.post("/api/bookings" + path, sent, **(headers or {}))
            if isinstance(answer.body, dict) and "booking" in answer.body:
                return answer._replace(body=answer.body["booking"])
            return answer

        return self._history.call(self.who, what, tuple(seats), ask, **wish)

    def _pause(self, least: float, most: float) -> None:
        self._over.wait(self._random.uniform(least, most))

    def _note_absences(self) -> None:
        """Say when the socket was not there, or may not have been in the server's eyes."""
        assert self.viewer
        begins = [visit.begun for visit in self.viewer.visits]
        for ended in self.viewer.ends:
            back = next((begun for begun in begins if begun >= ended), time.time())
            self._history.absent(self.who, ended - NOTICED_SECONDS, back + ACTED_SECONDS)

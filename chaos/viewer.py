"""A client as the contract wants it: it counts, joins again at a gap, and comes back when cut off."""

import random
import threading
import time
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple

import requests
import socketio

from tests.support.announcements import NUMBERED
from tests.support.people import Tab

SOON = 6


class Address(NamedTuple):
    """Where a client connects to."""

    url: str


class Seen(NamedTuple):
    """An announcement as it came."""

    at: float
    name: str
    body: dict[str, Any]


@dataclass(slots=True)
class Visit:
    """One connection: from the first joining to its end, and what was received; `joins` are `(at, seq)`."""

    begun: float
    ended: float = float("inf")
    seen: list[Seen] = field(default_factory=list)
    joins: list[tuple[float, int]] = field(default_factory=list)


class View(NamedTuple):
    """What the map shows from an instant on."""

    at: float
    taken: frozenset[str]


class _Timed(Tab):
    """Hands on what comes, with the instant."""

    def __init__(self, url: str, user_id: str, token: str | None, transport: str, news: Any) -> None:
        self.news = news
        self.lost_at = float("inf")
        super().__init__(Address(url), user_id, token, transport)

    def ask(self, event: str, data: Any) -> Any:
        """Send an event and return its acknowledgement; raise ConnectionError when none can come.

        The library's own call waits for its whole time when the connection is lost.
        """
        answers: SimpleQueue[Any] = SimpleQueue()
        self._client.emit(event, data, callback=answers.put)
        give_up_at = time.monotonic() + SOON
        while self.connected and time.monotonic() < give_up_at:
            try:
                return answers.get(timeout=0.1)
            except Empty:
                continue
        raise ConnectionError(f"no answer to {event}")

    def _hung_up(self, reason: str) -> None:
        self.lost_at = min(self.lost_at, time.time())
        super()._hung_up(reason)

    def _record(self, name: str, *args: Any) -> None:
        self.news.put(Seen(time.time(), name, args[0] if args else {}))


class Viewer:
    """A thread that watches one show for as long as it is wanted."""

    def __init__(self, name: str, url: str, show: str, transport: str, *, token: str = "", user: str = ""):
        self.name, self.transport, self.user = name, transport, user
        self._url, self._show, self._token = url, show, token
        self.visits: list[Visit] = []
        # When a connection ended, or did not come about.
        self.ends: list[float] = []
        self.views: list[View] = []
        self.seq = 0
        self._taken: set[str] = set()
        self._over = threading.Event()
        # Set while it shall not come back.
        self.away = threading.Event()
        self._tab: _Timed | None = None
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    def start(self) -> "Viewer":
        """Begin to watch."""
        self._thread.start()
        return self

    @property
    def taken(self) -> frozenset[str]:
        """The seats that are taken by what it knows."""
        return self.views[-1].taken if self.views else frozenset()

    @property
    def is_live(self) -> bool:
        """Whether it is connected and has joined."""
        return bool(self.visits) and self.visits[-1].ended > time.time()

    def hang_up(self) -> None:
        """Disconnect on purpose."""
        if tab := self._tab:
            tab.disconnect()

    def end(self) -> None:
        """Hang up and stop."""
        self._over.set()
        self.hang_up()
        self._thread.join(20)

    def _live(self) -> None:
        while not self._over.is_set():
            if not self.away.is_set():
                self._visit()
            self._over.wait(random.uniform(0.2, 0.6))

    def _visit(self) -> None:
        news: SimpleQueue[Seen] = SimpleQueue()
        try:
            tab = _Timed(self._url, self.user, self._token or None, self.transport, news)
        except (socketio.exceptions.ConnectionError, requests.RequestException, OSError):
            self.ends.append(time.time())
            return
        self._tab = tab
        visit = Visit(time.time())
        try:
            self._follow(tab, visit)
        except (socketio.exceptions.SocketIOError, OSError, AssertionError):
            pass
        finally:
            visit.ended = min(time.time(), tab.lost_at)
            self.ends.append(visit.ended)
            self._tab = None
            tab.disconnect()

    def _follow(self, tab: _Timed, visit: Visit) -> None:
        if self.user:
            assert tab.ask("register-user", self.user)["success"]
        self._join(tab, visit)
        visit.begun = time.time()
        self.visits.append(visit)
        while tab.connected and not self._over.is_set():
            try:
                seen = tab.news.get(timeout=0.5)
            except Empty:
                continue
            visit.seen.append(seen)
            if seen.name in NUMBERED:
                self._apply(seen, tab, visit)
            elif seen.name == "show-seq" and seen.body["seq"] > self.seq:
                self._join(tab, visit)

    def _apply(self, seen: Seen, tab: _Timed, visit: Visit) -> None:
        number = seen.body["seq"]
        if number > self.seq + 1:
            self._join(tab, visit)
        elif number == self.seq + 1:
            self.seq = number
            freed = seen.name == "seats-released"
            (self._taken.difference_update if freed else self._taken.update)(seen.body["seats"])
            self._show_now(seen.at)

    def _join(self, tab: _Timed, visit: Visit) -> None:
        state = tab.ask("join-show", self._show)
        assert state["success"], state
        self.seq = state["seq"]
        self._taken = {*state["bookedSeats"], *state["lockedByOthers"], *state["lockedByMe"]}
        visit.joins.append((time.time(), self.seq))
        self._show_now(time.time())

    def _show_now(self, at: float) -> None:
        self.views.append(View(at, frozenset(self._taken)))

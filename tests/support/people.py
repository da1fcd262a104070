"""People who pick seats: what they send, and all that they receive."""

import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import engineio
import requests
import socketio
from engineio.payload import Payload

from .waiting import patience
from .worker import Worker

TIMEOUT_SECONDS = 60

# Of a poll a browser takes whatever comes. This library hangs up at 17 packets, and a busy machine has more.
Payload.max_decode_packets = 10_000


class _InOrder(engineio.Client):  # type: ignore[misc]
    """The library hands each packet to a thread of its own, and so reorders them. This one does not."""

    def _trigger_event(self, event: str, *args: Any, **kwargs: Any) -> Any:
        return super()._trigger_event(event, *args, **{**kwargs, "run_async": False})

    def disconnect(self, abort: bool = False, reason: str | None = None) -> None:
        """Wait for the thread that reads, unless it is the one that was told to hang up."""
        super().disconnect(abort or threading.current_thread() is self.read_loop_task, reason)

    def _read_loop_websocket(self) -> None:
        """Read until the connection ends, and close it: the library leaves that to the garbage collector."""
        connection = self.ws
        super()._read_loop_websocket()
        connection.shutdown()


class _Client(socketio.Client):  # type: ignore[misc]
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _InOrder


class HasUrl(Protocol):
    """A worker, or what stands before it."""

    @property
    def url(self) -> str: ...


class Tab:
    """One socket of a person, and every event that it has heard, in order."""

    def __init__(self, worker: HasUrl, user_id: str, token: str | None, transport: str) -> None:
        self.user_id = user_id
        self.disconnected: str | None = None
        self._events: list[tuple[str, Any]] = []
        self._heard = threading.Condition()
        self._session = requests.Session()
        self._session.trust_env = False
        self._client = _Client(reconnection=False, handle_sigint=False, http_session=self._session)
        self._client.on("*", self._record)
        self._client.on("disconnect", self._hung_up)
        try:
            self._client.connect(
                worker.url,
                auth=None if token is None else {"token": token},
                transports=[transport],
                wait_timeout=TIMEOUT_SECONDS,
            )
        except socketio.exceptions.ConnectionError:
            self._session.close()
            raise

    @property
    def connected(self) -> bool:
        return bool(self._client.connected)

    @property
    def sid(self) -> str:
        return str(self._client.get_sid())

    def register(self, user_id: str | None = None) -> Any:
        """Register the user, or whoever is given, and return the acknowledgement."""
        return self.call("register-user", user_id or self.user_id)

    def join(self, show: str) -> Any:
        """Enter the show's room and return the acknowledgement: the whole map."""
        return self.call("join-show", show)

    def leave(self, show: str) -> Any:
        return self.call("leave-show", show)

    def call(self, event: str, data: Any) -> Any:
        """Send an event and return its acknowledgement."""
        return self._client.call(event, data, timeout=TIMEOUT_SECONDS)

    def emit(self, event: str, data: Any) -> None:
        """Send an event and wait for nothing."""
        self._client.emit(event, data)

    def events(self, name: str | None = None) -> list[Any]:
        """Return what was heard: the payloads of one event, or all as (name, payload)."""
        with self._heard:
            return [data for heard, data in self._events if heard == name] if name else list(self._events)

    def wait_for(
        self, name: str, predicate: Callable[[Any], bool] = lambda _: True, timeout: float = 5
    ) -> Any:
        """Return the first payload of the event that fits, heard already or yet to come."""
        fitting: list[Any] = []

        def heard() -> bool:
            fitting[:] = [data for event, data in self._events if event == name and predicate(data)]
            return bool(fitting)

        seconds = patience(timeout)
        with self._heard:
            assert self._heard.wait_for(heard, seconds), f"no such {name} in {seconds} s, only {self._events}"
        return fitting[0]

    def wait_until_disconnected(self, timeout: float = 30) -> str:
        """Return the reason for which the server hung up, or the connection broke."""
        with self._heard:
            assert self._heard.wait_for(lambda: self.disconnected is not None, timeout), "still connected"
        return str(self.disconnected)

    def forget(self) -> None:
        """Start the record of events anew."""
        with self._heard:
            self._events.clear()

    def disconnect(self) -> None:
        """Hang up on purpose; harmless when that has happened."""
        self._client.disconnect()
        self._session.close()

    def _record(self, name: str, *args: Any) -> None:
        with self._heard:
            self._events.append((name, args[0] if len(args) == 1 else args))
            self._heard.notify_all()

    def _hung_up(self, reason: str) -> None:
        with self._heard:
            self.disconnected = reason
            self._heard.notify_all()


class Person:
    """One user, at home on one worker; any call takes another one. Sockets are tabs, the last is `tab`."""

    def __init__(self, worker: Worker, user_id: str, token: str) -> None:
        self.worker = worker
        self.user_id = user_id
        self.token = token
        self.tabs: list[Tab] = []
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers["Authorization"] = f"Bearer {token}"

    @classmethod
    def guest(cls, worker: Worker) -> "Person":
        """Return a new guest."""
        session = worker.post("/api/session").json()
        return cls(worker, session["userId"], session["token"])

    def select(self, show: str, seats: Sequence[str], worker: Worker | None = None) -> requests.Response:
        return self.post("/api/bookings/select-seats", {"showId": show, "seats": list(seats)}, worker)

    def release(self, show: str, seats: Sequence[str], worker: Worker | None = None) -> requests.Response:
        return self.post("/api/bookings/release-seats", {"showId": show, "seats": list(seats)}, worker)

    def status(self, show: str, worker: Worker | None = None) -> requests.Response:
        return self.get(f"/api/bookings/locked-seats/{show}", worker)

    def get(self, path: str, worker: Worker | None = None) -> requests.Response:
        return self._http.get((worker or self.worker).url + path, timeout=TIMEOUT_SECONDS)

    def post(
        self, path: str, json: Any = None, worker: Worker | None = None, **headers: str
    ) -> requests.Response:
        url = (worker or self.worker).url + path
        return self._http.post(url, json=json, headers=headers, timeout=TIMEOUT_SECONDS)

    def connect(self, worker: Worker | None = None, transport: str = "websocket") -> Tab:
        """Open a tab: a socket with this user's token."""
        tab = Tab(worker or self.worker, self.user_id, self.token, transport)
        self.tabs.append(tab)
        return tab

    @property
    def tab(self) -> Tab:
        """The tab opened last; the methods below are about it."""
        assert self.tabs, "this person has no socket: connect() first"
        return self.tabs[-1]

    def register(self) -> Any:
        return self.tab.register()

    def join(self, show: str) -> Any:
        return self.tab.join(show)

    def events(self, name: str | None = None) -> list[Any]:
        return self.tab.events(name)

    def wait_for(
        self, name: str, predicate: Callable[[Any], bool] = lambda _: True, timeout: float = 5
    ) -> Any:
        return self.tab.wait_for(name, predicate, timeout)

    def disconnect(self) -> None:
        """Hang up on purpose, in all tabs."""
        while self.tabs:
            self.tabs.pop().disconnect()

    def close(self) -> None:
        self.disconnect()
        self._http.close()

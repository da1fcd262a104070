"""The Redis queue between workers: never blocks a request, and comes back within seconds."""

import logging
import queue
from collections.abc import Callable, Iterator
from typing import Any

import orjson
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from socketio import RedisManager

from ..encoding import SocketJson
from .members import Members

log = logging.getLogger(__name__)

SOCKET_SECONDS = 0.5
RECONNECT_SECONDS = 1
WAITING_MESSAGES = 10_000
BATCH = 200

OnMessage = Callable[[str, dict[str, Any]], None]


class Link:
    """One direction of the queue, logged once when it is lost and once when it is back."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lost = 0
        self._is_down = False

    def down(self, why: str, lost: int = 0) -> None:
        """Note that it does not work, and how many messages that cost."""
        self._lost += lost
        if not self._is_down:
            self._is_down = True
            log.warning("%s other workers is interrupted: %s", self._name, why)

    def up(self) -> None:
        """Note that it works."""
        if self._is_down:
            log.warning("%s other workers goes on; messages lost: %d", self._name, self._lost)
        self._is_down, self._lost = False, 0


class WorkerQueue(Members, RedisManager):  # type: ignore[misc]  # python-socketio has no types
    """python-socketio's Redis manager with a sender of its own and a second channel for our messages.

    The library's manager publishes from within `emit` (a hung Redis blocks the caller) and waits up to 60 s
    before it listens again. Here messages go to a bounded queue that one task empties; what does not fit or
    cannot be sent is dropped: clients see the gap in `seq`.
    """

    def __init__(self, url: str, name: str, on_message: OnMessage, on_listening: Callable[[], None]) -> None:
        super().__init__(url, channel=f"{name}:socketio")
        self._own_channel = f"{name}:news"
        self._on_message = on_message
        self._on_listening = on_listening
        self._sending, self._listening = Link("sending to"), Link("listening to")
        self._waiting: queue.Queue[tuple[str, bytes]] = queue.Queue(WAITING_MESSAGES)
        self._redis = Redis.from_url(
            url,
            socket_timeout=SOCKET_SECONDS,
            socket_connect_timeout=SOCKET_SECONDS,
            health_check_interval=5,
            retry=Retry(NoBackoff(), 1),
        )

    def initialize(self) -> None:
        """Start listening and sending; python-socketio calls it."""
        super().initialize()
        self.server.start_background_task(self._send_waiting)

    def send(self, kind: str, body: dict[str, Any]) -> None:
        """Send a message of ours to the other workers."""
        self._put(self._own_channel, [self.host_id, kind, body])

    def _publish(self, data: dict[str, Any]) -> None:
        self._put(self.channel, data)

    def _put(self, channel: str, message: Any) -> None:
        try:
            self._waiting.put_nowait((channel, SocketJson.dumps(message).encode()))
        except queue.Full:
            self._sending.down("the queue is full", lost=1)

    def _send_waiting(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            try:
                pipeline = self._redis.pipeline(transaction=False)
                for channel, message in batch:
                    pipeline.publish(channel, message)
                pipeline.execute()
            except (RedisError, OSError) as error:
                self._sending.down(type(error).__name__, lost=len(batch))
            else:
                if self._waiting.empty():
                    self._sending.up()

    def _listen(self) -> Iterator[bytes]:
        while True:
            try:
                yield from self._subscribed()
            except (RedisError, OSError) as error:
                self._listening.down(type(error).__name__)
            self.server.sleep(RECONNECT_SECONDS)

    def _subscribed(self) -> Iterator[bytes]:
        """Subscribe, then yield the library's messages and hand ours over, until Redis is gone."""
        # Subscribing to a Redis that hangs seems to work.
        self._redis.ping()
        with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
            pubsub.subscribe(self.channel, self._own_channel)
            self._listening.up()
            self._on_listening()
            while True:
                message = pubsub.get_message(timeout=RECONNECT_SECONDS)
                if message is None:
                    continue
                if message["channel"].decode() == self.channel:
                    yield message["data"]
                else:
                    self._receive(message["data"])

    def _receive(self, data: bytes) -> None:
        """Act on another worker's message; one that cannot be acted on must not end the listening."""
        try:
            host_id, kind, body = orjson.loads(data)
            if host_id != self.host_id:
                self._on_message(kind, body)
        except Exception:
            log.exception("a message of another worker is passed over")

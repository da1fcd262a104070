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

from ..extensions import SocketJson

log = logging.getLogger(__name__)

SOCKET_SECONDS = 0.5
RECONNECT_SECONDS = 1
WAITING_MESSAGES = 10_000
BATCH = 200

Hear = Callable[[str, dict[str, Any]], None]


class WorkerQueue(RedisManager):  # type: ignore[misc]  # python-socketio has no types
    """python-socketio's Redis manager with a sender of its own and a second channel for our news.

    The library's manager publishes from within `emit` (a hung Redis blocks the caller) and waits up to 60 s
    before it listens again. Here messages go to a bounded queue that one task empties; what does not fit or
    cannot be sent is dropped: clients see the gap in `seq`.
    """

    def __init__(self, url: str, name: str, hear: Hear, on_listening: Callable[[], None]) -> None:
        super().__init__(url, channel=f"{name}:socketio")
        self._news = f"{name}:news"
        self._hear = hear
        self._on_listening = on_listening
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
        self.server.start_background_task(self._send)

    def tell(self, kind: str, body: dict[str, Any]) -> None:
        """Send something of ours to the other workers."""
        self._put(self._news, [self.host_id, kind, body])

    def _publish(self, data: dict[str, Any]) -> None:
        self._put(self.channel, data)

    def _put(self, channel: str, message: Any) -> None:
        try:
            self._waiting.put_nowait((channel, SocketJson.dumps(message).encode()))
        except queue.Full:
            log.warning("the queue to the other workers is full; a message is dropped")

    def _send(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < BATCH and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            try:
                pipeline = self._redis.pipeline(transaction=False)
                for channel, message in batch:
                    pipeline.publish(channel, message)
                pipeline.execute()
            except RedisError as error:
                log.warning("%d messages to other workers are lost: %s", len(batch), type(error).__name__)

    def _listen(self) -> Iterator[bytes]:
        while True:
            try:
                yield from self._subscribed()
            except RedisError as error:
                log.warning("not listening to other workers: %s", type(error).__name__)
            self.server.sleep(RECONNECT_SECONDS)

    def _subscribed(self) -> Iterator[bytes]:
        """Subscribe, then yield the library's messages and hand ours over, until Redis is gone."""
        with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:  # type: ignore[no-untyped-call]
            pubsub.subscribe(self.channel, self._news)
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
        host_id, kind, body = orjson.loads(data)
        if host_id != self.host_id:
            self._hear(kind, body)

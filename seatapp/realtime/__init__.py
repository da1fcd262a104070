"""Live updates: sockets, rooms, presence, and the feed that reads the database's change stream."""

from typing import Any

from cachetools import LRUCache
from flask import Flask

from ..encoding import SocketJson
from ..extensions import db, socketio
from ..runtime import runtime_of
from ..seats import signals
from . import delivery
from .broadcast import Broadcast
from .caps import EventRate, guarded
from .events import register_events
from .members import Members
from .origins import admit
from .presence import register_presence
from .progress import register_progress
from .rooms import user_room
from .sockets import (
    ClientPacket,
    count_by_address,
    hang_up_without_waiting,
    links_of_engine,
    quiet,
    with_lengths,
)
from .worker_queue import WorkerQueue

MAX_MESSAGE_BYTES = 64 * 1024
SHOWS_REMEMBERED = 10_000


def register_realtime(app: Flask) -> None:
    """Add Socket.IO to the app: its events, the queue to the other workers, and who is here."""
    runtime = runtime_of(app)
    settings = runtime.settings
    register_presence(app)
    runtime.latest_epochs = LRUCache(SHOWS_REMEMBERED)
    register_progress(app)
    if settings.redis_url:
        runtime.queue = _queue(app, settings.redis_url)
    socketio.init_app(
        app,
        async_mode=settings.async_mode,
        async_handlers=False,  # one client's events stay in order
        client_manager=runtime.queue or Members(),
        cors_allowed_origins=admit(settings.cors_origins),
        engineio_logger=quiet,
        json=SocketJson,
        logger=quiet,
        manage_session=False,
        max_http_buffer_size=MAX_MESSAGE_BYTES,
        serializer=ClientPacket,
        ping_interval=5,  # a vanished phone is noticed within 10 s, not 45
        ping_timeout=5,
    )
    runtime.broadcast = Broadcast(links_of_engine(), app.app_context)
    register_events()
    hang_up_without_waiting()
    runtime.event_rate = EventRate(settings.socket_events_per_second, socketio.sleep)
    addresses = count_by_address(settings.max_sockets_per_address)
    app.wsgi_app = with_lengths(app.wsgi_app, MAX_MESSAGE_BYTES)  # type: ignore[assignment]
    app.wsgi_app = guarded(app.wsgi_app, addresses, app.app_context)  # type: ignore[assignment]
    signals.hall_viewed.connect(_on_hall_viewed)
    signals.seats_selected.connect(_on_seats_selected)
    signals.selection_refused.connect(_on_selection_refused)


def _queue(app: Flask, url: str) -> WorkerQueue:
    def on_message(kind: str, body: dict[str, Any]) -> None:
        with app.app_context():
            delivery.on_message(kind, body)

    def on_listening() -> None:
        # Announcements may have been missed while nobody listened: their clients see the gap now.
        socketio.start_background_task(deliver_seqs)

    def deliver_seqs() -> None:
        with app.app_context():
            delivery.deliver_seqs()

    with app.app_context():
        name = f"seatapp:{db.database.name}"
    return WorkerQueue(url, name, on_message, on_listening)


def _on_hall_viewed(_: object, show: str, holder: str) -> None:
    delivery.subscribe(holder, show)


def _on_seats_selected(_: object, show: str, holder: str, **_seats: object) -> None:
    delivery.subscribe_locally(holder, show)


def _on_selection_refused(_: object, show: str, holder: str, seats: list[str], message: str) -> None:
    delivery.subscribe(holder, show)
    conflict = {"showId": show, "seats": seats, "message": message}
    socketio.emit("seat-conflict", conflict, to=user_room(holder))

"""Telling everybody: sockets, rooms, presence, and the feed that reads the database's own change log."""

import uuid
from typing import Any

from flask import Flask

from ..extensions import SocketJson, db, socketio
from ..runtime import runtime_of
from ..seats import signals
from . import events as events  # registers its handlers
from . import news
from .library import hang_up_without_waiting, quiet, with_lengths
from .origins import admit
from .packets import ClientPacket
from .presence import Presence
from .progress import register_progress
from .queue import WorkerQueue
from .rooms import user_room

MAX_MESSAGE_BYTES = 64 * 1024


def register_realtime(app: Flask) -> None:
    """Add Socket.IO to the app: its events, the queue to the other workers, and who is here."""
    runtime = runtime_of(app)
    settings = runtime.settings
    runtime.presence = Presence(uuid.uuid4().hex)
    register_progress(app)
    if settings.redis_url:
        runtime.queue = _queue(app, settings.redis_url)
    socketio.init_app(
        app,
        async_mode=settings.async_mode,
        async_handlers=False,  # one client's events stay in order
        client_manager=runtime.queue,
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
    hang_up_without_waiting(socketio.server.eio)
    app.wsgi_app = with_lengths(app.wsgi_app, MAX_MESSAGE_BYTES)  # type: ignore[assignment]
    signals.hall_viewed.connect(_on_hall_viewed)
    signals.seats_selected.connect(_on_seats_selected)
    signals.selection_refused.connect(_on_selection_refused)


def _queue(app: Flask, url: str) -> WorkerQueue:
    def hear(kind: str, body: dict[str, Any]) -> None:
        with app.app_context():
            news.hear(kind, body)

    def catch_up() -> None:
        # Announcements may have been missed while nobody listened: their clients see the gap now.
        socketio.start_background_task(tell_seq)

    def tell_seq() -> None:
        with app.app_context():
            news.tell_seq()

    with app.app_context():
        name = f"seatapp:{db.database.name}"
    return WorkerQueue(url, name, hear, catch_up)


def _on_hall_viewed(_: object, show: str, holder: str) -> None:
    news.view(show, holder)


def _on_seats_selected(_: object, show: str, holder: str, **_seats: object) -> None:
    news.enter(holder, show)


def _on_selection_refused(_: object, show: str, holder: str, seats: list[str], message: str) -> None:
    news.view(show, holder)
    conflict = {"showId": show, "seats": seats, "message": message}
    socketio.emit("seat-conflict", conflict, to=user_room(holder))

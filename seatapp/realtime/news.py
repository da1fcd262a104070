"""Bring news to sockets: this worker's own at once, the others' through the queue."""

from typing import Any

from blinker import Signal
from flask import current_app

from ..extensions import socketio
from . import show_news
from .announcements import Announcement
from .rooms import SHOW, show_room, user_room

# Sent with `show`, by the leader for every announcement.
announced = Signal("A show's room is told something")

ANNOUNCEMENT = "announcement"
VIEWED = "viewed"
SKIPPED = "skipped"


def publish(announcement: Announcement) -> None:
    """Tell a show's room on every worker."""
    announced.send(show=announcement.show)
    deliver(announcement)
    tell_workers(ANNOUNCEMENT, announcement.as_json())


def deliver(announcement: Announcement) -> None:
    """Tell this worker's sockets in the show's room, each once; those who selected hear what is theirs.

    The sockets of who selected enter the room by that. What a leader that hung sends after another took over
    is dropped: it was told again since, and clients that do not count would believe it.
    """
    if _is_overtaken(announcement):
        return
    personal: dict[str, list[str]] = {}
    for holder in announcement.selections:
        sids = enter(holder, announcement.show)
        if sids:
            personal[holder] = sids
    skipped = [sid for sids in personal.values() for sid in sids]
    room = show_room(announcement.show)
    _emit(announcement.event, announcement.payload(announcement.seats), room, skipped)
    for holder, sids in personal.items():
        _emit(*announcement.message_for(holder), sids)


def view(show_id: str, holder: str) -> None:
    """Let all sockets of a user hear a show, on every worker."""
    enter(holder, show_id)
    tell_workers(VIEWED, {"show": show_id, "holder": holder})


def enter(holder: str, show_id: str) -> list[str]:
    """Let this worker's sockets of a user hear a show, and return their sids."""
    sids = local_sids(user_room(holder))
    for sid in sids:
        socketio.server.enter_room(sid, show_room(show_id))
    return sids


def tell_seq() -> None:
    """Tell this worker's sockets how far their shows have come."""
    if shows := watched_shows():
        show_news.deliver_state(shows)


def spread_seq() -> None:
    """Let every worker tell its sockets now how far their shows have come: numbers were skipped."""
    tell_seq()
    tell_workers(SKIPPED, {})


def local_sids(room: str | None) -> list[str]:
    """Return the sids of this worker's sockets in a room; all of them for None."""
    return [sid for sid, _ in socketio.server.manager.get_participants("/", room)]


def watched_shows() -> list[str]:
    """Return the shows that this worker's sockets hear."""
    rooms = socketio.server.manager.rooms.get("/", {})
    return [room.removeprefix(SHOW) for room in list(rooms) if room and room.startswith(SHOW)]


def tell_workers(kind: str, body: dict[str, Any]) -> None:
    """Send something to the other workers; lost without a trace when the queue is down."""
    queue = current_app.extensions.get("seatapp.queue")
    if queue is not None:
        queue.tell(kind, body)


def hear(kind: str, body: dict[str, Any]) -> None:
    """Act on what another worker sent."""
    if kind == ANNOUNCEMENT:
        deliver(Announcement.of_json(body))
    elif kind == VIEWED:
        enter(body["holder"], body["show"])
    elif kind == show_news.SHOW_CHANGED:
        show_news.deliver_change(body)
    elif kind == SKIPPED:
        tell_seq()


def _is_overtaken(announcement: Announcement) -> bool:
    """Tell whether this worker has heard a later leader than the one that tells this."""
    latest = current_app.extensions["seatapp.epoch"]
    current_app.extensions["seatapp.epoch"] = max(latest, announcement.epoch)
    return bool(announcement.epoch < latest)


def _emit(event: str, message: dict[str, Any], to: str | list[str], skipped: list[str] | None = None) -> None:
    socketio.server.emit(event, message, to=to, skip_sid=skipped, ignore_queue=True)

"""Deliver announcements: to this worker's sockets at once, to the others' through the queue."""

from typing import Any

from blinker import Signal

from ..runtime import current_runtime
from . import show_delivery, sockets
from .announcements import Announcement
from .rooms import SHOW, show_room, user_room

# Sent with `show`, by the leader for every announcement.
announced = Signal("Something is published to a show's room")

ANNOUNCEMENT = "announcement"
VIEWED = "viewed"
SKIPPED = "skipped"


def publish(announcement: Announcement) -> None:
    """Publish to a show's room on every worker."""
    announced.send(show=announcement.show)
    deliver(announcement)
    send_to_workers(ANNOUNCEMENT, announcement.as_json())


def deliver(announcement: Announcement) -> None:
    """Emit to this worker's sockets in the show's room, each once; those who selected get what is theirs.

    The sockets of who selected enter the room by that. What a leader that hung sends after another took over
    is dropped: it was announced again since, and clients that do not count would believe it.
    """
    if _is_overtaken(announcement):
        return
    personal: dict[str, list[str]] = {}
    for holder in announcement.selections:
        sids = subscribe_locally(holder, announcement.show)
        if sids:
            personal[holder] = sids
    skipped = [sid for sids in personal.values() for sid in sids]
    room = show_room(announcement.show)
    sockets.emit_to_room(announcement.event, announcement.payload(announcement.seats), room, skipped)
    for holder, sids in personal.items():
        sockets.emit_to_sids(*announcement.message_for(holder), room, sids)


def subscribe(holder: str, show_id: str) -> None:
    """Let all sockets of a user enter a show's room, on every worker."""
    subscribe_locally(holder, show_id)
    send_to_workers(VIEWED, {"show": show_id, "holder": holder})


def subscribe_locally(holder: str, show_id: str) -> list[str]:
    """Let this worker's sockets of a user enter a show's room, and return their sids."""
    sids = sockets.local_sids(user_room(holder))
    for sid in sids:
        sockets.enter_room(sid, show_room(show_id))
    return sids


def deliver_seqs() -> None:
    """Emit to this worker's sockets which `seq` and revision their shows have."""
    if shows := watched_shows():
        show_delivery.deliver_state(shows)


def publish_seqs() -> None:
    """Let every worker emit the `seq` of its shows now: numbers were skipped."""
    deliver_seqs()
    send_to_workers(SKIPPED, {})


def watched_shows() -> list[str]:
    """Return the shows in whose rooms this worker's sockets are."""
    return [room.removeprefix(SHOW) for room in sockets.local_rooms() if room.startswith(SHOW)]


def send_to_workers(kind: str, body: dict[str, Any]) -> None:
    """Send a message to the other workers; lost without a trace when the queue is down."""
    queue = current_runtime().queue
    if queue is not None:
        queue.send(kind, body)


def on_message(kind: str, body: dict[str, Any]) -> None:
    """Act on what another worker sent."""
    if kind == ANNOUNCEMENT:
        deliver(Announcement.of_json(body))
    elif kind == VIEWED:
        subscribe_locally(body["holder"], body["show"])
    elif kind == show_delivery.SHOW_CHANGED:
        show_delivery.deliver_change(body)
    elif kind == SKIPPED:
        deliver_seqs()


def _is_overtaken(announcement: Announcement) -> bool:
    """Return whether a later leader's announcement of the show has come to this worker."""
    latest = current_runtime().latest_epochs
    latest[announcement.show] = max(latest.get(announcement.show, 0), announcement.epoch)
    return announcement.epoch < latest[announcement.show]

"""Deliver to a show's room that the show itself changed or was deleted: `show-changed` and `show-seq`."""

from typing import Any

from ..seats.counters import read_seqs
from ..shows import store
from . import sockets
from .rooms import show_room

SHOW_CHANGED = "show-changed"


def message_of(show_id: str, revision: int | None) -> dict[str, Any]:
    """Return the message about a show with this revision, None for one that was deleted."""
    return (
        {"showId": show_id, "gone": True} if revision is None else {"showId": show_id, "revision": revision}
    )


def deliver_change(message: dict[str, Any]) -> None:
    """Emit a `show-changed` to this worker's sockets in the room.

    The worker drops its cached show first, so that clients which fetch it at once get the new one.
    """
    store.refresh(message["showId"], message.get("revision"))
    _emit(SHOW_CHANGED, message)


def deliver_state(show_ids: list[str]) -> None:
    """Emit `show-seq` with the state of each show to this worker's sockets, straight from the database.

    Clients that missed an announcement or a change notice by that. A deleted show is reported as `gone`.
    """
    seqs = read_seqs(show_ids)
    revisions = store.revisions(show_ids)
    for show_id in show_ids:
        revision = revisions.get(show_id)
        message = message_of(show_id, revision)
        if revision is None:
            deliver_change(message)
        else:
            store.refresh(show_id, revision)
            reconnect_seconds = sockets.reconnect_seconds()
            _emit("show-seq", {**message, "seq": seqs[show_id], "reconnectSeconds": reconnect_seconds})


def _emit(event: str, message: dict[str, Any]) -> None:
    sockets.emit_to_room(event, message, show_room(message["showId"]))

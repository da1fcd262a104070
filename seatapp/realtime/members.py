"""Which rooms a socket is in. The library looks for a socket that goes in the rooms of all others."""

from collections import defaultdict
from contextlib import suppress
from typing import Any

from socketio import Manager

Room = str | None


class Members(Manager):  # type: ignore[misc]  # python-socketio has no types
    """python-socketio's manager, to which a departure among thousands costs what it costs alone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._rooms_of: defaultdict[tuple[str, str], set[Room]] = defaultdict(set)

    def basic_enter_room(self, sid: str, namespace: str, room: Room, eio_sid: str | None = None) -> None:
        """Put a socket into a room."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._rooms_of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Room) -> None:
        """Take a socket out of a room."""
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of[namespace, sid].discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        """Take a socket out of all its rooms, and forget it."""
        for room in self._rooms_of.pop((namespace, sid), set()):
            super().basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            with suppress(KeyError, ValueError):
                pending[namespace].remove(sid)

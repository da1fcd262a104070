"""Clients' packets: those that cannot be read are refused by the event's handler, not dropped without a word.

JSON may say more than can be taken: halves of surrogate pairs, NaN, thousands of levels. python-socketio
raises then, and who waits for an acknowledgement waits for ever; a binary event of that kind even leaves its
connection deaf.
"""

import re
from contextlib import suppress
from typing import Any

import orjson
from socketio.packet import Packet

from ..extensions import SocketJson

# What an event says is a text or a flat object; the library goes through it by recursion.
MOST_BRACKETS = 100
# The library calls handlers by these names, and would by a client's word too.
LIBRARYS_OWN = ("*", "connect", "disconnect")
EVENT_NAME = re.compile(r'\s*\[\s*("(?:[^"\\]|\\.){0,100}")')


class _Unreadable:
    """In the place of what a client sent; of no type that a handler takes."""


UNREADABLE = _Unreadable()


class ClientJson(SocketJson):
    """Reads what clients send."""

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Return what the JSON text says, or UNREADABLE, with the event's name before it if there is one."""
        words = text if isinstance(text, str) else text.decode(errors="replace")
        if words.count("[") + words.count("{") <= MOST_BRACKETS:
            with suppress(orjson.JSONDecodeError):
                return orjson.loads(text)
        return _with_name(words)


class ClientPacket(Packet):  # type: ignore[misc]  # python-socketio has no types
    """A packet whose binary parts may be anything."""

    data: Any

    def decode(self, encoded_packet: Any) -> int:
        """Read the packet, and return how many binary parts follow it."""
        # Not the class's: Engine.IO reads by the same, and takes what is no JSON for text.
        self.json = ClientJson
        parts = int(super().decode(encoded_packet))
        if isinstance(self.data, list) and self.data and self.data[0] in LIBRARYS_OWN:
            self.data[0] = ""
        return parts

    def add_attachment(self, attachment: Any) -> bool:
        """Add a binary part; True when the packet is whole, or never will be."""
        try:
            return bool(super().add_attachment(attachment))
        except Exception:  # A number that no part has, parts that were not announced.
            name = self.data[:1] if isinstance(self.data, list) else []
            self.data = [*name, UNREADABLE]
            return True


def _with_name(words: str) -> Any:
    found = EVENT_NAME.match(words)
    try:
        return [orjson.loads(found[1]), UNREADABLE] if found else UNREADABLE
    except orjson.JSONDecodeError:
        return UNREADABLE

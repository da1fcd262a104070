"""The seats of a row: most are plain, and a schema for each would take a large hall ten times as long."""

import time
from collections.abc import Callable
from typing import Any, TypeAlias

from marshmallow import fields

from ..text import is_text
from .fields import MAX_COORDINATE, MAX_LABEL, is_url

MAX_ID = 64


class Seats(fields.List[Any]):
    """A list of seats, each loaded by the nested schema unless all of them are plain."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        # The rows of a large hall are portions: the server does other work between them.
        time.sleep(0)
        seats = [plain(seat) for seat in value] if isinstance(value, list) else [None]
        return super()._deserialize(value, *args, **kwargs) if None in seats else seats


def plain(value: Any) -> dict[str, Any] | None:
    """Return what the schema would load of a seat that is right at first sight; None to ask the schema."""
    if type(value) is not dict:
        return None
    seat: dict[str, Any] = {}
    for key, part in value.items():
        is_plain = PLAIN.get(key)
        if is_plain is None or not is_plain(part):
            return None
        seat[key] = part
    return seat if seat.keys() >= REQUIRED else None


def _is_id(value: Any) -> bool:
    return type(value) is str and 0 < len(value) <= MAX_ID and value.strip() == value and is_text(value)


def _is_label(value: Any) -> bool:
    return type(value) is str and len(value) <= MAX_LABEL and is_text(value)


def _is_bool(value: Any) -> bool:
    return type(value) is bool


def _is_position(value: Any) -> bool:
    return type(value) is dict and value.keys() == AXES and _is_place(value["x"]) and _is_place(value["y"])


def _is_place(value: Any) -> bool:
    return type(value) in (int, float) and -MAX_COORDINATE <= value <= MAX_COORDINATE


Check: TypeAlias = Callable[[Any], bool]

AXES = {"x", "y"}
FLAGS = ("wheelchair", "companion", "restricted_view", "aisle", "step_free", "hearing_loop")
REQUIRED = {"seat_guid", "position", "category"}
PLAIN: dict[Any, Check] = {
    "seat_guid": _is_id,
    "seat_number": _is_label,
    "position": _is_position,
    "category": lambda value: type(value) is str,
    **dict.fromkeys(FLAGS, _is_bool),
    "table": _is_id,
    "view_url": is_url,
    "note": _is_label,
}

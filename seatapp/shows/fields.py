"""Fields of the seating plan that marshmallow has not: numbers, labels and colours that are safe to draw."""

import re
from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError, fields

from ..text import is_text

MAX_COORDINATE = 1_000_000
MAX_LABEL = 200
NAMED_AT_MOST = 20
MAX_URL = 2000
URL = re.compile(r"(?:https?://|/(?!/))[^\s\\\"'<>]+", re.IGNORECASE)
LINE_BREAK = re.compile(r"[\t\n\v\f\r]+")
DEFAULT_COLOR = "#888888"
# For the OpenAPI document.
_NUMBER = {"type": "number", "minimum": -MAX_COORDINATE, "maximum": MAX_COORDINATE}
_POSITION = {"type": "object", "properties": {"x": _NUMBER, "y": _NUMBER}, "required": ["x", "y"]}
COLOR = re.compile(
    r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{1,30}|rgba?\([0-9.%, /]{1,40}\)", re.IGNORECASE
)


def listed(names: Sequence[str]) -> str:
    """Write names in a row for a message, the first NAMED_AT_MOST of them."""
    more = len(names) - NAMED_AT_MOST
    return ", ".join(map(_readable, names[:NAMED_AT_MOST])) + (f" and {more} more" if more > 0 else "")


def _readable(name: str) -> str:
    """Return a name as a message can have it: in quotes where it would not be seen without."""
    name = name[:MAX_LABEL]
    seen = name.strip() == name != "" and "," not in name and name.isprintable()
    return name if seen else f'"{name}"'


def is_number(value: Any) -> bool:
    """Return whether this is a JSON number; Python thinks that true is one."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_url(value: Any) -> bool:
    """Return whether this is an http or https address, or a path that begins with one slash."""
    return (
        isinstance(value, str)
        and len(value) <= MAX_URL
        and is_text(value)
        and URL.fullmatch(value) is not None
    )


class Number(fields.Float):
    """A JSON number of a sensible size; integers stay integers."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> float:
        return _coordinate(value)


class Position(fields.Field[dict[str, float]]):
    """A position, `{x, y}`, relative to what contains it. Halls have so many that a schema would be slow."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={**_POSITION}, **options)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, float]:
        return _position(value)


class Points(fields.Field[list[dict[str, float]]]):
    """The corners of a polygon. A curve has thousands: a field for each would take seconds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"type": "array", "items": _POSITION}, **options)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[dict[str, float]]:
        if not isinstance(value, list):
            raise ValidationError("Must be a list of positions.")
        return [_position(point) for point in value]


class Whole(fields.Integer):
    """A JSON integer: no digits in quotes, no true, no 1.0."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if not is_number(value) or isinstance(value, float):
            raise ValidationError("Must be a whole number.")
        return int(value)


class Label(fields.String):
    """Text to show, in one line: a line break is a space, a number is taken for its digits."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(str(value) if is_number(value) else value, *args, **kwargs) or ""
        if len(text) > MAX_LABEL:
            raise ValidationError(f"Longer than {MAX_LABEL} characters.")
        line = LINE_BREAK.sub(" ", text)
        if not is_text(line):
            raise ValidationError("Must have no control characters.")
        return line


class Url(fields.String):
    """Where a picture is: an address of the web, or a path on this server. A script is neither."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        url = super()._deserialize(value, *args, **kwargs) or ""
        if not is_url(url):
            raise ValidationError(f"Use http://…, https://… or a path, up to {MAX_URL} characters.")
        return url


class Color(fields.String):
    """A colour that CSS and SVG read and that can carry nothing else; empty means the usual grey."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        color = (super()._deserialize(value, *args, **kwargs) or "").strip()
        if color and not COLOR.fullmatch(color):
            raise ValidationError("Not a colour: use #rrggbb, rgb(), rgba(), a CSS name or transparent.")
        return color or DEFAULT_COLOR


def _position(value: Any) -> dict[str, float]:
    if not isinstance(value, dict):
        raise ValidationError("Must be an object with x and y.")
    return {"x": _coordinate(value.get("x")), "y": _coordinate(value.get("y"))}


def _coordinate(value: Any) -> float:
    # Written so that NaN fails too.
    if not is_number(value) or not -MAX_COORDINATE <= value <= MAX_COORDINATE:
        raise ValidationError(f"Must be a number from {-MAX_COORDINATE} to {MAX_COORDINATE}.")
    number: float = value
    return number

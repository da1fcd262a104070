"""What makes no sense wherever it is sent, and the show and the secret that do."""

from typing import Any

import pytest

HALL = "hall"
SECRET = "the shop's secret, long enough for HS256"

UNKNOWN_SHOWS: dict[str, Any] = {
    "an unknown show": "no-such-show",
    "a path": "../../etc/passwd",
    "a null byte": "hall\0",
    "nothing but a null byte": "\0",
    "a look-alike": "\u04bball",
    "an emoji": "🎭",
    "a space": "hall ",
    "an operator": "$where",
    "a dotted path": "hall.seats",
    "upper case": "HALL",
}

NO_STRINGS: dict[str, Any] = {
    "null": None,
    "a number": 1,
    "a float": 1.5,
    "true": True,
    "a list": ["hall"],
    "an object": {"showId": "hall"},
    "$gt": {"$gt": ""},
    "$ne": {"$ne": None},
    "$regex": {"$regex": ".*"},
    "$in": {"$in": ["hall"]},
    "$where": {"$where": "sleep(10000) || true"},
    "empty": "",
    "far too long": "x" * 60_000,
}


def table(rows: dict[str, Any], name: str = "value") -> pytest.MarkDecorator:
    """Make a test of each row, named by its key."""
    return pytest.mark.parametrize(name, [pytest.param(value, id=key) for key, value in rows.items()])


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth

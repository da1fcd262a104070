"""Waiting for a condition that no event reports."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], timeout: float = 5, message: str = "") -> T:
    """Return what the condition returns as soon as that is true; fail when it is not in time."""
    deadline = time.monotonic() + timeout
    while not (result := condition()):
        assert time.monotonic() < deadline, message or f"still {result!r} after {timeout} s"
        time.sleep(0.02)
    return result

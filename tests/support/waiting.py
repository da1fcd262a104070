"""Waiting for a condition that no event reports, and for how long."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# A whole run of the tests is what keeps most machines busy.
LEAST_FACTOR, MOST_FACTOR = 2, 10
# What is waited for longer than this does not come.
MOST_SECONDS = 120


def patience(seconds: float) -> float:
    """Return how long that is on a machine that does as much at once as this one does just now."""
    runnable_a_core = os.getloadavg()[0] / (os.cpu_count() or 1)
    factor = min(MOST_FACTOR, max(LEAST_FACTOR, 1.5 * runnable_a_core))
    return max(seconds, min(MOST_SECONDS, seconds * factor))


def eventually(condition: Callable[[], T], timeout: float = 5, message: str = "") -> T:
    """Return what the condition returns as soon as that is true; fail when patience has an end."""
    begun = time.monotonic()
    while not (result := condition()):
        seconds = time.monotonic() - begun
        assert seconds < patience(timeout), message or f"still {result!r} after {seconds:.1f} s"
        time.sleep(0.02)
    return result

"""Turns for thousands who come at once, between which the server does everything else."""

from collections.abc import Callable
from typing import Any

AT_ONCE = 4


class Turns:
    """Lets callers go on, four between two turns of everything else; `sleep` lets that run."""

    def __init__(self, create_queue: Callable[[], Any], sleep: Callable[[float], object]) -> None:
        self._sleep = sleep
        self._turns = create_queue()
        for turn in range(AT_ONCE):
            self._turns.put(turn)

    def wait(self) -> None:
        """Return when it is the caller's turn."""
        turn = self._turns.get()
        try:
            self._sleep(0)
        finally:
            self._turns.put(turn)

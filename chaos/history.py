"""What callers asked and were answered, each with the instants of asking and answering."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"


class Answer(NamedTuple):
    """What came of a call: UNKNOWN after a timeout, a cut connection or a 5xx; it may take effect later."""

    outcome: str
    status: int = 0
    body: Any = None


@dataclass(slots=True)
class Operation:
    """One call about seats, as its caller saw it. Instants are seconds of this machine's clock.

    `what` is select, release, checkout, book, cancel, move, block or unblock. `wish` says what was asked
    beside the seats: `key` and `booking` of a booking, `to` of a move, `until` of a block.
    """

    number: int
    who: str
    what: str
    seats: tuple[str, ...]
    invoked: float
    wish: dict[str, Any] = field(default_factory=dict)
    returned: float = float("inf")
    outcome: str = UNKNOWN
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.answer.get("code", ""))

    def __str__(self) -> str:
        asked = f"{self.who} {self.what} {' '.join(self.seats)}"
        more = f" -> {' '.join(self.wish['to'])}" if "to" in self.wish else ""
        return f"#{self.number} {asked}{more}: {self.outcome} {self.code}".rstrip()


class Absence(NamedTuple):
    """When somebody may have had no socket in the server's eyes, so that their locks may have been freed."""

    who: str
    since: float
    until: float


class History:
    """All operations of a run, in the order in which they were asked; callers are threads."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.absences: list[Absence] = []
        self._lock = threading.Lock()

    def call(
        self, who: str, what: str, seats: tuple[str, ...], ask: Callable[[], Answer], **wish: Any
    ) -> Operation:
        """Ask, and record what was asked and answered."""
        with self._lock:
            operation = Operation(len(self.operations), who, what, seats, time.time(), wish)
            self.operations.append(operation)
        answer = ask()
        self.end(operation, answer)
        return operation

    def end(self, operation: Operation, answer: Answer) -> None:
        """Note what an operation was answered, now."""
        operation.outcome, operation.status = answer.outcome, answer.status
        operation.answer = answer.body if isinstance(answer.body, dict) else {}
        operation.returned = time.time()

    def add(self, operation: Operation) -> None:
        """Add what was recorded elsewhere."""
        with self._lock:
            operation.number = len(self.operations)
            self.operations.append(operation)

    def absent(self, who: str, since: float, until: float) -> None:
        """Note that somebody's sockets may have counted as gone."""
        with self._lock:
            self.absences.append(Absence(who, since, until))

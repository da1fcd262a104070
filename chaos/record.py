"""All that is known of a run when it is over: what the checkers judge. No I/O."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .history import Absence, Operation
from .log import Entry
from .viewer import View, Visit


class Injection(NamedTuple):
    """A fault as it happened: from its beginning until it was put right."""

    kind: str
    whom: str
    begun: float
    healed: float


@dataclass(slots=True)
class Client:
    """What a client with a socket received, and what its map showed.

    A `holder` gets messages of its own; `end` is what the map shows at the very end, None where nobody asked.
    """

    name: str
    transport: str
    visits: list[Visit]
    views: list[View]
    is_holder: bool = False
    end: frozenset[str] | None = None


@dataclass(slots=True)
class Record:
    """A run. Instants are seconds of one machine's clock; `outages` are when the database took no write."""

    lock_seconds: float = 6
    checkout_seconds: float = 9
    price: int = 0
    begun: float = 0
    ended: float = float("inf")
    operations: list[Operation] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    outages: list[tuple[float, float]] = field(default_factory=list)
    injections: list[Injection] = field(default_factory=list)
    # What the database has in the end: documents of seats by seat, bookings, and the organiser's summary.
    seats: dict[str, dict[str, Any]] = field(default_factory=dict)
    bookings: list[dict[str, Any]] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    # The bookings of which the shop has taken "booking.confirmed", and what the doctor says.
    told: set[str] = field(default_factory=set)
    doctor: list[str] = field(default_factory=list)
    # What kept the test itself from going on.
    failures: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


class Complaint(NamedTuple):
    """What is wrong, by which checker; where a seat convicts, its number of the evidence."""

    checker: str
    text: str
    seat: str = ""

"""What is so at a moment: who has which seats, and the time that decides."""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.support.people import Person
from tests.support.worker import Worker

Guest = Callable[[Worker], Person]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def now_at(worker: Worker) -> datetime:
    """Return the time by the clock that decides about locks: the database's."""
    time_there: datetime = worker.database.client.admin.command("hello")["localTime"]
    return time_there.replace(tzinfo=UTC)


def seats_of(person: Person, show: str, worker: Worker | None = None) -> list[str]:
    return sorted(person.status(show, worker).json()["lockedByMe"])

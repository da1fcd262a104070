"""No seat has two holders at an instant, by what callers were told alone."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ..history import OK, REFUSED, Operation
from ..record import Complaint, Record

# Clocks of the database and of this machine.
SLACK = 0.05


class Hold(NamedTuple):
    """Somebody certainly had a seat in this time: it was granted, and nothing of theirs was asked since."""

    since: float
    until: float
    who: str
    source: Operation


def check(record: Record) -> Iterator[Complaint]:
    """Complain of each two whose times with a seat overlap."""
    for seat, holds in _holds(record).items():
        latest: Hold | None = None
        for hold in sorted(holds, key=lambda hold: hold.since):
            if latest and hold.who != latest.who and hold.since + SLACK < latest.until:
                yield Complaint("two holders", f"{seat}: {latest.source}, and then {hold.source}", seat)
            if latest is None or hold.until > latest.until:
                latest = hold


def _holds(record: Record) -> dict[str, list[Hold]]:
    asked: dict[tuple[str, str], list[Operation]] = defaultdict(list)
    for operation in record.operations:
        for seat in operation.seats:
            asked[operation.who, seat].append(operation)
    gone = defaultdict(list)
    for absence in record.absences:
        gone[absence.who].append(absence)
    holds: dict[str, list[Hold]] = defaultdict(list)
    for (who, seat), operations in asked.items():
        for index, operation in enumerate(operations):
            if operation.what != "select" or operation.outcome != OK:
                continue
            ends = [
                operation.answer["expiresAt"],
                *(each.invoked for each in operations[index + 1 : index + 2]),
            ]
            ends += [absence.since for absence in gone[who] if absence.until > operation.invoked]
            if (until := min(ends)) > operation.returned:
                holds[seat].append(Hold(operation.returned, until, who, operation))
    for seat, hold in _sold(record):
        holds[seat].append(hold)
    return holds


def _sold(record: Record) -> Iterator[tuple[str, Hold]]:
    """Yield who certainly had a seat booked: from the answer until somebody asked to change the booking."""
    changes: dict[str, list[float]] = defaultdict(list)
    for operation in record.operations:
        if operation.what in ("cancel", "move") and operation.outcome != REFUSED:
            changes[operation.wish["booking"]].append(operation.invoked)
    for operation in record.operations:
        if operation.what == "book" and operation.outcome == OK:
            until = min(changes[operation.answer["id"]], default=record.ended)
            if until > operation.returned:
                for seat in operation.answer["seats"]:
                    yield seat, Hold(operation.returned, until, operation.who, operation)

"""What each fault did to clients, in seconds, and what it may do. No I/O."""

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from .checks.sockets import wrong_maps
from .history import OK, UNKNOWN, Operation
from .prober import SEAT
from .record import Injection, Record

# What a fault did shows until so long after it was put right.
AFTER_SECONDS = 4.0
UNAVAILABLE = 503


class Figure(NamedTuple):
    """What one fault did, all but the last two in seconds.

    `selecting` is the longest for which the prober's selections were not granted, `database` the longest for
    which MongoDB took no writes, `maps` the longest for which a connected client's map was wrong, `back` the
    longest for which a client was not connected; `failed` the number of calls that were answered 503 or not
    at all, `lost` of those that were not.
    """

    kind: str
    seed: int
    selecting: float
    database: float
    maps: float
    back: float
    failed: int
    lost: int


class Bound(NamedTuple):
    """A figure's name, what it may be, and how that is said."""

    figure: str
    most: float
    words: str


BOUNDS: dict[str, list[Bound]] = {
    "worker killed": [Bound("back", 5, "clients live again within 5 s")],
    "leader killed": [Bound("maps", 5, "announcements resume within 5 s")],
    "leader hung": [Bound("maps", 10, "maps right within 10 s")],
    "primary stepped down": [Bound("selecting", 3, "selections within 3 s")],
    "primary killed": [Bound("selecting", 15, "selections within 15 s")],
    "redis killed": [Bound("maps", 10, "maps right within 10 s"), Bound("selecting", 3, "selecting goes on")],
    "redis hung": [Bound("maps", 10, "maps right within 10 s"), Bound("selecting", 3, "selecting goes on")],
    "workers restarted in turn": [Bound("failed", 0, "no failed request")],
}


def figures(record: Record, seed: int) -> list[Figure]:
    """Return a run's figures, one for each fault."""
    wrong = list(wrong_maps(record, longer_than=0.0))
    found = []
    for injection in record.injections:
        begun, ended = injection.begun, injection.healed + AFTER_SECONDS
        failed = _failed(record, injection)
        maps = [min(until, ended) - max(since, begun) for _, _, since, until in wrong]
        found.append(
            Figure(
                injection.kind,
                seed,
                round(_longest_pause(record, begun, ended), 2),
                round(_longest_outage(record, begun, ended), 2),
                round(max([*maps, 0.0]), 2),
                round(_longest_absence(record, begun, ended), 2),
                len(failed),
                sum(operation.status != UNAVAILABLE for operation in failed),
            )
        )
    return found


def _longest_pause(record: Record, begun: float, ended: float) -> float:
    granted = sorted(
        operation.returned
        for operation in record.operations
        if operation.seats == (SEAT,)
        and operation.what == "select"
        and operation.outcome == OK
        and begun <= operation.returned <= ended
    )
    return max(after - before for before, after in pairwise([begun, *granted, ended]))


def _longest_outage(record: Record, begun: float, ended: float) -> float:
    """Return 0 for less than a noticeable time."""
    pauses = [until - since for since, until in record.outages if until > begun and since < ended]
    return max([*pauses, 0.0])


def _longest_absence(record: Record, begun: float, ended: float) -> float:
    """Of those who watch only: others go and come as they like."""
    pauses = [
        after.begun - before.ended
        for client in record.clients
        if not client.is_holder
        for before, after in pairwise(client.visits)
        if begun <= before.ended <= ended
    ]
    return max([*pauses, 0.0])


def _failed(record: Record, injection: Injection) -> list[Operation]:
    return [
        operation
        for operation in record.operations
        if operation.outcome == UNKNOWN
        and operation.invoked < injection.healed
        and operation.returned > injection.begun
    ]


def table(found: Iterable[Figure]) -> list[str]:
    """Return the lines of a table in Markdown: a kind of fault each, median and worst."""
    by_kind: dict[str, list[Figure]] = {}
    for figure in found:
        by_kind.setdefault(figure.kind, []).append(figure)
    names = (
        "fault",
        "times",
        "none granted, s",
        "no writes, s",
        "a map wrong, s",
        "a client away, s",
        "503 or lost",
        "lost",
        "bound",
    )
    lines = [f"| {' | '.join(names)} |", "|---|---|---|---|---|---|---|---|---|"]
    for kind, figures_of in sorted(by_kind.items()):
        values = [
            _both([getattr(each, name) for each in figures_of])
            for name in ("selecting", "database", "maps", "back", "failed", "lost")
        ]
        lines.append(f"| {kind} | {len(figures_of)} | {' | '.join(values)} | {_verdict(kind, figures_of)} |")
    return lines


def _both(values: list[float]) -> str:
    return f"{median(values):.4g}; {max(values):.4g}"


def _verdict(kind: str, found: list[Figure]) -> str:
    """Say of each bound whether it was met, and how often not."""
    said = []
    for bound in BOUNDS.get(kind, ()):
        missed = sum(getattr(figure, bound.figure) > bound.most for figure in found)
        said.append(bound.words + (f": missed {missed} times" if missed else ": met"))
    return "; ".join(said) or "none set"

"""What sockets receive: numbers one by one or a joining, the same for all, and maps that are right."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import inf

from tests.support.announcements import NUMBERED

from ..record import Client, Complaint, Record
from ..truth import spans
from ..viewer import View, Visit

# `show-seq` comes every 10 s; what is joined then takes a moment.
WRONG_SECONDS = 11.0
JOINED_SECONDS = 8.0


def check(record: Record) -> Iterator[Complaint]:
    """Complain of numbers, of differences between clients, and of maps that are wrong in the end."""
    for client in record.clients:
        for visit in client.visits:
            yield from (Complaint("numbers", f"{client.name}: {text}") for text in _numbers(visit))
            yield from _gaps(client, visit, inf)
    yield from (Complaint("the same to all", text) for text in _differences(record.clients))
    truth = frozenset(seat for seat, held in spans(record.log).items() if held[-1].until > record.ended)
    for client in record.clients:
        if client.end is not None and client.end != truth:
            yield Complaint("maps", f"{client.name} is wrong in the end about {sorted(client.end ^ truth)}")


def check_times(record: Record) -> Iterator[Complaint]:
    """Complain of maps that are wrong for too long, and of clients that join again too late."""
    for client in record.clients:
        for visit in client.visits:
            yield from _gaps(client, visit, JOINED_SECONDS)
    for name, seat, since, until in wrong_maps(record):
        text = f"{name}: {seat} was wrong for {until - since:.1f} s from {since - record.begun:.1f} s on"
        yield Complaint("maps", text, seat)


def _numbered(visit: Visit) -> Iterator[tuple[float, int, int]]:
    """Yield when an announcement came, its number, and that of the one before."""
    seen = [(each.at, each.body["seq"]) for each in visit.seen if each.name in NUMBERED]
    for (_, last), (at, number) in pairwise(seen):
        yield at, number, last


def _numbers(visit: Visit) -> Iterator[str]:
    return (f"{number} came after {last}" for _, number, last in _numbered(visit) if number <= last)


def _gaps(client: Client, visit: Visit, seconds: float) -> Iterator[Complaint]:
    for at, number, last in _numbered(visit):
        if number > last + 1 and not _joined(visit, at, number, seconds):
            text = f"{client.name}: {number} came after {last}, and it did not join again"
            yield Complaint("numbers", text)


def _joined(visit: Visit, at: float, number: int, seconds: float) -> bool:
    """A joining answered with what was missed, whichever came first, or the connection ended."""
    is_known = any(when <= at + seconds and seq >= number - 1 for when, seq in visit.joins)
    return is_known or visit.ended < at + seconds


def _differences(clients: Iterable[Client]) -> Iterator[str]:
    """One number says one thing to all who only look."""
    said: dict[int, tuple[str, object]] = {}
    for client in (each for each in clients if not each.is_holder):
        for seen in (seen for visit in client.visits for seen in visit.seen if seen.name in NUMBERED):
            told = (seen.name, sorted(seen.body["seats"]))
            if said.setdefault(seen.body["seq"], told) != told:
                yield f"number {seen.body['seq']} was {said[seen.body['seq']]}, and to {client.name} {told}"


def wrong_maps(record: Record, longer_than: float = WRONG_SECONDS) -> Iterator[tuple[str, str, float, float]]:
    """Yield client, seat and time in which a connected client's map said something else than the database.

    While that takes no writes nobody can ask it, so that such time does not count.
    """
    taken = {seat: [(span.since, span.until) for span in held] for seat, held in spans(record.log).items()}
    for client in record.clients:
        for seat in taken.keys() | {seat for view in client.views for seat in view.taken}:
            shown = _shown(client.views, seat)
            for visit in client.visits:
                for since, until in _differing(shown, taken.get(seat, []), visit.begun, visit.ended):
                    last = min(until, record.ended)
                    if last - since - _overlap(record.outages, since, last) > longer_than:
                        yield client.name, seat, since, last


def _shown(views: list[View], seat: str) -> list[tuple[float, float]]:
    """Return when a client's map showed the seat as taken."""
    shown: list[tuple[float, float]] = []
    since: float | None = None
    for view in views:
        if seat in view.taken:
            since = view.at if since is None else since
        elif since is not None:
            shown.append((since, view.at))
            since = None
    return [*shown, (since, float("inf"))] if since is not None else shown


def _differing(
    one: list[tuple[float, float]], other: list[tuple[float, float]], begun: float, ended: float
) -> Iterator[tuple[float, float]]:
    """Yield when exactly one of the two holds, within a time."""
    edges = [(at, 0) for span in one for at in span] + [(at, 1) for span in other for at in span]
    holds, since = [False, False], begun
    for at, which in sorted(edges):
        if at > ended:
            break
        if holds[0] != holds[1] and at > max(since, begun):
            yield max(since, begun), at
        since = max(since, at)
        holds[which] = not holds[which]
    if holds[0] != holds[1] and ended > max(since, begun):
        yield max(since, begun), ended


def _overlap(times: Iterable[tuple[float, float]], since: float, until: float) -> float:
    return sum(max(0.0, min(until, end) - max(since, begin)) for begin, end in times)

"""What the other checkers must refuse, and what they take."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chaos.judge import judge
from chaos.log import Entry
from chaos.record import Client, Record
from chaos.viewer import Seen, View, Visit

from .histories import Telling


def entry(at: float, seat: str, state: str = "", holder: str | None = None, **more: Any) -> Entry:
    """Return a change of a seat; without a state it is freed."""
    document = {"state": state, "holder": holder, **more} if state else None
    return Entry(at, (int(at * 1000), 0), seat, document)


def lock(at: float, seat: str, holder: str, until: float = 0) -> Entry:
    return entry(at, seat, "locked", holder, expires_at=datetime.fromtimestamp(until or at + 6, UTC))


def announcement(at: float, seq: int, name: str, *seats: str) -> Seen:
    return Seen(at, name, {"seq": seq, "seats": list(seats)})


def client(name: str, *seen: Seen, joins: list[tuple[float, int]] | None = None) -> Client:
    """Return one whose map follows what it receives, from 0 s to 100 s."""
    visit = Visit(0, 100, list(seen), joins or [(0, 0)])
    taken: set[str] = set()
    views = [View(0, frozenset())]
    for each in seen:
        (taken.difference_update if "released" in each.name else taken.update)(each.body["seats"])
        views.append(View(each.at, frozenset(taken)))
    return Client(name, "websocket", [visit], views, end=views[-1].taken)


def sold() -> Telling:
    """A seat is selected, booked and announced, and all is well."""
    telling = Telling().selects("ann", "A1 A2", 1, 1.2).books("ann", "A1 A2", 2, 2.2)
    booking = telling.record.bookings[0]["_id"]
    for seat in ("A1", "A2"):
        telling.record.log += [lock(1.1, seat, "ann"), entry(2.1, seat, "booked", "ann", booking_id=booking)]
    telling.record.log.sort(key=lambda each: each.at)
    for name in ("eve", "joe"):
        seen = (
            announcement(1.15, 1, "seats-selected", "A1", "A2"),
            announcement(2.15, 2, "seats-booked", "A1", "A2"),
        )
        telling.record.clients.append(client(name, *seen))
    telling.record.summary = {"takings": 2000}
    return telling


def test_a_run_in_which_all_is_well_is_taken() -> None:
    assert judge(sold().record) == []


def lose_booking(record: Record) -> None:
    record.bookings.clear()


def book_twice_by_a_key(record: Record) -> None:
    record.bookings.append({**record.bookings[0], "_id": "another"})
    record.told.add("another")
    record.summary["takings"] = 4000


def book_for_nobody(record: Record) -> None:
    record.bookings[0]["idempotency_key"] = "somebody's"


def charge_too_little(record: Record) -> None:
    record.bookings[0]["total"] = 1000
    record.summary["takings"] = 1000


def count_wrongly(record: Record) -> None:
    record.summary["takings"] = 1000


def keep_it_from_the_shop(record: Record) -> None:
    record.told.clear()


def book_one_after_the_other(record: Record) -> None:
    record.log[-1] = record.log[-1]._replace(order=(5000, 0))


def grant_a_part(record: Record) -> None:
    record.log[:] = [each for each in record.log if each.seat == "A2" or each.at > 2]


def leave_a_part_behind(record: Record) -> None:
    record.operations += Telling().is_refused("bob", "A1 A3", 3, 3.2, conflicts="A1").record.operations
    record.log.append(lock(3.1, "A3", "bob"))


def steal(record: Record) -> None:
    record.log += [lock(5, "A3", "bob"), lock(7, "A3", "cid")]


def number_twice(record: Record) -> None:
    record.clients[0].visits[0].seen[1].body["seq"] = 1


def skip_a_number(record: Record) -> None:
    for each in record.clients:
        each.visits[0].seen[1].body["seq"] = 5


def tell_somebody_else(record: Record) -> None:
    record.clients[0].visits[0].seen[0].body["seats"] = ["A2"]


def forget_to_announce(record: Record) -> None:
    record.log.append(entry(20, "A3", "blocked"))


def draw_it_wrong_in_the_end(record: Record) -> None:
    record.clients[0].end = frozenset({"A1"})


def announce_late(record: Record) -> None:
    record.log += [entry(20, "A3", "blocked"), entry(35, "A3")]


def answer_by_a_bug(record: Record) -> None:
    record.operations[0].status = 500


def be_ill(record: Record) -> None:
    record.doctor.append("a seat is booked by no booking")


FAULTS: dict[Callable[[Record], None], str] = {
    lose_booking: "acknowledged bookings",
    book_twice_by_a_key: "one booking by a key",
    book_for_nobody: "acknowledged bookings",
    charge_too_little: "takings",
    count_wrongly: "takings",
    keep_it_from_the_shop: "webhooks",
    book_one_after_the_other: "all or nothing",
    grant_a_part: "all or nothing",
    leave_a_part_behind: "all or nothing",
    steal: "stolen",
    number_twice: "numbers",
    skip_a_number: "numbers",
    tell_somebody_else: "the same to all",
    forget_to_announce: "maps",
    draw_it_wrong_in_the_end: "maps",
    announce_late: "maps",
    answer_by_a_bug: "server errors",
    be_ill: "doctor",
}


@pytest.mark.parametrize("spoil", FAULTS, ids=lambda spoil: spoil.__name__)
def test_a_run_in_which_something_is_wrong_is_refused(spoil: Callable[[Record], None]) -> None:
    record = sold().record
    spoil(record)

    assert FAULTS[spoil] in {complaint.checker for complaint in judge(record)}


def test_a_map_may_be_wrong_for_as_long_as_the_database_takes_no_writes() -> None:
    record = sold().record
    announce_late(record)
    record.outages.append((21, 30))

    assert [complaint for complaint in judge(record) if "A3 was wrong" in complaint.text] == []


def test_a_gap_in_the_numbers_is_well_when_the_client_joins_again() -> None:
    record = sold().record
    skip_a_number(record)
    for each in record.clients:
        each.visits[0].joins.append((3, 5))

    assert judge(record) == []

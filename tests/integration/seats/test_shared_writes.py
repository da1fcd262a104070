"""Selections and releases that share one write with others: each is answered as if it were alone."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from seatapp.database import Document, DocumentRefused
from seatapp.extensions import clock, db
from seatapp.gather import Job, NotInTime
from seatapp.seats import claim, insertions, releases, writes
from seatapp.seats.claim import to_lock
from seatapp.seats.insertions import Insertion, InsertionJob
from seatapp.seats.releases import Release, ReleaseJob
from seatapp.seats.slots import Slot
from tests.support.asking import take
from tests.support.hall import SHOW, held_by, lock, seat
from tests.support.racing import TRIES, at_once, faults, goes_red

# More than mongod writes in one step, so that two writes can meet in the middle.
WIDE = 66


def wanted(holder: str, seats: Sequence[str], slots: Sequence[Slot] = ()) -> InsertionJob:
    """Return a selection of seats, to be written together with others."""
    now = clock.now()
    claim = to_lock(SHOW, list(seats), holder, now=now, until=now + timedelta(seconds=30), terms={})
    return Job(Insertion(claim, claim.documents(slots or range(len(seats)))))


def granted(job: InsertionJob) -> bool:
    return job.wait(0)


def test_one_who_is_refused_keeps_nothing_and_holds_up_nobody_of_the_same_write() -> None:
    lock("A2", "zoe")
    jobs = [wanted("ann", ["B1"]), wanted("bob", ["A1", "A2"]), wanted("cid", ["B2"]), wanted("dan", ["A2"])]
    insertions.insert_all(jobs)
    assert [granted(job) for job in jobs] == [True, False, True, False]
    assert [held_by(name) for name in ("ann", "bob", "cid", "dan")] == [["B1"], [], ["B2"], []]


def test_of_those_who_want_the_same_in_one_write_the_first_gets_it() -> None:
    jobs = [wanted("ann", ["A1", "A2"]), wanted("bob", ["A2", "A3"]), wanted("cid", ["A3"])]
    insertions.insert_all(jobs)
    assert [granted(job) for job in jobs] == [True, False, True]


def test_one_holder_s_selections_of_one_write_do_not_pass_the_limit() -> None:
    """Each was proposed the same four places, as none of the others was answered yet."""
    jobs = [wanted("ann", [f"{row}{number}" for number in range(1, 5)], [0, 1, 2, 3]) for row in "ABC"]
    insertions.insert_all(jobs)
    assert [granted(job) for job in jobs] == [True, False, False]
    assert len(held_by("ann")) == 4


@pytest.fixture
def spoilt_seat() -> Iterator[str]:
    """A seat whose document MongoDB does not take."""
    db.database.command("collMod", "seat_locks", validator={"_id.seat": {"$ne": "A3"}})
    yield "A3"
    db.database.command("collMod", "seat_locks", validator={})


def test_a_document_that_mongodb_does_not_take_fails_its_own_request_only(spoilt_seat: str) -> None:
    lock("B9", "zoe")
    jobs = [wanted("ann", ["A1"]), wanted("bob", ["A2", spoilt_seat])]
    jobs += [wanted("cid", ["B1"]), wanted("dan", ["B9"])]
    insertions.insert_all(jobs)
    with pytest.raises(DocumentRefused):
        granted(jobs[1])
    assert [granted(job) for job in (jobs[0], *jobs[2:])] == [True, True, False]
    assert [held_by(name) for name in ("ann", "bob", "cid", "dan")] == [["A1"], [], ["B1"], []]


def write_with_one_who_hung_up() -> list[str]:
    """Write three selections, of which one is waited for no more, and return what that one's holder has."""
    jobs = [wanted("ann", ["A1"]), wanted("bob", ["A2", "A3"]), wanted("cid", ["A4"])]
    with pytest.raises(NotInTime):
        jobs[1].wait(0)
    insertions.insert_all(jobs)
    assert granted(jobs[0])
    assert granted(jobs[2])
    assert [held_by("ann"), held_by("cid")] == [["A1"], ["A4"]]
    return held_by("bob")


def test_who_hung_up_meanwhile_keeps_nothing_and_harms_nobody_of_the_same_write() -> None:
    assert write_with_one_who_hung_up() == []


def test_twin_without_undo_who_hung_up_keeps_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "undo", lambda claim, seats: None)
    assert write_with_one_who_hung_up() == ["A2", "A3"]


def test_releases_of_one_write_are_each_told_what_was_theirs() -> None:
    take(["A1", "A2"], "ann")
    take(["A3"], "bob")
    lock("A4", "cid", until=-1)
    jobs: list[ReleaseJob] = [
        Job(Release(SHOW, ["A1", "A3"], "ann")),
        Job(Release(SHOW, ["A1", "A2"], "ann")),
        Job(Release(SHOW, ["A1", "A3"], "bob")),
        Job(Release(SHOW, ["A4"], "cid")),
    ]
    releases.release_all(jobs)
    assert [sorted(job.wait(0)) for job in jobs] == [["A1"], ["A2"], ["A3"], []]
    assert held_by("ann") == held_by("bob") == []


def test_a_lock_that_is_renewed_while_it_is_released_is_released_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By another tab of its holder; a lock that was renewed leaves a cooling seat."""
    take(["A1"], "ann")
    end, calls = writes.end_read_locks, list[int]()

    def end_late(locks: list[Document]) -> int:
        if not calls:
            take(["A1"], "ann")
        calls.append(len(locks))
        return end(locks)

    monkeypatch.setattr(writes, "end_read_locks", end_late)
    job: ReleaseJob = Job(Release(SHOW, ["A1"], "ann"))
    releases.release_all([job])
    assert list(job.wait(0)) == ["A1"]
    assert calls == [1, 1]
    assert seat("A1")["state"] == "cooling"


def test_a_seat_that_is_booked_while_it_is_released_is_not_said_to_be_released(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(["A1", "A2"], "ann")
    end = writes.end_read_locks

    def end_late(locks: list[Document]) -> int:
        db.seat_locks.update_one({"_id.seat": "A2"}, {"$set": {"state": "booked"}})
        return end(locks)

    monkeypatch.setattr(writes, "end_read_locks", end_late)
    job: ReleaseJob = Job(Release(SHOW, ["A1", "A2"], "ann"))
    releases.release_all([job])
    assert list(job.wait(0)) == ["A1"]
    assert seat("A2")["state"] == "booked"


def test_a_lock_is_not_ended_for_the_token_of_another_seat() -> None:
    """A seat that went from one to the other of two who release in the same write, while they were read."""
    take(["A1"], "ann")
    read_early = seat("A1")
    db.seat_locks.delete_one({"_id": read_early["_id"]})
    take(["A1", "A3"], "bob")
    assert writes.end_read_locks([read_early, seat("A3")]) == 1
    assert held_by("bob") == ["A1"]


def crossing(app: Flask, rounds: int) -> Iterator[list[str]]:
    """Let two writes want the same two blocks of seats in opposite orders; yield which block nobody got."""
    left, right = [f"A{n}" for n in range(1, WIDE + 1)], [f"B{n}" for n in range(1, WIDE + 1)]

    def write(jobs: list[InsertionJob]) -> list[bool]:
        with app.app_context():
            insertions.insert_all(jobs)
        return [granted(job) for job in jobs]

    for _ in range(rounds):
        one = [wanted("ann", left), wanted("bob", right)]
        other = [wanted("dan", right[::-1]), wanted("cid", left[::-1])]
        (ann, bob), (dan, cid) = at_once([partial(write, one), partial(write, other)])
        yield [
            f"{name} went to {len([won for won in rivals if won])}"
            for name, rivals in (("left", (ann, cid)), ("right", (bob, dan)))
            if sum(rivals) != 1
        ]
        db.seat_locks.delete_many({"_id.show": SHOW})


def test_where_two_writes_cross_each_other_somebody_gets_each_block(app: Flask) -> None:
    assert faults(crossing(app, TRIES)) == []


def test_twin_with_seats_in_the_order_of_the_request_nobody_gets_a_block(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "sorted", list, raising=False)
    assert goes_red(crossing(app, TRIES), "went to 0")

"""Behind the API's back: MongoDB's own change stream is the only source of announcements."""

from collections.abc import Callable

import pytest

from tests.support import builders
from tests.support.announcements import SOON
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .behind import free, insert

Guest = Callable[[Worker], Person]


@pytest.mark.parametrize(("state", "reason"), [("booked", "cancelled"), ("blocked", "unblocked")])
def test_seats_that_are_taken_and_freed_in_the_database_are_announced(
    workers: list[Worker], show: str, guest: Guest, state: str, reason: str
) -> None:
    ann = guest(workers[0])
    tabs = [ann.connect(worker) for worker in workers]
    for tab in tabs:
        tab.join(show)
    holder = ann.user_id if state == "booked" else None
    insert(workers[0], show, "A1", state, holder)
    for tab in tabs:
        assert tab.wait_for(f"seats-{state}", timeout=SOON) == {"showId": show, "seats": ["A1"], "seq": 1}
    free(workers[0], show, "A1")
    released = {"showId": show, "seats": ["A1"], "reason": reason, "seq": 2}
    for tab in tabs:
        assert tab.wait_for("seats-released", timeout=SOON) == released


def test_blocked_seats_stand_among_the_booked_ones_and_cannot_be_had(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann = guest(workers[0])
    insert(workers[0], show, "A1", "blocked")
    builders.book(workers[0].database, show, ["A2"])
    for worker in workers:
        status = ann.status(show, worker).json()
        assert sorted(status["bookedSeats"]) == ["A1", "A2"]
        assert status["blockedSeats"] == ["A1"]
        assert status["lockedByMe"] == status["lockedByOthers"] == []
    assert ann.select(show, ["A1"]).json()["conflicts"] == ["A1"]
    assert ann.release(show, ["A1"]).json()["released"] is False
    assert ann.status(show).json()["blockedSeats"] == ["A1"]


def test_a_lock_that_becomes_a_booking_in_place_is_announced_as_booked(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = [ann.connect(), bob.connect()]
    for tab in tabs:
        tab.join(show)
    ann.select(show, ["A1"])
    ann.wait_for("seats-held", timeout=SOON)
    workers[0].database.seat_locks.update_one(
        {"_id": {"show": show, "seat": "A1"}},
        {"$set": {"state": "booked"}, "$unset": {"expires_at": "", "token": ""}},
    )
    for tab in tabs:
        assert tab.wait_for("seats-booked", timeout=SOON) == {"showId": show, "seats": ["A1"], "seq": 2}
    ann.disconnect()
    eventually(lambda: not list(workers[0].database.connections.find({"holder": ann.user_id})), SOON)
    assert bob.status(show).json()["bookedSeats"] == ["A1"]


def test_many_seats_of_one_write_share_an_announcement(
    workers: list[Worker], guest: Guest, show: str
) -> None:
    hall = builders.add_show(workers[0], f"{show}-large", rows={"A": 50})
    ann = guest(workers[1])
    ann.connect()
    ann.join(hall)
    seats = [f"A{number}" for number in range(1, 51)]
    builders.book(workers[0].database, hall, seats)
    heard: list[str] = []

    def all_heard() -> bool:
        heard[:] = [seat for data in ann.events("seats-booked") for seat in data["seats"]]
        return len(heard) >= 50

    eventually(all_heard, SOON)
    assert sorted(heard) == sorted(seats)
    assert len(ann.events("seats-booked")) <= 10

"""`flask doctor`: what is always true of seats and bookings, and a line for everything that is not."""

from collections.abc import Callable
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from seatapp.extensions import clock, db
from seatapp.runtime import runtime_of
from seatapp.seats import blocks
from tests.support import builders
from tests.support.asking import booked, cancel, checkout, hold, move, release, sell
from tests.support.hall import SHOW, dump, key, lose

from .at_the_door import check_in

Damage = Callable[[], object]


@pytest.fixture
def doctor(app: Flask) -> Callable[[], Result]:
    """Run `flask doctor`."""
    return lambda: app.test_cli_runner().invoke(args=["doctor"])


def change(seat: str, **fields: Any) -> None:
    db.seat_locks.update_one(key(seat), {"$set": fields})


def soon() -> datetime:
    """An expiry that the database does not act on while the test lasts."""
    return clock.now() + timedelta(hours=1)


def forget(seat: str, field: str) -> None:
    db.seat_locks.update_one(key(seat), {"$unset": {field: ""}})


def sell_again(seat: str) -> None:
    """Sell a seat a second time, past both guards."""
    db.bookings.drop_index("show_1_seats_1")
    lose(seat)
    booked("thief", seat)


# All is well


@pytest.fixture
def lively() -> str:
    """Fill the show with a seat of every kind; return the id of the booking that stands, of A1 and A2."""
    # Once a minute MongoDB would tidy the expired lock away.
    db.seat_locks.drop_index("expires_at_1")
    booking = booked("ann", "A1", "A2")
    cancel("bob", booked("bob", "A3")["id"])
    booked("cid", "A3")
    hold("ann", "A4", "A5", "A6")
    checkout("ann")
    release("ann", "A5")
    change("A6", expires_at=clock.now() - timedelta(seconds=1))
    blocks.block(SHOW, ["A7"], "camera")
    moved = booked("dan", "B1", "B2", "B3")
    check_in({"id": moved["id"]}, "B1")
    move(moved["id"], {"B1": "B4"})
    cancel("dan", moved["id"], "B2")
    sell("B5", paid="free")
    blocks.block(SHOW, ["B6"], "held", soon())
    blocks.withdraw(SHOW, ["A8"])
    states = [document["state"] for document in db.seat_locks.find().sort("_id.seat")]
    assert states[:8] == ["booked", "booked", "booked", "locked", "cooling", "locked", "blocked", "locked"]
    assert states[8:] == ["booked"] * 3 + ["blocked"]
    return str(booking["id"])


def test_a_database_with_nothing_in_it_is_well(doctor: Callable[[], Result]) -> None:
    assert doctor().exit_code == 0


@pytest.mark.usefixtures("lively")
def test_a_lively_show_is_well(doctor: Callable[[], Result]) -> None:
    result = doctor()
    assert result.exit_code == 0, result.stderr
    assert result.stdout == "Seats and bookings agree.\n"


# Each kind of damage


DAMAGES: list[tuple[Damage, str]] = [
    (lambda: lose("A1"), "seat A1 of hall is not booked for it"),
    (lambda: change("A1", booking_id="another"), "seat A1 of hall is not booked for it"),
    (lambda: change("A1", state="locked", expires_at=soon()), "seat A1 of hall is not booked for it"),
    (lambda: builders.book(db, SHOW, ["A9"]), "seat A9 of hall is booked, but there is no confirmed booking"),
    (lambda: forget("A1", "booking_id"), "seat A1 of hall is booked by no booking"),
    (lambda: change("A1", expires_at=soon()), "seat A1 of hall is booked and has an expiry"),
    (lambda: forget("A4", "expires_at"), "seat A4 of hall is locked and has no expiry"),
    (lambda: forget("A5", "expires_at"), "seat A5 of hall is cooling and has no expiry"),
    (lambda: change("A4", state="sold"), "seat A4 of hall has the unknown state 'sold'"),
    (lambda: forget("A4", "state"), "seat A4 of hall has the unknown state None"),
    (lambda: forget("A4", "price"), "seat A4 of hall is locked at terms of which a part is missing"),
    (lambda: change("A1", ticket_type="child"), "seat A1 of hall is booked as child, not as None"),
    (lambda: sell_again("A1"), "seat A1 of hall is in 2 confirmed bookings"),
]


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize(("damage", "line"), DAMAGES, ids=[line for _, line in DAMAGES])
def test_a_damage_is_told_in_a_line_that_names_it(
    doctor: Callable[[], Result], damage: Damage, line: str
) -> None:
    damage()
    result = doctor()
    assert (result.exit_code, result.stdout) == (1, "")
    assert any(line in told for told in result.stderr.splitlines()), result.stderr


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        ({"total": 1}, "the total is not the sum of its items"),
        ({"items": []}, "its items are not of its seats"),
        ({"paid": "free"}, "is free and costs something"),
        ({"checked_in": [{"seat": "A9"}]}, "somebody is inside on seat A9, which is not its"),
        ({"status": "cancelled"}, None),
        ({"seats": ["A1", "A2", "A9"]}, "seat A9 of hall is not booked for it"),
        ({"seats": ["A1"]}, "seat A2 of hall is booked, but there is no confirmed booking"),
    ],
)
def test_a_damaged_booking_is_named(
    doctor: Callable[[], Result], lively: str, damage: dict[str, Any], line: str | None
) -> None:
    db.bookings.update_one({"_id": lively}, {"$set": damage})
    result = doctor()
    assert result.exit_code == 1
    assert lively in result.stderr
    assert line is None or line in result.stderr


def test_a_booking_that_was_lost_leaves_a_line_for_each_of_its_seats(
    doctor: Callable[[], Result], lively: str
) -> None:
    db.bookings.delete_one({"_id": lively})
    result = doctor()
    assert result.exit_code == 1
    assert len([line for line in result.stderr.splitlines() if lively in line]) == 2


@pytest.mark.usefixtures("lively")
def test_every_damage_is_told_and_nothing_is_changed(doctor: Callable[[], Result]) -> None:
    change("A1", expires_at=soon())
    forget("A4", "expires_at")
    before = dump()
    result = doctor()
    assert len(result.stderr.splitlines()) == 2
    assert dump() == before


def test_a_database_that_does_not_answer_is_told_in_one_line(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    runtime_of(app).database.client.close()
    result = Context().run(app.test_cli_runner().invoke, args=["doctor"])
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: The database does not answer")

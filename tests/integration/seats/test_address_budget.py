"""All guests of one address have no more than MAX_GUEST_SEATS_PER_ADDRESS seats locked, six here."""

from contextvars import Context
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.extensions import clock, db
from seatapp.indexes import prepare_database
from seatapp.runtime import runtime_of
from seatapp.seats.slots import SlotMemory
from tests.support import asking, racing
from tests.support.asking import add_show, assert_refused
from tests.support.hall import SHOW

BOOKINGS = "/api/bookings"
MOST = 6


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"max_guest_seats_per_address": MOST, "max_seats_per_user": 4}


def guest(app: Flask, address: str = "192.0.2.1") -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    post(client, "/api/session")
    return client


def post(client: FlaskClient, path: str, **body: Any) -> Any:
    """Send a request in a context of its own: Flask would share `g`, and so the caller, with the test."""
    return Context().run(client.post, path, json=body)


def select(client: FlaskClient, *seats: str, show: str = SHOW) -> Any:
    return post(client, f"{BOOKINGS}/select-seats", showId=show, seats=seats)


def fill(app: Flask) -> list[FlaskClient]:
    """Let two guests of the address have as many seats as it may have."""
    guests = [guest(app) for _ in range(2)]
    for client, row in zip(guests, "AB", strict=True):
        assert select(client, *(f"{row}{number}" for number in (1, 2, 3))).status_code == 200
    return guests


@pytest.mark.security("API6:2023", "ASVS 2.4.1")
def test_another_guest_of_the_address_gets_nothing_on_any_show(app: Flask) -> None:
    fill(app)
    add_show("ball")

    for show in (SHOW, "ball"):
        refused = select(guest(app), "A4", show=show)
        assert_refused(refused, 422, "too_many_from_address")
        assert refused.json["limit"] == MOST
    best = post(guest(app), f"{BOOKINGS}/best-available", showId=SHOW, count=1)
    assert_refused(best, 422, "too_many_from_address")
    assert db.seat_locks.count_documents({}) == MOST
    assert select(guest(app, "192.0.2.2"), "A4").status_code == 200


def test_a_selection_that_is_partly_too_much_takes_nothing(app: Flask) -> None:
    select(guest(app), "A1", "A2", "A3", "A4")

    assert select(guest(app), "A5", "A6", "A7").status_code == 422
    assert select(guest(app), "A5", "A6").status_code == 200


def test_users_whom_the_shop_knows_are_not_bound(app: Flask) -> None:
    fill(app)

    assert asking.select("ann", "A4").status_code == 200


def test_who_has_seats_renews_them_and_goes_on_to_pay(app: Flask) -> None:
    first, _ = fill(app)

    assert select(first, "A1", "A2", "A3").status_code == 200
    assert post(first, f"{BOOKINGS}/checkout", showId=SHOW).status_code == 200
    assert select(guest(app), "A4").status_code == 422


@pytest.mark.parametrize("how", ["released", "booked", "expired", "cooling"])
def test_a_lock_that_ends_makes_room(app: Flask, how: str) -> None:
    first, _ = fill(app)
    wanted: dict[str, Any] = {"showId": SHOW, "seats": ["A1"]}
    if how == "released":
        assert post(first, f"{BOOKINGS}/release-seats", **wanted).json["released"]
    elif how == "booked":
        assert post(first, BOOKINGS, **wanted).status_code == 201
    elif how == "expired":
        db.seat_locks.update_one({"_id.seat": "A1"}, {"$set": {"expires_at": clock.now()}})
    else:
        select(first, "A1")
        post(first, f"{BOOKINGS}/release-seats", **wanted)

    assert select(guest(app), "A4").status_code == 200
    assert select(guest(app), "A5").status_code == 422


@pytest.mark.security("ASVS 14.2.4")
def test_no_address_is_kept(app: Flask) -> None:
    fill(app)

    assert "192.0.2.1" not in str(list(db.seat_locks.find()))
    assert len(db.seat_locks.distinct("address")) == 1


def race(app: Flask) -> int:
    """Let guests of one address select at one moment; return how many seats they have then."""
    guests = [guest(app) for _ in range(8)]
    runtime_of(app).address_slots = SlotMemory()  # as at another worker
    wishes = [(f"A{number}", f"B{number}") for number in range(1, 9)]
    answers = racing.at_once(
        [partial(select, client, *seats) for client, seats in zip(guests, wishes, strict=True)]
    )
    held = db.seat_locks.count_documents({})
    assert held == 2 * sum(answer.status_code == 200 for answer in answers)
    db.seat_locks.delete_many({})
    return held


@pytest.mark.security("API6:2023", "ASVS 2.4.1", "ASVS 15.4.2")
def test_guests_who_race_never_have_more(app: Flask) -> None:
    assert all(0 < race(app) <= MOST for _ in range(5))


def test_twin_without_the_index_they_have(app: Flask) -> None:
    db.seat_locks.drop_index("address_slots")
    try:
        assert any(race(app) > MOST for _ in range(racing.TRIES))
    finally:
        db.seat_locks.delete_many({})
        prepare_database()

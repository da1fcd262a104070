"""What the shop's backend is told before it charges: the seats of one person, and what they agreed to pay."""

from typing import Any

import pytest

from seatapp.seats import blocks
from tests.support import builders
from tests.support.asking import (
    BOOKINGS,
    assert_refused,
    checkout,
    confirm,
    held,
    hold,
    release,
    replace_show,
    send,
)
from tests.support.hall import PRICES, SHOW, dump, lock, pass_time


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"confirm_by": "server"}


def assert_nothing(user: str) -> None:
    answer = held(user)
    assert answer.status_code == 200
    assert (answer.json["items"], answer.json["total"]) == ([], 0)
    assert (answer.json["currency"], answer.json["expiresAt"]) == ("EUR", None)


def test_the_shop_is_told_what_to_charge() -> None:
    hold("ann", "B1", "A1")
    paying = checkout("ann").json
    answer = held("ann")
    assert answer.status_code == 200
    assert answer.json == {
        "success": True,
        "userId": "ann",
        "showId": SHOW,
        "items": paying["items"],
        "total": PRICES["Dear"] + PRICES["Cheap"],
        "currency": "EUR",
        "expiresAt": paying["expiresAt"],
    }
    assert [item["seat"] for item in answer.json["items"]] == ["A1", "B1"]


def test_a_guest_is_known_by_the_id_of_their_session() -> None:
    guest = send("POST", "/api/session", {}).json
    bearer = {"Authorization": f"Bearer {guest['token']}"}
    send("POST", f"{BOOKINGS}/select-seats", bearer, json={"showId": SHOW, "seats": ["A1"]})
    told = held(guest["userId"]).json
    booking = confirm(guest["userId"], "A1", expectedTotal=told["total"]).json["booking"]
    mine = send("GET", BOOKINGS, bearer).json["bookings"]
    assert [found["id"] for found in mine] == [booking["id"]]


def test_seats_that_are_chosen_and_not_in_checkout_yet_are_told_too() -> None:
    lock("A1", until=20)
    lock("A2", until=10, slot=1)
    first, both = held("ann").json, [item["seat"] for item in held("ann").json["items"]]
    release("ann", "A2")
    assert both == ["A1", "A2"]
    assert first["expiresAt"] < held("ann").json["expiresAt"]


def test_the_price_is_what_was_agreed_and_what_the_booking_costs() -> None:
    hold("ann", "A1")
    replace_show(prices={"Dear": 99_00, "Cheap": 1})
    told = held("ann").json
    assert told["total"] == PRICES["Dear"]
    answer = confirm("ann", expectedTotal=told["total"])
    assert answer.status_code == 201
    assert answer.json["booking"]["items"] == told["items"]


def test_who_has_no_seats_is_told_to_have_none() -> None:
    hold("bob", "A1")
    blocks.block(SHOW, ["B1"], "")
    assert_nothing("ann")


def test_seats_whose_time_is_over_are_nobodys() -> None:
    hold("ann", "A1")
    pass_time(31)
    assert_nothing("ann")


def test_booked_seats_are_not_charged_again() -> None:
    hold("ann", "A1")
    confirm("ann")
    assert_nothing("ann")


def test_asking_changes_nothing() -> None:
    hold("ann", "A1")
    before = dump()
    held("ann")
    assert dump() == before


def test_a_show_that_is_not_there_is_not_found() -> None:
    assert_refused(held("ann", show="no-such-show"), 404, "show_not_found")


@pytest.mark.parametrize("user", [None, "", "u" * 129, "a\x00b"])
def test_the_shop_must_say_whose(user: str | None) -> None:
    query = {} if user is None else {"userId": user}
    answer = send("GET", f"{BOOKINGS}/held/{SHOW}", builders.ADMIN, query_string=query)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["userId"]


def test_nobody_else_is_told() -> None:
    hold("ann", "A1")
    path = f"{BOOKINGS}/held/{SHOW}?userId=ann"
    assert_refused(send("GET", path, {"X-User-Id": "ann"}), 401, "unauthenticated")
    guest = send("POST", "/api/session", {}).json["token"]
    assert_refused(send("GET", path, {"Authorization": f"Bearer {guest}"}), 403, "forbidden")

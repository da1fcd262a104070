"""Where the shop confirms: its backend books what was paid for, if need be late."""

from typing import Any

import pytest

from seatapp.seats import blocks, locks
from tests.support.asking import (
    assert_refused,
    book,
    checkout,
    confirm,
    hold,
    read,
    release,
    select,
    sell,
)
from tests.support.hall import SHOW, assert_agree, dump, lose, pass_time, seat, the_booking


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"confirm_by": "server", "max_seats_per_user": 3}


def test_where_the_shop_confirms_nobody_else_books() -> None:
    hold("ann", "A1")
    before = dump()
    assert_refused(book("ann", "A1"), 403, "confirmed_by_shop")
    assert_refused(book("ann", "A1", userId="ann", paymentReference="pi_1"), 403, "confirmed_by_shop")
    assert dump() == before


def test_the_shop_books_what_was_paid_for() -> None:
    hold("ann", "A1", "B1")
    answer = confirm("ann", "A1", "B1", paymentReference="pi_1")
    assert answer.status_code == 201
    assert answer.json["booking"]["total"] == 5200
    assert seat("A1")["holder"] == "ann"
    assert [found["id"] for found in read("ann").json["bookings"]] == [answer.json["booking"]["id"]]
    assert the_booking()["payment_reference"] == "pi_1"
    assert_agree()


def test_the_shop_may_leave_the_seats_to_what_the_user_holds() -> None:
    hold("ann", "A1", "A2")
    assert confirm("ann").json["booking"]["seats"] == ["A1", "A2"]
    assert_refused(confirm("ann"), 409, "lock_expired")


@pytest.mark.parametrize("user", [None, "", "u" * 129, 7])
def test_the_shop_must_say_for_whom(user: Any) -> None:
    answer = confirm(user, "A1")
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["userId"]


def test_a_shop_that_forgets_its_customer_sells_to_nobody() -> None:
    answer = sell("A1", paid=None)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["userId"]
    assert sell("A1", paid="cash").status_code == 201


def test_the_shop_s_keys_are_idempotent_too() -> None:
    hold("ann", "A1")
    first = confirm("ann", "A1", key="pi_1", paymentReference="pi_1")
    again = confirm("ann", "A1", key="pi_1", paymentReference="pi_1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    other = confirm("ann", "A1", key="pi_1", paymentReference="pi_2")
    assert_refused(other, 422, "idempotency_key_reused")


def test_a_payment_that_comes_late_books_what_is_still_free() -> None:
    hold("ann", "A1", "A2", "A3")
    pass_time(31)
    release("ann", "A2")
    lose("A3")
    answer = confirm("ann", "A1", "A2", "A3", paymentReference="pi_1")
    assert answer.status_code == 201
    assert {seat(name)["state"] for name in ("A1", "A2", "A3")} == {"booked"}
    assert_agree()


def test_a_payment_that_comes_late_books_over_an_expired_lock_of_somebody_else() -> None:
    hold("bob", "A1")
    pass_time(31)
    assert confirm("ann", "A1").status_code == 201
    assert seat("A1")["holder"] == "ann"
    assert_agree()


def test_a_payment_that_comes_late_books_a_seat_that_is_cooling_down() -> None:
    hold("ann", "A1")
    checkout("ann")
    pass_time(901)
    locks.expire()
    assert seat("A1")["state"] == "cooling"
    assert confirm("ann", "A1").status_code == 201
    assert_agree()


def test_a_payment_that_comes_too_late_is_told_exactly_which_seats_are_gone() -> None:
    hold("ann", "A1", "A2", "A3")
    pass_time(31)
    hold("bob", "A2")
    hold("cid", "A3")
    confirm("cid", "A3")
    before = dump()
    answer = confirm("ann", "A1", "A2", "A3", paymentReference="pi_1")
    assert_refused(answer, 409, "seats_unavailable")
    assert answer.json["conflicts"] == ["A2", "A3"]
    assert dump() == before


def test_nobody_pays_for_a_blocked_seat() -> None:
    blocks.block(SHOW, ["A2"], "")
    answer = confirm("ann", "A1", "A2")
    assert_refused(answer, 409, "seats_unavailable")
    assert answer.json["conflicts"] == ["A2"]
    assert seat("A1") == {}


def test_no_limit_binds_the_shop_and_what_it_sells_counts_in_the_holder_s() -> None:
    hold("ann", "A1", "A2")
    assert confirm("ann").status_code == 201
    assert confirm("ann", "A3", "A4").status_code == 201
    assert_refused(select("ann", "A5"), 422, "too_many_seats")
    assert_agree()


def test_of_two_late_payments_for_a_seat_one_books() -> None:
    first, second = confirm("ann", "A1"), confirm("bob", "A1")
    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json["conflicts"] == ["A1"]
    assert_agree()

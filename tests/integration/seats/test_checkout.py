"""Time to pay: once, for all that one holds, and never past the longest hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import clock, db
from seatapp.realtime import presence
from tests.support.asking import (
    BOOKINGS,
    add_show,
    assert_conflict,
    assert_refused,
    book,
    checkout,
    held_until,
    hold,
    lasts,
    release,
    select,
    send,
)
from tests.support.hall import SHOW, ends, pass_time, seat


def test_checkout_holds_every_lock_of_the_caller_on_the_show_together() -> None:
    hold("ann", "A1")
    hold("ann", "A2", "A3")
    answer = checkout("ann")
    assert answer.json["success"] is True
    assert sorted(answer.json["seats"]) == ["A1", "A2", "A3"]
    assert lasts(answer, 600)
    assert set(ends("A1", "A2", "A3")) == {held_until(answer)}


def test_checkout_is_for_the_caller_s_seats_of_this_show_only() -> None:
    add_show("ball")
    hold("ann", "A1")
    hold("bob", "A2")
    hold("ann", "A1", showId="ball")
    before = [*ends("A2"), db.seat_locks.find_one({"_id.show": "ball"})]
    assert checkout("ann").json["seats"] == ["A1"]
    assert [*ends("A2"), db.seat_locks.find_one({"_id.show": "ball"})] == before


def test_without_a_lock_there_is_nothing_to_pay_for() -> None:
    assert_refused(checkout("ann"), 409, "lock_expired")
    hold("bob", "A1")
    assert_refused(checkout("ann"), 409, "lock_expired")


def test_a_lock_that_has_expired_gets_no_time_to_pay() -> None:
    hold("ann", "A1")
    pass_time(30)
    assert_refused(checkout("ann"), 409, "lock_expired")
    assert select("bob", "A1").status_code == 200


def test_a_booked_seat_is_not_held_again() -> None:
    hold("ann", "A1", "A2")
    assert book("ann", "A1").status_code == 201
    assert checkout("ann").json["seats"] == ["A2"]


def test_checkout_of_a_show_that_is_not_there_is_refused() -> None:
    answer = checkout("ann", showId="nowhere")
    assert (answer.status_code, answer.json["code"]) == (404, "show_not_found")


@pytest.mark.parametrize("body", [{"showId": None}, {"showId": 7}, {"showId": ""}])
def test_checkout_without_a_proper_show_is_refused(body: dict[str, Any]) -> None:
    answer = checkout("ann", **body)
    assert (answer.status_code, answer.json["code"]) == (422, "validation_error")
    assert list(answer.json["errors"]) == ["showId"]


# Once


def test_a_second_checkout_buys_no_time() -> None:
    hold("ann", "A1")
    first = held_until(checkout("ann"))
    assert held_until(checkout("ann")) == first
    pass_time(300)
    again = checkout("ann")
    assert held_until(again) == first - timedelta(seconds=300)
    assert lasts(again, 300)


def test_selecting_again_during_checkout_buys_no_time() -> None:
    hold("ann", "A1", "A2")
    first = held_until(checkout("ann"))
    assert held_until(select("ann", "A1", "A2")) == first
    pass_time(595)
    left = select("ann", "A1", "A2")
    assert held_until(left) == first - timedelta(seconds=595)
    assert left.json["expiresIn"] <= 5
    assert held_until(checkout("ann")) == held_until(left)


def test_a_seat_that_joins_during_checkout_gets_no_more_time_than_the_others() -> None:
    hold("ann", "A1")
    first = held_until(checkout("ann"))
    pass_time(400)
    assert select("ann", "A2").status_code == 200
    answer = checkout("ann")
    assert sorted(answer.json["seats"]) == ["A1", "A2"]
    assert held_until(answer) == first - timedelta(seconds=400)
    assert set(ends("A1", "A2")) == {held_until(answer)}


def test_the_longest_hold_counts_from_the_first_lock() -> None:
    hold("ann", "A1")
    for _ in range(31):
        pass_time(20)
        assert select("ann", "A1").status_code == 200
    answer = checkout("ann")
    assert lasts(answer, 900 - 31 * 20)
    assert held_until(answer) == seat("A1")["first_locked_at"] + timedelta(seconds=900)


def test_a_seat_that_joins_later_does_not_move_the_longest_hold() -> None:
    hold("ann", "A1")
    for _ in range(42):
        pass_time(20)
        hold("ann", "A1")
    hold("ann", "A2")
    answer = checkout("ann")
    assert lasts(answer, 60)
    assert set(ends("A1", "A2")) == {held_until(answer)}
    assert held_until(answer) == seat("A1")["first_locked_at"] + timedelta(seconds=900)


def test_giving_seats_back_and_checking_out_again_never_reaches_past_the_longest_hold() -> None:
    hold("ann", "A1")
    checkout("ann")
    cap = seat("A1")["first_locked_at"] + timedelta(seconds=900)
    pass_time(500)
    release("ann", "A1")
    assert held_until(select("ann", "A1")) < cap
    answer = checkout("ann")
    assert lasts(answer, 400)
    assert held_until(answer) == cap - timedelta(seconds=500)


def test_a_short_checkout_follows_its_setting(make_app: Callable[..., Flask]) -> None:
    with make_app(checkout_seconds=60).app_context():
        hold("ann", "A1")
        assert lasts(checkout("ann"), 60)


# Leaving


def leave(user: str) -> None:
    """Let the last socket of the user be gone, its grace too."""
    key = {"_id": f"sid {user}", "holder": user, "worker": "w"}
    db.connections.insert_one({**key, "leaves_at": clock.now() - timedelta(seconds=1)})
    presence.release_absent()
    assert db.connections.count_documents({}) == 0


def test_a_broken_connection_releases_what_nobody_is_paying_for() -> None:
    hold("ann", "A1")
    pass_time(5)
    leave("ann")
    assert seat("A1") == {}


def test_a_broken_connection_during_checkout_releases_nothing() -> None:
    hold("ann", "A1", "A2")
    until = held_until(checkout("ann"))
    pass_time(5)
    leave("ann")
    assert ends("A1", "A2") == [until - timedelta(seconds=5)] * 2
    assert_conflict(select("bob", "A1"), "A1")


def test_a_broken_connection_releases_seats_that_joined_after_the_checkout() -> None:
    hold("ann", "A1")
    checkout("ann")
    hold("ann", "A2")
    pass_time(5)
    leave("ann")
    assert seat("A1")["state"] == "locked"
    assert seat("A2") == {}


def test_giving_up_during_checkout_frees_the_seats_for_others_at_once() -> None:
    hold("ann", "A1", "A2")
    checkout("ann")
    answer = release("ann", "A1", "A2")
    assert (answer.json["released"], answer.json["seats"]) == (True, ["A1", "A2"])
    assert select("bob", "A1", "A2").status_code == 200
    assert_refused(checkout("ann"), 409, "lock_expired")


def test_seats_that_were_given_up_are_free_on_every_map() -> None:
    hold("ann", "A1")
    checkout("ann")
    release("ann", "A1")
    seen = send("GET", f"{BOOKINGS}/locked-seats/{SHOW}", {}).json
    lists = ("bookedSeats", "lockedByOthers", "lockedByMe", "blockedSeats")
    assert [seen[name] for name in lists] == [[], [], [], []]

"""Time to pay: once, for all that one holds, and never past the longest hold."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index, union-attr"

from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from werkzeug.test import TestResponse

from seatapp.bookings import locks
from seatapp.extensions import clock, db
from seatapp.realtime import presence
from tests.support import builders, servers

SHOW = "hall"
# Where a test says that so much time is left, the seconds that it took itself are gone already.
SLOW = 20

MakeApp = Callable[..., Flask]


@pytest.fixture(scope="module")
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """One database for all tests here: making one takes longer than most of them."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture(autouse=True)
def app(make_app: MakeApp) -> Iterator[Flask]:
    """An app with the contract's times that takes a header's word for who is calling."""
    app = make_app(trusted_user_header="X-User-Id")
    builders.add_show(app.test_client(), SHOW)
    with app.app_context():
        yield app
        for collection in (db.shows, db.seat_locks, db.bookings, db.connections):
            collection.delete_many({})


def post(path: str, user: str, **json: Any) -> TestResponse:
    """Send a user's request about the show, in a context of its own: Flask would share `g` with the test."""
    client = current_app.test_client(use_cookies=False)
    body = {"showId": SHOW, **json}
    return Context().run(client.post, f"/api/bookings{path}", json=body, headers={"X-User-Id": user})


def select(user: str, *seats: str) -> TestResponse:
    return post("/select-seats", user, seats=seats)


def release(user: str, *seats: str) -> TestResponse:
    return post("/release-seats", user, seats=seats)


def checkout(user: str) -> TestResponse:
    return post("/checkout", user)


def pass_time(seconds: float) -> None:
    """Let all locks and cool-downs be older by so much."""
    shifted = {
        name: {"$subtract": [f"${name}", int(seconds * 1000)]} for name in ("first_locked_at", "expires_at")
    }
    db.seat_locks.update_many({"expires_at": {"$exists": True}}, [{"$set": shifted}])


def keep_until_the_cap(user: str, *seats: str) -> None:
    """Lock the seats, go to checkout after half a minute short of the cap, and let the time run out."""
    assert select(user, *seats).status_code == 200
    assert checkout(user).status_code == 200
    pass_time(590)
    assert select(user, *seats).status_code == 200
    pass_time(311)
    locks.expire()


def seat(name: str) -> dict[str, Any]:
    return db.seat_locks.find_one({"_id": {"show": SHOW, "seat": name}}) or {}


def ends(*names: str) -> list[datetime]:
    return [seat(name)["expires_at"] for name in names]


def at(response: TestResponse) -> datetime:
    """Return until when the answer promises the seats."""
    assert response.status_code == 200, response.text
    return datetime.fromisoformat(response.json["expiresAt"])


def lasts(response: TestResponse, seconds: float) -> bool:
    return bool(seconds - SLOW <= response.json["expiresIn"] <= seconds)


def assert_expired(response: TestResponse) -> None:
    assert response.status_code == 409
    assert response.json["success"] is False
    assert response.json["code"] == "lock_expired"


def assert_conflict(response: TestResponse, *seats: str, cooling: tuple[str, ...] = ()) -> None:
    assert response.status_code == 409
    assert response.json["code"] == "seats_unavailable"
    assert response.json["conflicts"] == list(seats)
    assert response.json.get("coolingDown", []) == list(cooling)


# Time to pay


def test_checkout_holds_every_lock_of_the_caller_on_the_show_together() -> None:
    select("ann", "A1")
    select("ann", "A2", "A3")
    answer = checkout("ann")
    assert answer.json["success"] is True
    assert sorted(answer.json["seats"]) == ["A1", "A2", "A3"]
    assert lasts(answer, 600)
    assert set(ends("A1", "A2", "A3")) == {at(answer)}


def test_checkout_is_for_the_caller_s_seats_of_this_show_only(app: Flask) -> None:
    with app.app_context():
        Context().run(builders.add_show, app.test_client(), "ball")
    select("ann", "A1")
    select("bob", "A2")
    post("/select-seats", "ann", showId="ball", seats=["A1"])
    before = [*ends("A2"), db.seat_locks.find_one({"_id.show": "ball"})]
    assert checkout("ann").json["seats"] == ["A1"]
    assert [*ends("A2"), db.seat_locks.find_one({"_id.show": "ball"})] == before


def test_without_a_lock_there_is_nothing_to_pay_for() -> None:
    assert_expired(checkout("ann"))
    select("bob", "A1")
    assert_expired(checkout("ann"))


def test_a_lock_that_has_expired_gets_no_time_to_pay() -> None:
    select("ann", "A1")
    pass_time(30)
    assert_expired(checkout("ann"))
    assert select("bob", "A1").status_code == 200


def test_a_booked_seat_is_not_held_again() -> None:
    select("ann", "A1", "A2")
    assert post("", "ann", seats=["A1"]).status_code == 201
    assert checkout("ann").json["seats"] == ["A2"]


def test_checkout_of_a_show_that_is_not_there_is_refused() -> None:
    answer = post("/checkout", "ann", showId="nowhere")
    assert (answer.status_code, answer.json["code"]) == (404, "show_not_found")


@pytest.mark.parametrize("body", [{"showId": None}, {"showId": 7}, {"showId": ""}])
def test_checkout_without_a_proper_show_is_refused(body: dict[str, Any]) -> None:
    answer = post("/checkout", "ann", **body)
    assert (answer.status_code, answer.json["code"]) == (422, "validation_error")
    assert list(answer.json["errors"]) == ["showId"]


# Once


def test_a_second_checkout_buys_no_time() -> None:
    select("ann", "A1")
    first = at(checkout("ann"))
    assert at(checkout("ann")) == first
    pass_time(300)
    again = checkout("ann")
    assert at(again) == first - timedelta(seconds=300)
    assert lasts(again, 300)


def test_selecting_again_during_checkout_buys_no_time() -> None:
    select("ann", "A1", "A2")
    first = at(checkout("ann"))
    assert at(select("ann", "A1", "A2")) == first
    pass_time(595)
    left = select("ann", "A1", "A2")
    assert at(left) == first - timedelta(seconds=595)
    assert left.json["expiresIn"] <= 5
    assert at(checkout("ann")) == at(left)


def test_a_seat_that_joins_during_checkout_gets_no_more_time_than_the_others() -> None:
    select("ann", "A1")
    first = at(checkout("ann"))
    pass_time(400)
    assert select("ann", "A2").status_code == 200
    answer = checkout("ann")
    assert sorted(answer.json["seats"]) == ["A1", "A2"]
    assert at(answer) == first - timedelta(seconds=400)
    assert set(ends("A1", "A2")) == {at(answer)}


def test_the_longest_hold_counts_from_the_first_lock() -> None:
    select("ann", "A1")
    for _ in range(31):
        pass_time(20)
        assert select("ann", "A1").status_code == 200
    answer = checkout("ann")
    assert lasts(answer, 900 - 31 * 20)
    assert at(answer) == seat("A1")["first_locked_at"] + timedelta(seconds=900)


def test_a_seat_that_joins_later_does_not_move_the_longest_hold() -> None:
    select("ann", "A1")
    for _ in range(42):
        pass_time(20)
        select("ann", "A1")
    select("ann", "A2")
    answer = checkout("ann")
    assert lasts(answer, 60)
    assert set(ends("A1", "A2")) == {at(answer)}
    assert at(answer) == seat("A1")["first_locked_at"] + timedelta(seconds=900)


def test_giving_seats_back_and_checking_out_again_never_reaches_past_the_longest_hold() -> None:
    select("ann", "A1")
    checkout("ann")
    cap = seat("A1")["first_locked_at"] + timedelta(seconds=900)
    pass_time(500)
    release("ann", "A1")
    assert at(select("ann", "A1")) < cap
    answer = checkout("ann")
    assert lasts(answer, 400)
    assert at(answer) == cap - timedelta(seconds=500)


def test_a_short_checkout_follows_its_setting(make_app: MakeApp) -> None:
    with make_app(trusted_user_header="X-User-Id", checkout_seconds=60).app_context():
        select("ann", "A1")
        assert lasts(checkout("ann"), 60)


# Leaving


def leave(user: str) -> None:
    """Let the last socket of the user be gone, its grace too."""
    key = {"_id": f"sid {user}", "holder": user, "worker": "w"}
    db.connections.insert_one({**key, "leaves_at": clock.now() - timedelta(seconds=1)})
    presence.release_absent()
    assert db.connections.count_documents({}) == 0


def test_a_broken_connection_releases_what_nobody_is_paying_for() -> None:
    select("ann", "A1")
    pass_time(5)
    leave("ann")
    assert seat("A1") == {}


def test_a_broken_connection_during_checkout_releases_nothing() -> None:
    select("ann", "A1", "A2")
    until = at(checkout("ann"))
    pass_time(5)
    leave("ann")
    assert ends("A1", "A2") == [until - timedelta(seconds=5)] * 2
    assert_conflict(select("bob", "A1"), "A1")


def test_a_broken_connection_releases_seats_that_joined_after_the_checkout() -> None:
    select("ann", "A1")
    checkout("ann")
    select("ann", "A2")
    pass_time(5)
    leave("ann")
    assert seat("A1")["state"] == "locked"
    assert seat("A2") == {}


def test_giving_up_during_checkout_frees_the_seats_for_others_at_once() -> None:
    select("ann", "A1", "A2")
    checkout("ann")
    answer = release("ann", "A1", "A2")
    assert (answer.json["released"], answer.json["seats"]) == (True, ["A1", "A2"])
    assert select("bob", "A1", "A2").status_code == 200
    assert_expired(checkout("ann"))


def test_seats_that_were_given_up_are_free_on_every_map() -> None:
    select("ann", "A1")
    checkout("ann")
    release("ann", "A1")
    client = current_app.test_client()
    status = Context().run(client.get, f"/api/bookings/locked-seats/{SHOW}")
    lists = ("bookedSeats", "lockedByOthers", "lockedByMe", "blockedSeats")
    assert [status.json[name] for name in lists] == [[], [], [], []]


# The cool-down


def test_past_the_cap_the_same_person_cannot_take_the_seat_again() -> None:
    keep_until_the_cap("ann", "A1")
    assert_conflict(select("ann", "A1"), "A1", cooling=("A1",))


def test_a_refusal_tells_cooling_seats_from_others_and_takes_none() -> None:
    keep_until_the_cap("ann", "A1", "A2")
    select("bob", "A3")
    assert_conflict(select("ann", "A1", "A2", "A3", "A4"), "A1", "A2", "A3", cooling=("A1", "A2"))
    assert seat("A4") == {}


def test_past_the_cap_others_have_the_seat_at_once_and_for_the_full_time() -> None:
    keep_until_the_cap("ann", "A1")
    assert lasts(select("bob", "A1"), 30)
    assert lasts(checkout("bob"), 600)


def test_others_have_it_even_when_nobody_has_tidied_up() -> None:
    select("ann", "A1")
    checkout("ann")
    pass_time(600)
    assert lasts(select("bob", "A1"), 30)


def test_other_seats_are_not_part_of_the_cool_down() -> None:
    keep_until_the_cap("ann", "A1")
    assert select("ann", "A2").status_code == 200


def test_after_the_cool_down_one_begins_anew() -> None:
    keep_until_the_cap("ann", "A1")
    pass_time(118)
    assert_conflict(select("ann", "A1"), "A1", cooling=("A1",))
    pass_time(2)
    assert lasts(select("ann", "A1"), 30)
    assert lasts(checkout("ann"), 600)


def test_a_lock_that_was_renewed_up_to_the_cap_cools_down_too() -> None:
    select("ann", "A1")
    for _ in range(45):
        pass_time(20)
        select("ann", "A1")
    locks.expire()
    assert_conflict(select("ann", "A1"), "A1", cooling=("A1",))


def test_the_cool_down_holds_without_anybody_who_tidies_up() -> None:
    """The clean-up comes 250 ms late or, with no leader, later still."""
    select("ann", "A1")
    checkout("ann")
    pass_time(590)
    release("ann", "A1")
    pass_time(290)
    select("ann", "A1")
    pass_time(21)
    assert_conflict(select("ann", "A1"), "A1", cooling=("A1",))


def test_a_refused_selection_does_not_wipe_the_memory() -> None:
    keep_until_the_cap("ann", "A1")
    select("bob", "A2")
    for _ in range(2):
        assert_conflict(select("ann", "A1", "A2"), "A1", "A2", cooling=("A1",))
    release("bob", "A2")
    assert_conflict(select("ann", "A1", "A2"), "A1", cooling=("A1",))
    assert seat("A2") == {}


def test_a_refused_selection_does_not_wipe_the_memory_of_seats_to_resume() -> None:
    select("ann", "A1")
    checkout("ann")
    pass_time(500)
    release("ann", "A1")
    memory = seat("A1")
    select("bob", "A2")
    assert_conflict(select("ann", "A1", "A2"), "A2")
    assert seat("A1")["first_locked_at"] == memory["first_locked_at"]
    select("ann", "A1")
    assert lasts(checkout("ann"), 400)


def test_cooling_seats_fill_no_place_of_their_last_holder(make_app: MakeApp) -> None:
    with make_app(trusted_user_header="X-User-Id", max_seats_per_user=2).app_context():
        keep_until_the_cap("ann", "A1", "A2")
        assert select("ann", "A3", "A4").status_code == 200


def test_a_cool_down_that_is_over_is_in_nobody_s_way() -> None:
    keep_until_the_cap("ann", "A1")
    pass_time(120)
    select("bob", "A3")
    assert_conflict(select("ann", "A2", "A3"), "A3")
    assert select("ann", "A2", "A1").status_code == 200
    assert seat("A1")["first_locked_at"] == seat("A2")["first_locked_at"]


def test_the_cool_down_follows_its_setting(make_app: MakeApp) -> None:
    with make_app(trusted_user_header="X-User-Id", cooldown_seconds=1000).app_context():
        keep_until_the_cap("ann", "A1")
        pass_time(900)
        assert_conflict(select("ann", "A1"), "A1", cooling=("A1",))


# Resuming before the cap


def test_who_comes_back_before_the_cap_has_the_time_that_is_left() -> None:
    select("ann", "A1")
    checkout("ann")
    pass_time(590)
    release("ann", "A1")
    pass_time(290)
    answer = select("ann", "A1")
    assert lasts(answer, 20)
    assert at(answer) == seat("A1")["first_locked_at"] + timedelta(seconds=900)


def test_giving_back_and_taking_again_does_not_begin_anew() -> None:
    select("ann", "A1")
    select("ann", "A1")
    beginning = seat("A1")["first_locked_at"]
    for turn in range(1, 4):
        pass_time(20)
        release("ann", "A1")
        assert lasts(select("ann", "A1"), 30)
        assert seat("A1")["first_locked_at"] == beginning - timedelta(seconds=20 * turn)


def test_a_checkout_that_ran_out_before_the_cap_is_resumed_too() -> None:
    select("ann", "A1")
    checkout("ann")
    pass_time(600)
    locks.expire()
    pass_time(280)
    assert lasts(select("ann", "A1"), 20)


def test_an_answer_about_resumed_and_new_seats_promises_what_all_of_them_keep() -> None:
    select("ann", "A1")
    checkout("ann")
    pass_time(590)
    release("ann", "A1")
    pass_time(290)
    answer = select("ann", "A1", "A2")
    assert at(answer) == min(ends("A1", "A2")) == ends("A1")[0]
    assert lasts(answer, 20)


def test_who_takes_a_seat_over_owes_nothing_to_the_time_of_the_last_holder() -> None:
    select("ann", "A1")
    checkout("ann")
    pass_time(500)
    release("ann", "A1")
    assert lasts(select("bob", "A1"), 30)
    assert lasts(checkout("bob"), 600)

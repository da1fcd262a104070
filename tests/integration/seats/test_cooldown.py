"""Past the longest hold a seat cools down for its holder; before, one resumes what time is left."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from seatapp.seats import locks
from tests.support.asking import assert_conflict, checkout, held_until, hold, lasts, release, select
from tests.support.hall import ends, pass_time, seat


def keep_until_the_cap(user: str, *seats: str) -> None:
    """Lock the seats, go to checkout, renew the locks as it ends, and let the time run out."""
    hold(user, *seats)
    assert checkout(user).status_code == 200
    pass_time(590)
    hold(user, *seats)
    pass_time(311)
    locks.expire()


def keep_for(seconds: float, user: str, seat: str) -> None:
    """Lock the seat, go to checkout, and give it back after so many seconds."""
    hold(user, seat)
    assert checkout(user).status_code == 200
    pass_time(seconds)
    assert release(user, seat).json["released"] is True


def test_past_the_cap_the_same_person_cannot_take_the_seat_again() -> None:
    keep_until_the_cap("ann", "A1")
    assert_conflict(select("ann", "A1"), "A1", cooling=["A1"])


def test_a_refusal_tells_cooling_seats_from_others_and_takes_none() -> None:
    keep_until_the_cap("ann", "A1", "A2")
    hold("bob", "A3")
    assert_conflict(select("ann", "A1", "A2", "A3", "A4"), "A1", "A2", "A3", cooling=["A1", "A2"])
    assert seat("A4") == {}


def test_past_the_cap_others_have_the_seat_at_once_and_for_the_full_time() -> None:
    keep_until_the_cap("ann", "A1")
    assert lasts(select("bob", "A1"), 30)
    assert lasts(checkout("bob"), 600)


def test_others_have_it_even_when_nobody_has_tidied_up() -> None:
    hold("ann", "A1")
    checkout("ann")
    pass_time(600)
    assert lasts(select("bob", "A1"), 30)


def test_other_seats_are_not_part_of_the_cool_down() -> None:
    keep_until_the_cap("ann", "A1")
    assert select("ann", "A2").status_code == 200


def test_after_the_cool_down_one_begins_anew() -> None:
    keep_until_the_cap("ann", "A1")
    pass_time(118)
    assert_conflict(select("ann", "A1"), "A1", cooling=["A1"])
    pass_time(2)
    assert lasts(select("ann", "A1"), 30)
    assert lasts(checkout("ann"), 600)


def test_a_lock_that_was_renewed_up_to_the_cap_cools_down_too() -> None:
    hold("ann", "A1")
    for _ in range(45):
        pass_time(20)
        select("ann", "A1")
    locks.expire()
    assert_conflict(select("ann", "A1"), "A1", cooling=["A1"])


def test_the_cool_down_holds_without_anybody_who_tidies_up() -> None:
    """The clean-up comes 250 ms late or, with no leader, later still."""
    keep_for(590, "ann", "A1")
    pass_time(290)
    hold("ann", "A1")
    pass_time(21)
    assert_conflict(select("ann", "A1"), "A1", cooling=["A1"])


def test_a_refused_selection_does_not_wipe_the_memory() -> None:
    keep_until_the_cap("ann", "A1")
    hold("bob", "A2")
    for _ in range(2):
        assert_conflict(select("ann", "A1", "A2"), "A1", "A2", cooling=["A1"])
    release("bob", "A2")
    assert_conflict(select("ann", "A1", "A2"), "A1", cooling=["A1"])
    assert seat("A2") == {}


def test_a_refused_selection_does_not_wipe_the_memory_of_seats_to_resume() -> None:
    keep_for(500, "ann", "A1")
    memory = seat("A1")
    hold("bob", "A2")
    assert_conflict(select("ann", "A1", "A2"), "A2")
    assert seat("A1")["first_locked_at"] == memory["first_locked_at"]
    hold("ann", "A1")
    assert lasts(checkout("ann"), 400)


def test_cooling_seats_fill_no_place_of_their_last_holder(make_app: Callable[..., Flask]) -> None:
    with make_app(max_seats_per_user=2).app_context():
        keep_until_the_cap("ann", "A1", "A2")
        assert select("ann", "A3", "A4").status_code == 200


def test_a_cool_down_that_is_over_is_in_nobody_s_way() -> None:
    keep_until_the_cap("ann", "A1")
    pass_time(120)
    hold("bob", "A3")
    assert_conflict(select("ann", "A2", "A3"), "A3")
    assert select("ann", "A2", "A1").status_code == 200
    assert seat("A1")["first_locked_at"] == seat("A2")["first_locked_at"]


def test_the_cool_down_follows_its_setting(make_app: Callable[..., Flask]) -> None:
    with make_app(cooldown_seconds=1000).app_context():
        keep_until_the_cap("ann", "A1")
        pass_time(900)
        assert_conflict(select("ann", "A1"), "A1", cooling=["A1"])


# Resuming before the cap


def test_who_comes_back_before_the_cap_has_the_time_that_is_left() -> None:
    keep_for(590, "ann", "A1")
    pass_time(290)
    answer = select("ann", "A1")
    assert lasts(answer, 20)
    assert held_until(answer) == seat("A1")["first_locked_at"] + timedelta(seconds=900)


def test_giving_back_and_taking_again_does_not_begin_anew() -> None:
    hold("ann", "A1")
    hold("ann", "A1")
    beginning = seat("A1")["first_locked_at"]
    for turn in range(1, 4):
        pass_time(20)
        release("ann", "A1")
        assert lasts(select("ann", "A1"), 30)
        assert seat("A1")["first_locked_at"] == beginning - timedelta(seconds=20 * turn)


def test_a_checkout_that_ran_out_before_the_cap_is_resumed_too() -> None:
    hold("ann", "A1")
    checkout("ann")
    pass_time(600)
    locks.expire()
    pass_time(280)
    assert lasts(select("ann", "A1"), 20)


def test_an_answer_about_resumed_and_new_seats_promises_what_all_of_them_keep() -> None:
    keep_for(590, "ann", "A1")
    pass_time(290)
    answer = select("ann", "A1", "A2")
    assert held_until(answer) == min(ends("A1", "A2")) == ends("A1")[0]
    assert lasts(answer, 20)


def test_who_takes_a_seat_over_owes_nothing_to_the_time_of_the_last_holder() -> None:
    keep_for(500, "ann", "A1")
    assert lasts(select("bob", "A1"), 30)
    assert lasts(checkout("bob"), 600)

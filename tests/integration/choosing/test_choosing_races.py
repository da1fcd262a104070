"""Those who choose at the same moment: what breaks a rule only together is never kept by both."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

import pytest
from flask import Flask

from seatapp.errors import Refusal
from seatapp.extensions import db
from seatapp.seats import choices, service
from seatapp.seats.choosing import Choice
from seatapp.seats.criteria import Criteria
from seatapp.seats.refusals import NoneAvailable, RuleBroken
from tests.support import racing
from tests.support.hall import assert_agree
from tests.support.racing import faults, goes_red

from .asks import HALL, open_hall

ROUNDS = 10
Call: TypeAlias = Callable[[], object]


@pytest.fixture
def apps(app: Flask, make_app: Callable[..., Flask]) -> list[Flask]:
    """Two workers on one database."""
    return [app, make_app()]


def at_once(apps: Sequence[Flask], calls: Sequence[Call]) -> list[object]:
    """Make the calls in a thread each, by turns on the apps; return what they return, or their refusals."""

    def made(app: Flask, call: Call) -> object:
        with app.app_context():
            try:
                return call()
            except Refusal as refusal:
                return refusal

    return racing.at_once([partial(made, apps[n % len(apps)], call) for n, call in enumerate(calls)])


def select(user: str, *seats: str) -> Call:
    return lambda: service.select(HALL, list(seats), user)


def best(user: str, count: int) -> Call:
    return lambda: service.select_best(HALL, Criteria(count), user)


def taken() -> list[str]:
    return sorted(lock["_id"]["seat"] for lock in db.seat_locks.find({"_id.show": HALL}))


def race(
    apps: list[Flask], complaint: str, forbidden: set[str], *calls: Call, rounds: int
) -> Iterator[list[str]]:
    """Let all ask at once, round after round; yield what is wrong: all of the forbidden seats are taken."""
    for _ in range(rounds):
        db.seat_locks.delete_many({"_id.show": HALL})
        answers = at_once(apps, calls)
        nobody = [] if any(not isinstance(answer, Refusal) for answer in answers) else ["nobody won"]
        yield [*([complaint] if forbidden <= set(taken()) else []), *nobody]


def gap(apps: list[Flask], rounds: int) -> Iterator[list[str]]:
    """Ann and Bob leave one seat between them; whoever is second could do otherwise."""
    open_hall(rows={"A": 11}, rules={"noSingleGaps": True})
    calls = select("ann", "A1", "A2"), select("bob", "A4", "A5")
    return race(apps, "a gap", {"A1", "A2", "A4", "A5"}, *calls, rounds=rounds)


def too_many(apps: list[Flask], rounds: int) -> Iterator[list[str]]:
    """Ann has two tabs."""
    open_hall(rules={"maxSeats": 3})
    calls = select("ann", "A1", "A2"), select("ann", "A5", "A6")
    return race(apps, "too many", {"A1", "A2", "A5", "A6"}, *calls, rounds=rounds)


def companions(apps: list[Flask], rounds: int) -> Iterator[list[str]]:
    """Ann brings two for her one wheelchair place, from two tabs."""
    open_hall(wheelchair=["A2"], companion=["A1", "A3"], rules={"companionNeedsWheelchair": True})
    calls = select("ann", "A1", "A2"), select("ann", "A2", "A3")
    return race(apps, "two companions", {"A1", "A2", "A3"}, *calls, rounds=rounds)


RACES = pytest.mark.parametrize(
    ("ask", "complaint"), [(gap, "a gap"), (too_many, "too many"), (companions, "two companions")]
)


@RACES
def test_what_breaks_a_rule_only_together_is_kept_by_one(
    apps: list[Flask], ask: Callable[..., Iterator[list[str]]], complaint: str
) -> None:
    found = faults(ask(apps, ROUNDS))
    assert complaint not in found
    # On a slow machine both may give way each time.
    assert found.count("nobody won") < ROUNDS / 2


@RACES
def test_without_the_second_look_both_keep_it(
    apps: list[Flask],
    ask: Callable[..., Iterator[list[str]]],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choices, "confirm", lambda *_, **__: None)
    assert goes_red(ask(apps, racing.TRIES), complaint)


def test_all_who_want_the_best_at_once_get_seats_while_there_are_some(apps: list[Flask]) -> None:
    open_hall(rows={"A": 12, "B": 12}, rules={"noSingleGaps": True})
    for _ in range(3):
        db.seat_locks.delete_many({"_id.show": HALL})
        answers = at_once(apps, [best(f"user {number}", 2) for number in range(12)])
        assert [answer for answer in answers if isinstance(answer, Refusal)] == []
        assert len(taken()) == 24
    late = at_once(apps, [best("late", 1)])
    assert isinstance(late[0], NoneAvailable)


def test_the_best_and_what_is_picked_by_hand_are_never_the_same_seats(apps: list[Flask]) -> None:
    open_hall(rows={"A": 12})
    for _ in range(3):
        db.seat_locks.delete_many({"_id.show": HALL})
        picks = [select(f"hand {number}", f"A{number}", f"A{number + 1}") for number in (4, 5, 6, 7)]
        answers = at_once(apps, [*picks, *(best(f"user {number}", 2) for number in range(4))])
        granted = [answer for answer in answers if not isinstance(answer, Refusal)]
        assert 2 * len(granted) == len(taken())
        assert len(granted) >= 4
    assert_agree()


def test_a_wheelchair_place_is_not_had_unasked_while_others_give_seats_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_hall(wheelchair=["A1"], rules={"wheelchairOnRequest": True})
    select("bob", "A2")()
    look = choices.look

    def look_and_lose(*wanted: Any, **more: Any) -> Choice:
        """Look while Bob has his seat, and let him give it back then."""
        seen = look(*wanted, **more)
        service.release(HALL, ["A2"], "bob")
        return seen

    monkeypatch.setattr(choices, "look", look_and_lose)
    with pytest.raises(RuleBroken):
        select("ann", "A1", "A2")()
    assert taken() == []


def test_a_whole_table_and_its_single_seats_are_one_persons(apps: list[Flask]) -> None:
    open_hall(rows=None, tables={"T1": {"seats": 3, "whole": True}})
    whole = ["T1-1", "T1-2", "T1-3"]
    calls = [select("ann", *whole), select("bob", "T1-1"), select("cid", *whole), select("dan", "T1-3")]
    for _ in range(ROUNDS):
        db.seat_locks.delete_many({"_id.show": HALL})
        at_once(apps, calls)
        assert taken() == whole
        assert len(db.seat_locks.distinct("holder", {"_id.show": HALL})) == 1

"""Standing places: chosen by number, given back, expired and counted."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from tests.support import asking

from .floor import HALL, change_show, choose, floor, give_back, hold, left, let_expire, open_floor, seen


@pytest.fixture(autouse=True)
def _hall(app: Flask) -> None:
    open_floor()


def test_who_asks_for_three_places_has_three_and_their_price() -> None:
    answer = hold("ann", 3, "A1")
    assert (answer["seats"], answer["areas"], answer["total"]) == (["A1"], {"floor": 3}, 6000)
    assert answer["prices"] == {"A1": 3000}
    assert floor("ann") == {
        "capacity": 10,
        "booked": 0,
        "lockedByOthers": 0,
        "lockedByMe": 3,
        "blocked": 0,
    }
    assert floor("bob")["lockedByOthers"] == 3


def test_the_number_is_how_many_in_all() -> None:
    hold("ann", 3)
    assert hold("ann", 5)["areas"] == {"floor": 5}
    assert hold("ann", 2)["areas"] == {"floor": 2}
    assert hold("ann", 2)["total"] == 2000
    assert floor()["lockedByOthers"] == 2


def test_none_gives_back_what_one_has_there() -> None:
    hold("ann", 3, "A1")
    answer = hold("ann", 0)
    assert (answer["seats"], answer.get("areas"), answer["total"], answer["currency"]) == ([], None, 0, "EUR")
    assert floor("ann")["lockedByMe"] == 0
    assert seen("ann")["lockedByMe"] == ["A1"]


def test_giving_back_names_how_many() -> None:
    hold("ann", 3)
    answer = give_back("ann", 2).json
    assert (answer["released"], answer["areas"], answer["seats"]) == (True, {"floor": 2}, [])
    assert give_back("ann", 5).json["areas"] == {"floor": 1}
    answer = give_back("ann", 1).json
    assert (answer["released"], answer["areas"]) == (False, {"floor": 0})


def test_too_few_left_is_refused_with_how_many() -> None:
    hold("ann", 8)
    assert left(choose("bob", 3)) == (409, "seats_unavailable", {"floor": 2})
    hold("bob", 2)
    assert left(choose("cleo", 1)) == (409, "seats_unavailable", {"floor": 0})
    give_back("bob", 1)
    hold("cleo", 1)


def test_seats_and_places_are_taken_all_or_none() -> None:
    hold("bob", 1, "A2")
    answer = choose("ann", 2, "A1", "A2")
    assert (answer.status_code, answer.json["conflicts"]) == (409, ["A2"])
    assert left(choose("ann", 10, "A1"))[2] == {"floor": 9}
    assert floor("ann")["lockedByMe"] == 0
    assert seen("ann")["lockedByMe"] == []


def test_an_expired_place_is_free_without_anybody_cleaning_up() -> None:
    hold("ann", 10)
    let_expire("ann")
    assert floor("ann")["lockedByMe"] == 0
    hold("bob", 10)
    assert floor("bob")["lockedByMe"] == 10


def test_standing_places_count_among_the_seats_that_one_person_may_have(
    make_app: Callable[..., Flask],
) -> None:
    with make_app(max_seats_per_user=4).app_context():
        hold("ann", 3)
        answer = choose("ann", 3, "A1", "A2")
        assert (answer.status_code, answer.json["code"]) == (422, "too_many_seats")
        hold("ann", 3, "A1")
        assert choose("ann", 4).json["code"] == "too_many_seats"


def test_a_renewed_place_keeps_its_price() -> None:
    hold("ann", 2)
    assert change_show(prices={"Standard": 3000, "Standing": 1500}).status_code == 200
    assert hold("ann", 2)["total"] == 2000
    assert hold("ann", 3)["total"] == 3500


@pytest.mark.parametrize(
    "body",
    [
        {"areas": {"roof": 1}},
        {"areas": {"floor": -1}},
        {"areas": {"floor": 101}},
        {"areas": {"floor": True}},
        {"areas": {}},
        {"areas": ["floor"]},
        {"seats": ["floor"]},
        {"seats": ["floor\x1f1"]},
    ],
)
def test_what_is_no_area_or_no_number_is_refused(body: dict[str, Any]) -> None:
    assert asking.call("ann", "/select-seats", showId=HALL, **body).status_code == 422
    assert db.seat_locks.count_documents({}) == 0


def test_the_checkout_lists_each_place_by_itself() -> None:
    hold("ann", 2, "A1")
    answer = asking.call("ann", "/checkout", showId=HALL).json
    assert [item.get("area", item.get("seat")) for item in answer["items"]] == ["A1", "floor", "floor"]
    assert answer["total"] == 5000
    assert seen("ann")["heldAreas"]["floor"]["count"] == 2

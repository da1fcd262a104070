"""The best free seats, found and locked in one call."""

from typing import Any, ClassVar

import pytest

from seatapp.extensions import db
from tests.support import asking, builders
from tests.support.asking import Answer

from .asks import HALL, best, hold, mine, open_hall

TWO_ROWS = {"A": 10, "B": 10}


def found(answer: Answer) -> tuple[list[str], str]:
    assert answer.status_code == 200, answer.text
    return sorted(answer.json["seats"]), answer.json["together"]


def largest(answer: Answer) -> int:
    assert (answer.status_code, answer.json["code"]) == (409, "none_available"), answer.text
    group: int = answer.json["largestGroup"]
    return group


def take(*seats: str) -> None:
    """Let somebody have these seats already."""
    builders.book(db, HALL, seats)


def plan_of(*zones: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"categories": [{"name": "Dear"}, {"name": "Cheap"}], "zones": list(zones), **more}


def zone(name: str, top: float, category: str) -> dict[str, Any]:
    seats = [
        {"seat_guid": f"{name}{number}", "position": {"x": 30 * number, "y": 0}, "category": category}
        for number in range(1, 7)
    ]
    return {"name": name, "rows": [{"row_number": "1", "position": {"x": 0, "y": top}, "seats": seats}]}


def test_the_best_are_in_the_middle_before_the_stage_and_are_locked_as_selected_ones_are() -> None:
    open_hall(rows=TWO_ROWS, prices={"Standard": 1500})
    answer = best("ann", 2)
    assert found(answer) == (["A5", "A6"], "row")
    assert (answer.json["total"], answer.json["currency"], answer.json["expiresIn"]) == (3000, "EUR", 30)
    assert mine("ann") == ["A5", "A6"]
    assert found(best("ann", 2)) == (["B5", "B6"], "row")


def test_the_focal_point_of_the_plan_says_what_is_best() -> None:
    open_hall(
        rows=None,
        plan=plan_of(zone("L", 0, "Dear"), zone("R", 900, "Cheap"), focal_point={"x": 30, "y": 1000}),
    )
    assert found(best("ann", 2)) == (["R1", "R2"], "row")


def test_a_group_that_fits_no_row_has_adjoining_ones() -> None:
    open_hall(rows=TWO_ROWS)
    take("A1", "A2", "A3", "A4", "A8", "A9", "A10", "B1", "B2", "B3", "B4", "B8", "B9", "B10")
    assert found(best("ann", 6)) == (["A5", "A6", "A7", "B5", "B6", "B7"], "rows")


def test_where_nothing_is_together_seats_are_as_near_as_can_be() -> None:
    open_hall(rows={"A": 10})
    take("A2", "A4", "A6", "A8", "A10")
    seats, together = found(best("ann", 3))
    assert (seats, together) == (["A3", "A5", "A7"], "apart")


def test_too_few_seats_are_refused_with_the_largest_group() -> None:
    open_hall(rows={"A": 10})
    take("A2", "A6", "A8", "A10")
    assert largest(best("ann", 7)) == 3
    assert mine("ann") == []


def test_seats_may_be_wished_by_category_zone_and_price() -> None:
    plan = plan_of(zone("Stalls", 0, "Dear"), zone("Circle", 300, "Cheap"))
    open_hall(rows=None, plan=plan, prices={"Dear": 5000, "Cheap": 2000})
    for wish in ({"categories": ["Cheap"]}, {"zones": ["Circle"]}, {"maxPrice": 2000}):
        seats, _ = found(best(f"who wants {wish}", 2, **wish))
        assert all(seat.startswith("Circle") for seat in seats)
    assert largest(best("ann", 2, maxPrice=1999)) == 0
    assert largest(best("ann", 2, categories=["Dear"], zones=["Circle"])) == 0
    for wrong in ({"categories": ["Gold"]}, {"zones": ["Balcony"]}):
        answer = best("ann", 2, **wrong)
        assert (answer.status_code, list(answer.json["errors"])) == (422, list(wrong))


def test_seats_may_be_near_to_a_seat_and_other_than_some() -> None:
    open_hall(rows=TWO_ROWS)
    assert found(best("ann", 2, near="B1")) == (["B1", "B2"], "row")
    first = best("bob", 2).json["seats"]
    asking.call("bob", "/release-seats", showId=HALL, seats=first)
    second = best("bob", 2, **{"not": first}).json["seats"]
    assert not set(first) & set(second)
    for unknown in ({"near": "Z1"}, {"not": ["Z1"]}):
        assert best("ann", 2, **unknown).json["code"] == "unknown_seats"


def test_they_are_added_to_what_one_has_up_to_the_cap() -> None:
    open_hall(rows=TWO_ROWS)
    hold("ann", *(f"B{number}" for number in range(1, 9)))
    assert best("ann", 3).json["code"] == "too_many_seats"
    assert best("ann", 2).status_code == 200
    assert len(mine("ann")) == 10
    assert best("bob", 11).json["code"] == "too_many_seats"


def test_no_gap_is_left_that_the_rule_forbids() -> None:
    open_hall(rows={"A": 7}, rules={"noSingleGaps": True})
    for number, seats in enumerate([2, 2, 1, 1, 1]):
        assert best(f"user {number}", seats).status_code == 200
    assert largest(best("late", 1)) == 0


def test_at_the_end_of_a_row_too_who_needs_a_wheelchair_has_the_others_side_by_side() -> None:
    """The nearest seats are behind the wheelchair's place, not beside it."""
    open_hall(rows=TWO_ROWS, wheelchair=["A1"], companion=["A2"])
    answer = best("ann", 4, accessible={"wheelchair": 1, "companion": 1})
    assert found(answer) == (["A1", "A2", "A3", "A4"], "row")


class TestPlacesForWheelchairs:
    @pytest.fixture(autouse=True)
    def _hall(self, app: object) -> None:
        open_hall(rows=TWO_ROWS, wheelchair=["A5", "B5"], companion=["A6", "B6"])

    def test_nobody_gets_them_without_asking(self) -> None:
        for number in range(8):
            seats, _ = found(best(f"user {number}", 2))
            assert not set(seats) & {"A5", "A6", "B5", "B6"}
        assert largest(best("late", 1)) == 0

    def test_who_asks_gets_one_with_the_companions_beside_it_and_the_others_near(self) -> None:
        seats, together = found(best("ann", 4, accessible={"wheelchair": 1, "companion": 1}))
        assert {"A5", "A6"} < set(seats)
        assert together == "row"
        assert found(best("bob", 2, accessible={"wheelchair": 1, "companion": 1}))[0] == ["B5", "B6"]
        assert best("cid", 1, accessible={"wheelchair": 1}).json["code"] == "none_available"

    def test_more_places_than_seats_make_no_sense(self) -> None:
        answer = best("ann", 1, accessible={"wheelchair": 1, "companion": 1})
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["accessible"])


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"count": "2"}, {"count": None}, {"maxPrice": -1}, {"places": 2}]
)
def test_a_wish_that_makes_no_sense_is_refused_by_name(wrong: dict[str, Any]) -> None:
    open_hall()
    answer = asking.call("ann", "/best-available", showId=HALL, **{"count": 2, **wrong})
    assert (answer.status_code, list(answer.json["errors"])) == (422, list(wrong))


class TestTicketTypes:
    TYPES: ClassVar = [
        {"id": "adult", "title": "Adult", "prices": {"Dear": 5000, "Cheap": 2000}},
        {"id": "child", "title": "Child", "prices": {"Cheap": 800}, "needs": {"type": "adult", "each": 2}},
    ]

    @pytest.fixture(autouse=True)
    def _hall(self, app: object) -> None:
        plan = plan_of(zone("Stalls", 0, "Dear"), zone("Circle", 300, "Cheap"))
        open_hall(rows=None, plan=plan, prices={"Dear": 5000, "Cheap": 2000}, ticketTypes=self.TYPES)

    def test_who_says_the_types_says_the_number_and_gets_seats_that_all_types_are_for(self) -> None:
        answer = best("ann", None, ticketTypes={"adult": 1, "child": 2})
        seats, together = found(answer)
        assert (together, answer.json["total"]) == ("row", 3600)
        assert all(seat.startswith("Circle") for seat in seats)
        assert sorted(answer.json["ticketTypes"].values()) == ["adult", "child", "child"]

    def test_the_price_limit_holds_for_each_type(self) -> None:
        assert found(best("ann", None, ticketTypes={"child": 1}, maxPrice=800))[1] == "row"
        assert largest(best("ann", None, ticketTypes={"adult": 1, "child": 1}, maxPrice=1999)) == 0

    def test_types_that_make_no_sense_are_refused_by_name(self) -> None:
        assert list(best("ann", None, ticketTypes={"dog": 1}).json["errors"]) == ["ticketTypes"]
        assert list(best("ann", 3, ticketTypes={"adult": 1}).json["errors"]) == ["count"]
        assert list(best("ann", None).json["errors"]) == ["count"]

"""The seats of a plan in lines of neighbours, the best first."""

import math
from typing import Any

import pytest

from seatapp.shows import plan_text
from seatapp.shows.layout import Layout
from seatapp.shows.plan import PlanSchema
from seatapp.shows.rows import plan_of_rows


def layout_of(plan: dict[str, Any]) -> Layout:
    text = plan_text.write(PlanSchema().load(plan))
    return Layout(plan_text.read_head(text), plan_text.read_rows(text))


def plan(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"categories": [{"name": "Red"}], "zones": [{"name": "Hall", "rows": list(rows)}], **more}


def row(name: str, places: list[tuple[float, float]], **more: Any) -> dict[str, Any]:
    seats = [
        {"seat_guid": f"{name}{number}", "position": {"x": x, "y": y}, "category": "Red"}
        for number, (x, y) in enumerate(places, 1)
    ]
    return {"row_number": name, "seats": seats, **more}


def lines(layout: Layout) -> list[list[str]]:
    return sorted(layout.ids[span.start : span.end] for span in layout.spans)


def costs(layout: Layout) -> dict[str, float]:
    return {seat: layout.cost[number] for seat, number in layout.numbers.items()}


def test_an_aisle_splits_a_row_whatever_the_numbers_are() -> None:
    in_two = plan(row("A", [(x, 0) for x in (0, 30, 60, 126, 156, 186)]))
    assert lines(layout_of(in_two)) == [["A1", "A2", "A3"], ["A4", "A5", "A6"]]


def test_two_seats_far_apart_are_no_neighbours_and_two_close_ones_are() -> None:
    assert lines(layout_of(plan(row("A", [(0, 0), (300, 0)])))) == [["A1"], ["A2"]]
    assert lines(layout_of(plan(row("A", [(0, 0), (30, 0)])))) == [["A1", "A2"]]


def test_seats_lie_in_the_order_in_which_they_stand_not_in_that_of_the_list() -> None:
    # Odd numbers on the left, even ones on the right, from the middle on.
    mixed = plan(row("A", [(x, 0) for x in (-15, 15, -45, 45, -75, 75)]))
    assert lines(layout_of(mixed)) == [["A5", "A3", "A1", "A2", "A4", "A6"]]


def test_a_bent_row_is_one_line() -> None:
    angles = [math.pi * number / 20 for number in range(1, 20)]
    bent = plan(row("A", [(300 * math.cos(angle), 300 * math.sin(angle)) for angle in angles]))
    assert lines(layout_of(bent)) == [[f"A{number}" for number in range(1, 20)]]


def test_lists_of_one_label_are_one_row() -> None:
    left, right = row("A", [(0, 0), (30, 0), (60, 0)]), row("A", [(90, 0), (120, 0), (150, 0)])
    for seat in right["seats"]:
        seat["seat_guid"] += "r"
    assert lines(layout_of(plan(left, right))) == [["A1", "A2", "A3", "A1r", "A2r", "A3r"]]


def test_what_a_zone_or_row_says_holds_for_all_in_it_that_do_not_say_otherwise() -> None:
    one, other = row("A", [(0, 0), (30, 0)], wheelchair=True), row("B", [(0, 30), (30, 30)])
    one["seats"][1]["wheelchair"] = False
    said = plan(one, other)
    said["zones"][0].update(companion=True, table="T")
    layout = layout_of(said)
    assert layout.seats_in(layout.wheelchair) == ["A1"]
    assert layout.seats_in(layout.companion) == ["A1", "A2", "B1", "B2"]
    assert layout.tables["T"].seats == ["A1", "A2", "B1", "B2"] or len(layout.tables["T"].seats) == 4


@pytest.mark.parametrize("focal", [(0, 400), (300, 0)])
def test_the_best_line_comes_first(focal: tuple[float, float]) -> None:
    rows = [row(name, [(x, y) for x in (0, 30, 60)]) for name, y in (("A", 0), ("B", 200), ("C", 400))]
    layout = layout_of(plan(*rows, focal_point={"x": focal[0], "y": focal[1]}))
    best = min(layout.numbers.values(), key=lambda number: layout.cost[number])
    assert layout.ids[best].startswith("C" if focal[1] else "A")
    assert layout.span_of(best) is layout.spans[0]


def test_who_sits_aside_of_a_stage_is_worse_off_than_who_sits_further_back() -> None:
    side, front, back = row("A", [(-150, 60)]), row("B", [(0, 150)]), row("C", [(0, 200)])
    cost = costs(layout_of(plan(side, front, back, row("D", [(0, 800)]), focal_point={"x": 0, "y": 0})))
    assert cost["B1"] < cost["C1"] < cost["A1"]


def test_where_people_sit_all_around_no_side_is_better() -> None:
    places = [(0, 50), (50, 0), (0, -50), (-50, 0)]
    around = [row(name, [place]) for name, place in zip("ABCD", places, strict=True)]
    assert len(set(costs(layout_of(plan(*around, focal_point={"x": 0, "y": 0}))).values())) == 1


def test_every_seat_is_in_one_line_and_bitmaps_name_it() -> None:
    layout = layout_of(plan_of_rows({"A": 9, "B": 4}, tables={"T1": {"seats": 5}}))
    assert layout.seats_in(layout.all) == sorted(layout.numbers)
    assert layout.all.bit_count() == 18
    for seat, number in layout.numbers.items():
        span = layout.span_of(number)
        assert span.start <= number < span.end
        assert layout.seats_in(layout.bits([seat])) == [seat]
        assert layout.seats_in(span.bits) == sorted(layout.ids[span.start : span.end])

"""The text of a plan is its JSON, and is read by rows; seats that are plain load as by the schema."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from seatapp.shows import plan_text
from seatapp.shows.demo.arena import arena
from seatapp.shows.parts import Seat
from seatapp.shows.plain_seats import PLAIN, plain
from seatapp.shows.plan import Plan, rows_of
from seatapp.shows.rows import plan_of_rows

ODD: Plan = {
    "name": "]},\n[",
    "zones": [{"name": "[", "rows": [], "areas": []}, *plan_of_rows({"]": 2, "[": 1})["zones"]],
    "categories": [],
}


@pytest.mark.parametrize("plan", [arena(), plan_of_rows({"A": 1}), ODD, {"zones": []}])
def test_the_text_of_a_plan_is_its_json_row_by_row(plan: Plan) -> None:
    text = plan_text.write(plan)
    assert orjson.loads(text) == plan
    without_rows = [({**zone, "rows": []}, row) for zone, row in rows_of(plan)]
    assert list(plan_text.read_rows(text)) == without_rows


labels = st.text(max_size=3) | st.sampled_from(["x" * 200, "x" * 201, " a", "a\n", "\x85"])
numbers = st.integers(-2, 2) | st.sampled_from([10**6, 10**6 + 1, 0.5, float("nan"), True, "1", None])
plain_seats = st.fixed_dictionaries(
    {
        "seat_guid": st.just("A1") | st.text(min_size=1, max_size=2),
        "position": st.fixed_dictionaries({"x": st.integers(-9, 9), "y": st.floats(-9, 9)}),
        "category": st.text(max_size=2),
    },
    optional={"seat_number": st.text(max_size=2), "wheelchair": st.booleans()},
)
anything = st.dictionaries(
    st.sampled_from([*PLAIN, "radius", "start_direction", "unknown"]),
    labels | numbers | st.dictionaries(st.sampled_from("xyz"), numbers),
)


@given(plain_seats, anything)
def test_a_seat_that_is_plain_loads_as_by_its_schema(seat: dict[str, Any], changes: dict[str, Any]) -> None:
    seat |= changes
    found = plain(seat)
    if found is None:
        return
    try:
        assert found == Seat().load(seat)
    except ValidationError as refused:
        pytest.fail(f"refused by the schema: {refused}")


def test_the_seats_of_all_demo_halls_are_plain() -> None:
    rows = [row for _, row in rows_of(arena())]
    assert all(plain(seat) for row in rows for seat in row["seats"])

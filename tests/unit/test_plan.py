import math
from typing import Any

import pytest
from marshmallow import ValidationError

from seatapp.shows.plan import MAX_SEATS, Plan, PlanSchema, rows_of, seats_of
from seatapp.shows.rows import plan_of_rows


@pytest.fixture
def plan() -> Plan:
    return plan_of_rows({"A": 2, "B": 3})


def load(plan: Any) -> Plan:
    loaded: Plan = PlanSchema().load(plan)
    return loaded


def refusal_of(plan: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        load(plan)
    return str(refused.value.messages)


def seat(plan: Plan, number: int = 0, row: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = plan["zones"][0]["rows"][row]["seats"][number]
    return found


def test_a_plan_loads_to_the_same_plan(plan: Plan) -> None:
    assert load(plan) == plan


def test_the_seats_are_known_with_their_categories(plan: Plan) -> None:
    assert seats_of(rows_of(plan)) == dict.fromkeys(["A1", "A2", "B1", "B2", "B3"], "Standard")


def test_what_the_format_does_not_know_is_left_out(plan: Plan) -> None:
    plan["uuid"] = seat(plan)["start_at"] = plan["zones"][0]["uuid"] = {"$where": "1"}
    loaded = load(plan)
    assert loaded == load(plan_of_rows({"A": 2, "B": 3}))


def test_null_means_absent(plan: Plan) -> None:
    plan["size"] = plan["zones"][0]["areas"] = seat(plan)["radius"] = seat(plan)["seat_number"] = None
    loaded = load(plan)
    assert loaded["zones"][0]["areas"] == []
    assert "radius" not in seat(loaded)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("row_number_position", ["start", "end", "both", None]),
        ("row_label", ["Table 4", None]),
        ("seat_label", ["Chair %s", None]),
    ],
)
def test_a_rows_labels_are_kept_as_they_were_sent_null_too(plan: Plan, key: str, values: list[Any]) -> None:
    row = plan["zones"][0]["rows"][0]
    for value in values:
        row[key] = value
        loaded = load(plan)["zones"][0]["rows"][0]
        assert (key in loaded, loaded.get(key)) == (True, value)
    del row[key]
    assert key not in load(plan)["zones"][0]["rows"][0]


@pytest.mark.parametrize("direction", ["<", ">", "<>", None])
def test_where_a_row_is_filled_from_is_kept(plan: Plan, direction: str | None) -> None:
    seat(plan)["start_direction"] = direction
    assert seat(load(plan))["start_direction"] == direction


def test_a_plan_without_a_size_gets_one_that_its_seats_fit_in(plan: Plan) -> None:
    wide, high = plan.pop("size").values()
    size = load(plan)["size"]
    assert 0 < size["width"] <= wide
    assert 0 < size["height"] <= high


def test_areas_of_the_first_version_of_the_format_are_read(plan: Plan) -> None:
    plan["zones"][0]["areas"] = [{"width": 90, "height": 10, "position": {"x": 1, "y": 2}, "text": "STAGE"}]
    (area,) = load(plan)["zones"][0]["areas"]
    assert area["shape"] == "rectangle"
    assert area["rectangle"] == {"width": 90, "height": 10}
    assert area["text"]["text"] == "STAGE"


def test_repeated_seat_ids_are_refused_and_named(plan: Plan) -> None:
    seat(plan, row=1)["seat_guid"] = "A1"
    seat(plan, number=1, row=1)["seat_guid"] = "A2"
    assert "2 seat ids are given to more than one seat: A1, A2." in refusal_of(plan)


def test_only_the_first_of_many_repeated_ids_are_named() -> None:
    plan = plan_of_rows({"A": 30, "B": 30})
    plan["zones"][0]["rows"][1]["seats"] = plan["zones"][0]["rows"][0]["seats"]
    message = refusal_of(plan)
    assert "A20 and 10 more" in message
    assert "A21" not in message


def test_a_category_that_the_plan_does_not_have_is_refused_and_named(plan: Plan) -> None:
    seat(plan)["category"] = "Royal box"
    assert "does not have: Royal box" in refusal_of(plan)


def test_a_plan_without_seats_is_refused(plan: Plan) -> None:
    plan["zones"][0]["rows"] = []
    assert "no seats" in refusal_of(plan)


def test_a_plan_with_too_many_seats_is_refused(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seatapp.shows.plan.MAX_SEATS", 4)
    assert MAX_SEATS > 12_000
    assert "5 seats" in refusal_of(plan)


@pytest.mark.parametrize(
    "color",
    ["#fff", "#FFAA00", "#ffaa0080", "red", "transparent", "rgb(1, 2, 3)", "rgba(255,255,255,0.5)"],
)
def test_colours_are_kept(plan: Plan, color: str) -> None:
    plan["categories"][0]["color"] = color
    assert load(plan)["categories"][0]["color"] == color


@pytest.mark.parametrize(
    "color",
    ["red;}", "#ggg", "url(//x)", '"><script>', "rgb(1,2", "expression(1)", "#fff\n;", "var(--x)", 7, {}],
)
def test_what_could_carry_more_than_a_colour_is_refused(plan: Plan, color: Any) -> None:
    plan["categories"][0]["color"] = color
    assert "color" in refusal_of(plan)


@pytest.mark.parametrize(
    "guid",
    ["", "x" * 65, "A\n1", "A\u0000", " A1", "A1\u00a0", "A\x85", "\ud800", 1, None, {"$ne": 1}, ["A"]],
)
def test_a_seat_id_that_cannot_be_one_is_refused(plan: Plan, guid: Any) -> None:
    seat(plan)["seat_guid"] = guid
    assert "seat_guid" in refusal_of(plan)


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf, 1e9, 10**400, "1", True, None, {"$gt": 0}])
def test_a_coordinate_that_cannot_be_drawn_is_refused(plan: Plan, x: Any) -> None:
    seat(plan)["position"]["x"] = x
    assert "position" in refusal_of(plan)


def test_whole_and_broken_coordinates_stay_what_they_are(plan: Plan) -> None:
    seat(plan)["position"] = {"x": 1, "y": 0.5}
    position = seat(load(plan))["position"]
    assert (repr(position["x"]), repr(position["y"])) == ("1", "0.5")


@pytest.mark.parametrize(
    "rubbish", [None, [], "plan", 1, {}, {"zones": {}}, {"zones": [None], "categories": [1]}]
)
def test_what_is_no_plan_is_refused(rubbish: Any) -> None:
    assert refusal_of(rubbish)


def test_a_label_is_one_line(plan: Plan) -> None:
    plan["zones"][0]["name"] = "Upper\r\n\tbalcony"
    seat(plan)["seat_number"] = 7
    loaded = load(plan)
    assert loaded["zones"][0]["name"] == "Upper balcony"
    assert seat(loaded)["seat_number"] == "7"


@pytest.mark.parametrize(
    "label", [" Parkett\u00a01 ", "Straßen\u00adbahn", "\u200fאבא", "👩\u200d💻", "\U0001fae9"]
)
def test_a_label_stays_what_it_is(plan: Plan, label: str) -> None:
    plan["zones"][0]["name"] = label
    assert load(plan)["zones"][0]["name"] == label


@pytest.mark.parametrize("label", ["Upper\0", "\x07", "\x1b[1m", "\x85", "\ud800"])
def test_a_label_of_control_characters_is_refused(plan: Plan, label: str) -> None:
    plan["zones"][0]["name"] = label
    assert "name" in refusal_of(plan)


def test_seats_of_the_short_form_lie_inside_and_apart() -> None:
    plan = plan_of_rows({"A": 1, "B": 20, "C": 7})
    spots = [
        (row["position"]["x"] + seat["position"]["x"], row["position"]["y"])
        for row in plan["zones"][0]["rows"]
        for seat in row["seats"]
    ]
    assert all(0 < x < plan["size"]["width"] and 0 < y < plan["size"]["height"] for x, y in spots)
    assert min(math.dist(a, b) for a in spots for b in spots if a != b) >= 24

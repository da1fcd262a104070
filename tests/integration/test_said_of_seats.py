"""What a plan says of seats and tables, and the rules of a show: kept as sent, or refused."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

from typing import Any

import pytest
from flask.testing import FlaskClient

from seatapp.shows.plain_seats import plain
from tests.support.builders import ADMIN, add_show

SAID: dict[str, Any] = {
    "wheelchair": False,
    "companion": True,
    "restricted_view": True,
    "aisle": True,
    "step_free": True,
    "hearing_loop": False,
    "table": "T1",
    "view_url": "https://example.org/views/a1.jpg?size=2",
    "note": "Behind a pillar",
}
RULES: dict[str, Any] = {
    "noSingleGaps": True,
    "consecutive": False,
    "minSeats": 2,
    "maxSeats": 8,
    "quantum": 2,
    "companionNeedsWheelchair": True,
    "wheelchairOnRequest": True,
}


def plan(seat: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    seats = [{"seat_guid": "A1", "position": {"x": 0, "y": 0}, "category": "Hall", **(seat or {})}]
    return {"categories": [{"name": "Hall"}], "zones": [{"rows": [{"seats": seats, **SAID}], **SAID}], **more}


def refused(client: FlaskClient, **fields: Any) -> dict[str, Any]:
    """Return the messages by field of a show that cannot be."""
    show = {"showId": "hall", "title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    answer = client.post("/api/shows", json={**show, **fields}, headers=ADMIN)
    assert (answer.status_code, answer.json["code"]) == (422, "validation_error"), answer.text
    errors: dict[str, Any] = answer.json["errors"]
    return errors


def test_what_is_said_comes_back_as_it_was_sent(client: FlaskClient) -> None:
    tables, focal_point = {"T1": {"whole": True}}, {"x": 100, "y": 20.5}
    add_show(client, plan=plan(SAID, tables=tables, focal_point=focal_point), rules=RULES)
    show = client.get("/api/shows/hall").json
    assert client.put("/api/shows/hall", json=show, headers=ADMIN).status_code == 200
    show = client.get("/api/shows/hall").json
    (zone,) = show["plan"]["zones"]
    for part in (zone, zone["rows"][0], zone["rows"][0]["seats"][0]):
        assert {key: part[key] for key in SAID} == SAID
    assert (show["plan"]["tables"], show["plan"]["focal_point"]) == (tables, focal_point)
    assert show["rules"] == RULES


def test_a_seat_of_which_much_is_said_needs_no_schema() -> None:
    seat = {"seat_guid": "A1", "position": {"x": 0, "y": 0}, "category": "Hall", **SAID}
    assert plain(seat) == seat
    assert plain({**seat, "view_url": "javascript:alert(1)"}) is None


def test_a_show_without_rules_has_none(client: FlaskClient) -> None:
    add_show(client, rules=None)
    assert client.get("/api/shows/hall").json["rules"] == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("aisle", "perhaps"),
        ("table", " T1"),
        ("view_url", "javascript:alert(1)"),
        ("view_url", "//example.org/a.jpg"),
        ("note", "x" * 201),
    ],
)
def test_what_makes_no_sense_of_a_seat_is_refused_at_its_place(
    client: FlaskClient, name: str, value: Any
) -> None:
    errors = refused(client, plan=plan({name: value}))
    assert list(errors["plan"]["zones"]["0"]["rows"]["0"]["seats"]["0"]) == [name]


def test_a_table_without_seats_and_a_focal_point_that_is_none_are_refused(client: FlaskClient) -> None:
    assert list(refused(client, plan=plan(tables={"T1": {}, "T9": {"whole": True}}))["plan"]) == ["tables"]
    assert list(refused(client, plan=plan(focal_point={"x": 1}))["plan"]) == ["focal_point"]


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"quantum": 0}, "quantum"),
        ({"minSeats": 0}, "minSeats"),
        ({"maxSeats": 0}, "maxSeats"),
        ({"minSeats": "2"}, "minSeats"),
        ({"noSingleGaps": "yes"}, "noSingleGaps"),
        ({"noGaps": True}, "noGaps"),
        ({"minSeats": 5, "maxSeats": 4}, "maxSeats"),
        ({"minSeats": 5, "maxSeats": 7, "quantum": 4}, "maxSeats"),
    ],
)
def test_rules_that_make_no_sense_are_refused_by_name(
    client: FlaskClient, rules: dict[str, Any], field: str
) -> None:
    assert list(refused(client, rows={"A": 9}, rules=rules)["rules"]) == [field]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rows": {"A": 2}, "wheelchair": ["A3"]}, "wheelchair"),
        ({"rows": {"A": 2}, "companion": ["B1"]}, "companion"),
        ({"tables": {"T1": {"seats": 0}}}, "tables"),
        ({"tables": {"T1": {}}}, "tables"),
        ({"rows": {"T1-": 2}, "tables": {"T1": {"seats": 1}}}, "rows"),
        ({"plan": plan(), "wheelchair": ["A1"]}, "wheelchair"),
        ({"plan": plan(), "tables": {"T1": {"seats": 4}}}, "plan"),
    ],
)
def test_a_short_form_that_makes_no_sense_is_refused_by_name(
    client: FlaskClient, fields: dict[str, Any], field: str
) -> None:
    assert list(refused(client, **fields)) == [field]


def test_a_short_form_may_have_tables_only(client: FlaskClient) -> None:
    add_show(client, plan=None, tables={"T1": {"seats": 2}})
    show = client.get("/api/shows/hall").json
    seats = [seat for row in show["plan"]["zones"][0]["rows"] for seat in row["seats"]]
    assert [seat["seat_guid"] for seat in seats] == ["T1-1", "T1-2"]

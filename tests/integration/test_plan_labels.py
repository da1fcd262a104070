"""What the plan's format says of how rows and seats are called: it comes back, and people read it."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

from typing import Any

from flask.testing import FlaskClient

from seatapp.shows.places import name_of
from tests.support.builders import add_show

LABELS: dict[str, Any] = {"row_number_position": None, "row_label": "Table 4", "seat_label": "chair %s"}


def plan(**labels: Any) -> dict[str, Any]:
    """Return a plan with one row of two seats, whose ids are a machine's."""
    seats = [
        {
            "seat_guid": f"0e8c1c52-7a3e-4f0b-9d58-00000000000{number}",
            "seat_number": str(number),
            "position": {"x": 30 * number, "y": 0},
            "category": "Hall",
        }
        for number in (1, 2)
    ]
    row = {"row_number": "4", "position": {"x": 0, "y": 0}, "seats": seats, **labels}
    return {
        "name": "Hall",
        "categories": [{"name": "Hall"}],
        "zones": [{"name": "Stalls", "position": {"x": 0, "y": 0}, "rows": [row]}],
    }


def test_labels_and_nulls_come_back_as_they_were_sent(client: FlaskClient) -> None:
    sent = {**LABELS, "seat_label": None}
    add_show(client, plan=plan(**sent))
    (row,) = client.get("/api/shows/hall").json["plan"]["zones"][0]["rows"]
    assert {key: row[key] for key in sent} == sent


def test_items_have_the_labels_that_people_read(client: FlaskClient) -> None:
    add_show(client, plan=plan(**LABELS))
    seat = plan()["zones"][0]["rows"][0]["seats"][1]["seat_guid"]
    client.post("/api/bookings/select-seats", json={"showId": "hall", "seats": [seat]})
    (item,) = client.post("/api/bookings/checkout", json={"showId": "hall"}).json["items"]
    assert (item["zone"], item["row"], item["number"]) == ("Stalls", "4", "2")
    assert (item["rowLabel"], item["seatLabel"]) == ("Table 4", "chair 2")
    assert name_of(item) == "Stalls, Table 4, chair 2"
    (item,) = client.post("/api/bookings", json={"showId": "hall"}).json["booking"]["items"]
    assert name_of(item) == "Stalls, Table 4, chair 2"


def test_items_of_a_plan_without_labels_have_none(client: FlaskClient) -> None:
    add_show(client, plan=plan(row_label=None))
    seat = plan()["zones"][0]["rows"][0]["seats"][0]["seat_guid"]
    client.post("/api/bookings/select-seats", json={"showId": "hall", "seats": [seat]})
    (item,) = client.post("/api/bookings/checkout", json={"showId": "hall"}).json["items"]
    assert "rowLabel" not in item
    assert name_of(item) == "Stalls, row 4, seat 1"

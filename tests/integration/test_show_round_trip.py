"""What a show's GET answers may be sent back as it is; what is no part of a show is refused."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index, operator"

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.extensions import clock
from seatapp.organiser import loading
from tests.support.builders import ADMIN, add_show


def read(client: FlaskClient, show: str) -> dict[str, Any]:
    answer: Any = client.get(f"/api/shows/{show}").json
    return dict(answer)


def put(client: FlaskClient, show: dict[str, Any]) -> Any:
    return client.put(f"/api/shows/{show['showId']}", json=show, headers=ADMIN)


def assert_comes_back(client: FlaskClient, show: str) -> None:
    """Check that a PUT of what GET answered changes nothing but the revision."""
    before = read(client, show)
    answer = put(client, before)
    assert answer.status_code == 200, answer.text
    after = read(client, show)
    assert after.pop("revision") == answer.json["revision"] > before.pop("revision")
    assert after == before


def test_a_put_takes_back_what_get_answered_of_every_demo_show(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        shows = [show.show_id for show in loading.load_demo(clock.now())]
    for show in shows:
        assert_comes_back(client, show)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"rows": {"A": 3, "Ä": 2}},
        {"startsAt": "2030-06-01T19:30:00.250+02:00", "timeZone": "Europe/Vienna"},
        {"salesStartAt": "2030-01-01T00:00:00-03:30", "salesEndAt": "2030-06-01T20:00:00+05:45"},
    ],
)
def test_a_put_takes_back_what_get_answered_of_a_show(client: FlaskClient, fields: dict[str, Any]) -> None:
    add_show(client, **fields)
    assert_comes_back(client, "hall")


def test_a_put_takes_back_a_show_of_closed_sales_and_leaves_them_closed(client: FlaskClient) -> None:
    add_show(client)
    client.post("/api/shows/hall/sales", json={"open": False}, headers=ADMIN)
    assert_comes_back(client, "hall")
    assert read(client, "hall")["salesOpen"] is False


def test_what_cannot_be_set_has_no_effect(client: FlaskClient) -> None:
    add_show(client)
    before = read(client, "hall")
    wrong = {"success": False, "seatCount": 7, "revision": 1, "maxSeatsPerUser": 99, "salesOpen": False}
    assert put(client, {**before, **wrong, "salesState": "ended"}).status_code == 200
    after = read(client, "hall")
    assert after.pop("revision") > before.pop("revision")
    assert after == before


def test_what_get_answered_may_be_published_under_another_id(client: FlaskClient) -> None:
    add_show(client)
    before = read(client, "hall")
    answer = client.post("/api/shows", json={**before, "showId": "copy"}, headers=ADMIN)
    assert answer.status_code == 201, answer.text
    differs = {"showId", "revision"}
    after = read(client, "copy")
    assert {key: after[key] for key in after.keys() - differs} == {
        key: before[key] for key in before.keys() - differs
    }


def test_keys_that_no_show_has_are_refused_by_name(client: FlaskClient) -> None:
    add_show(client)
    before = read(client, "hall")
    unknown: dict[str, Any] = {
        "salesopen": True,
        "starts_at": None,
        "Title": "x",
        "$set": {},
        "": 1,
        "ticketPrices": [],
    }
    for key, value in unknown.items():
        for answer in (
            put(client, {**before, key: value}),
            client.post("/api/shows", json={**before, "showId": "other", key: value}, headers=ADMIN),
        ):
            assert (answer.status_code, answer.json["code"]) == (422, "validation_error")
            assert list(answer.json["errors"]) == [key]
    assert read(client, "hall") == before
    assert client.get("/api/shows/other").status_code == 404

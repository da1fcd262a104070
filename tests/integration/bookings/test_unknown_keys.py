"""Whoever sends a key wants something by it: what a door does not know is refused, and nothing is done."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from marshmallow import RAISE
from werkzeug.routing import Rule

from tests.support import builders
from tests.support.asking import THE_SHOW, Answer, assert_refused, booked, hold, lists, organise, read, send
from tests.support.hall import SHOW, dump

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
ANN = {"X-User-Id": "ann"}


def doors(app: Flask) -> Iterator[tuple[str, Rule]]:
    """Yield every method and rule by which something can be changed."""
    for rule in app.url_map.iter_rules():
        yield from ((method, rule) for method in sorted(CHANGING & (rule.methods or set())))


def assert_names(answer: Answer, *keys: str) -> None:
    assert_refused(answer, 422, "validation_error")
    assert sorted(answer.json["errors"]) == sorted(keys)


def test_every_door_that_changes_something_says_what_its_body_may_say(app: Flask) -> None:
    found = list(doors(app))
    for _, rule in found:
        schema = vars(app.view_functions[rule.endpoint]).get("request_schema")
        assert schema is not None, f"{rule} has neither @body nor @no_body"
        assert schema().unknown == RAISE, f"{rule} passes unknown keys over"
    assert len(found) > 10


@pytest.mark.security("API3:2023", "ASVS 15.3.3")
def test_every_door_that_changes_something_refuses_an_unknown_key_by_its_name(app: Flask) -> None:
    booking = booked("ann", "A1")["id"]
    before = dump()
    for method, rule in doors(app):
        path = rule.rule.replace("<show_id>", SHOW).replace("<booking_id>", booking)
        for who in (ANN, builders.ADMIN):
            answer = send(method, path, who, json={"surprise": 1, "rows": {"A": 1}})
            if answer.status_code not in (401, 403) or who is builders.ADMIN:
                assert answer.status_code == 422, (rule, answer.text)
                assert "surprise" in answer.text or answer.mimetype == "text/html", (rule, answer.text)
    assert dump() == before


@pytest.mark.parametrize("who", [ANN, builders.ADMIN])
@pytest.mark.parametrize("key", ["seat", "reason"])
def test_a_cancelling_that_wants_less_than_all_cancels_nothing(who: dict[str, str], key: str) -> None:
    booking = booked("ann", "A1", "A2")["id"]
    assert_names(send("POST", f"/api/bookings/{booking}/cancel", who, json={key: ["A1"]}), key)
    assert read("ann", f"/{booking}").json["booking"]["status"] == "confirmed"
    assert lists()["bookedSeats"] == ["A1", "A2"]


def test_a_page_s_form_that_wants_less_than_all_cancels_nothing() -> None:
    booking = booked("ann", "A1", "A2")["id"]
    answer = send("POST", f"/bookings/{booking}/cancel", ANN, data={"seats": "A1"})
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert lists()["bookedSeats"] == ["A1", "A2"]
    assert send("POST", f"/bookings/{booking}/cancel", ANN, data={}).status_code == 303
    assert lists()["bookedSeats"] == []


def test_a_block_for_somebody_blocks_nothing() -> None:
    answer = organise("block-seats", seats=["A1"], until="2030-01-01T00:00:00Z", forWhom="press")
    assert_names(answer, "forWhom")
    assert lists()["blockedSeats"] == []


def test_deleting_a_show_with_a_condition_deletes_nothing() -> None:
    assert_names(send("DELETE", THE_SHOW, builders.ADMIN, json={"ifUnsold": True}), "ifUnsold")
    assert send("GET", THE_SHOW, {}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": b""},
        {"data": b"", "content_type": "application/json"},
        {"data": b"", "content_type": "application/x-www-form-urlencoded"},
        {"json": {}},
        {"json": None, "data": b"null", "content_type": "application/json"},
    ],
)
def test_a_body_that_says_nothing_is_fine_where_none_is_needed(body: dict[str, Any]) -> None:
    booking = booked("ann", "A1")["id"]
    assert send("POST", f"/api/bookings/{booking}/cancel", ANN, **body).status_code == 200
    assert send("POST", "/api/session", {}, **body).status_code == 201
    assert send("DELETE", THE_SHOW, builders.ADMIN, **body).status_code == 200


def test_a_body_that_cannot_be_read_is_refused_where_none_is_needed_too() -> None:
    booking = booked("ann", "A1")["id"]
    path = f"/api/bookings/{booking}/cancel"
    assert send("POST", path, ANN, data=b"{", content_type="application/json").status_code == 400
    assert send("POST", path, ANN, data=b"seats: A1", content_type="text/yaml").status_code == 415
    assert lists()["bookedSeats"] == ["A1"]


@pytest.mark.parametrize("path", ["/select-seats", "/release-seats", "/checkout", ""])
def test_the_user_id_of_an_old_client_is_known_and_counts_for_nothing(path: str) -> None:
    hold("ann", "A1")
    seats = {} if path == "/checkout" else {"seats": ["A1"]}
    body = {"showId": SHOW, "userId": "bob", **seats}
    answer = send("POST", f"/api/bookings{path}", ANN, json=body)
    assert answer.status_code in (200, 201), answer.text
    assert "bob" not in str(dump())


@pytest.mark.security("API3:2023", "ASVS 15.3.3")
def test_a_user_id_beside_a_cancelling_counts_for_nothing() -> None:
    booking = booked("ann", "A1")["id"]
    path = f"/api/bookings/{booking}/cancel"
    assert_refused(send("POST", path, {"X-User-Id": "bob"}, json={"userId": "ann"}), 404, "booking_not_found")
    assert send("POST", path, ANN, json={"userId": "bob"}).status_code == 200


def test_a_session_is_the_caller_s_own_whatever_user_id_is_sent() -> None:
    assert send("POST", "/api/session", {}, json={"userId": "bob"}).json["kind"] == "guest"
    assert_names(send("POST", "/api/session", {}, json={"kind": "user"}), "kind")

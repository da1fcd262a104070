"""Junk for the sockets' door, and events that make no sense."""

import json
from typing import Any

import pytest

from tests.support.people import Tab
from tests.support.worker import Worker

from .nonsense import HALL, NO_STRINGS, UNKNOWN_SHOWS, nested, table
from .refusals import assert_refusal, assert_tells_nothing


@pytest.mark.parametrize(
    "query",
    [
        "",
        "EIO=3&transport=polling",
        "EIO=x&transport=polling",
        "EIO=4&transport=carrier-pigeon",
        "EIO=4&transport=polling&sid=no-such-sid",
        "EIO=4&transport=polling&sid=%00",
        "EIO=4&transport=websocket",
        "EIO=4&transport=polling&j=x",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_knock_at_the_sockets_door_that_is_none_is_refused(worker: Worker, method: str, query: str) -> None:
    response = worker.request(method, f"/socket.io/?{query}", data=b"junk" if method == "POST" else None)
    assert 400 <= response.status_code < 500
    assert_tells_nothing(response)


@pytest.mark.parametrize(
    "body",
    [
        b"junk",
        b"",
        b"9",
        b"4",
        b"42",
        b"42[",
        b"4" * 70_000,
        b"\xff\xfe\x00",
        b"b!!!not base64",
        b"42[1]\x1e42[2]",
        b"\x1e" * 50,
        b"0",
        b"2probe",
        b"6",
    ],
)
def test_junk_in_a_polling_request_harms_nobody_else(worker: Worker, tab: Tab, body: bytes) -> None:
    opened = worker.get("/socket.io/?EIO=4&transport=polling").text
    address = f"/socket.io/?EIO=4&transport=polling&sid={json.loads(opened[1:])['sid']}"
    assert worker.post(address, data=b"40").ok
    response = worker.post(address, data=body, timeout=3)
    assert response.status_code < 500
    assert_tells_nothing(response)
    assert tab.join(HALL)["success"] is True


PAYLOADS: dict[str, Any] = {
    **{name: value for name, value in NO_STRINGS.items() if name != "an object"},
    "an object without the field": {"show": HALL, "user": "ann"},
    "an object in the field": {"showId": {"$gt": ""}, "userId": {"$gt": ""}, "token": {"$gt": ""}},
    "null in the field": {"showId": None, "userId": None, "token": None},
    "bytes": b"\x00\xff",
    "bytes in the field": {"showId": b"hall", "userId": b"ann"},
    "a deep list": json.loads(nested(200)),
    "a deep object": json.loads('{"showId":' * 200 + "1" + "}" * 200),
    "a list of bytes": [b"a", b"b"],
    "nothing at all": (),
}


@pytest.mark.security("ASVS 1.2.4")
@pytest.mark.parametrize("event", ["join-show", "leave-show", "register-user"])
@table(PAYLOADS, "payload")
def test_a_payload_of_the_wrong_shape_is_refused(tab: Tab, event: str, payload: Any) -> None:
    assert_refusal(tab.call(event, payload))
    assert tab.register()["success"] is True


@table({**UNKNOWN_SHOWS, "4,000 characters": "x" * 4000})
def test_a_show_that_is_not_there_cannot_be_joined(tab: Tab, value: str) -> None:
    for payload in (value, {"showId": value}):
        refused = tab.call("join-show", payload)
        assert_refusal(refused)
        assert refused["code"] == "show_not_found"
        assert tab.call("leave-show", payload)["success"] is True


@table({**UNKNOWN_SHOWS, "somebody's name": "ann", "4,000 characters": "x" * 4000})
def test_nobody_elses_name_can_be_registered(tab: Tab, value: str) -> None:
    for payload in (value, {"userId": value}, {"token": value}):
        assert_refusal(tab.call("register-user", payload))
    assert tab.register()["success"] is True


def test_a_key_that_nobody_knows_is_refused_by_its_name(tab: Tab) -> None:
    for event, known in (("join-show", HALL), ("leave-show", HALL), ("register-user", tab.user_id)):
        name = "userId" if event == "register-user" else "showId"
        refused = tab.call(event, {name: known, "seats": ["A3"]})
        assert_refusal(refused)
        assert (refused["code"], list(refused["errors"])) == ("validation_error", ["seats"])
    assert tab.call("join-show", {"showId": HALL, "userId": "ann"})["lockedByMe"] == []


@pytest.mark.parametrize("event", ["join-show", "leave-show", "register-user"])
def test_arguments_that_nobody_asked_for_are_ignored(tab: Tab, event: str) -> None:
    payload = tab.user_id if event == "register-user" else HALL
    assert tab.call(event, (payload, "more", {"$gt": ""}, None, b"bytes", [1]))["success"] is True
    assert_refusal(tab.call(event, (5, payload)))


@pytest.mark.parametrize(
    "event", ["no-such-event", "message", "", "$where", "__class__", "seats-selected", "🎭"]
)
def test_an_event_that_is_not_there_is_passed_over(tab: Tab, event: str) -> None:
    tab.emit(event, {"showId": HALL, "seats": ["A3"]})
    assert tab.join(HALL)["success"] is True

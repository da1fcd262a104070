"""Tokens, cookies and names by which somebody claims to be who they are not."""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import jwt
import pytest
from socketio.exceptions import ConnectionError as Refused

from tests.support.people import Person, Tab
from tests.support.worker import Worker

from .nonsense import HALL, SECRET, nested, table
from .refusals import assert_refusal, assert_refused


def token(secret: str = SECRET, algorithm: str = "HS256", headers: Any = None, **claims: Any) -> str:
    """Return a token of the shop for ann; claims can be other than they should be, `...` leaves one out."""
    given = {"sub": "ann", "exp": int(time.time()) + 3600, **claims}
    payload = {name: value for name, value in given.items() if value is not ...}
    signing = jwt.PyJWS()
    return signing.encode(json.dumps(payload).encode(), secret, algorithm, headers=headers)


TOKENS: dict[str, Callable[[], str]] = {
    "nonsense": lambda: "nonsense",
    "three parts of nothing": lambda: "..",
    "a.b.c": lambda: "a.b.c",
    "no ASCII": lambda: "naïve",
    "a long one": lambda: "x" * 4000,
    "alg none": partial(token, "", "none"),
    "alg none that says it is a session": partial(token, "", "none", {"typ": "session"}, kind="user"),
    "alg None without a signature": lambda: token().rpartition(".")[0] + ".",
    "another secret": partial(token, "another secret, as long as the shop's own"),
    "another algorithm": partial(token, SECRET + " " * 40, "HS512"),
    "a session that the shop signed": partial(token, SECRET, "HS256", {"typ": "session"}, kind="user"),
    "expired": partial(token, exp=int(time.time()) - 60),
    "no end": partial(token, exp=...),
    "an end that is no number": partial(token, exp="tomorrow"),
    "an end in text": partial(token, exp="4102444800"),
    "an end that is true": partial(token, exp=True),
    "an end that is a list": partial(token, exp=[4102444800]),
    "an end that is not a number": partial(token, exp=float("nan")),
    "a time of issue in text": partial(token, iat="1700000000"),
    "a beginning that is true": partial(token, nbf=True),
    "an end that is an object": partial(token, exp={"$gt": 0}),
    "an end beyond all numbers": partial(token, exp=float("inf")),
    "not valid yet": lambda: token(nbf=int(time.time()) + 600),
    "no user": partial(token, sub=...),
    "a user that is null": partial(token, sub=None),
    "a user that is a number": partial(token, sub=5),
    "a user that is an operator": partial(token, sub={"$gt": ""}),
    "a user that is empty": partial(token, sub=""),
    "a user that is a guest": partial(token, sub="guest-somebody"),
    "a user that is too long": partial(token, sub="x" * 2000),
    "a user with a null byte": partial(token, sub="ann\0"),
    "a user with a line break": partial(token, sub="ann\r\nX-Injected: 1"),
    "claims that are no object": lambda: jwt.PyJWS().encode(b'["ann"]', SECRET, "HS256"),
    "claims that are no JSON": lambda: jwt.PyJWS().encode(b"\xff{", SECRET, "HS256"),
    "claims that are deep": lambda: jwt.PyJWS().encode(nested(3_000).encode(), SECRET, "HS256"),
    "an unknown critical header": partial(token, SECRET, "HS256", {"crit": ["b64x"], "b64x": True}),
    "a key id that is an operator": partial(
        token, "another secret, as long as the shop's own", "HS256", {"kid": "$gt"}
    ),
}

JSON = {"Content-Type": "application/json"}

TOKEN_DOORS: dict[str, tuple[str, str, Any]] = {
    "select": ("POST", "/api/bookings/select-seats", {"showId": HALL, "seats": ["A3"]}),
    "release": ("POST", "/api/bookings/release-seats", {"showId": HALL, "seats": ["A2"]}),
    "look": ("GET", f"/api/bookings/locked-seats/{HALL}", None),
    "ask who one is": ("GET", "/api/session", None),
    "ask for a session": ("POST", "/api/session", None),
}


@table(TOKENS, "make_token")
def test_a_bad_token_is_refused_at_every_door(worker: Worker, make_token: Callable[[], str]) -> None:
    headers = {"Authorization": f"Bearer {make_token()}".encode()}
    for method, path, body in TOKEN_DOORS.values():
        response = worker.request(method, path, json=body, headers=headers)
        assert_refused(response, 401)
        assert response.json()["code"] == "invalid_token"
        assert "Set-Cookie" not in response.headers


@table(TOKENS, "make_token")
def test_a_bad_token_is_refused_by_sockets_too(
    worker: Worker, tab: Tab, make_token: Callable[[], str]
) -> None:
    with pytest.raises(Refused):
        Tab(worker, "", make_token(), "websocket")
    assert_refusal(tab.register(make_token()))
    assert tab.join(HALL)["lockedByMe"] == []


def test_a_guests_token_with_another_name_in_it_is_refused(
    worker: Worker, guest: Callable[[Worker], Person]
) -> None:
    header, _, signature = guest(worker).token.split(".")
    claims = token(sub="ann", kind="user").split(".")[1]
    forged = f"{header}.{claims}.{signature}"
    assert_refused(worker.get("/api/session", headers={"Authorization": f"Bearer {forged}"}), 401)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YW5uOmFubg==", "Digest x", "bearer", "\xff"]
)
def test_a_header_without_a_token_is_nobodys(worker: Worker, header: str) -> None:
    headers = {"Authorization": header.encode("latin-1")}
    assert_refused(worker.get("/api/session", headers=headers), 401)


@pytest.mark.parametrize("cookie", ["", "nonsense", "a.b.c", "\xff\xfe", "x" * 4000, '"', "a=b=c; ;;"])
def test_a_cookie_that_proves_nothing_is_nobodys(worker: Worker, cookie: str) -> None:
    headers = {"Cookie": f"seatapp_session={cookie}".encode("latin-1")}
    assert_refused(worker.get("/api/session", headers=headers), 401)
    response = worker.get(f"/api/bookings/locked-seats/{HALL}", headers=headers)
    assert (response.status_code, response.json()["lockedByMe"]) == (200, [])


@pytest.mark.security("ASVS 9.2.2")
def test_a_cookie_of_the_shops_own_tokens_is_nobodys(worker: Worker) -> None:
    headers = {"Cookie": f"seatapp_session={token()}"}
    assert_refused(worker.get("/api/session", headers=headers), 401)


@pytest.mark.security("API3:2023", "ASVS 15.3.3")
def test_a_user_id_in_the_body_or_the_query_does_not_count(worker: Worker) -> None:
    body = {"showId": HALL, "seats": ["A2"], "userId": "ann"}
    released = worker.post("/api/bookings/release-seats?userId=ann", json=body)
    assert (released.status_code, released.json()["released"]) == (200, False)
    assert_refused(worker.post("/api/bookings/select-seats?userId=ann", json=body), 409)
    status = worker.get(f"/api/bookings/locked-seats/{HALL}?userId=ann").json()
    assert (status["lockedByMe"], status["lockedByOthers"]) == ([], ["A2"])


@pytest.mark.parametrize("body", [b"{", b"\xff" * 1000, b'{"holder": "ann"}', b'["ann"]'])
def test_a_session_is_refused_to_whoever_asks_for_more(worker: Worker, body: bytes) -> None:
    assert_refused(worker.post("/api/session", data=body, headers=JSON), 400, 422)


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b'{"userId": "ann"}'])
def test_a_session_is_of_nobody_but_a_new_guest_whatever_is_sent(worker: Worker, body: bytes) -> None:
    response = worker.post("/api/session", data=body, headers=JSON)
    assert response.status_code == 201
    assert response.json()["kind"] == "guest"
    assert response.json()["userId"] != "ann"

"""What comes from outside and makes no sense is refused, changes nothing, and leaves no traceback."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

import jwt
import pytest
import requests
import websocket
from socketio.exceptions import ConnectionError as Refused

from tests.support import builders, servers
from tests.support.people import Person, Tab
from tests.support.worker import Worker

HALL = "hall"
SOON = 10
SECRET = "the shop's secret, long enough for HS256"
LEAKS = ("Traceback", "pymongo", "marshmallow", "werkzeug", "orjson", "site-packages", 'File "')

Guest = Callable[[Worker], Person]


@pytest.fixture(scope="module")
def _pool(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """One worker that knows the shop's tokens, and a hall with some seats taken for good."""
    with servers.fresh_database(mongodb.uri) as uri:
        worker = Worker(uri, redis_server.uri, JWT_SECRET=SECRET).start()
        try:
            builders.add_show(worker, HALL)
            builders.book(worker.database, HALL, ["A1"])
            worker.database.seat_locks.insert_one(
                {
                    "_id": {"show": HALL, "seat": "A2"},
                    "state": "locked",
                    "holder": "ann",
                    "slot": 0,
                    "first_locked_at": datetime.now(UTC),
                    "expires_at": datetime.now(UTC) + timedelta(hours=1),
                }
            )
            yield [worker]
        finally:
            worker.close()


@pytest.fixture
def worker(workers: list[Worker]) -> Worker:
    return workers[0]


@pytest.fixture(scope="module")
def regular(_pool: list[Worker]) -> Iterator[Person]:
    """Somebody who behaves, with a tab that stays open through all of this."""
    person = Person.guest(_pool[0])
    person.connect()
    yield person
    person.close()


@pytest.fixture
def tab(regular: Person) -> Tab:
    return regular.tab


@pytest.fixture(autouse=True)
def _harmless(worker: Worker, regular: Person) -> Iterator[None]:
    """After each test: the seats are as before, the worker works, and its log has no traceback."""
    before, logged = seats(worker), len(worker.log)
    yield
    assert seats(worker) == before
    assert regular.select(HALL, ["A5"]).json()["success"] is True
    assert regular.release(HALL, ["A5"]).json()["released"] is True
    assert regular.tab.connected, regular.tab.disconnected
    assert regular.join(HALL)["lockedByMe"] == []
    assert "Traceback" not in worker.log[logged:]


def seats(worker: Worker) -> list[dict[str, Any]]:
    return list(worker.database.seat_locks.find().sort("_id"))


def assert_refused(response: requests.Response, *statuses: int) -> None:
    """See that it is a refusal in the one shape, with one of the statuses, any 4xx if none is given."""
    assert response.status_code in (statuses or range(400, 500)), response.text[:500]
    assert_refusal(response.json())
    assert not any(leak in response.text for leak in LEAKS), response.text[:500]


def assert_refusal(answer: Any) -> None:
    assert answer["success"] is False
    for key in ("code", "message"):
        assert isinstance(answer[key], str)
        assert answer[key].strip()


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth


# Bodies of the two doors that change seats

UNKNOWN_SHOWS: dict[str, Any] = {
    "an unknown show": "no-such-show",
    "a path": "../../etc/passwd",
    "a null byte": "hall\0",
    "nothing but a null byte": "\0",
    "a look-alike": "\u04bball",
    "an emoji": "🎭",
    "a space": "hall ",
    "an operator": "$where",
    "a dotted path": "hall.seats",
    "upper case": "HALL",
}

NO_STRINGS: dict[str, Any] = {
    "null": None,
    "a number": 1,
    "a float": 1.5,
    "true": True,
    "a list": ["hall"],
    "an object": {"showId": "hall"},
    "$gt": {"$gt": ""},
    "$ne": {"$ne": None},
    "$regex": {"$regex": ".*"},
    "$in": {"$in": ["hall"]},
    "$where": {"$where": "sleep(10000) || true"},
    "empty": "",
    "far too long": "x" * 60_000,
}

BAD_SEATS: dict[str, Any] = {
    "null": None,
    "a string": "A3",
    "a number": 3,
    "true": True,
    "an object": {"0": "A3"},
    "$in": {"$in": ["A3", "A4"]},
    "$gt": {"$gt": ""},
    "empty": [],
    "a list with null": ["A3", None],
    "a list with a number": ["A3", 4],
    "a list with true": [True],
    "a list with a list": [["A3"]],
    "a list with an object": [{"seat": "A3"}],
    "a list with an operator": [{"$gt": ""}],
    "an empty seat": ["A3", ""],
    "the same seat twice": ["A3", "A4", "A3"],
    "10,000 times the same seat": ["A3"] * 5_000,
    "more seats than a request may have": [f"A{number}" for number in range(1, 102)],
    "a huge seat": ["A" * 60_000],
    "an unknown seat": ["Z99"],
    "a known and an unknown seat": ["A3", "Z99"],
    "a null byte": ["A3\0"],
    "lower case": ["a3"],
    "full-width letters": ["Ａ３"],  # noqa: RUF001
    "an emoji": ["🪑"],
    "white space": [" A3 "],
    "an operator for a name": ["$where"],
    "a dotted name": ["A3.x"],
    "a comma": ["A3,A4"],
}

RAW_BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "an open brace": (b"{", 400),
    "no JSON": (b"showId=hall&seats=A3", 400),
    "a comma too many": (b'{"showId": "hall", "seats": ["A3",]}', 400),
    "single quotes": (b"{'showId': 'hall', 'seats': ['A3']}", 400),
    "something behind the end": (b'{"showId": "hall", "seats": ["A3"]} x', 400),
    "NaN": (b'{"showId": "hall", "seats": [NaN]}', 400),
    "Infinity": (b'{"showId": "hall", "seats": [Infinity]}', 400),
    "a number beyond all floats": (b'{"showId": "hall", "seats": [1e999]}', 400),
    "bytes that are no UTF-8": (b'{"showId": "hall", "seats": ["\xff\xfe"]}', 400),
    "half a surrogate pair": (b'{"showId": "hall", "seats": ["\\ud800"]}', 400),
    "UTF-16": ('{"showId": "hall", "seats": ["A3"]}'.encode("utf-16"), 400),
    "a raw control character": (b'{"showId": "hall", "seats": ["A\x003"]}', 400),
    "lists 20,000 deep": (nested(20_000).encode(), 400),
    "objects 5,000 deep": (('{"a":' * 5_000 + "1" + "}" * 5_000).encode(), 400),
    "null": (b"null", 422),
    "true": (b"true", 422),
    "a number": (b"5", 422),
    "a string": (b'"hall"', 422),
    "a list": (b'[{"showId": "hall", "seats": ["A3"]}]', 422),
    "an empty object": (b"{}", 422),
    "an empty list": (b"[]", 422),
    "lists 500 deep": (b'{"showId": "hall", "seats": %s}' % nested(500).encode(), 422),
    "the last of two keys counts": (b'{"showId": "hall", "seats": ["A3"], "seats": 5}', 422),
}

CONTENT_TYPES = [
    "text/plain",
    "text/html",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "json",
    "",
    "application/jsonx",
    ";;;",
]

DOORS = ("select-seats", "release-seats")


def table(rows: dict[str, Any], name: str = "value") -> pytest.MarkDecorator:
    """Make a test of each row, named by its key."""
    return pytest.mark.parametrize(name, [pytest.param(value, id=key) for key, value in rows.items()])


def ask(worker: Worker, **body: Any) -> Iterator[requests.Response]:
    """Send the body to each of the two doors."""
    for door in DOORS:
        yield worker.post(f"/api/bookings/{door}", json=body)


def send(worker: Worker, door: str, body: bytes, content_type: str = "application/json") -> requests.Response:
    return worker.post(f"/api/bookings/{door}", data=body, headers={"Content-Type": content_type})


@table(NO_STRINGS)
def test_a_show_id_of_the_wrong_shape_is_refused(worker: Worker, value: Any) -> None:
    for response in ask(worker, showId=value, seats=["A3"]):
        assert_refused(response, 422)
        assert response.json()["code"] == "validation_error"
        assert list(response.json()["errors"]) == ["showId"]


@table(UNKNOWN_SHOWS)
def test_a_show_that_is_not_there_is_not_found(worker: Worker, value: str) -> None:
    for response in ask(worker, showId=value, seats=["A3"]):
        assert_refused(response, 404)
        assert response.json()["code"] == "show_not_found"


@table(BAD_SEATS)
def test_seats_of_the_wrong_shape_are_refused(worker: Worker, value: Any) -> None:
    for response in ask(worker, showId=HALL, seats=value):
        assert_refused(response, 422)
        assert response.json()["code"] in ("validation_error", "unknown_seats")


def test_ten_thousand_seats_are_too_large_a_body(worker: Worker) -> None:
    for response in ask(worker, showId=HALL, seats=[f"A{number}" for number in range(10_000)]):
        assert_refused(response, 413)


@pytest.mark.parametrize("missing", ["showId", "seats"])
def test_a_missing_field_is_named(worker: Worker, missing: str) -> None:
    body = {"showId": HALL, "seats": ["A3"]}
    del body[missing]
    for response in ask(worker, **body):
        assert_refused(response, 422)
        assert list(response.json()["errors"]) == [missing]


@table(RAW_BODIES)
def test_a_body_that_is_no_proper_json_is_refused(worker: Worker, value: tuple[bytes, int]) -> None:
    body, status = value
    for door in DOORS:
        assert_refused(send(worker, door, body), status)


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
def test_a_body_that_says_it_is_something_else_is_refused(worker: Worker, content_type: str) -> None:
    body = json.dumps({"showId": HALL, "seats": ["A3"]}).encode()
    for door in DOORS:
        assert_refused(send(worker, door, body, content_type), 415)


def test_a_body_that_is_too_large_is_refused(worker: Worker) -> None:
    for response in ask(worker, showId=HALL, seats=["A3"], padding="x" * 1_000_000):
        assert_refused(response, 413)


@pytest.mark.parametrize("door", DOORS)
def test_a_body_that_is_too_large_and_tells_no_length_is_refused(worker: Worker, door: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"showId": "hall", "seats": ["A3"], "padding": "'
        for _ in range(40):
            yield b"x" * 10_000
        yield b'"}'

    try:
        response = worker.post(
            f"/api/bookings/{door}", data=chunks(), headers={"Content-Type": "application/json"}
        )
    except requests.ConnectionError:
        return  # The server need not listen to the end.
    assert_refused(response)


def test_a_user_id_in_the_body_or_the_query_does_not_count(worker: Worker) -> None:
    body = {"showId": HALL, "seats": ["A2"], "userId": "ann", "holder": "ann", "user": "ann"}
    released = worker.post("/api/bookings/release-seats?userId=ann", json=body)
    assert (released.status_code, released.json()["released"]) == (200, False)
    assert_refused(worker.post("/api/bookings/select-seats?userId=ann", json=body), 409)
    status = worker.get(f"/api/bookings/locked-seats/{HALL}?userId=ann").json()
    assert (status["lockedByMe"], status["lockedByOthers"]) == ([], ["A2"])


# Addresses

PATHS: dict[str, str] = {
    **{name: quote(show, safe="") for name, show in UNKNOWN_SHOWS.items()},
    "an object": quote('{"$gt": ""}', safe=""),
    "brackets": "hall[$gt]=",
    "bytes that are no UTF-8": "%ff%fe",
    "half an escape": "%zz%",
    "a long one": "x" * 7_000,
    "a slash": "hall%2F..%2Fhall",
    "markup": quote("<script>alert(1)</script>", safe=""),
    "a line break": "hall%0d%0aX-Injected:%201",
}


@pytest.mark.parametrize("door", ["/api/bookings/locked-seats/", "/api/shows/"])
@table(PATHS, "path")
def test_an_address_without_a_show_is_not_found(worker: Worker, door: str, path: str) -> None:
    response = worker.get(door + path)
    assert_refused(response, 400, 404)
    assert "X-Injected" not in response.headers


@pytest.mark.parametrize("query", ["limit[$gt]=", "limit=-1", "%ff=%00", "a=b&" * 1000, "x=" + "y" * 7000])
@pytest.mark.parametrize("path", ["/api/shows", f"/api/shows/{HALL}", f"/api/bookings/locked-seats/{HALL}"])
def test_an_odd_query_harms_nobody(worker: Worker, path: str, query: str) -> None:
    response = worker.get(f"{path}?{query}")
    assert response.status_code < 500
    assert not any(leak in response.text for leak in LEAKS)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/bookings/select-seats"),
        ("PUT", "/api/bookings/select-seats"),
        ("DELETE", "/api/bookings/release-seats"),
        ("POST", f"/api/bookings/locked-seats/{HALL}"),
        ("PUT", "/api/session"),
        ("PATCH", "/api/shows"),
        ("TRACE", "/api/shows"),
        ("NONSENSE", "/api/session"),
    ],
)
def test_a_method_that_a_door_has_not_is_refused(worker: Worker, method: str, path: str) -> None:
    assert_refused(worker.request(method, path), 405)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/bookings/", "/api/bookings/no-such", "/api/$where"])
def test_an_address_that_is_not_there_is_not_found(worker: Worker, path: str) -> None:
    assert_refused(worker.get(path))


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'{"userId": "ann"}', b"\xff" * 1000])
def test_a_session_is_of_nobody_but_a_new_guest_whatever_is_sent(worker: Worker, body: bytes) -> None:
    response = worker.post("/api/session", data=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 201
    assert response.json()["kind"] == "guest"
    assert response.json()["userId"] != "ann"


# Tokens


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
    "expired": partial(token, exp=int(time.time()) - 10),
    "no end": partial(token, exp=...),
    "an end that is no number": partial(token, exp="tomorrow"),
    "an end that is an object": partial(token, exp={"$gt": 0}),
    "an end beyond all numbers": partial(token, exp=float("inf")),
    "not valid yet": partial(token, nbf=int(time.time()) + 600),
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


def test_a_guests_token_with_another_name_in_it_is_refused(worker: Worker, guest: Guest) -> None:
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


def test_a_cookie_of_the_shops_own_tokens_is_nobodys(worker: Worker) -> None:
    headers = {"Cookie": f"seatapp_session={token()}"}
    assert_refused(worker.get("/api/session", headers=headers), 401)


# Bytes that are hardly HTTP

REQUESTS: dict[str, bytes] = {
    "nonsense": b"\x00\x01\x02\r\n\r\n",
    "no version": b"GET /api/shows\r\n\r\n",
    "a version there is not": b"GET /api/shows HTTP/9.9\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "a header without a colon": b"GET /api/shows HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
    "a header without a name": b"GET /api/shows HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n",
    "a header of 100,000 bytes": b"GET /api/shows HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    "1,000 headers": b"GET /api/shows HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 1_000 + b"\r\n",
    "an address of 100,000 bytes": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a length that is no number": b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
    "a negative length": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: -5\r\n\r\n",
    "a length beyond all bodies": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
    "chunks that are none": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a body that breaks off": b"POST /api/bookings/select-seats HTTP/1.1\r\nHost: x\r\n"
    b'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"showId": "hall"',
    "a WebSocket without a key": b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "a WebSocket of an old version": b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Version: 1\r\n\r\n",
    "a WebSocket with a key of nonsense": b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
    b"Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: \xff\r\n"
    b"Sec-WebSocket-Version: 13\r\n\r\n",
}


@table(REQUESTS, "request_bytes")
def test_bytes_that_are_hardly_http_get_no_more_than_a_4xx(worker: Worker, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", worker.port), timeout=SOON) as line:
        answer = b""
        with suppress(OSError):  # A server may hang up on that.
            line.sendall(request_bytes)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65536):
                answer += part
    assert b"Traceback" not in answer
    assert b'File "' not in answer
    if answer.startswith(b"HTTP/"):
        status = int(answer.split(b" ", 2)[1])
        assert status < 500, answer[:500]


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
    assert not any(leak in response.text for leak in LEAKS)


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
    assert not any(leak in response.text for leak in LEAKS)
    assert tab.join(HALL)["success"] is True


# Events of sockets

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


# Frames that are hardly Socket.IO

FRAMES: dict[str, list[str | bytes]] = {
    "nothing": [""],
    "one letter": ["x"],
    "a packet type there is not": ["9"],
    "a Socket.IO type there is not": ["49"],
    "no event": ["42"],
    "an open list": ["42["],
    "half a name": ['42["join-show'],
    "an event that is an object": ["42{}"],
    "an event without a name": ["42[]"],
    "an event whose name is a number": ["42[1]"],
    "an event whose name is null": ["42[null]"],
    "an event whose name is an object": ['42[{"$gt":""},1]'],
    "an event whose name is a list": ['42[["join-show"],1]'],
    "an event that is a string": ['42"join-show"'],
    "an event that is a number": ["425"],
    "an event that is NaN": ["42NaN"],
    "the server's own events": ['42["connect",{}]', '42["disconnect"]', '42["connect_error",1]'],
    "deep lists": ["42" + nested(20_000)],
    "deep lists in an event": [f'42["join-show",{nested(20_000)}]'],
    "a huge acknowledgement number": ["42" + "9" * 300 + '["join-show","hall"]'],
    "an answer to nothing": ["43[1]", "431[1]", "43999999[]"],
    "an answer that is none": ["43{}", "43", "431"],
    "a second connect": ["40", '40{"token":"nonsense"}', '40{"token":{"$gt":""}}'],
    "a connect that is no object": ["40[]", "40null", "405", '40"x"'],
    "a connect that is no JSON": ["40{"],
    "a namespace there is not": ["40/admin,", '42/admin,["join-show","hall"]', "41/admin,"],
    "a namespace without an end": ["40/", "42/", "42/x"],
    "an error of the client's": ['44{"message":"x"}'],
    "binary that was not announced": [b"\x00\x01\x02"],
    "empty binary": [b""],
    "binary that never comes": ['451-["join-show",{"_placeholder":true,"num":0}]'],
    "text where binary was announced": [
        '451-["join-show",{"_placeholder":true,"num":0}]',
        '42["join-show","hall"]',
    ],
    "binary of another number": ['451-["join-show",{"_placeholder":true,"num":7}]', b"\x00"],
    "binary of a negative number": ['451-["join-show",{"_placeholder":true,"num":-1}]', b"\x00"],
    "binary of no number": ['451-["join-show",{"_placeholder":true,"num":"x"}]', b"\x00"],
    "binary of any number": ['45999999999-["join-show"]', b"\x00"],
    "no binary at all": ['450-["join-show","hall"]', '45-["join-show","hall"]', '45["join-show"]'],
    "a binary answer to nothing": ['461-1[{"_placeholder":true,"num":0}]', b"\x00"],
    "pings and pongs of the wrong side": ["2", "3", "2probe", "3probe", "5", "6"],
    "an open": ["0{}"],
    "a null byte": ['42["join-show","hall\0"]'],
    "half a surrogate pair": ['42["join-show","\\ud800"]'],
    "NaN": ['42["join-show",NaN]'],
    "a hundred small ones": ["42[]"] * 100,
}


@contextmanager
def open_line(worker: Worker, **options: Any) -> Iterator[websocket.WebSocket]:
    """Open a WebSocket, and on it a Socket.IO connection as nobody."""
    address = worker.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=SOON, **options)
    assert line.sock is not None
    with line.sock:
        assert str(line.recv()).startswith("0{")
        line.send("40")
        assert str(line.recv()).startswith("40{")
        yield line


def until_done(line: websocket.WebSocket) -> bool:
    """Wait until the server has dealt with what was sent; tell whether the line is still open."""
    try:
        line.send('42777["leave-show","no-such-show"]')
        while True:
            message = line.recv()
            if message == "":
                return False
            if str(message).startswith("43777"):
                return True
            assert "Traceback" not in str(message)
    except (websocket.WebSocketException, ConnectionError):
        return False


@table(FRAMES, "frames")
def test_a_frame_that_is_hardly_socket_io_harms_nobody_else(
    worker: Worker, tab: Tab, frames: list[str | bytes]
) -> None:
    with open_line(worker) as line:
        line.settimeout(0.5)
        try:
            for frame in frames:
                if isinstance(frame, bytes):
                    line.send_binary(frame)
                else:
                    line.send(frame)
        except ConnectionError:
            pass  # It has hung up already, as it may.
        until_done(line)
    assert tab.join(HALL)["success"] is True


@pytest.mark.parametrize("frame", ["x", ""])
def test_a_line_that_is_cut_because_of_junk_ends_as_websocket_lines_do(worker: Worker, frame: str) -> None:
    with open_line(worker) as line:
        line.send(frame)
        opcode, _ = line.recv_data()
        assert opcode == websocket.ABNF.OPCODE_CLOSE


@pytest.mark.parametrize("size", [70_000, 1_000_000])
@pytest.mark.parametrize("opcode", [websocket.ABNF.OPCODE_TEXT, websocket.ABNF.OPCODE_BINARY])
def test_a_message_that_is_too_large_ends_its_own_connection_only(
    worker: Worker, tab: Tab, size: int, opcode: int
) -> None:
    with open_line(worker) as line:
        with suppress(ConnectionError):
            line.send("4" * size if opcode == websocket.ABNF.OPCODE_TEXT else b"4" * size, opcode)
        assert until_done(line) is False
    assert tab.join(HALL)["success"] is True


BROKEN_FRAMES: dict[str, bytes] = {
    "reserved bits": b"\xf1\x80\x00\x00\x00\x00",
    "an unknown opcode": b"\x83\x80\x00\x00\x00\x00",
    "not masked": b"\x81\x01x",
    "a length of 2^63": b"\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
    "a continuation of nothing": b"\x80\x80\x00\x00\x00\x00",
    "text that is no UTF-8": b"\x81\x82\x00\x00\x00\x00\xff\xfe",
    "a ping that is too long": b"\x89\xfe\x00\x7e\x00\x00\x00\x00" + b"x" * 126,
    "a close without a meaning": b"\x88\x81\x00\x00\x00\x00x",
    "half a frame": b"\x81\xfe",
    "no frame": b"GET / HTTP/1.1\r\n\r\n",
}


@table(BROKEN_FRAMES, "frame")
def test_a_frame_that_is_hardly_websocket_harms_nobody_else(worker: Worker, tab: Tab, frame: bytes) -> None:
    with open_line(worker) as line:
        line.settimeout(0.5)
        assert line.sock is not None
        with suppress(OSError):  # It may have hung up already.
            line.sock.sendall(frame)
            line.sock.shutdown(socket.SHUT_WR)
            while line.sock.recv(65536):
                pass
    assert tab.join(HALL)["success"] is True


@pytest.mark.parametrize(
    "extensions",
    [
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_max_window_bits=zz",
        "permessage-deflate; server_max_window_bits=99999999999999999999",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; client_max_window_bits=1; client_max_window_bits=8",
        "permessage-deflate;;;",
        ",,,;;;===",
        "permessage-deflate, permessage-deflate, permessage-deflate",
        'x; y="z',
        "\xff\xfe",
        "x" * 7_000,
    ],
)
def test_an_odd_offer_of_extensions_is_passed_over(worker: Worker, extensions: str) -> None:
    with open_line(worker, header=[f"Sec-WebSocket-Extensions: {extensions}"]) as line:
        assert until_done(line) is True

"""What is turned away at the gate is answered, and hides no second request."""

from functools import cache
from io import BytesIO

import pytest

from seatapp import create_app
from seatapp.serving.gate import LEAST, SLOW_SECONDS, Gate
from tests.support import builders

POST = b"POST /api/session HTTP/1.1\r\n"
FOLLOWING = b"GET /healthz HTTP/1.1\r\n\r\n"


@cache
def a_gate() -> Gate:
    return Gate(create_app(builders.settings()), 1)


def turn_away(rest: bytes, line: bytes = POST) -> tuple[bool, bytes, bytes]:
    """Turn a request away; return whether another may follow, the answer, and what was left unread."""
    gate = a_gate()
    request, answer = BytesIO(rest + FOLLOWING), BytesIO()
    may_follow = gate.turn_away(line, request, request, answer)
    return may_follow, answer.getvalue(), request.read()


@pytest.mark.parametrize(
    "rest",
    [
        b"Host: x\r\n\r\n",
        b"Content-Length: 2\r\n\r\n{}",
        b"content-length:2\r\nConnection: Keep-Alive\r\n\r\n{}",
    ],
)
def test_a_plain_request_is_read_to_its_end_and_another_may_follow(rest: bytes) -> None:
    may_follow, answer, left = turn_away(rest)
    head, _, body = answer.partition(b"\r\n\r\n")

    assert (may_follow, left) == (True, FOLLOWING)
    assert head.startswith(b"HTTP/1.1 503 ")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Connection: keep-alive" in head


@pytest.mark.security("ASVS 4.2.1")
@pytest.mark.parametrize(
    ("rest", "line"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", POST),
        (b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", POST),
        (b"Content-Length: 2\r\nTransfer-Encoding: identity\r\n\r\n{}", POST),
        (b"Content-Length: +2\r\n\r\n{}", POST),
        (b"Content-Length: 70000\r\n\r\n", POST),
        (b"Content-Length: 99999999999999999999\r\n\r\n", POST),
        (b"Content-Length: 1000\r\n\r\n{}", POST),
        (b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n", POST),
        (b"Content-Length: 2\r\nConnection: close\r\n\r\n{}", POST),
        (b"Host: x\r\n\r\n", b"GET / HTTP/1.0\r\n"),
        (b"Host: x\r\n\r\n", b"GET /\r\n"),
        (b"Host: x\r\n\r\n", b"\xff\x00\r\n"),
    ],
)
def test_after_one_whose_end_is_not_plain_the_connection_ends(rest: bytes, line: bytes) -> None:
    may_follow, answer, _ = turn_away(rest, line)

    assert may_follow is False
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"Connection: close" in answer


@pytest.mark.parametrize(
    ("target", "is_let_in"),
    [
        (b"/healthz", True),
        (b"/metrics?x=1", True),
        (b"/socket.io/?EIO=4", True),
        (b"/healthz/x", False),
        (b"/healthzz", False),
        (b"/socket.iox", False),
        (b"/x?/healthz", False),
        (b"//healthz", False),
        (b"/%68ealthz", False),
    ],
)
def test_only_what_is_exempt_is_let_in(target: bytes, is_let_in: bool) -> None:
    gate = a_gate()
    gate.under_way = 1
    try:
        assert gate.admits(b"GET " + target + b" HTTP/1.1\r\n") is is_let_in
    finally:
        gate.under_way = 0


def test_fewer_are_let_in_while_they_wait_too_long_and_more_again_when_they_do_not() -> None:
    gate = Gate(create_app(builders.settings()), 1_000)
    gate.under_way = 500
    for _ in range(200):
        gate.learn(SLOW_SECONDS + 1)
    assert gate.is_full
    gate.under_way = LEAST - 1
    assert not gate.is_full
    gate.under_way = 999
    for _ in range(1_000):
        gate.learn(0.01)
    assert not gate.is_full


def test_a_head_has_no_body() -> None:
    assert turn_away(b"Host: x\r\n\r\n", b"HEAD / HTTP/1.1\r\n")[1].endswith(b"\r\n\r\n")

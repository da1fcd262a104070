"""How many sockets an address and an identity may have, and how much each may say."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import websocket

from tests.support.people import Person
from tests.support.waiting import eventually, patience
from tests.support.worker import Worker

from .conftest import EVENTS_PER_SECOND, MOST_SOCKETS
from .test_overload import number

REFUSED = 'seatapp_refusals_total{code="too_many_sockets",over="socket"}'


class Lines:
    """WebSockets to a worker, which are hung up on when the test ends."""

    def __init__(self, worker: Worker, stack: ExitStack) -> None:
        self._address = worker.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self._stack = stack

    def open(self, address: str) -> websocket.WebSocket:
        """Open one from this address, or raise WebSocketBadStatusException."""
        line = websocket.create_connection(self._address, 5, header=[f"X-Forwarded-For: {address}"])
        self._stack.callback(hang_up, line)
        assert str(line.recv()).startswith("0{")
        return line

    def connect(self, address: str, token: str | None = None) -> tuple[websocket.WebSocket, Any]:
        """Open one and connect on it; return the answer too."""
        line = self.open(address)
        line.send("40" + json.dumps({"token": token} if token else {}))
        answer = str(line.recv())
        return line, json.loads(answer[2:])


@pytest.fixture
def lines(worker: Worker) -> Iterator[Lines]:
    with ExitStack() as stack:
        yield Lines(worker, stack)


@pytest.mark.security("API4:2023", "ASVS 2.4.1")
def test_an_address_has_so_many_sockets_and_gets_a_new_one_for_one_that_ends(
    worker: Worker, lines: Lines
) -> None:
    address = "203.0.113.1"
    first, *_ = [lines.open(address) for _ in range(MOST_SOCKETS["MAX_SOCKETS_PER_ADDRESS"])]
    before = number(worker, REFUSED)

    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        lines.open(address)
    assert refused.value.status_code == 429
    assert json.loads(refused.value.resp_body or b"{}")["code"] == "too_many_sockets"
    polling = worker.get("/socket.io/?EIO=4&transport=polling", headers={"X-Forwarded-For": address})
    assert (polling.status_code, int(polling.headers["Retry-After"]) > 0) == (429, True)
    for more in ("&nosid=1", "&sid=", "&x=sid=1"):
        answer = worker.get(
            f"/socket.io/?EIO=4&transport=polling{more}", headers={"X-Forwarded-For": address}
        )
        assert answer.status_code == 429, more
    assert number(worker, REFUSED) == before + 5

    lines.open("203.0.113.2")
    hang_up(first)
    eventually(lambda: opens(lines, address))


def hang_up(line: websocket.WebSocket) -> None:
    if line.sock is not None:
        line.sock.close()


def opens(lines: Lines, address: str) -> bool:
    try:
        return bool(lines.open(address))
    except websocket.WebSocketBadStatusException:
        return False


@pytest.mark.security("API4:2023", "ASVS 2.4.1")
def test_an_identity_has_so_many_sockets_from_wherever(worker: Worker, lines: Lines) -> None:
    person, other = Person.guest(worker), Person.guest(worker)
    for host in range(MOST_SOCKETS["MAX_SOCKETS_PER_IDENTITY"]):
        assert "sid" in lines.connect(f"198.51.100.{host}", person.token)[1]

    _, refused = lines.connect("198.51.100.99", person.token)
    assert refused["data"]["code"] == "too_many_sockets"
    stranger, _ = lines.connect("198.51.100.98")
    stranger.send(f'421["register-user",{json.dumps(person.token)}]')
    assert answer_to(stranger, 1)["code"] == "too_many_sockets"
    stranger.send(f'422["register-user",{json.dumps(other.token)}]')
    assert answer_to(stranger, 2)["success"] is True


@pytest.mark.security("API4:2023", "ASVS 2.4.1")
def test_who_says_too_much_waits_and_nobody_else_does(worker: Worker, lines: Lines) -> None:
    flood, _ = lines.connect("192.0.2.1")
    calm, _ = lines.connect("192.0.2.2")
    at_once = 10 * EVENTS_PER_SECOND
    for event in range(at_once + 3):
        flood.send(f'42{event}["leave-show","hall"]')
    answers = [answer_to(flood, event) for event in range(at_once)]
    assert all(answer["success"] for answer in answers)

    started = time.monotonic()
    calm.send('421["leave-show","hall"]')
    assert answer_to(calm, 1)["success"] is True
    assert time.monotonic() - started < patience(1)
    late = [answer_to(flood, at_once + event).get("code") for event in range(3)]
    assert "rate_limited" in late
    assert time.monotonic() - started > 0.5 / EVENTS_PER_SECOND


def answer_to(line: websocket.WebSocket, number: int) -> Any:
    """Return the acknowledgement of this number, as the next that is no ping."""
    while (message := str(line.recv())) == "2":
        line.send("3")
    assert message.startswith(f"43{number}["), message
    return json.loads(message.removeprefix(f"43{number}"))[0]

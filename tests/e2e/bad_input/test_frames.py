"""Frames that are hardly Socket.IO, and some that are hardly WebSocket."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import websocket

from tests.support.people import Tab
from tests.support.worker import Worker

from .nonsense import HALL, nested, table

SOON = 30

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


# What JSON may say and nobody can take; `{}` is where an acknowledgement's number goes.
UNREADABLE = {
    "half a surrogate pair": '"\\ud800"',
    "half a surrogate pair in the field": '{"showId":"\\udfff","userId":"\\udfff"}',
    "half a surrogate pair in a name": '{"\\ud800":"hall"}',
    "half a surrogate pair behind what is right": '"hall","\\ud800"',
    "2,000 levels": nested(2_000),
    "20,000 levels": nested(20_000),
    "900 levels": nested(900),
    "2,000 levels of objects": '{"showId":' * 2_000 + "1" + "}" * 2_000,
    "levels without an end": "[" * 2_000,
    "NaN": "NaN",
    "a number without an end": "9" * 5_000 + "e9999",
    "no JSON": "{'showId'}",
}
BINARY = {
    "900 levels": [f'451-7["join-show",{nested(900)},{{"_placeholder":true,"num":0}}]', b"x"],
    "another number": ['451-7["join-show",{"_placeholder":true,"num":7}]', b"x"],
    "no number": ['451-7["join-show",{"_placeholder":true,"num":"x"}]', b"x"],
    "parts that were not announced": ['450-7["join-show","hall"]', b"x"],
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


def answer_to(line: websocket.WebSocket, number: int) -> Any:
    """Return the acknowledgement of this number, as the next that is no ping."""
    while (message := str(line.recv())) == "2":
        line.send("3")
    assert message.startswith(f"43{number}["), message
    return json.loads(message.partition(str(number))[2])[0]


@pytest.mark.parametrize("event", ["join-show", "leave-show", "register-user"])
@table(UNREADABLE, "payload")
def test_an_event_that_cannot_be_read_is_refused_by_its_acknowledgement(
    worker: Worker, tab: Tab, event: str, payload: str
) -> None:
    with open_line(worker) as line:
        line.send(f'427["{event}",{payload}]')
        refused = answer_to(line, 7)
        assert (refused["success"], refused["code"]) == (False, "validation_error")
        assert until_done(line) is True
    assert tab.join(HALL)["success"] is True


@table(BINARY, "frames")
def test_a_binary_event_that_cannot_be_read_is_refused_and_its_line_goes_on(
    worker: Worker, frames: list[Any]
) -> None:
    with open_line(worker) as line:
        line.send(frames[0])
        line.send_binary(frames[1])
        assert answer_to(line, 7)["code"] == "validation_error"
        assert until_done(line) is True


@pytest.mark.parametrize("event", ["no-such-event", "seats-selected", "", "*", "connect", "disconnect"])
def test_an_event_that_is_not_there_is_refused_by_its_acknowledgement(worker: Worker, event: str) -> None:
    with open_line(worker) as line:
        for payload in ("1", '"\\ud800"', nested(2_000)):
            line.send(f'427["{event}",{payload}]')
            assert answer_to(line, 7)["code"] == "unknown_event"


@table({name: payload for name, payload in UNREADABLE.items() if "behind" not in name}, "payload")
def test_a_connect_that_cannot_be_read_is_refused_with_a_reason(worker: Worker, payload: str) -> None:
    address = worker.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(address, timeout=SOON)
    assert line.sock is not None
    with line.sock:
        assert str(line.recv()).startswith("0{")
        line.send(f'40{{"token":{payload}}}')
        refused = str(line.recv())
        assert refused.startswith("44{"), refused
        assert json.loads(refused[2:])["data"]["code"] == "validation_error"
        line.send("40")
        assert str(line.recv()).startswith("40{")


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

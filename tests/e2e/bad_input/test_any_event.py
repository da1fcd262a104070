"""Any events in any order, with anything in them: each is answered, and nobody else notices."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from websocket import WebSocketException

from tests.support.junk import JSON, TEXT, bounded
from tests.support.people import Tab
from tests.support.worker import Worker

from .nonsense import HALL
from .refusals import assert_refusal
from .test_frames import BINARY, FRAMES, UNREADABLE, open_line, until_done

EVENTS = st.sampled_from(["join-show", "leave-show", "register-user"]) | st.sampled_from(
    ["connect", "disconnect", "seats-selected", "show-seq", "*", ""]
)
KEYS = st.sampled_from(["showId", "userId", "token"]) | TEXT
PAYLOADS = st.one_of(
    JSON,
    st.just(HALL),
    st.binary(max_size=20),
    st.dictionaries(KEYS, JSON | st.just(HALL) | st.binary(max_size=5), max_size=3),
    st.lists(JSON, max_size=3).map(tuple),
)


@settings(bounded, max_examples=25)
@given(sent=st.lists(st.tuples(EVENTS | TEXT, PAYLOADS), min_size=1, max_size=6))
def test_every_event_is_answered(tab: Tab, sent: list[tuple[str, Any]]) -> None:
    for event, payload in sent:
        answer = tab.call(event, payload)
        if answer["success"] is not True:
            assert_refusal(answer)
            assert answer["code"] != "internal_error"


PACKETS = [
    *(frames for frames in FRAMES.values() if len(frames) < 10),
    *([f'427["join-show",{payload}]'] for payload in UNREADABLE.values() if len(payload) < 5000),
    *BINARY.values(),
    ["40"],
    ["41"],
    ['42["join-show","hall"]'],
    ['42["leave-show",{"showId":"hall"}]'],
]


@settings(bounded, max_examples=12)
@given(order=st.lists(st.sampled_from(PACKETS), min_size=2, max_size=6))
def test_packets_in_any_order_harm_nobody_else(
    worker: Worker, tab: Tab, order: list[list[str | bytes]]
) -> None:
    with open_line(worker) as line:
        line.settimeout(3)
        try:
            for packet in (packet for packets in order for packet in packets):
                if isinstance(packet, bytes):
                    line.send_binary(packet)
                else:
                    line.send(packet)
        except (ConnectionError, WebSocketException):
            pass  # It has hung up already, as it may.
        until_done(line)
    assert tab.join(HALL)["success"] is True

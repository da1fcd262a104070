"""Telling a room: frames that are written directly, and nobody overtakes or waits for anybody."""

import json
import random
import select
import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import Any

import pytest
import requests
import socketio
import websocket
from engineio.packet import MESSAGE, Packet
from flask import Flask

from seatapp.realtime import links
from seatapp.realtime.broadcast import SOCKETS_A_LOOK, Telling
from seatapp.realtime.links import MAX_BACKLOG
from tests.support.telling import ROOM, SOON, Teller, Watcher, watchers
from tests.support.waiting import eventually

SIZES = (0, 40, 125, 126, 1_000, 65_535, 65_536, 300_000)
SMALL_BUFFER = 4096
LOOKS = 5


@pytest.fixture(scope="module")
def shared_teller() -> Teller:
    return Teller()


@pytest.fixture
def teller(shared_teller: Teller) -> Teller:
    """The server, with nobody on it."""
    eventually(lambda: not shared_teller.do(shared_teller.sids), SOON)
    shared_teller.left.clear()
    return shared_teller


def packet(number: int, padding: int = 0) -> Any:
    return Packet(MESSAGE, "2" + json.dumps(["news", number, "ü" * padding]))


def tell(teller: Teller, number: int, *sids: str, padding: int = 0) -> None:
    """Tell the room, or only these."""
    telling = Telling(teller.recipients(*sids), packet(number, padding), wide=not sids)
    teller.broadcast.put(ROOM, telling)


def write(teller: Teller, sid: str, number: int, padding: int = 0) -> None:
    """Send to one at once."""
    sent = packet(number, padding)
    teller.links.send([teller.recipients(sid)[sid]], links.frame(sent.encode()), [sent])


def exceed_the_bound(teller: Teller, sid: str, app: Flask) -> None:
    """In the context that a worker's tasks have: an app's metrics count who is cut off."""
    with app.app_context():
        for _ in range(2 * MAX_BACKLOG):
            write(teller, sid, 0)


def heard(watcher: Watcher, last: int) -> list[int]:
    """Return the numbers that come, up to this one."""
    numbers: list[int] = []
    while not numbers or numbers[-1] != last:
        message = watcher.message()
        numbers.append(json.loads(message[message.index("[") :])[1 if message.startswith("42") else 0])
    return numbers


@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_directly_is_the_librarys_frame(teller: Teller, size: int) -> None:
    with watchers(teller, 1) as (watcher,):
        (sid,) = teller.do(teller.sids)

        def write_directly() -> int:
            sent = Packet(MESSAGE, "x" * size)
            teller.links.send([teller.recipients(sid)[sid]], links.frame(sent.encode()), [sent])
            return int(teller.connection(sid).queue.qsize())

        assert teller.do(write_directly) == 0
        ours = watcher.raw()
        teller.do(lambda: teller.socketio.eio.send(teller.recipients(sid)[sid], "x" * size))
        assert watcher.raw() == ours


@pytest.mark.parametrize("seed", range(4))
def test_nothing_overtakes_at_a_client_whose_buffer_is_full_now_and_then(teller: Teller, seed: int) -> None:
    chance = random.Random(seed)
    with watchers(teller, 1), watchers(teller, 1, SMALL_BUFFER) as (slow,):
        sid = teller.do(teller.sids)[1]
        number = 0
        for _ in range(12):
            first = number
            for _ in range(chance.randrange(1, 6)):
                calls = []
                for _ in range(chance.randrange(4)):
                    number += 1
                    padding = chance.choice((0, 10, 500, 300_000))
                    send = chance.choice((write, through_the_library))
                    calls.append(partial(send, teller, sid, number, padding))
                teller.do(lambda calls=calls: [call() for call in calls])  # type: ignore[misc]
                number += 1
                chance.choice((tell_all, tell_one, ask))(teller, slow, number)
            assert heard(slow, number) == list(range(first + 1, number + 1))


def test_a_frame_that_is_half_written_is_finished_first(teller: Teller) -> None:
    with watchers(teller, 1, SMALL_BUFFER) as (slow,), ThreadPoolExecutor(1) as pool:
        (sid,) = teller.do(teller.sids)

        def write_twice() -> None:
            teller.narrow(sid)
            write(teller, sid, 1, 200_000)
            hearing = pool.submit(heard, slow, 2)
            assert select.select([], [teller.file(sid)], [], SOON)[1], "its buffer stays full"
            write(teller, sid, 2)
            news.append(hearing)

        news: list[Future[list[int]]] = []
        teller.do(write_twice)
        assert news[0].result(SOON) == [1, 2]


def test_nothing_is_written_between_the_steps_of_an_upgrade(teller: Teller) -> None:
    with polling(teller) as (sid, address):
        upgraded = address.replace("http", "ws").replace("polling", "websocket")
        with closing(websocket.create_connection(upgraded, timeout=SOON)) as line:
            teller.do(partial(write, teller, sid, 1))
            line.send("2probe")
            assert line.recv() == "3probe"
            line.send("5")
            messages = iter(line.recv, None)
            assert str(next(message for message in messages if message != "6")).startswith('42["news"')


def test_polling_upgrading_and_connected_clients_hear_the_same(teller: Teller) -> None:
    last = 400
    news: dict[str, list[int]] = defaultdict(list)
    with ExitStack() as at_the_end:
        clients = {name: listener(news[name]) for name in ("polling", "websocket", "upgrading")}
        for client in clients.values():
            at_the_end.callback(client.disconnect)
        for transport in ("polling", "websocket"):
            clients[transport].connect(teller.url, transports=[transport], wait_timeout=SOON)
        upgrading = threading.Thread(
            target=clients["upgrading"].connect, args=(teller.url,), kwargs={"wait_timeout": SOON}
        )
        upgrading.start()
        for number in range(1, last):
            teller.do(partial(tell, teller, number))
        upgrading.join(SOON)
        # On a busy machine it may be there only now.
        teller.do(partial(tell, teller, last))
        for name, numbers in news.items():
            eventually(partial(ends_with, last, numbers), SOON, f"{name} has not heard the last")
    assert news["polling"] == news["websocket"] == list(range(1, last + 1))
    assert news["upgrading"] == list(range(news["upgrading"][0], last + 1))


def test_a_stuck_reader_among_500_delays_nobody_and_is_cut_off(teller: Teller, app: Flask) -> None:
    cut = 0

    @links.cut_off.connect
    def count(_: object) -> None:
        nonlocal cut
        cut += 1

    with watchers(teller, 499) as others, watchers(teller, 1, SMALL_BUFFER) as (stuck,):
        sid = teller.do(teller.sids)[-1]

        def fill_its_buffers() -> None:
            while not teller.connection(sid).queue.qsize():
                write(teller, sid, 0, 100_000)

        teller.do(fill_its_buffers)
        for number in range(1, 11):
            teller.do(partial(tell, teller, number))
        assert [heard(other, 10) for other in others] == [list(range(1, 11))] * 499
        assert (teller.left, cut) == ([], 0)
        teller.do(partial(exceed_the_bound, teller, sid, app))
        eventually(lambda: teller.left == [sid], SOON)
        assert cut == 1
        assert len(teller.do(teller.sids)) == 499
        with pytest.raises(ConnectionError):
            heard(stuck, -1)


def test_a_client_that_does_not_poll_is_cut_off(teller: Teller, app: Flask) -> None:
    with polling(teller) as (sid, address):
        teller.do(partial(exceed_the_bound, teller, sid, app))
        eventually(lambda: teller.left == [sid], SOON)
        assert requests.get(address, timeout=SOON).status_code == 400


def test_requests_are_served_between_portions_of_a_telling(
    teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = 0
    turns_at: list[int] = []
    send = teller.links.send

    def take_turns() -> None:
        nonlocal turns
        while len(turns_at) < LOOKS:
            turns += 1
            teller.links.sleep(0)

    def note_turns(*arguments: Any) -> None:
        turns_at.append(turns)
        send(*arguments)

    monkeypatch.setattr(teller.links, "send", note_turns)
    with watchers(teller, LOOKS * SOCKETS_A_LOOK) as everybody:
        teller.do(partial(teller.links.start_background_task, take_turns))
        teller.do(partial(tell, teller, 1, padding=50_000))
        assert all(heard(one, 1) == [1] for one in everybody)
    assert len(set(turns_at)) > 1


def test_what_waits_for_a_room_goes_out_together_and_in_order(teller: Teller) -> None:
    with watchers(teller, 3) as everybody:
        (first, second, _) = teller.do(teller.sids)

        def tell_several() -> None:
            tell(teller, 1)
            tell(teller, 2, first)
            tell(teller, 3)
            tell(teller, 4, second, first)
            tell(teller, 5)

        teller.do(tell_several)
        news = sorted(heard(one, 5) for one in everybody)
        assert news == [[1, 2, 3, 4, 5], [1, 3, 4, 5], [1, 3, 5]]


def test_libraries_that_are_not_as_known_are_used_plainly(
    teller: Teller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(links.Link, "_lock")
    with watchers(teller, 2) as everybody:
        teller.do(partial(tell, teller, 1))
        assert [heard(one, 1) for one in everybody] == [[1], [1]]
    assert "telling a room is slow" in caplog.text


@contextmanager
def polling(teller: Teller) -> Iterator[tuple[str, str]]:
    """Let a client in that polls, and yield its sid and the address it polls."""
    address = f"{teller.url}/socket.io/?EIO=4&transport=polling"
    address += "&sid=" + json.loads(requests.get(address, timeout=SOON).text[1:])["sid"]
    requests.post(address, "40", timeout=SOON)
    assert requests.get(address, timeout=SOON).text.startswith("40")
    (sid,) = teller.do(teller.sids)
    yield sid, address
    teller.do(partial(teller.socketio.disconnect, sid))


def listener(numbers: list[int]) -> Any:
    # On a busy machine a handshake may take longer than the five seconds that it has otherwise.
    client = socketio.Client(reconnection=False, handle_sigint=False, request_timeout=SOON)
    client.on("news", lambda number, _: numbers.append(number))
    return client


def ends_with(last: int, numbers: list[int]) -> bool:
    return numbers[-1:] == [last]


def through_the_library(teller: Teller, sid: str, number: int, padding: int) -> None:
    teller.socketio.emit("news", (number, "ü" * padding), to=sid)


def tell_all(teller: Teller, _: Watcher, number: int) -> None:
    teller.do(partial(tell, teller, number))


def tell_one(teller: Teller, _: Watcher, number: int) -> None:
    teller.do(lambda: tell(teller, number, teller.sids()[1]))


def ask(teller: Teller, asking: Watcher, number: int) -> None:
    """Let the client ask, and wait until it is answered."""
    answered = teller.answered
    asking.send(f'421["echo",{number}]')
    eventually(lambda: teller.answered > answered, SOON)

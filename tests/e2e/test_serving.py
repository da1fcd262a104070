"""The process itself: how it starts, shares a port, ends, and why it sometimes will not start."""

import http.client
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import psutil
import pytest
import requests

from seatapp.serving.leash import leash, reap
from seatapp.serving.listener import ACCEPTED_AT_ONCE
from seatapp.serving.ports import free_port, is_open
from tests.support import builders, servers
from tests.support.people import Person, Tab
from tests.support.waiting import eventually, patience
from tests.support.worker import ROOT, Worker

SOON = 30
# How long the clients of a worker that ends have to come back.
RECONNECT_SECONDS = 8

Guest = Callable[[Worker], Person]
Start = Callable[..., Worker]


@pytest.fixture
def refused(mongodb_uri: str, redis_server: servers.Breakable) -> Iterator[Callable[..., list[str]]]:
    """Start a worker that shall not serve; see to its exit code, and return the lines that it says."""
    workers = []

    def start(mongodb: str = mongodb_uri, **env: str) -> list[str]:
        workers.append(Worker(mongodb, redis_server.uri, **env))
        assert workers[-1].spawn().wait(60) != 0
        assert "Traceback" not in workers[-1].log
        return workers[-1].log.splitlines()

    yield start
    for worker in workers:
        worker.close()


# Ending


def test_what_comes_while_a_worker_ends_is_answered(start_worker: Start) -> None:
    ending = start_worker()
    with ExitStack() as stack:
        kept, later, *waiting = clients = [
            stack.enter_context(closing(http.client.HTTPConnection("127.0.0.1", ending.port, timeout=SOON)))
            for _ in range(2 + 2 * ACCEPTED_AT_ONCE)
        ]
        for client in (kept, later):
            client.request("GET", "/healthz")
            assert client.getresponse().read()
        ending.freeze()
        for client in (kept, *waiting):
            client.request("GET", "/healthz")
        os.kill(ending.pid, signal.SIGTERM)
        ending.thaw()
        eventually(lambda: not is_open(ending.port), SOON)
        later.request("POST", "/api/session", body="{}", headers={"Content-Type": "application/json"})
        answers = [client.getresponse() for client in clients]
        # To their ends: what is left unread keeps its socket open, and that fails whichever test runs then.
        assert all(answer.read() for answer in answers)
    assert {answer.status for answer in answers} == {200, 201}
    assert answers[1].headers["Connection"] == "close"
    assert ending.wait() == 0
    assert "Traceback" not in ending.log


def test_sigterm_sends_the_clients_away_and_keeps_the_locks_of_those_who_come_back(
    start_worker: Start, guest: Guest
) -> None:
    ending, staying = start_worker(), start_worker()
    show = builders.add_show(staying)
    ann, bob, cid = guest(ending), guest(ending), guest(staying)
    tabs = [ann.connect(), ann.connect(transport="polling"), bob.connect()]
    cid.connect()
    cid.join(show)
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    ended_at = time.monotonic()
    os.kill(ending.pid, signal.SIGTERM)
    for tab in tabs:
        tab.wait_until_disconnected()
    # Nobody's grace is over: they only have to reconnect.
    assert sorted(cid.status(show).json()["lockedByOthers"]) == ["A1", "A2"]
    ann.connect(staying)
    assert ending.wait() == 0
    assert time.monotonic() - ended_at < patience(8)
    cid.wait_for("seats-released", lambda data: data["seats"] == ["A2"], RECONNECT_SECONDS + SOON)
    assert time.monotonic() - ended_at > RECONNECT_SECONDS
    assert ann.status(show, staying).json()["lockedByMe"] == ["A1"]
    assert "Traceback" not in ending.log


def test_a_worker_that_was_ended_by_ctrl_c_and_started_again_knows_all_locks(
    start_worker: Start, guest: Guest
) -> None:
    worker = start_worker()
    show = builders.add_show(worker)
    ann, bob = guest(worker), guest(worker)
    ann.select(show, ["A1"])
    os.kill(worker.pid, signal.SIGINT)
    assert worker.wait() == 0
    worker.start()
    assert ann.status(show).json()["lockedByMe"] == ["A1"]
    assert bob.select(show, ["A1"]).status_code == 409
    assert "Traceback" not in worker.log


# Several workers on one port


def children_of(supervisor: Worker) -> set[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return set(psutil.Process(supervisor.pid).children())
    return set()


def spread(person: Person, count: int = 2) -> list[Tab]:
    """Open tabs of the person until they are on as many workers."""

    def on_enough() -> bool:
        person.connect()
        mine = {"holder": person.user_id, "leaves_at": {"$exists": False}}
        return len(person.worker.database.connections.distinct("worker", mine)) >= count

    eventually(on_enough, 20)
    return person.tabs


@pytest.fixture
def supervisor(start_worker: Start) -> Worker:
    """Two workers on one port, and the process that minds them; both serve."""
    supervisor = start_worker(WORKERS="2")
    eventually(lambda: supervisor.database.workers.count_documents({}) == 2, 20)
    return supervisor


def test_two_workers_share_a_port_and_end_with_their_supervisor_whatever_kills_it(
    supervisor: Worker, guest: Guest
) -> None:
    assert re.search(r"2 workers share the port.*WebSocket", supervisor.log)
    show = builders.add_show(supervisor)
    ann, bob = guest(supervisor), guest(supervisor)
    for person in (ann, bob):
        for tab in spread(person):
            assert tab.join(show)["success"] is True
    ann.select(show, ["A1"])
    for tab in ann.tabs:
        assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A1"]
    for tab in bob.tabs:
        assert tab.wait_for("seats-selected", timeout=SOON)["seats"] == ["A1"]
    children = children_of(supervisor)
    assert len(children) == 2
    supervisor.kill()
    assert psutil.wait_procs(children, timeout=SOON)[1] == []
    with socket.create_server(("127.0.0.1", supervisor.port)):
        pass  # The port is free again.


def test_a_worker_that_is_killed_is_replaced_until_sigterm_ends_all(supervisor: Worker, guest: Guest) -> None:
    before = children_of(supervisor)
    victim = min(before, key=lambda child: child.pid)
    victim.kill()
    eventually(lambda: len(children_of(supervisor) - before) == 1, 20)
    [survivor] = before - {victim}
    assert survivor.is_running()
    spread(guest(supervisor))
    children = children_of(supervisor)
    assert supervisor.terminate() == 0
    assert psutil.wait_procs(children, timeout=SOON)[1] == []
    assert "Traceback" not in supervisor.log


# Refusing to start


def test_a_taken_port_is_named(refused: Callable[..., list[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        lines = [refused(PORT=port, WORKERS=workers) for workers in ("1", "2")]
    for [line] in lines:
        assert "PORT" in line
        assert port in line


def test_production_does_not_start_without_a_secret_key(refused: Callable[..., list[str]]) -> None:
    [line] = refused(SEATAPP_ENV="production", SECRET_KEY="")
    assert "SECRET_KEY" in line


@pytest.mark.parametrize(
    ("variable", "value", "mend"),
    [
        ("LOCK_SECONDS", "soon", "number"),
        ("MONGODB_URI", "mongodb://user:hunter2@hunter2@db.example/seatapp", "%40"),
        ("HOST", "nowhere.invalid", "Set HOST"),
        ("HOST", "192.0.2.1", "Set HOST"),
    ],
)
def test_a_bad_value_is_named_in_one_line_that_says_the_mend_and_no_secret(
    refused: Callable[..., list[str]], variable: str, value: str, mend: str
) -> None:
    [line] = refused(**{variable: value})
    assert variable in line
    assert mend in line
    assert "hunter2" not in line


def is_here(address: str) -> bool:
    """Return whether this machine has the address of IPv6."""
    try:
        socket.create_server((address, 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize(("host", "shown"), [("::", "localhost"), ("::1", "[::1]"), ("[::1]", "[::1]")])
def test_an_address_of_ipv6_is_served_and_shown_or_named_where_there_is_none(
    mongodb_uri: str,
    redis_server: servers.Breakable,
    refused: Callable[..., list[str]],
    host: str,
    shown: str,
) -> None:
    if not is_here(host.strip("[]")):
        [line] = refused(HOST=host)
        assert "Set HOST" in line
        return
    worker = Worker(mongodb_uri, redis_server.uri, HOST=host).spawn()
    try:
        eventually(lambda: f"serves on http://{shown}:{worker.port}" in worker.log, 30)
        addresses = ["[::1]"] * is_here("::1") + ["127.0.0.1"] * (host == "::")
        for address in addresses:
            answer = requests.get(f"http://{address}:{worker.port}/healthz", timeout=SOON)
            assert answer.status_code == 200
    finally:
        worker.close()


def test_a_standalone_mongodb_is_refused_and_the_reason_given(
    mongodb: servers.Breakable, refused: Callable[..., list[str]], tmp_path: Path
) -> None:
    mongod, port = psutil.Process(mongodb.pid).exe(), str(free_port())
    data = tmp_path / "data"
    data.mkdir()
    options = ["--dbpath", str(data), "--port", port, "--bind_ip", "127.0.0.1", "--nounixsocket"]
    alone = leash([mongod, *options], tmp_path / "log")
    try:
        eventually(lambda: "Waiting for connections" in (tmp_path / "log").read_text(), 30)
        *_, line = refused(f"mongodb://127.0.0.1:{port}/seatapp")
    finally:
        alone.kill()
        reap(alone)
    assert "standalone" in line
    assert "--replSet" in line


# Local development


class FlaskRun(Worker):
    """`flask run` in the place of `python wsgi.py`, with processes of its own below it."""

    def spawn(self) -> Worker:
        command = [
            str(Path(sys.executable).with_name("flask")),
            "run",
            "--no-reload",
            "--port",
            str(self.port),
        ]
        self._process = leash(command, self._log, env=self._env, cwd=ROOT)
        self.started.append(self)
        return self


@pytest.fixture
def flask_run(mongodb_uri: str, redis_server: servers.Breakable) -> Iterator[Worker]:
    worker = FlaskRun(mongodb_uri, redis_server.uri, SEATAPP_ENV="development")
    try:
        yield worker.start()
    finally:
        worker.close()


def test_flask_run_serves_http_and_sockets(flask_run: Worker, guest: Guest) -> None:
    show = builders.add_show(flask_run)
    chunked = iter([b'{"showId": ', b'"%s"}' % show.encode()])
    refused = flask_run.post(
        "/api/bookings/checkout", data=chunked, headers={"Content-Type": "application/json"}
    )
    assert refused.json()["code"] == "lock_expired"
    ann, bob = guest(flask_run), guest(flask_run)
    tabs = [ann.connect(transport=transport) for transport in ("websocket", "polling")]
    bob.connect()
    for tab in (*tabs, bob.tab):
        assert tab.register()["success"] is True
        assert tab.join(show)["success"] is True
    granted = bob.select(show, ["A1"])
    assert granted.json()["expiresIn"] == 30
    for tab in tabs:
        assert tab.wait_for("seats-selected", timeout=SOON)["seats"] == ["A1"]
    assert bob.wait_for("seats-held", timeout=SOON)["seats"] == ["A1"]
    assert ann.select(show, ["A1"]).status_code == 409
    for tab in tabs:
        assert tab.wait_for("seat-conflict", timeout=SOON)["seats"] == ["A1"]
    bob.disconnect()
    for tab in tabs:
        assert tab.wait_for("seats-released", timeout=SOON)["seats"] == ["A1"]
    # Not SIGINT: a background job of a shell, and all that it starts, ignores that.
    flask_run.terminate(SOON)
    assert "Traceback" not in flask_run.log

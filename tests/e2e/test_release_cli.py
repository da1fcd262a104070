"""`flask …` in a release of its own, as an operator runs it: on the database that was said, or not at all."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click import Group
from flask import Flask
from pymongo import MongoClient

from seatapp import create_app
from seatapp.cli.database import NO_DATABASE
from seatapp.runtime import runtime_of
from seatapp.serving import embedded
from tests.support import builders, servers
from tests.support.worker import INHERITED, ROOT

FLASK = Path(sys.executable).parent / "flask"
SHOW: dict[str, Any] = {
    "showId": "hamlet",
    "title": "Hamlet",
    "startsAt": "2030-06-01T19:30:00Z",
    "currency": "EUR",
    "rows": {"A": 3},
}
COMMANDS = [
    ["shows", "load", "show.json"],
    ["shows", "list"],
    ["shows", "delete", "hamlet"],
    ["shows", "archive"],
    ["keys", "make", "door", "--scope", "sell"],
    ["keys", "list"],
    ["keys", "revoke", "5f3a0c1d2e4b6978"],
    ["people", "export", "ann"],
    ["people", "erase", "ann", "--yes"],
    ["demo"],
    ["indexes"],
    ["doctor"],
]

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """What is put on a server: no data, no variables."""
    unneeded = shutil.ignore_patterns("build*", "src", "*.pyc.*")  # the last are just being written
    shutil.copytree(ROOT / "seatapp", tmp_path / "release" / "seatapp", ignore=unneeded)
    for path in (*ROOT.glob("*.py"), ROOT / ".flaskenv"):
        shutil.copy(path, tmp_path / "release")
    (tmp_path / "release" / "show.json").write_text(json.dumps(SHOW))
    return tmp_path / "release"


@pytest.fixture
def flask(release: Path) -> Command:
    """Run `flask …` in the release; keyword arguments are variables."""

    def run(*args: str, **env: str) -> "subprocess.CompletedProcess[str]":
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        return subprocess.run(
            [FLASK, *args],
            cwd=release,
            env={**inherited, **env},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def development(release: Path) -> Iterator[str]:
    """The MongoDB of a `make run` in the release; gives its URI."""
    env: dict[str, str] = {"REDIS_URL": "redis://127.0.0.1:9/0"}
    started = embedded.ensure(env, release / ".data")
    yield env["MONGODB_URI"]
    for server in started:
        server.kill()


def place(uri: str) -> str:
    return uri.partition("?")[0]


def titles(uri: str) -> list[str]:
    client: MongoClient[dict[str, Any]]
    with MongoClient(uri) as client:
        found: list[Any] = list(client.get_default_database().shows.find())
    return [show["title"] for show in found]


def test_a_command_without_a_database_writes_nowhere_and_says_what_to_set(
    flask: Command, release: Path
) -> None:
    result = flask("shows", "load", "show.json")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"Error: {NO_DATABASE}\n"
    assert "MONGODB_URI" in NO_DATABASE
    assert not (release / ".data").exists()


def test_help_needs_no_database(flask: Command) -> None:
    result = flask("--help")
    assert result.returncode == 0
    assert all(name in result.stdout for name in ("shows", "demo", "doctor", "indexes"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_goes_on_without_a_database(
    command: list[str], release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(release)
    app = create_app(builders.settings())
    result = app.test_cli_runner().invoke(args=command)
    runtime_of(app).database.client.close()
    assert (result.exit_code, result.output) == (1, f"Error: {NO_DATABASE}\n")


def test_these_are_all_the_commands_that_need_a_database() -> None:
    app: Flask = create_app(builders.settings())
    named = {
        (name, sub)
        for name, command in app.cli.commands.items()
        for sub in (command.commands if isinstance(command, Group) else [""])
    }
    grouped = {name for name, sub in named if sub}
    needing = {(command[0], command[1] if command[0] in grouped else "") for command in COMMANDS}
    assert named - needing == {("openapi", "")}
    runtime_of(app).database.client.close()


def test_a_command_says_which_database_it_wrote_and_no_password(
    flask: Command, mongodb: servers.Breakable
) -> None:
    with servers.fresh_database(mongodb.uri) as uri:
        result = flask("shows", "load", "show.json", MONGODB_URI=uri)
        assert result.stdout.startswith("Loaded hamlet: 3 seats")
        assert result.stderr == f"Database: {place(uri)}\n"
        assert titles(uri) == ["Hamlet"]
    wrong = uri.replace("mongodb://", "mongodb://ann:s%40crel@")
    result = flask("shows", "list", MONGODB_URI=wrong)
    assert result.returncode == 1
    assert place(uri) in result.stderr
    assert "crel" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_in_development_commands_work_on_what_is_being_served(flask: Command, development: str) -> None:
    result = flask("shows", "load", "show.json")
    assert result.stderr == f"Database: {place(development)}\n"
    assert titles(development) == ["Hamlet"]


def test_in_production_what_a_developer_serves_is_left_alone(flask: Command, development: str) -> None:
    result = flask("shows", "load", "show.json", SEATAPP_ENV="production")
    assert result.returncode == 1
    assert "MONGODB_URI" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert titles(development) == []


def test_an_address_that_a_server_left_behind_is_not_used(
    flask: Command, release: Path, mongodb: servers.Breakable
) -> None:
    with servers.fresh_database(mongodb.uri) as uri:
        (release / ".data" / "mongodb").mkdir(parents=True)
        (release / ".data" / "mongodb" / "uri").write_text(uri)
        assert flask("shows", "load", "show.json").stderr == f"Error: {NO_DATABASE}\n"
        assert titles(uri) == []


def test_the_documented_commands_work(
    flask: Command, release: Path, tmp_path: Path, mongodb: servers.Breakable
) -> None:
    section = (ROOT / "docs" / "operations.md").read_text().partition("## Commands\n")[2]
    script = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert script
    with servers.fresh_database(mongodb.uri) as uri:
        variables = tmp_path / "seatapp.env"
        redis = "REDIS_URL=redis://127.0.0.1:9/0"
        variables.write_text(f"MONGODB_URI={uri}&w=majority\n{redis}\nSECRET_KEY=long enough\n")
        lines = [line for line in script[1].splitlines() if "flask" in line]
        assert len(lines) >= 5
        for line in lines:
            command = line.partition("#")[0].partition("flask ")[2]
            words = command.replace("/etc/seatapp.env", str(variables)).split()
            result = flask(*words)
            assert result.returncode == 0, f"{line}: {result.stderr}"
            assert result.stderr == f"Database: {place(uri)}\n"

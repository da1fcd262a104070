"""What docs/maintenance.md tells an operator to type, run on a MongoDB and a worker that people use."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seatapp import create_app
from seatapp.people import erase
from seatapp.runtime import runtime_of
from tests.support import builders, servers
from tests.support.onlooker import Onlooker, await_news
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import INHERITED, ROOT, Worker

PAGE = ROOT / "docs" / "maintenance.md"
# What asks the test to do it: systemd is not here, and a `flask` of its own takes seconds to start.
STAND_IN = '#!/usr/bin/env bash\necho "${0##*/} $*" >&"$ASK"\nread -r code <&"$ANSWER"\nexit "$code"\n'
SOON = 30


class Host:
    """A host on which commands are typed: its MongoDB, and its worker, which is one of two in the docs."""

    def __init__(self, root: Path, mongodb: servers.Breakable, worker: Worker) -> None:
        self.mongodb, self.worker = mongodb, worker
        self.started: list[str] = []
        self.flask: list[str] = []
        self._root = root
        self._bin = root / "bin"
        (root / "opt" / ".venv" / "bin").mkdir(parents=True)
        (root / "backups").mkdir()
        self._bin.mkdir()
        self._program(self._bin / "sudo", '#!/bin/sh\nexec "$@"\n')
        self._program(self._bin / "systemctl", STAND_IN)
        self._program(root / "opt" / ".venv" / "bin" / "flask", STAND_IN)

    def run(self, chapter: str) -> None:
        """Run a block of commands as it is written, but for where things are."""
        (script,) = re.findall(rf"```sh {chapter}\n(.*?)```", PAGE.read_text(), re.DOTALL)
        places = {
            "/var/lib/mongodb": str(self.mongodb.data_dir),
            "/var/backups": str(self._root / "backups"),
            "/opt/seatapp": str(self._root / "opt"),
            # The one worker stands for both.
            "5001 5002": str(self.worker.port),
            "seatapp@5001 seatapp@5002": f"seatapp@{self.worker.port}",
        }
        for place, here in places.items():
            script = script.replace(place, here)
        ask, asking = os.pipe()
        answering, answer = os.pipe()
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        env = {**inherited, "ASK": str(asking), "ANSWER": str(answering)}
        env["PATH"] = f"{self._bin}:{env['PATH']}"
        with subprocess.Popen(["bash", "-euc", script], env=env, pass_fds=(asking, answering)) as shell:
            os.close(asking)
            os.close(answering)
            with os.fdopen(ask) as asked, os.fdopen(answer, "w") as answers:
                for line in asked:
                    print(self._do(line.split()), file=answers, flush=True)
            assert shell.wait(SOON) == 0, script

    def _do(self, words: list[str]) -> int:
        """Do what somebody asked, and return the exit code."""
        if words[0] == "flask":
            return self._flask(words[1:])
        act, *units = words[1:]
        for unit in units:
            for step in ("stop", "start") if act == "restart" else (act,):
                self._turn(unit, step)
        return 0

    def _turn(self, unit: str, step: str) -> None:
        turn: dict[str, Callable[[], object]]
        if unit == "mongod":
            turn = {"stop": self.mongodb.stop, "start": self.mongodb.restart}
        else:
            assert unit == f"seatapp@{self.worker.port}"
            turn = {"stop": self.worker.terminate, "start": self.worker.spawn}
        turn[step]()

    def _flask(self, words: list[str]) -> int:
        assert words[:2] == ["--env-file", "/etc/seatapp.env"]
        self.flask.append(" ".join(words[2:]))
        app = create_app(builders.settings(mongodb_uri=self.worker.mongodb_uri))
        result = app.test_cli_runner().invoke(args=words[2:])
        runtime_of(app).database.client.close()
        print(result.output)
        return result.exit_code

    def _program(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def host(tmp_path: Path, redis_server: servers.Breakable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setattr(erase, "PAUSE_SECONDS", 0)
    with servers.mongodb() as mongodb:
        uri = servers.uri_of(mongodb.uri, "seatapp")
        worker = Worker(uri, redis_server.uri, DISCONNECT_GRACE_SECONDS="30").start()
        yield Host(tmp_path, mongodb, worker)
        worker.close()


def buy(person: Person, show: str, *seats: str) -> Any:
    assert person.select(show, seats).ok
    answer = person.post("/api/bookings", {"showId": show, "customer": {"email": "ann@example.org"}})
    assert answer.status_code == 201, answer.text
    return answer.json()["booking"]


def test_a_host_is_backed_up_restored_and_upgraded(host: Host, guest: Callable[[Worker], Person]) -> None:
    worker = host.worker
    eventually(lambda: worker.get("/readyz").ok, SOON)
    show = builders.add_show(worker, "hamlet", rows={"A": 10, "B": 10})
    ann, bob, cid = guest(worker), guest(worker), guest(worker)
    watching = Onlooker(bob, show)
    kept = buy(ann, show, "A1")

    host.run("backup")
    eventually(lambda: bob.select(show, ["A2"]).ok, SOON, "nobody sells after the backup")
    await_news(cid, watching, SOON)
    assert watching.tab.connected
    lost = buy(ann, show, "A3")

    host.run("restore")
    worker.await_ready()
    watching.tab.wait_until_disconnected()
    again = Onlooker(bob, show)
    assert again.taken() == {"A1"}
    assert ann.get(f"/api/bookings/{kept['id']}").ok
    assert ann.get(f"/api/bookings/{lost['id']}").status_code == 404
    eventually(lambda: worker.get("/readyz").ok, SOON)
    assert buy(ann, show, "A3")["seats"] == ["A3"]
    await_news(cid, again, SOON)
    eventually(lambda: again.taken() >= {"A1", "A3"}, SOON, "the map is wrong")

    host.run("upgrade")
    assert worker.get("/readyz").ok
    assert Onlooker(bob, show).taken() >= {"A1", "A3"}

    host.run("people")
    assert [booking.get("customer") for booking in worker.database.bookings.find()] == [None, None]
    assert [words.split()[0] for words in host.flask] == ["doctor", "indexes", "doctor", "people", "people"]


def test_all_commands_are_in_the_table() -> None:
    app = create_app(builders.settings())
    commands = {
        f"flask {name} {sub}".strip()
        for name, command in app.cli.commands.items()
        for sub in getattr(command, "commands", [""])
    }
    section = PAGE.read_text().partition("## Commands in production\n")[2].partition("\n## ")[0]
    table = section.partition("| Command |")[2]
    assert set(re.findall(r"`(flask [\w ]+)`", table)) == commands
    runtime_of(app).database.client.close()

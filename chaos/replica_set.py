"""Three mongods that are one replica set, reached by wires, also by each other."""

import dataclasses
import shutil
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from seatapp.serving import child_server
from seatapp.serving.mongodb import MONGODB, REPLICA_SET
from seatapp.serving.ports import HOST
from tests.support.servers import Breakable
from tests.support.waiting import eventually

from .wires import Wires

PATIENCE_SECONDS = 40
NAMES = ("db1", "db2", "db3")


def _runs(uri: str) -> bool:
    with suppress(PyMongoError), _direct(uri) as client:
        return bool(client.admin.command("ping"))
    return False


def _direct(uri: str, seconds: float = 3) -> MongoClient[dict[str, Any]]:
    return MongoClient(uri, directConnection=True, timeoutMS=seconds * 1000, serverSelectionTimeoutMS=1000)


NODE = dataclasses.replace(
    MONGODB,
    options=tuple("0.25" if option == "0.5" else option for option in MONGODB.options),
    uri=f"mongodb://{HOST}:{{port}}/",
    prepare=lambda _port: True,
    answers=_runs,
)


class ReplicaSet:
    """Its members by name. All that is asked of them here goes past the wires."""

    def __init__(self, wires: Wires, election_seconds: float) -> None:
        self._wires = wires
        self._folder = Path(tempfile.mkdtemp(prefix="seatapp-chaos-"))
        self.nodes: dict[str, Breakable] = {}
        self._ports: dict[str, int] = {}
        try:
            for name in NAMES:
                self.nodes[name] = Breakable(partial(child_server.start, NODE), self._folder / name)
                inside = int(self.nodes[name].uri.rsplit(":", 1)[1].strip("/"))
                self._ports[name] = wires.open(name, inside)
                self.note(name)
            self._initiate(election_seconds)
        except BaseException:
            self.close()
            raise

    @property
    def uri(self) -> str:
        """The address of a database on it, by wires."""
        hosts = ",".join(f"{HOST}:{port}" for port in self._ports.values())
        return f"mongodb://{hosts}/seatapp?replicaSet={REPLICA_SET}"

    def note(self, name: str) -> None:
        """Let the wires know the member's process: after each start."""
        self._wires.pids = {pid: who for pid, who in self._wires.pids.items() if who != name}
        self._wires.pids[self.nodes[name].pid] = name

    def primary(self) -> str | None:
        """Return the name of the member that says it is the primary, of the latest term."""
        found: list[tuple[int, str]] = []
        for name, node in self.nodes.items():
            with suppress(PyMongoError), _direct(node.uri) as client:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    found.append((int(str(hello["electionId"])[-8:], 16), name))
        return max(found)[1] if found else None

    def await_primary(self) -> str:
        """Return the primary's name as soon as there is one."""
        return str(eventually(self.primary, PATIENCE_SECONDS, "the replica set has no primary"))

    def others(self, name: str) -> list[str]:
        """Return the other members."""
        return [each for each in self.nodes if each != name]

    def command(self, name: str, *words: Any, **more: Any) -> None:
        """Run a command on one member."""
        with _direct(self.nodes[name].uri, PATIENCE_SECONDS) as client:
            client.admin.command(*words, **more)

    def step_down(self) -> None:
        """Let the primary give up being it for a while."""
        name = self.await_primary()
        # The answer is lost with the connections that it closes.
        with suppress(PyMongoError):
            self.command(name, "replSetStepDown", 10, secondaryCatchUpPeriodSecs=2)

    def close(self) -> None:
        """End all members, frozen ones too."""
        for node in self.nodes.values():
            node.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _initiate(self, election_seconds: float) -> None:
        """Make one set of them, whose members wait so long for a primary that is silent."""
        members = [
            {"_id": number, "host": f"{HOST}:{self._ports[name]}"} for number, name in enumerate(NAMES)
        ]
        settings = {
            "electionTimeoutMillis": int(election_seconds * 1000),
            # MongoDB's own where there is time for a few of them.
            "heartbeatIntervalMillis": int(min(2.0, election_seconds / 5) * 1000),
        }
        config = {"_id": REPLICA_SET, "members": members, "settings": settings}
        self.command(NAMES[0], "replSetInitiate", config)

        def is_led() -> bool:
            # The first election shall not take as long.
            with suppress(PyMongoError):
                self.command(NAMES[0], "replSetStepUp")
            return self.primary() is not None

        eventually(is_led, PATIENCE_SECONDS, "the replica set has no primary")

"""A MongoDB that fails where and how a test wants it to."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from seatapp.serving import child_server
from seatapp.serving.mongodb import MONGODB

from .servers import Breakable, running
from .waiting import eventually

# A transaction whose worker died keeps its seats for so long, as the embedded server is told.
TRANSACTION_SECONDS = 5

OPTIONS = ("--setParameter", "enableTestCommands=1")
FALLIBLE = dataclasses.replace(MONGODB, options=(*MONGODB.options, *OPTIONS))


class Fallible(Breakable):
    """A MongoDB with failpoints. They are forgotten when it is killed."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(lambda where, port: child_server.start(FALLIBLE, where, port), data_dir)

    @contextmanager
    def failing(self, *commands: str, times: int = 0, **how: Any) -> Iterator[None]:
        """Let the workers' commands of these names fail, always or so many times.

        `how` is what failCommand understands: closeConnection, blockConnection with blockTimeMS, errorCode,
        writeConcernError, namespace.
        """
        data = {"failCommands": list(commands), "appName": "seatapp", **how}
        with self._failpoint("failCommand", {"times": times} if times else "alwaysOn", data):
            yield

    @contextmanager
    def hanging_before_commit(self) -> Iterator[None]:
        """Let all transactions hang when they are about to be committed."""
        with self._failpoint("hangBeforeCommitingTxn", "alwaysOn", {}):
            yield

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """Let it obey and see no majority follow, as a primary that is cut off from the others."""
        with self._failpoint("disableSnapshotting", "alwaysOn", {}):
            yield

    def await_blocked(self, command: str, whose: str) -> None:
        """Wait until such a command of this user's booking is being run and does not come to an end."""
        with self._client() as client:
            eventually(lambda: _running(client, command, whose), 10, f"no {command} is blocked")

    def open_transactions(self) -> int:
        """Tell how many transactions are neither committed nor aborted."""
        with self._client() as client:
            status: dict[str, Any] = client.admin.command("serverStatus")
            return int(status["transactions"]["currentOpen"])

    @contextmanager
    def _failpoint(self, name: str, mode: Any, data: dict[str, Any]) -> Iterator[None]:
        with self._client() as client:
            client.admin.command("configureFailPoint", name, mode=mode, data=data)
        pid = self.pid
        try:
            yield
        finally:
            if self.pid == pid:
                with self._client() as client:
                    client.admin.command("configureFailPoint", name, mode="off")

    def _client(self) -> MongoClient[dict[str, Any]]:
        return MongoClient(self.uri, timeoutMS=10_000)


@contextmanager
def mongodb() -> Iterator[Fallible]:
    """Run one with no data yet."""
    with running(Fallible) as server:
        yield server


def _running(client: MongoClient[dict[str, Any]], command: str, whose: str) -> bool:
    """A booking's command is in a transaction or names its user."""
    return any(
        command in operation.get("command", {})
        and ("autocommit" in operation["command"] or whose in str(operation["command"]))
        for operation in client.admin.aggregate([{"$currentOp": {"allUsers": True}}])
    )

"""MongoDB and Redis of a test's own, and what can go wrong with them."""

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
from pymongo import MongoClient

from seatapp.serving import child_server
from seatapp.serving.child_server import Server
from seatapp.serving.mongodb import MONGODB
from seatapp.serving.redis_server import REDIS

from .waiting import eventually


class Breakable:
    """A server that can be killed, brought back on its port with its data, and frozen."""

    def __init__(self, start: Callable[[Path, int | None], Server], data_dir: Path) -> None:
        self._start = start
        self._server = start(data_dir, None)

    @property
    def uri(self) -> str:
        return self._server.uri

    @property
    def pid(self) -> int:
        return self._server.process.pid

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        self._server.kill()

    @property
    def data_dir(self) -> Path:
        return self._server.data_dir

    def stop(self) -> None:
        """End it as an operator does."""
        self._server.stop()

    def restart(self) -> None:
        """Start it again after `kill` or `stop`: same port, same data."""
        self._server = self._start(self._server.data_dir, self._server.port)

    def freeze(self) -> None:
        """Let it hang: connections stay open and nothing answers."""
        self._server.process.send_signal(signal.SIGSTOP)
        # On a busy machine it may answer once more before it stops.
        eventually(lambda: psutil.Process(self.pid).status() == psutil.STATUS_STOPPED)

    def thaw(self) -> None:
        self._server.process.send_signal(signal.SIGCONT)


@contextmanager
def mongodb() -> Iterator[Breakable]:
    """Run a MongoDB with no data yet."""
    yield from _run(partial(child_server.start, MONGODB))


@contextmanager
def redis() -> Iterator[Breakable]:
    """Run a Redis."""
    yield from _run(partial(child_server.start, REDIS))


@contextmanager
def fresh_database(server_uri: str) -> Iterator[str]:
    """Give the URI of a database that has nothing in it, and drop it afterwards."""
    name = f"test_{uuid4().hex[:12]}"
    yield uri_of(server_uri, name)
    client: MongoClient[dict[str, Any]]
    with MongoClient(server_uri) as client:
        client.drop_database(name)


def uri_of(server_uri: str, database: str) -> str:
    """Return the URI of a database of the server."""
    return urlsplit(server_uri)._replace(path=f"/{database}").geturl()


def _run(start: Callable[[Path, int | None], Server]) -> Iterator[Breakable]:
    data_dir = Path(tempfile.mkdtemp(prefix="seatapp-"))
    try:
        server = Breakable(start, data_dir)
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(data_dir)

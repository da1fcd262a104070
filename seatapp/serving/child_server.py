"""Real servers as child processes, for development and tests.

The programs come from the PATH or, failing that, from wheels of requirements-dev.txt. A server dies
with the process that started it (see leash.py), and holds a lock on its data directory exactly as long
as it lives.
"""

import fcntl
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .leash import leash, reap
from .ports import free_port, is_open

START_SECONDS = 30


class ServersUnavailable(Exception):
    """A server cannot be started here; the message is one line that names the variable to set."""


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
        """Remove the file that the server is found by; later processes wait until it has ended."""
        (self.data_dir / "uri").unlink(missing_ok=True)

    def stop(self, patience: float = 10) -> None:
        """Terminate the server, and kill it when it has not ended after `patience` seconds."""
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
    """One sort of server: its program and options, and how to recognise that it is ready.

    `prepare` gets the port of a server that was just started, and is called until it returns True.
    """

    name: str
    variable: str
    program: str
    wheel: tuple[str, ...]
    options: tuple[str, ...]
    data_option: str
    uri: str
    prepare: Callable[[int], bool]
    answers: Callable[[str], bool]


def start(kind: Kind, data_dir: Path, port: int | None = None) -> Server:
    """Start a server on this data and wait until it is ready; raise ServersUnavailable."""
    deadline = time.monotonic() + START_SECONDS
    while (lock := _lock(data_dir)) is None:
        _pause(kind, data_dir, deadline)
    return _launch(kind, data_dir, port or free_port(), lock)


def find_or_start(kind: Kind, data_dir: Path) -> Server | str:
    """Return the URI of the server that runs on this data, or the one that was started."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        if (lock := _lock(data_dir)) is not None:
            return _launch(kind, data_dir, free_port(), lock)
        if uri := _recorded(kind, data_dir):
            return uri
        _pause(kind, data_dir, deadline)


def find_running(kind: Kind, data_dir: Path) -> str | None:
    """Return the URI of the server that another process runs on this data, None when there is none."""
    if not data_dir.is_dir():
        return None
    if (lock := _lock(data_dir)) is not None:
        # Whatever answers at the address that is written there is not ours.
        os.close(lock)
        return None
    return _recorded(kind, data_dir)


def find_program(kind: Kind) -> str:
    """Return the path of the server's program; raise ServersUnavailable."""
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


def _recorded(kind: Kind, data_dir: Path) -> str | None:
    """Return the URI that the server on this data was started with, if it answers there."""
    with suppress(FileNotFoundError):
        uri = (data_dir / "uri").read_text()
        if kind.answers(uri):
            return uri
    return None


def _lock(data_dir: Path) -> int | None:
    """Lock the directory; None while another process has it. The server inherits the lock."""
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
        process = leash([find_program(kind), *kind.options, *where], log, pass_fds=[lock])
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
            lines = log.read_text(errors="replace").splitlines()[-1:] or ["its log is empty"]
            raise ServersUnavailable(
                f"{kind.program} does not start here ({lines[0][:300]}): see {log}, or set {kind.variable}."
            )
        if not prepared and is_open(server.port):
            prepared = kind.prepare(server.port)
        time.sleep(0.02)

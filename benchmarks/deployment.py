"""What is measured: one worker of a checkout with its mongod and Redis, and what they use of the machine."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import jwt
import psutil
import requests

from seatapp.serving.leash import leash, reap
from seatapp.serving.ports import free_port
from tests.support import builders, servers
from tests.support.waiting import eventually
from tests.support.worker import ROOT, Worker

from . import halls, messages
from .halls import Hall
from .load import Crowd

JWT_SECRET = "the shop's, which signs what its customers show"
ENVIRONMENT = {
    "RATE_LIMIT": "100000000/minute",
    "LOCK_SECONDS": "300",
    "DISCONNECT_GRACE_SECONDS": "3",
    "JWT_SECRET": JWT_SECRET,
}
QUIET_SHARE = 0.15
QUIET_SECONDS = 20
EMPTY_SECONDS = 1


class Cpu(NamedTuple):
    """Seconds of user and system time."""

    worker: float
    mongod: float


def tokens(kind: str, count: int) -> list[str]:
    """Return the JWTs of so many different users."""
    expires = int(datetime.now(UTC).timestamp()) + 86_400
    claims = [{"sub": f"{kind}-{number}", "exp": expires} for number in range(count)]
    return [jwt.encode(claim, JWT_SECRET, "HS256") for claim in claims]


@dataclass
class Deployment:
    """A worker and its servers, and who buys there."""

    name: str
    crowd: Crowd
    mongodb: servers.Breakable
    redis: servers.Breakable
    worker: Worker
    buyers: list[str] = field(default_factory=lambda: tokens("buyer", halls.BUYERS))
    profiled: bool = False
    _shows: int = 0

    def hall(self, rows: int = 40, row_length: int = 300) -> Hall:
        """Put a new show on sale, in an arena unless said otherwise.

        No two measurements share one: a worker remembers what somebody had on a show.
        """
        hall = Hall(self.new_show_id(), rows, row_length)
        builders.add_show(self.worker, hall.show, hall.rows)
        return hall

    def new_show_id(self) -> str:
        """Return an id that no show has yet."""
        self._shows += 1
        return f"show-{self._shows}"

    def book(self, hall: Hall, seats: Iterable[str]) -> None:
        """Sell some seats of it."""
        builders.book(self.worker.database, hall.show, seats)
        self.await_quiet()

    def greet(self, callers: Sequence[str]) -> None:
        """Let the worker check who these callers are, which it remembers for half a minute."""
        self.crowd.run(self.worker.port, [messages.who(token) for token in callers], 30)

    def cpu(self) -> Cpu:
        """Return what the worker and mongod have used so far."""
        return Cpu(cpu_of(self.worker.pid), cpu_of(self.mongodb.pid))

    def memory(self) -> int:
        """Return the worker's resident bytes."""
        return int(psutil.Process(self.worker.pid).memory_info().rss)

    def clear(self) -> None:
        """Free all seats that are locked, and wait until that has been announced."""
        self.worker.database.seat_locks.delete_many({"state": "locked"})
        self.await_quiet()

    def await_quiet(self) -> None:
        """Wait until the worker and mongod have nothing to do."""
        deadline = time.monotonic() + QUIET_SECONDS
        busy = 1.0
        while busy > QUIET_SHARE and time.monotonic() < deadline:
            before = self.cpu()
            time.sleep(0.5)
            busy = max(now - then for now, then in zip(self.cpu(), before, strict=True)) / 0.5

    @contextmanager
    def second_worker(self) -> Iterator[Worker]:
        """Run another worker on the same database."""
        worker = Worker(self.mongodb.uri, self.redis.uri, **ENVIRONMENT)
        try:
            yield worker.start()
        finally:
            worker.close()


@contextmanager
def deployed(name: str, crowd: Crowd, root: Path = ROOT, profiled: bool = False) -> Iterator[Deployment]:
    """Start a worker of this checkout on servers of its own, and let it warm up."""
    with ExitStack() as stack:
        mongodb = stack.enter_context(servers.mongodb())
        redis = stack.enter_context(servers.redis())
        worker = Worker(mongodb.uri, redis.uri, **ENVIRONMENT)
        worker.root = root
        stack.callback(worker.close)
        stack.push(lambda kind, *_: _explain(worker) if kind else None)
        worker.start()
        deployment = Deployment(name, crowd, mongodb, redis, worker, profiled=profiled)
        requests = [messages.select(wish, deployment.buyers) for wish in halls.wishes(deployment.hall())]
        crowd.run(worker.port, requests, 2)
        deployment.clear()
        yield deployment


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """Check a commit out into a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="seatapp-") as folder:
        root = Path(folder, "checkout")
        _git("worktree", "add", "--detach", str(root), commit)
        try:
            yield root
        finally:
            _git("worktree", "remove", "--force", str(root))


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _explain(worker: Worker) -> None:
    state = "runs" if worker.alive else "has ended"
    print(f"The worker {state}; the last that it said:\n{worker.log[-3000:]}", file=sys.stderr)


class Empty:
    """The empty handler, which everything is compared with."""

    def __init__(self, crowd: Crowd, port: int, pid: int) -> None:
        self._crowd, self._port, self._pid = crowd, port, pid
        wish = halls.Wish("hall", ("AA1", "AA2", "AA3"), 0)
        self._requests = [messages.select(wish, tokens("nobody", 1))] * 20_000

    def milliseconds(self) -> float:
        """Return what it uses of the CPU for a request now."""
        before = cpu_of(self._pid)
        load = self._crowd.run(self._port, self._requests, EMPTY_SECONDS)
        return (cpu_of(self._pid) - before) * 1000 / len(load.answers)


@contextmanager
def empty_handler(crowd: Crowd) -> Iterator[Empty]:
    """Start a process with the empty handler."""
    port = free_port()
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory, "log")
        process = leash([sys.executable, "-m", "benchmarks.empty", str(port)], log, cwd=ROOT)
        try:
            eventually(lambda: _answers(port), 30, "the empty handler does not answer")
            yield Empty(crowd, port, process.pid)
        finally:
            process.kill()
            reap(process)


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


def cpu_of(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)

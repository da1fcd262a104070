"""What is measured: one worker, its mongod and Redis, halls and guests; and what they use of the machine."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil
import requests

from seatapp.serving.leash import leash, reap
from seatapp.serving.ports import free_port
from tests.support import builders, servers
from tests.support.waiting import eventually
from tests.support.worker import ROOT, Worker

from . import halls, messages
from .load import Crowd

ENVIRONMENT = {"RATE_LIMIT": "100000000/minute", "LOCK_SECONDS": "30"}
# What a request sets off (its announcement) is over by then.
AFTERMATH_SECONDS = 0.3
QUIET_SHARE = 0.15
QUIET_SECONDS = 20


class Cpu(NamedTuple):
    """Seconds of user and system time."""

    worker: float
    mongod: float


@dataclass
class Stage:
    """Everything that runs during the benchmarks."""

    crowd: Crowd
    mongodb: servers.Breakable
    redis: servers.Breakable
    worker: Worker
    empty_port: int
    empty_pid: int
    tokens: list[str]

    def cpu(self) -> Cpu:
        """Return what the worker and mongod have used so far."""
        return Cpu(_cpu_of(self.worker.pid), _cpu_of(self.mongodb.pid))

    def empty_cpu(self) -> Cpu:
        """Return what the process with the empty handlers has used so far."""
        return Cpu(_cpu_of(self.empty_pid), 0)

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
def stage() -> Iterator[Stage]:
    """Start all of it, with halls on sale and guests at the door."""
    with ExitStack() as stack:
        crowd = Crowd()
        stack.callback(crowd.close)
        mongodb = stack.enter_context(servers.mongodb())
        redis = stack.enter_context(servers.redis())
        worker = Worker(mongodb.uri, redis.uri, **ENVIRONMENT)
        stack.callback(worker.close)
        stack.push(lambda kind, *_: _explain(worker) if kind else None)
        worker.start()
        for hall in halls.ALL:
            builders.add_show(worker, hall.show, hall.rows)
            if hall.booked:
                builders.book(worker.database, hall.show, hall.booked)
        tokens = _guests(crowd, worker.port)
        port, pid = stack.enter_context(_empty_handlers())
        yield Stage(crowd, mongodb, redis, worker, port, pid, tokens)


def _explain(worker: Worker) -> None:
    state = "runs" if worker.alive else "has ended"
    print(f"The worker {state}; the last that it said:\n{worker.log[-3000:]}", file=sys.stderr)


def _guests(crowd: Crowd, port: int) -> list[str]:
    load = crowd.run(port, [messages.NEW_GUEST] * halls.GUESTS, 60, keep=True)
    return [json.loads(answer.body)["token"] for answer in load.answers]


@contextmanager
def _empty_handlers() -> Iterator[tuple[int, int]]:
    port = free_port()
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory, "log")
        process = leash([sys.executable, "-m", "benchmarks.empty", str(port)], log, cwd=ROOT)
        try:
            eventually(lambda: _answers(port), 30, "the empty handlers do not answer")
            yield port, process.pid
        finally:
            process.kill()
            reap(process)


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


def _cpu_of(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)

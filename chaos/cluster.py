"""The whole installation: replica set, Redis, workers behind nginx, and a door for each client."""

import struct
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from tests.support import builders, servers
from tests.support.nginx import nginx
from tests.support.receiver import SECRET, Receiver
from tests.support.waiting import eventually
from tests.support.worker import Worker

from . import prober
from .replica_set import ReplicaSet
from .wires import Wires

WORKERS = ("w1", "w2", "w3")
SHOW = "hall"
# Of each seat, in minor units.
PRICE = 1500
GRACE_SECONDS = 1
READY_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Size:
    """How large and how quick everything is: durations in seconds, rows of seats by name."""

    rows: dict[str, int]
    lock_seconds: float = 6
    checkout_seconds: float = 9
    election_seconds: float = 10
    without: str = ""


class ChaosWorker(Worker):
    """A worker whose clock can be moved, and which may lack a guard."""

    program = ("-m", "chaos.worker")
    start_seconds = READY_SECONDS


class Cluster:
    """Everything that runs, and how to reach it."""

    def __init__(self, size: Size, receiver: Receiver) -> None:
        self.size = size
        self._stack = ExitStack()
        self.doors: list[str] = []
        try:
            self._start(size, receiver)
        except BaseException:
            self.close()
            raise

    def _start(self, size: Size, receiver: Receiver) -> None:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="seatapp-chaos-")))
        self.wires = Wires()
        self._stack.callback(self.wires.close)
        self.replica_set = ReplicaSet(self.wires, size.election_seconds)
        self._stack.callback(self.replica_set.close)
        self.redis = self._stack.enter_context(servers.redis())
        self.workers = {name: self._worker(name, receiver.url) for name in WORKERS}
        for name, worker in self.workers.items():
            self._stack.callback(worker.close)
            self.start_worker(name, wait=False)
        for name in WORKERS:
            self._await_prepared(name)
        url = self._stack.enter_context(nginx(self.folder, [*self.workers.values()]))
        self._front = int(url.rsplit(":", 1)[1])
        self.client: MongoClient[dict[str, Any]] = MongoClient(self.replica_set.uri, tz_aware=True)
        self._stack.callback(self.client.close)
        eventually(self._has_show, READY_SECONDS, "the show cannot be made")
        self.seats = [f"{row}{number}" for row, count in size.rows.items() for number in range(1, count + 1)]

    @property
    def database(self) -> Database[dict[str, Any]]:
        """The database, by wires that are never cut."""
        return self.client.get_default_database()

    def start_worker(self, name: str, *, wait: bool = True) -> None:
        """Start a worker, again or for the first time."""
        worker = self.workers[name].spawn()
        self.wires.pids = {pid: who for pid, who in self.wires.pids.items() if who != name}
        self.wires.pids[worker.pid] = name
        if wait:
            self._await_prepared(name)

    def door(self, name: str) -> str:
        """Return a URL of somebody's own, by which nginx takes them for an address of their own."""
        self.doors.append(name)
        number = len(self.doors)
        address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        return f"http://127.0.0.1:{self.wires.open('front', self._front, name=name, address=address)}"

    def move_clock(self, worker: str, seconds: float) -> None:
        """Let a worker's own clock be so wrong."""
        with self._clock(worker).open("r+b") as file:
            file.write(struct.pack("d", seconds))

    def leader(self) -> str | None:
        """Return the worker that leads the feed, by the lease and the logs."""
        lease = self.database.feed.find_one({"_id": "lease"}) or {"epoch": 0}
        word = f"leading, epoch {lease['epoch']}\n"
        return next((name for name, worker in self.workers.items() if word in worker.log), None)

    def close(self) -> None:
        """End everything."""
        self._stack.close()

    def _has_show(self) -> bool:
        """Make the show unless it is there: a busy machine's first attempt may fail."""
        worker = self.workers["w1"]
        with suppress(AssertionError):
            builders.add_show(worker, SHOW, {**self.size.rows, prober.ROW: 1}, prices={"Standard": PRICE})
        return worker.get(f"/api/shows/{SHOW}").ok

    def _await_prepared(self, name: str) -> None:
        worker = self.workers[name].await_ready()
        eventually(lambda: worker.get("/readyz").ok, READY_SECONDS, f"{name} is not ready:\n{worker.log}")

    def _clock(self, worker: str) -> Path:
        return self.folder / f"clock-{worker}"

    def _worker(self, name: str, webhook_url: str) -> Worker:
        self._clock(name).write_bytes(struct.pack("d", 0))
        return ChaosWorker(
            self.replica_set.uri,
            self.redis.uri,
            CHAOS_CLOCK=str(self._clock(name)),
            CHAOS_WITHOUT=self.size.without,
            RATE_LIMIT="1000000/minute",
            TRUSTED_PROXIES="1",
            LOCK_SECONDS=str(self.size.lock_seconds),
            CHECKOUT_SECONDS=str(self.size.checkout_seconds),
            DISCONNECT_GRACE_SECONDS=str(GRACE_SECONDS),
            WEBHOOK_URLS=webhook_url,
            WEBHOOK_SECRET=SECRET,
            WEBHOOK_PRIVATE_HOSTS="127.0.0.1",
        )

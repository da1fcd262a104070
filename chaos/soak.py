"""`python -m chaos.soak`: a worker under a steady load for a long time; what it uses shall stay as it is."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import psutil
import redis
import requests

from benchmarks import machine, messages
from benchmarks.deployment import ENVIRONMENT, tokens
from benchmarks.halls import BUYERS, Hall, wishes
from benchmarks.load import paced
from benchmarks.watchers import Watchers
from tests.support import builders, servers
from tests.support.worker import Worker

EVERY_SECONDS = 10
# A seat is given back by the request that comes so many after the one that locked it.
HELD = 30
MEGABYTE = 1 << 20


class SoakWorker(Worker):
    """A worker that says how many greenlets it has."""

    program = ("-m", "chaos.soaked")
    start_seconds = 90


class Soak:
    """What runs, and what is read of it."""

    def __init__(self, stack: ExitStack, folder: Path, watchers: int) -> None:
        self._mongodb = stack.enter_context(servers.mongodb())
        self._redis = stack.enter_context(servers.redis())
        self._greenlets = folder / "greenlets"
        self._greenlets.write_text("0")
        environment = {**ENVIRONMENT, "CHAOS_GREENLETS": str(self._greenlets.resolve())}
        self.worker = SoakWorker(self._mongodb.uri, self._redis.uri, **environment)
        stack.callback(self.worker.close)
        self.worker.start()
        self.hall = Hall("soak", 20, 100)
        builders.add_show(self.worker, self.hall.show, self.hall.rows)
        self._of_redis = redis.Redis.from_url(self._redis.uri)
        callers = tokens("watcher", watchers)
        self.watchers = stack.enter_context(
            Watchers(self.worker.port, callers, self.hall.show, comes_back=True)
        )
        self.watchers.come()
        self.watchers.await_in()

    def sample(self) -> dict[str, float]:
        """Read what the worker and its servers use now."""
        process = psutil.Process(self.worker.pid)
        database = self.worker.database
        server: Any = database.client.admin.command("serverStatus")
        read = {
            "memory of the worker, MB": process.memory_info().rss / MEGABYTE,
            "file handles of the worker": process.num_fds(),
            "greenlets": int(self._greenlets.read_text() or 0),
            "sockets": self._metric("seatapp_connected_sockets"),
            "connections to MongoDB": server["connections"]["current"],
            "memory of Redis, MB": self._of_redis.info("memory")["used_memory"] / MEGABYTE,
        }
        for name in ("seat_locks", "connections", "feed_shows", "outbox", "seat_history"):
            read[f"documents in {name}"] = database[name].estimated_document_count()
        return {name: round(value, 2) for name, value in read.items()}

    def _metric(self, name: str) -> float:
        text = requests.get(f"{self.worker.url}/metrics", timeout=30).text
        return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith(f"{name} "))


def requests_for(hall: Hall) -> Iterator[bytes]:
    """Yield requests without an end: some seats are selected, and those of a while ago are given back."""
    buyers = tokens("buyer", BUYERS)
    all_wishes = wishes(hall)
    for number in cycle(range(len(all_wishes))):
        yield messages.select(all_wishes[number], buyers)
        yield messages.release(all_wishes[number - HELD], buyers)


def main() -> int:
    """Run, write a line for each sample, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m chaos.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="(30)")
    parser.add_argument("--rate", type=float, default=12, help="requests a second (12)")
    parser.add_argument("--watchers", type=int, default=1000, help="(1000)")
    parser.add_argument("--out", type=Path, default=Path("chaos-report"), help="a folder (chaos-report)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    answers: Counter[int] = Counter()
    with ExitStack() as stack:
        soak = Soak(stack, options.out, options.watchers)
        file = stack.enter_context((options.out / "soak.jsonl").open("w"))
        about = {"rate": options.rate, "watchers": options.watchers, "machine": machine.description()}
        print(json.dumps(about), file=file, flush=True)
        sending, begun = requests_for(soak.hall), time.monotonic()
        while (past := time.monotonic() - begun) < options.minutes * 60:
            line = {"at": round(past), **soak.sample()}
            print(json.dumps(line), file=file, flush=True)
            print(json.dumps(line), flush=True)
            count = int(options.rate * EVERY_SECONDS)
            answers += paced(soak.worker.port, [next(sending) for _ in range(count)], options.rate).statuses
        print(json.dumps({"answers": answers, "heard": soak.watchers.report().events}), file=file)
    print(dict(answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())

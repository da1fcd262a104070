"""`python -m chaos.overload`: three times as many requests as a worker behind nginx can serve.

Clients of an open loop ask on time, whatever became of the requests before. They share the machine with
what they measure, so what a second of the worker's CPU does counts, beside what the clock says.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil

from benchmarks import halls, machine, messages
from benchmarks.deployment import ENVIRONMENT, cpu_of, tokens
from benchmarks.load import Crowd, Load, paced, percentile
from tests.support import builders, sales, servers
from tests.support.checkup import complaints
from tests.support.nginx import nginx
from tests.support.worker import Worker

PROCESSES = 3
TIMES = 3
PEAK_REQUESTS = 4_000
GRANTED, REFUSED = 200, (429, 503)


def main() -> int:
    """Measure, print and write figures, and return whether anything was wrong afterwards."""
    parser = argparse.ArgumentParser(prog="python -m chaos.overload", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="each (8)")
    parser.add_argument("--nice", type=int, default=0, help="of all that takes part, meanwhile (0)")
    parser.add_argument("--out", type=Path, default=Path("chaos-report"), help="a folder (chaos-report)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    found = _measure(options.seconds, options.nice)
    (options.out / "overload.json").write_text(json.dumps(found, indent=1))
    print(json.dumps(found, indent=1))
    return min(len(found["wrong"]), 1)


def _measure(seconds: float, nice: int) -> dict[str, Any]:
    with ExitStack() as stack:
        mongodb = stack.enter_context(servers.mongodb())
        redis = stack.enter_context(servers.redis())
        worker = Worker(mongodb.uri, redis.uri, **{**ENVIRONMENT, "MAX_SEATS_PER_USER": "100"})
        stack.callback(worker.close)
        worker.start()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = int(stack.enter_context(nginx(folder, [worker])).rsplit(":", 1)[1])
        hall = halls.Hall("hall", 300, 300)
        builders.add_show(worker, hall.show, hall.rows)
        buyers = tokens("buyer", halls.BUYERS)
        requests = [messages.select(wish, buyers) for wish in halls.wishes(hall)]
        crowd = stack.enter_context(closing(Crowd()))
        crowd.run(port, [messages.who(token) for token in buyers], 30)
        _prefer(nice)
        before, begun = cpu_of(worker.pid), time.monotonic()
        peak = crowd.run(port, requests[:PEAK_REQUESTS], seconds)
        used, lasted = cpu_of(worker.pid) - before, time.monotonic() - begun
        granted = len(peak.granted())
        rate = granted / peak.seconds
        found: dict[str, Any] = {
            "machine": machine.description(),
            "peak": _about(peak, used, lasted),
            "asked": TIMES * rate,
        }
        count = int(TIMES * rate * seconds)
        before, begun = cpu_of(worker.pid), time.monotonic()
        over = _storm(port, requests[PEAK_REQUESTS : PEAK_REQUESTS + count], TIMES * rate)
        used, lasted = cpu_of(worker.pid) - before, time.monotonic() - begun
        _prefer(0)
        found["overload"] = _about(over, used, lasted)
        locked = worker.database.seat_locks.count_documents({})
        expected = halls.SEATS_IN_REQUEST * (granted + len(over.granted()))
        with sales.app_on(mongodb.uri) as app:
            found["wrong"] = complaints(app)
        if locked < expected:
            found["wrong"].append(f"{expected} seats were granted, and {locked} are locked")
        return found


def _prefer(nice: int) -> None:
    """Give this process and all that it started another priority: on a machine that is not its own."""
    for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
        with suppress(OSError, psutil.NoSuchProcess):
            process.nice(nice)
            # Where Linux divides the CPU among sessions first.
            Path(f"/proc/{process.pid}/autogroup").write_text(str(nice))


def _storm(port: int, requests: Sequence[bytes], rate: float) -> Load:
    """Send the requests from several processes, so many a second in all."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        shares = [requests[first::PROCESSES] for first in range(PROCESSES)]
        parts = [pool.submit(paced, port, share, rate / PROCESSES) for share in shares]
        loads = [part.result() for part in parts]
    answers = [answer for load in loads for answer in load.answers]
    return Load(answers, max(load.seconds for load in loads))


def _about(load: Load, used: float, lasted: float) -> dict[str, Any]:
    """Return rates a second, and of the latencies the median and the 99th percentile in milliseconds."""
    granted = len(load.granted())
    waits = {
        "granted": [each.latency for each in load.answers if each.status == GRANTED],
        "refused": [each.latency for each in load.answers if each.status in REFUSED],
    }
    return {
        "statuses": dict(load.statuses),
        "sent a second": round(len(load.answers) / load.seconds, 1),
        "granted a second": round(granted / load.seconds, 1),
        "granted for a second of the worker's CPU": round(granted / used, 1),
        "share of a core that the worker had": round(used / lasted, 2),
        **{
            f"{what}, ms": [round(1000 * percentile(times, share)) for share in (50, 99)]
            for what, times in waits.items()
            if times
        },
    }


if __name__ == "__main__":
    sys.exit(main())

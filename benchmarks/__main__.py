"""Run the benchmarks and print what came of them: `python -m benchmarks --help`."""

import argparse
import os
import platform
import sysconfig
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.metadata import version

import psutil

from .news import bytes_a_socket, lock_to_event
from .profile import recording
from .stage import Stage, stage
from .throughput import Row, Throughput

IDLE_SECONDS = 3
PACKAGES = ("Flask", "eventlet", "pymongo", "python-socketio", "redis")
LEGEND = """\
32 clients, 3 seats a request. req/s and latency (ms) are of this machine with all that runs on it;
worker and mongod are the milliseconds of CPU that a request takes of them, announcing it included;
empty is a Flask handler with the same JSON in and out and nothing in between, ratio is worker to that.
"""
COLUMNS = f"{'requests':>8}{'req/s':>7}{'p50':>7}{'p99':>7}{'worker':>9}{'mongod':>8}{'empty':>8}{'ratio':>7}"


def main() -> None:
    """Start everything, measure what is wanted, and print it line by line."""
    options = _options()
    print(_machine(), flush=True)
    with stage() as running:
        print(f"mongod {running.worker.database.client.server_info()['version']}\n\n{LEGEND}")
        for line in _lines(running, options):
            print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=LEGEND)
    parser.add_argument("--seconds", type=float, default=6, help="for each measurement, at most (6)")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="measure only what has these words in its name: select"
    )
    parser.add_argument("--profile", action="store_true", help="sample the worker with py-spy meanwhile")
    options: argparse.Namespace = parser.parse_args()
    return options


def _machine() -> str:
    cores, memory = os.cpu_count(), psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"{cores} cores ({_processor()}), {memory:.0f} GB, load {os.getloadavg()[0]:.1f}\n"
        f"Python {platform.python_version()}{_build()}, {versions}"
    )


def _build() -> str:
    """Tell of an interpreter that was built without the optimizations that distributions use."""
    options = sysconfig.get_config_var("CONFIG_ARGS") or "--enable-optimizations"
    return "" if "--enable-optimizations" in options else " (built without optimizations)"


def _processor() -> str:
    try:
        with open("/proc/cpuinfo") as cpuinfo:
            return next(line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def _lines(running: Stage, options: argparse.Namespace) -> Iterator[str]:
    def record(name: str) -> AbstractContextManager[None]:
        return recording(running.worker.pid, name)

    yield f"{'':32}{COLUMNS}"
    measured = Throughput(running, options.seconds, options.only, record if options.profile else None)
    for row in measured.rows():
        yield _line(row)
    yield ""
    if options.only in "idle":
        yield _idle(running)
    if options.only in "lock → event":
        for second_worker in (False, True):
            yield lock_to_event(running, 2 * options.seconds, second_worker).describe()
    if options.only in "memory":
        yield f"{'memory of a connected socket':32}{bytes_a_socket(running) / 1024:8.1f} KiB"


def _line(row: Row) -> str:
    ratio = f"{row.empty:8.2f}{row.worker / row.empty:7.1f}" if row.empty else ""
    odd = "" if set(row.statuses) == {200} else f"  {dict(row.statuses)}"
    speed = f"{row.requests:8}{row.rate:7.0f}{row.p50:7.1f}{row.p99:7.1f}"
    return f"{row.name:32}{speed}{row.worker:9.2f}{row.mongod:8.2f}{ratio}{odd}"


def _idle(running: Stage) -> str:
    running.await_quiet()
    before = running.cpu()
    time.sleep(IDLE_SECONDS)
    worker, mongod = (
        (now - then) * 1000 / IDLE_SECONDS for now, then in zip(running.cpu(), before, strict=True)
    )
    return f"{'idle':32}{worker:8.0f} ms of CPU a second of the worker, {mongod:.0f} ms of mongod"


if __name__ == "__main__":
    main()

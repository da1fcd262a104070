"""Workers whose clocks are wrong."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from tests.support.onlooker import Onlooker, about, await_truth, new_show
from tests.support.people import Person
from tests.support.worker import ROOT, Worker

StartWorker = Callable[..., Worker]
MakeGuest = Callable[[Worker], Person]


SKEW = "from tests.support.skew import skew\nskew(lambda: {seconds})\n"


def start_with_clock_off(start_worker: StartWorker, home: Path, seconds: int) -> Worker:
    """Start a worker that believes it is so much later."""
    home.mkdir()
    (home / "sitecustomize.py").write_text(SKEW.format(seconds=seconds))
    worker = start_worker(PYTHONPATH=f"{home}{os.pathsep}{ROOT}", LOCK_SECONDS="3")
    believed = parsedate_to_datetime(worker.get("/healthz").headers["Date"]).timestamp()
    assert abs(believed - time.time() - seconds) < 2
    return worker


def test_clocks_that_are_a_minute_off_neither_prolong_nor_shorten_a_lock(
    start_worker: StartWorker,
    guest: MakeGuest,
    onlooker: Callable[[Worker, str], Onlooker],
    tmp_path: Path,
) -> None:
    ahead = start_with_clock_off(start_worker, tmp_path / "ahead", 60)
    behind = start_with_clock_off(start_worker, tmp_path / "behind", -60)

    def see(granting: Worker, rivalling: Worker) -> None:
        show = new_show(granting)
        assert_lasts_exactly(guest(granting), guest(rivalling), onlooker(rivalling, show))

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(see, (ahead, behind), (behind, ahead))) == [None, None]


def assert_lasts_exactly(holder: Person, rival: Person, watching: Onlooker) -> None:
    """A lock of 3 s ends then, not earlier and not later, for a rival on the other worker."""
    asked_at = time.time()
    taken, left = (holder.select(watching.show, [seat]).json() for seat in ("A1", "A2"))
    answered_at = time.time()
    until = [datetime.fromisoformat(grant["expiresAt"]).timestamp() for grant in (taken, left)]
    assert taken["expiresIn"] == 3
    assert asked_at + 2.9 < until[0] <= until[1] < answered_at + 3.1
    while not rival.select(watching.show, ["A1"]).ok:
        assert time.time() < until[0] + 1, "the lock outlives its time"
    assert time.time() >= until[0] - 0.002
    ended = watching.tab.wait_for("seats-released", about("A2"))
    assert ended["reason"] == "expired"
    assert until[1] - 0.002 <= time.time() <= until[1] + 1.5
    await_truth([watching], holder.worker, 5)

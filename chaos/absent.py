"""`python -m chaos.absent`: how long a seat stays locked whose buyer's worker dies, and who stays away."""

import argparse
import json
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.support.people import Tab
from tests.support.receiver import Receiver
from tests.support.waiting import eventually

from .cluster import GRACE_SECONDS, SHOW, WORKERS, Cluster, Size
from .history import OK
from .quiet import quieten
from .web import Web

# Longer than it may take, so that it is not the lock's time that is over.
LOCK_SECONDS = 300
MOST_SECONDS = GRACE_SECONDS + 15
PATIENCE_SECONDS = 60


class Absence(NamedTuple):
    """A worker was killed, the leader or another one; so long after that its buyer's seat was free."""

    led: bool
    seconds: float


def main() -> int:
    """Kill workers, print and write figures, and return whether any was above the bound."""
    parser = argparse.ArgumentParser(prog="python -m chaos.absent", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="(20)")
    parser.add_argument("--out", type=Path, default=Path("chaos-report"), help="a folder (chaos-report)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    quieten()
    found = []
    size = Size({"A": 10}, lock_seconds=LOCK_SECONDS, checkout_seconds=LOCK_SECONDS)
    with closing(Receiver()) as receiver, closing(Cluster(size, receiver)) as cluster:
        for number in range(options.times):
            found.append(_kill(cluster, leader=bool(number % 2)))
            print(
                f"{found[-1].seconds:.1f} s, {'the leader' if found[-1].led else 'not the leader'}",
                flush=True,
            )
    with (options.out / "absent.jsonl").open("a") as file:
        file.writelines(json.dumps(each._asdict()) + "\n" for each in found)
    return int(any(each.seconds > MOST_SECONDS for each in found))


def _kill(cluster: Cluster, *, leader: bool) -> Absence:
    """Lock a seat with a socket on a worker, kill that, and wait until the seat is free."""
    leads = str(eventually(cluster.leader, PATIENCE_SECONDS, "nobody leads"))
    name = leads if leader else next(other for other in WORKERS if other != leads)
    worker = cluster.workers[name]
    with closing(Web(worker.url)) as web:
        session = web.post("/api/session")
        assert session.outcome == OK, session
        user, token = session.body["userId"], session.body["token"]
        web.use(token)
        tab = Tab(worker, user, token, "websocket")
        assert tab.register()["success"]
        chosen = web.post("/api/bookings/select-seats", {"showId": SHOW, "seats": ["A1"]})
        assert chosen.outcome == OK, chosen
        killed_at = time.monotonic()
        worker.kill()
        tab.disconnect()
        locks = cluster.database.seat_locks
        eventually(
            lambda: not locks.count_documents({"holder": user}), PATIENCE_SECONDS, "the seat stays locked"
        )
        seconds = time.monotonic() - killed_at
    cluster.start_worker(name)
    return Absence(leader, round(seconds, 2))


if __name__ == "__main__":
    sys.exit(main())

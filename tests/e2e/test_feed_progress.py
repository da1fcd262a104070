"""A feed that does not move is seen: by the balancer, in the metrics and, once, in the log."""

import re
from collections.abc import Callable
from functools import partial

from tests.support import failpoints, servers
from tests.support.onlooker import Onlooker, await_news, new_show
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

SEEN_SECONDS = 30
MEND_SECONDS = 10


def unmoved(worker: Worker) -> float:
    found = re.search(r"^seatapp_feed_unmoved_seconds (\S+)$", worker.get("/metrics").text, re.MULTILINE)
    assert found
    return float(found[1])


def is_stuck(worker: Worker) -> bool:
    return worker.get("/readyz").status_code == 503


def test_every_worker_says_when_nothing_is_announced_and_when_it_is_again(
    start_worker: Callable[..., Worker],
    guest: Callable[[Worker], Person],
    onlooker: Callable[[Worker, str], Onlooker],
) -> None:
    with failpoints.mongodb() as mongodb, servers.fresh_database(mongodb.uri) as uri:
        workers = [start_worker(mongodb=uri) for _ in range(2)]
        show = new_show(workers[0])
        person, watching = guest(workers[1]), onlooker(workers[1], show)
        await_news(person, watching, SEEN_SECONDS)
        with mongodb.failing("aggregate", "getMore", errorCode=8):
            for worker in workers:
                eventually(partial(is_stuck, worker), SEEN_SECONDS, "nobody notices")
                answer = worker.get("/readyz")
                assert answer.json()["feed"] is False
                assert (answer.json()["mongodb"], answer.json()["redis"]) == (True, True)
                assert "not announced" in answer.json()["message"]
                assert answer.headers["Retry-After"]
                assert unmoved(worker) >= 15
        for worker in workers:
            eventually(lambda worker=worker: not is_stuck(worker), MEND_SECONDS, "still stuck")  # type: ignore[misc]
            assert unmoved(worker) < 15
            assert worker.log.count("seats are not announced any more") == 1
            assert worker.log.count("seats are announced again") == 1
            assert worker.log.count("not ready: ") == 1
        await_news(person, watching, MEND_SECONDS)
        for worker in workers:
            worker.close()

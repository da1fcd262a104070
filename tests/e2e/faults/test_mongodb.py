"""MongoDB dies, hangs and comes late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support import servers
from tests.support.onlooker import Onlooker, about, assert_told_once, await_news, await_truth, new_show
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .timing import timed

StartWorker = Callable[..., Worker]
MakeGuest = Callable[[Worker], Person]


def assert_unavailable(answer: tuple[float, requests.Response]) -> None:
    seconds, response = answer
    body = response.json()
    assert response.status_code == 503, body
    assert int(response.headers["Retry-After"]) > 0
    assert body["success"] is False
    assert body["code"]
    assert "mongo" not in body["message"].lower()
    assert seconds < 3


def assert_says_so(worker: Worker, person: Person, show: str) -> None:
    """With its database gone a worker says so to everybody, at once, and goes on living."""
    calls: list[Callable[[], requests.Response]] = [
        lambda: person.select(show, ["A5"]),
        lambda: person.release(show, ["A1"]),
        lambda: person.status(show),
    ] * 4
    with ThreadPoolExecutor(len(calls) + 2) as threads:
        health = threads.submit(timed, lambda: worker.get("/healthz"))
        joining = threads.submit(person.join, show)
        for answer in threads.map(timed, calls):
            assert_unavailable(answer)
        assert health.result()[0] < 1
        assert health.result()[1].status_code == 200
        assert joining.result()["success"] is False
        assert joining.result()["code"]


@pytest.mark.parametrize("fault", ["killed", "frozen"])
def test_without_mongodb_everybody_is_told_so_and_afterwards_all_goes_on(
    own_mongodb: servers.Breakable,
    fragile: tuple[Worker, Worker],
    guest: MakeGuest,
    onlooker: Callable[[Worker, str], Onlooker],
    fault: str,
) -> None:
    leader, _ = fragile
    show = new_show(leader)
    people = [guest(worker) for worker in fragile]
    onlookers = [onlooker(worker, show) for worker in fragile]
    for seat, person in zip(("A1", "A2"), people, strict=True):
        person.connect()
        assert person.select(show, [seat]).ok
    await_truth(onlookers, leader, 5)
    break_, mend = {
        "killed": (own_mongodb.kill, own_mongodb.restart),
        "frozen": (own_mongodb.freeze, own_mongodb.thaw),
    }[fault]
    break_()
    try:
        for worker, person in zip(fragile, people, strict=True):
            assert_says_so(worker, person, show)
    finally:
        mend()
    eventually(lambda: all(worker.get("/readyz").ok for worker in fragile), 10, "not ready again")
    for mine, person in zip(("A1", "A2"), people, strict=True):
        assert mine in person.status(show).json()["lockedByMe"]
    for worker, seat in zip(fragile, ("A8", "A9"), strict=True):
        assert guest(worker).select(show, [seat]).ok
        for each in onlookers:
            each.tab.wait_for("seats-selected", about(seat), 12)
    await_truth(onlookers, leader, 12)
    assert_told_once(*onlookers)


def test_a_worker_that_starts_before_its_mongodb_works_when_that_is_there(
    own_mongodb: servers.Breakable,
    start_worker: StartWorker,
    guest: MakeGuest,
    onlooker: Callable[[Worker, str], Onlooker],
) -> None:
    with servers.fresh_database(own_mongodb.uri) as uri:
        own_mongodb.kill()
        try:
            worker = start_worker(mongodb=uri)
            person = guest(worker)
            assert_unavailable(timed(lambda: person.select("hall", ["A1"])))
            assert worker.get("/readyz").status_code == 503
        finally:
            own_mongodb.restart()
        eventually(lambda: worker.get("/readyz").ok, 10, "not ready")
        show = new_show(worker)
        watching = onlooker(worker, show)
        assert person.select(show, ["A1"]).ok
        await_truth([watching], worker, 12)
        await_news(person, watching, 5)

"""What breaks in the night: workers, Redis and MongoDB die, hang and come back, and clocks go wrong."""

import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import pytest
import requests

from tests.support import servers
from tests.support.onlooker import (
    TAKEOVER_SECONDS,
    Onlooker,
    about,
    assert_told_once,
    await_news,
    await_truth,
    in_order,
    leader_of,
    let_the_lease_lapse,
    new_show,
)
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

StartWorker = Callable[..., Worker]
StartPair = Callable[..., tuple[Worker, Worker]]
MakeGuest = Callable[[Worker], Person]


@pytest.fixture
def start_pair(mongodb_uri: str, redis_server: servers.Breakable) -> Iterator[StartPair]:
    """Start two workers side by side, on the run's servers or others; the leader comes first."""
    pair: list[Worker] = []

    def start(mongodb: str = mongodb_uri, redis: str = redis_server.uri) -> tuple[Worker, Worker]:
        pair.extend(Worker(mongodb, redis).spawn() for _ in range(2))
        return in_order(*[worker.await_ready() for worker in pair])

    yield start
    for worker in pair:
        worker.close()


@pytest.fixture
def pair(start_pair: StartPair) -> tuple[Worker, Worker]:
    """Two workers of this test's own, the leader first."""
    return start_pair()


@pytest.fixture(scope="module")
def _own_mongodb() -> Iterator[servers.Breakable]:
    with servers.mongodb() as server:
        yield server


@pytest.fixture
def own_mongodb(_own_mongodb: servers.Breakable) -> Iterator[servers.Breakable]:
    """A MongoDB to break; it runs again when the test ends."""
    yield _own_mongodb
    _own_mongodb.thaw()


@pytest.fixture
def fragile(own_mongodb: servers.Breakable, start_pair: StartPair) -> Iterator[tuple[Worker, Worker]]:
    """Two workers on the MongoDB that is to break, the leader first."""
    with servers.fresh_database(own_mongodb.uri) as uri:
        yield start_pair(mongodb=uri)


@pytest.fixture(scope="module")
def own_redis() -> Iterator[servers.Breakable]:
    """A Redis to break."""
    with servers.redis() as server:
        yield server


def timed(call: Callable[[], requests.Response]) -> tuple[float, requests.Response]:
    begun = time.monotonic()
    response = call()
    return time.monotonic() - begun, response


# A worker dies.


def test_when_the_leader_dies_who_comes_back_keeps_the_seats_who_does_not_loses_them(
    pair: tuple[Worker, Worker], guest: MakeGuest, onlooker: Callable[[Worker, str], Onlooker]
) -> None:
    dying, survivor = pair
    show = new_show(dying)
    faithful, lost, busy = guest(dying), guest(dying), guest(survivor)
    watching = onlooker(survivor, show)
    for person, seat in ((faithful, "A1"), (lost, "A2")):
        person.connect()
        assert person.select(show, [seat]).ok
    dying.kill()
    assert busy.select(show, ["A3"]).ok
    watching.tab.wait_for("seats-selected", about("A3"), TAKEOVER_SECONDS)
    faithful.connect(survivor)
    released = watching.tab.wait_for("seats-released", timeout=15)
    assert (released["seats"], released["reason"]) == (["A2"], "released")
    assert faithful.status(show, survivor).json()["lockedByMe"] == ["A1"]
    await_truth([watching], survivor, 5)
    assert_told_once(watching)


def test_what_was_written_just_before_the_leader_died_is_told_by_the_next(
    pair: tuple[Worker, Worker], guest: MakeGuest, onlooker: Callable[[Worker, str], Onlooker]
) -> None:
    leader, other = pair
    show = new_show(leader)
    for number in range(1, 4):
        watching, person = onlooker(other, show), guest(leader)
        assert person.select(show, [f"A{number}"]).ok
        assert person.select(show, [f"B{number}"]).ok
        assert person.release(show, [f"A{number}"]).ok
        leader.kill()
        let_the_lease_lapse(other)
        await_truth([watching], other, 12)
        assert_told_once(watching)
        leader.start()
        leader, other = other, leader


# The leader hangs.


def test_a_leader_that_hung_finds_itself_replaced_and_tells_nothing_twice(
    pair: tuple[Worker, Worker], guest: MakeGuest, onlooker: Callable[[Worker, str], Onlooker]
) -> None:
    leader, other = pair
    show = new_show(leader)
    onlookers = [onlooker(leader, show), onlooker(other, show)]
    person = guest(other)
    assert person.select(show, ["A1"]).ok
    leader.freeze()
    try:
        assert person.select(show, ["A2"]).ok
        assert person.release(show, ["A1"]).ok
        onlookers[1].tab.wait_for("seats-selected", about("A2"), TAKEOVER_SECONDS)
    finally:
        leader.thaw()
    assert person.select(show, ["A3"]).ok
    await_truth(onlookers, other, 12)
    assert leader_of(pair) is other
    assert person.select(show, ["A4"]).ok
    for each in onlookers:
        each.tab.wait_for("seats-selected", about("A4"))
    await_truth(onlookers, other, 5)
    assert_told_once(*onlookers)


@pytest.mark.parametrize("loss", ["deleted", "corrupt"])
def test_when_the_place_in_the_change_stream_is_lost_clients_notice(
    pair: tuple[Worker, Worker],
    guest: MakeGuest,
    onlooker: Callable[[Worker, str], Onlooker],
    loss: str,
) -> None:
    leader, other = pair
    show = new_show(leader)
    watching, person = onlooker(other, show), guest(other)
    assert person.select(show, ["A1"]).ok
    await_truth([watching], other, 5)
    leader.kill()
    assert person.select(show, ["A2"]).ok
    feed = other.database.feed
    if loss == "deleted":
        feed.delete_one({"_id": "position"})
    else:
        feed.update_one({"_id": "position"}, {"$set": {"token": {"_data": "00"}}})
    let_the_lease_lapse(other)
    await_news(person, watching, TAKEOVER_SECONDS)
    await_truth([watching], other, 2)
    assert_told_once(watching)


# Redis.


def test_without_redis_seats_are_locked_and_every_map_is_soon_right(
    start_pair: StartPair,
    own_redis: servers.Breakable,
    guest: MakeGuest,
    onlooker: Callable[[Worker, str], Onlooker],
) -> None:
    leader, other = start_pair(redis=own_redis.uri)
    show = new_show(leader)
    near, far, person = onlooker(leader, show), onlooker(other, show), guest(other)
    own_redis.kill()
    try:
        assert person.select(show, ["A1"]).ok
        near.tab.wait_for("seats-selected", lambda event: event["seats"] == ["A1"], timeout=2)
        far.tab.wait_for("show-seq", lambda event: event["seq"] > far.seq, timeout=12)
        await_truth([near, far], leader, 1)
        assert person.select(show, ["A2"], leader).ok
    finally:
        own_redis.restart()
    await_news(person, far, 5)
    await_truth([near, far], leader, 12)
    assert_told_once(near, far)
    for worker in (leader, other):
        assert_logged_once(worker, "listening to other workers")
    assert_logged_once(leader, "sending to other workers")


def assert_logged_once(worker: Worker, what: str) -> None:
    """An outage is a line in the log when it begins and one when it is over, however long it lasts."""
    eventually(lambda: f"{what} goes on" in worker.log, 5)
    assert (worker.log.count(f"{what} is interrupted"), worker.log.count(f"{what} goes on")) == (1, 1)


def test_a_redis_that_hangs_delays_nobody(
    start_pair: StartPair, own_redis: servers.Breakable, guest: MakeGuest
) -> None:
    workers = start_pair(redis=own_redis.uri)
    show = new_show(workers[0])
    people = [guest(worker) for worker in workers]
    own_redis.freeze()
    try:
        for number in range(1, 5):
            for row, person in zip("AB", people, strict=True):
                seats = [f"{row}{number}"]
                assert timed(partial(person.select, show, seats))[0] < 1
                assert timed(partial(person.status, show))[0] < 1
                assert timed(partial(person.release, show, seats))[0] < 1
        eventually(lambda: "sending to other workers is interrupted" in workers[0].log, 5)
    finally:
        own_redis.thaw()
    eventually(lambda: people[0].select(show, ["A9"]).ok and people[0].release(show, ["A9"]).ok)
    assert_logged_once(workers[0], "sending to other workers")


# MongoDB.


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


# Clocks.

SKEW = """
import datetime, time

skew, now, now_ns, real = {seconds}, time.time, time.time_ns, datetime.datetime


class Kind(type):
    __instancecheck__ = lambda _, instance: isinstance(instance, real)
    __subclasscheck__ = lambda _, other: issubclass(other, real)


class Skewed(real, metaclass=Kind):
    __new__ = lambda _, *parts, **more: real(*parts, **more)
    now = staticmethod(lambda tz=None: real.now(tz) + datetime.timedelta(seconds=skew))
    utcnow = staticmethod(lambda: real.utcnow() + datetime.timedelta(seconds=skew))
    fromtimestamp = staticmethod(real.fromtimestamp)


time.time = lambda: now() + skew
time.time_ns = lambda: now_ns() + skew * 10**9
datetime.datetime = Skewed
"""


def start_with_clock_off(start_worker: StartWorker, home: Path, seconds: int) -> Worker:
    """Start a worker that believes it is so much later."""
    home.mkdir()
    (home / "sitecustomize.py").write_text(textwrap.dedent(SKEW.format(seconds=seconds)))
    worker = start_worker(PYTHONPATH=str(home), LOCK_SECONDS="3")
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

"""Redis dies and hangs."""

from collections.abc import Callable
from functools import partial

from tests.support import servers
from tests.support.onlooker import Onlooker, assert_told_once, await_news, await_truth, new_show
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .conftest import StartPair
from .timing import timed

MakeGuest = Callable[[Worker], Person]


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

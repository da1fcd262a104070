"""The leader dies, hangs and loses its checkpoint."""

from collections.abc import Callable

from tests.support.onlooker import (
    TAKEOVER_SECONDS,
    Onlooker,
    about,
    assert_told_once,
    await_news,
    await_truth,
    leader_of,
    let_the_lease_lapse,
    new_show,
)
from tests.support.people import Person
from tests.support.worker import Worker

MakeGuest = Callable[[Worker], Person]


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


def test_when_the_place_in_the_change_stream_is_lost_clients_notice(
    pair: tuple[Worker, Worker],
    guest: MakeGuest,
    onlooker: Callable[[Worker, str], Onlooker],
) -> None:
    leader, other = pair
    show = new_show(leader)
    watching, person = onlooker(other, show), guest(other)
    assert person.select(show, ["A1"]).ok
    await_truth([watching], other, 5)
    leader.kill()
    assert person.select(show, ["A2"]).ok
    other.database.feed.delete_one({"_id": "position"})
    let_the_lease_lapse(other)
    await_news(person, watching, TAKEOVER_SECONDS)
    await_truth([watching], other, 2)
    assert_told_once(watching)

"""Whatever the feed loses, every map is right by the next `show-seq`, and later selections are announced."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from bson.binary import Binary
from pymongo.database import Database
from pymongo.errors import CollectionInvalid, OperationFailure

from tests.support.onlooker import (
    TAKEOVER_SECONDS,
    Onlooker,
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

RIGHT_SECONDS = 15  # `show-seq` comes every 10 s, and a busy machine takes some to read it and to join again

Data = Database[dict[str, Any]]
Dump = dict[str, list[dict[str, Any]]]
MakeGuest = Callable[[Worker], Person]
MakeOnlooker = Callable[[Worker, str], Onlooker]


def dump(data: Data) -> Dump:
    return {name: list(data[name].find()) for name in data.list_collection_names()}


def restore(data: Data, dumped: Dump, *names: str) -> None:
    """Do what `mongorestore --drop` does, for a dump without indexes."""
    for name in names or dumped:
        eventually(partial(_is_restored, data, name, dumped.get(name, [])), 5, f"{name} is not restored")


def _is_restored(data: Data, name: str, documents: list[dict[str, Any]]) -> bool:
    """Restore one collection; False when a worker's heartbeat made it again in between."""
    data[name].drop()
    try:
        data.create_collection(name)
        if documents:
            data[name].insert_many(documents)
    except (CollectionInvalid, OperationFailure):
        return False
    return True


def restore_into_place(data: Data, dumped: Dump) -> None:
    restore(data, {"restored": dumped["seat_locks"]})
    data.restored.rename("seat_locks", dropTarget=True)


def drop_all_and_restore(data: Data, dumped: Dump) -> None:
    data.client.drop_database(data.name)
    restore(data, dumped)


LOSSES: dict[str, Callable[[Data, Dump], object]] = {
    "seat_locks restored": lambda data, dumped: restore(data, dumped, "seat_locks"),
    "seat_locks dropped": lambda data, _: data.drop_collection("seat_locks"),
    "seat_locks renamed": lambda data, _: data.seat_locks.rename("moved", dropTarget=True),
    "seat_locks restored under another name": restore_into_place,
    "the counters dropped": lambda data, _: data.drop_collection("feed_shows"),
    "the counters restored": lambda data, dumped: restore(data, dumped, "feed_shows"),
    "the lease and the place dropped": lambda data, _: data.drop_collection("feed"),
    "the lease and the place restored": lambda data, dumped: restore(data, dumped, "feed"),
    "who is here dropped": lambda data, _: [
        data.drop_collection(name) for name in ("connections", "workers")
    ],
    "everything restored": drop_all_and_restore,
    "everything but the feed restored": lambda data, dumped: drop_all_and_restore(
        data, {name: dumped[name] for name in dumped if not name.startswith("feed")}
    ),
}


@pytest.fixture
def pair(workers: list[Worker]) -> tuple[Worker, Worker]:
    """The module's two workers, the leader first."""
    return in_order(*workers)


def index_names(data: Data) -> dict[str, set[str]]:
    return {name: set(data[name].index_information()) for name in ("seat_locks", "bookings", "outbox")}


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_what_is_lost_while_workers_run_leaves_no_map_wrong(
    pair: tuple[Worker, Worker],
    guest: MakeGuest,
    onlooker: MakeOnlooker,
    loss: Callable[[Data, Dump], object],
) -> None:
    leader, other = pair
    data, show = leader.database, new_show(leader)
    onlookers = [onlooker(worker, show) for worker in pair]
    person, second = guest(other), guest(leader)
    indexes = index_names(data)
    assert person.select(show, ["A1"]).ok
    await_truth(onlookers, leader, 5)
    dumped = dump(data)
    for number in range(2, 7):  # Clients know higher numbers than the dump does.
        assert person.select(show, [f"A{number}"]).ok
        await_truth(onlookers, leader, 5)
    loss(data, dumped)
    await_truth(onlookers, leader, RIGHT_SECONDS)
    for each in onlookers:
        await_news(second, each, RIGHT_SECONDS)
    await_truth(onlookers, leader, RIGHT_SECONDS)
    eventually(lambda: index_names(data) == indexes, 10, "indexes are missing")
    assert all(worker.get("/readyz").ok for worker in pair)


def lead_again(workers: tuple[Worker, Worker], meanwhile: Callable[[Data], object]) -> Worker:
    """Kill the leader, let something happen while nobody leads, and return the next leader."""
    leader, other = workers
    leader.kill()
    meanwhile(other.database)
    let_the_lease_lapse(other)
    eventually(lambda: leader_of([other]), TAKEOVER_SECONDS, "nobody leads")
    leader.spawn()
    return other


TOKENS: dict[str, Callable[[dict[str, str], dict[str, str]], object]] = {
    "no token": lambda own, foreign: None,
    "a text": lambda own, foreign: "somewhere",
    "nonsense": lambda own, foreign: {"_data": "00"},
    "something else": lambda own, foreign: {"x": Binary(b"\0")},
    "half a token": lambda own, foreign: {"_data": own["_data"][:-6]},
    "another collection's": lambda own, foreign: foreign,
    "one from long ago": lambda own, foreign: {"_data": "825F000000" + own["_data"][10:]},
    "one from the future": lambda own, foreign: {"_data": "8270000000" + own["_data"][10:]},
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_place_that_is_of_no_use_is_left_and_clients_ask_for_the_whole_state(
    pair: tuple[Worker, Worker],
    guest: MakeGuest,
    onlooker: MakeOnlooker,
    token: Callable[[dict[str, str], dict[str, str]], object],
) -> None:
    leader, other = pair
    show = new_show(leader)
    watching, person = onlooker(other, show), guest(other)
    assert person.select(show, ["A1"]).ok
    await_truth([watching], other, 5)

    def spoil(data: Data) -> None:
        assert person.select(show, ["A2"]).ok
        with data.elsewhere.watch(max_await_time_ms=100) as stream:
            data.elsewhere.insert_one({})
            foreign = dict(stream.next()["_id"])
        own = data.feed.find_one({"_id": "position"}, {"token": 1})
        assert own
        data.feed.update_one({"_id": "position"}, {"$set": {"token": token(own["token"], foreign)}})

    lead_again(pair, spoil)
    await_truth([watching], other, RIGHT_SECONDS)
    await_news(person, watching, RIGHT_SECONDS)
    leader.await_ready()


def test_a_lease_that_was_dropped_is_followed_by_one_with_a_later_epoch(
    pair: tuple[Worker, Worker], guest: MakeGuest, onlooker: MakeOnlooker
) -> None:
    leader, other = pair
    leader.database.feed.update_one({"_id": "lease"}, {"$inc": {"epoch": 500}})  # after many leaders
    eventually(lambda: leader_of(pair), TAKEOVER_SECONDS, "nobody leads")
    watching, person = onlooker(other, new_show(leader)), guest(other)
    await_news(person, watching, RIGHT_SECONDS)
    leader.database.drop_collection("feed")
    await_news(person, watching, RIGHT_SECONDS)
    await_truth([watching], other, 5)


def test_what_was_restored_while_all_workers_were_stopped_is_announced_from_then_on(
    pair: tuple[Worker, Worker], guest: MakeGuest, onlooker: MakeOnlooker
) -> None:
    leader, other = pair
    data, show = leader.database, new_show(leader)
    person = guest(other)
    assert person.select(show, ["A1"]).ok
    dumped = dump(data)
    assert person.select(show, ["A2"]).ok
    for worker in pair:
        worker.kill()
    restore(data, dumped, "seat_locks")
    let_the_lease_lapse(other)
    for worker in pair:
        worker.spawn()
    for worker in pair:
        worker.await_ready()
    watching = onlooker(leader, show)
    await_truth([watching], leader, RIGHT_SECONDS)
    await_news(person, watching, RIGHT_SECONDS)


def test_what_is_no_seat_is_passed_over(
    pair: tuple[Worker, Worker], guest: MakeGuest, onlooker: MakeOnlooker
) -> None:
    leader, other = pair
    show = new_show(leader)
    watching, person = onlooker(leader, show), guest(other)
    keys: list[Any] = [5, {"show": 1}, {"show": f"{show}-2", "seat": "A1"}]
    leader.database.seat_locks.insert_many({"_id": key, "slot": n} for n, key in enumerate(keys))
    await_news(person, watching, RIGHT_SECONDS)
    lead_again(pair, lambda data: None)
    await_news(person, onlooker(other, show), RIGHT_SECONDS)
    other.database.seat_locks.delete_many({"slot": {"$type": "int"}})
    leader.await_ready()
    assert "Traceback" not in leader.log + other.log

"""Reading a whole show's seats: little is read, and never less than was written before the question."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from flask import Flask

from seatapp.database import Document
from seatapp.extensions import db
from seatapp.runtime import current_runtime
from seatapp.seats import locks, state, stream
from seatapp.seats.stream import SeatChanges
from tests.support import servers
from tests.support.asking import add_show, at_once, hold, lists, read, release, select, take
from tests.support.hall import SHOW, key, lock, plan
from tests.support.racing import TRIES
from tests.support.waiting import eventually

ASKERS = 24


@pytest.fixture
def other(make_app: Callable[..., Flask]) -> Flask:
    """Another worker on the same database."""
    return make_app()


def locked() -> set[str]:
    return set(lists("somebody")["lockedByOthers"])


def rounds_of_another_worker(other: Flask) -> Iterator[list[str]]:
    """Select and release elsewhere, again and again, and ask here each time it was answered."""
    for number in range(TRIES):
        seat = f"A{number % 10 + 1}"
        with other.app_context():
            take([seat], "ann")
        missed = {seat} - locked()
        with other.app_context():
            locks.release(SHOW, [seat], "ann")
        yield [f"{seat} is missing"] * bool(missed) + [f"{seat} is still there"] * (seat in locked())


def test_what_was_answered_before_is_in_the_answer_whichever_worker_did_it(other: Flask) -> None:
    assert [fault for faults in rounds_of_another_worker(other) for fault in faults] == []


def test_without_asking_for_the_time_of_the_last_write_an_answer_is_old(
    other: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above."""
    monkeypatch.setattr(SeatChanges, "read_to", lambda *_: iter(()))
    assert any(rounds_of_another_worker(other))


@contextmanager
def commands() -> Iterator[list[str]]:
    """Collect which commands about seats and counters MongoDB runs meanwhile."""
    names: list[str] = []
    db.database.command("profile", 2)
    try:
        yield names
    finally:
        db.database.command("profile", 0)
        ran = db.database["system.profile"].find({"ns": {"$regex": "seat_locks$|feed_shows$"}})
        names += [name for entry in ran for name in [next(iter(entry["command"]))]]
        db.database.drop_collection("system.profile")


def test_the_seats_of_a_hall_are_read_once_and_then_what_changed() -> None:
    hold("ann", "A1", "A2")
    lists()
    with commands() as ran:
        for _ in range(5):
            assert locked() == {"A1", "A2"}
        hold("bob", "A3")
        assert locked() == {"A1", "A2", "A3"}
    assert ran.count("find") == 6  # The counters.
    assert ran.count("getMore") <= 6


def test_of_an_empty_hall_no_seats_are_read_either() -> None:
    lists()
    with commands() as ran:
        for _ in range(5):
            assert locked() == set()
    assert ran.count("find") == 5  # The counters.


@pytest.mark.parametrize("is_known", [True, False], ids=["known", "first"])
def test_many_who_ask_at_the_same_moment_share_a_few_reads(app: Flask, is_known: bool) -> None:
    hold("ann", "A1")
    if is_known:
        lists()
    with commands() as ran:
        answers = at_once(app, [locked] * ASKERS)
    assert answers == [{"A1"}] * ASKERS
    assert len(ran) <= ASKERS


def test_everybody_who_asks_at_the_same_moment_sees_their_own_seats_as_theirs(app: Flask) -> None:
    owners = {f"{row}{number}": f"{row}{number}'s" for row in "AB" for number in range(1, 11)}
    for seat, owner in owners.items():
        hold(owner, seat)
    answers = at_once(app, [partial(lists, owner) for owner in owners.values()])
    for seat, seen in zip(owners, answers, strict=True):
        assert seen["lockedByMe"] == [seat]
        assert set(seen["lockedByOthers"]) == owners.keys() - {seat}
        assert seen["heldUntil"].keys() == seen["heldPrices"].keys() == {seat}


def test_a_lock_that_runs_out_is_free_though_nothing_was_written() -> None:
    lock("A1", until=0.3)
    assert locked() == {"A1"}
    eventually(lambda: locked() == set())
    assert db.seat_locks.count_documents(key("A1")) == 1


def test_several_shows_are_followed_at_once(other: Flask) -> None:
    add_show("second", plan=plan())
    take(["A1"], "ann", "second")
    assert locked() == set()
    take(["A2"], "ann")
    assert state.read_status("second").locked
    assert locked() == {"A2"}


def test_after_the_collection_was_dropped_the_answer_is_right() -> None:
    hold("ann", "A1")
    assert locked() == {"A1"}
    db.database.drop_collection("seat_locks")
    assert locked() == set()
    lock("A2")
    assert locked() == {"A2"}


def test_a_cursor_that_the_server_lost_is_opened_again() -> None:
    hold("ann", "A1")
    assert locked() == {"A1"}
    changes = current_runtime().show_states._changes
    assert changes is not None
    changes.close()
    hold("ann", "A2")
    release("ann", "A1")
    assert locked() == {"A2"}


def open_cursors() -> int:
    """Return how many change streams and other cursors MongoDB keeps for our database."""
    pipeline: list[Document] = [
        {"$currentOp": {"idleCursors": True}},
        {"$match": {"type": "idleCursor", "ns": f"{db.database.name}.seat_locks"}},
    ]
    return len(list(db.client.admin.aggregate(pipeline)))


@pytest.mark.parametrize("token", ["82000000010000000100", "a text", b"\x82 and more"])
def test_where_the_stream_stays_behind_or_cannot_be_placed_all_seats_are_read_each_time(
    monkeypatch: pytest.MonkeyPatch, token: Any
) -> None:
    time_of = stream._time_of
    monkeypatch.setattr(stream, "_time_of", lambda _: time_of({"_data": token}))
    hold("ann", "A1")
    before = open_cursors()
    assert locked() == {"A1"}
    release("ann", "A1")
    assert locked() == set()
    assert open_cursors() == before


def test_after_the_database_was_killed_and_came_back_the_answer_is_right(
    make_app: Callable[..., Flask],
) -> None:
    with servers.mongodb() as mongodb, make_app(mongodb_uri=mongodb.uri).app_context():
        add_show(SHOW, plan=plan())
        hold("ann", "A1")
        assert locked() == {"A1"}
        mongodb.kill()
        assert read("somebody", f"/locked-seats/{SHOW}").status_code == 503
        mongodb.restart()
        eventually(lambda: select("bob", "A2").status_code == 200)
        assert locked() == {"A1", "A2"}

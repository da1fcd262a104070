"""Seats while MongoDB fails in the middle of what a request asks of it."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from seatapp.database import Document
from tests.support import failpoints, servers
from tests.support.asking import assert_refused, book, hold, lists, read, release, select
from tests.support.failpoints import Fallible
from tests.support.hall import SHOW, held_by, lock, pass_time
from tests.support.waiting import patience

# One read that hangs until it is given up.
ANSWER_SECONDS = 3
WRITES = "insert", "update", "delete", "findAndModify", "bulkWrite", "commitTransaction"
STEPPED_DOWN = {"code": 11602, "codeName": "InterruptedDueToReplStateChange", "errmsg": "interrupted"}
HANGING: Document = {"blockConnection": True, "blockTimeMS": 3200}


@pytest.fixture(scope="module")
def fallible() -> Iterator[Fallible]:
    with failpoints.mongodb() as server:
        yield server


@pytest.fixture
def settings(fallible: Fallible) -> Iterator[dict[str, Any]]:
    with servers.fresh_database(fallible.uri) as uri:
        yield {"mongodb_uri": uri}


def test_where_undoing_fails_the_answer_is_an_outage_and_the_seat_is_free_when_its_lock_ends(
    fallible: Fallible,
) -> None:
    lock("A2", "zoe")
    with fallible.failing("delete", closeConnection=True):
        assert_refused(select("ann", "A1", "A2"), 503, "unavailable")
    assert held_by("ann") == ["A1"]
    pass_time(30)
    assert lists()["lockedByOthers"] == []
    hold("bob", "A1")


def test_what_a_primary_that_steps_down_does_not_confirm_is_an_outage(fallible: Fallible) -> None:
    lock("A1", "ann")
    lock("A2", "zoe", until=-1)
    calls: dict[str, tuple[Any, str]] = {
        "free": (select, "A3"),
        "expired": (select, "A2"),
        "one's own": (select, "A1"),
        "booked": (book, "A1"),
        "given back": (release, "A1"),
    }
    with fallible.failing(*WRITES, writeConcernError=STEPPED_DOWN):
        codes = {what: act("ann", seat).json["code"] for what, (act, seat) in calls.items()}
    assert codes == dict.fromkeys(calls, "unavailable")


def test_who_asks_for_the_seats_while_the_change_stream_hangs_is_answered_in_time(fallible: Fallible) -> None:
    lists()
    hold("ann", "A1")
    with fallible.failing("getMore", **HANGING):
        begun = time.monotonic()
        assert_refused(read("bob", f"/locked-seats/{SHOW}"), 503, "unavailable")
        assert time.monotonic() < begun + patience(ANSWER_SECONDS)
    assert lists()["lockedByOthers"] == ["A1"]

"""Locks end when they are due, neither earlier nor later."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support import builders, pools, servers
from tests.support.announcements import SOON, await_number, in_room, of
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .state import Guest, at, now_at, seats_of

# The contract: an expiry is announced at most this late.
LATE = timedelta(seconds=1.5)


@pytest.fixture(scope="module")
def hasty_workers(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """Two workers whose locks last two seconds."""
    with pools.two_workers(mongodb, redis_server, LOCK_SECONDS="2") as pool:
        yield pool


@pytest.fixture
def hasty_show(hasty_workers: list[Worker]) -> str:
    return builders.add_show(hasty_workers[0], f"hasty-{time.monotonic_ns()}")


def test_an_expiry_is_announced_to_everybody_soon_after_it_is_due(
    hasty_workers: list[Worker], hasty_show: str, guest: Guest
) -> None:
    ann, bob = guest(hasty_workers[0]), guest(hasty_workers[1])
    tabs = [*in_room(ann, hasty_show, *hasty_workers), *in_room(bob, hasty_show, *hasty_workers)]
    granted = ann.select(hasty_show, ["A1", "A2"]).json()
    assert granted["expiresIn"] == 2
    heard = [tab.wait_for("seats-released", timeout=SOON) for tab in tabs]
    delay = now_at(hasty_workers[0]) - at(granted["expiresAt"])
    assert timedelta(0) <= delay <= LATE
    for released in heard:
        assert sorted(released["seats"]) == ["A1", "A2"]
        assert released["reason"] == "expired"
    await_number(tabs, hasty_show, released["seq"])
    assert seats_of(ann, hasty_show) == []


def test_the_end_of_a_block_is_announced_soon_after_it_is_due(
    hasty_workers: list[Worker], hasty_show: str, guest: Guest
) -> None:
    ann = guest(hasty_workers[0])
    tabs = in_room(ann, hasty_show, *hasty_workers)
    until = now_at(hasty_workers[0]) + timedelta(seconds=1)
    block = {"seats": ["A1", "A2"], "until": until.isoformat()}
    blocked = hasty_workers[0].post(
        f"/api/shows/{hasty_show}/block-seats", json=block, headers=builders.ADMIN
    )
    assert blocked.ok, blocked.text
    heard = [tab.wait_for("seats-released", timeout=SOON) for tab in tabs]
    assert timedelta(0) <= now_at(hasty_workers[0]) - until <= LATE
    for released in heard:
        assert (sorted(released["seats"]), released["reason"]) == (["A1", "A2"], "unblocked")
    await_number(tabs, hasty_show, released["seq"])


def test_an_expired_seat_is_another_users_at_once(
    hasty_workers: list[Worker], hasty_show: str, guest: Guest
) -> None:
    ann, bob = guest(hasty_workers[0]), guest(hasty_workers[1])
    tabs = [*in_room(ann, hasty_show, *hasty_workers), *in_room(bob, hasty_show, *hasty_workers)]
    due = at(ann.select(hasty_show, ["A1"]).json()["expiresAt"])
    granted = take_when_due(bob, hasty_show, "A1", due)
    for tab in tabs:
        tab.wait_for(
            "seats-held" if tab.user_id == bob.user_id else "seats-selected",
            lambda data: data.get("expiresAt", granted["expiresAt"]) == granted["expiresAt"],
            SOON,
        )
    assert ann.release(hasty_show, ["A1"]).json()["released"] is False
    assert seats_of(bob, hasty_show) == ["A1"]


def test_renewing_keeps_a_seat_beyond_the_end_of_its_first_lock(
    hasty_workers: list[Worker], hasty_show: str, guest: Guest
) -> None:
    ann, bob = guest(hasty_workers[0]), guest(hasty_workers[1])
    first = at(ann.select(hasty_show, ["A1", "A2"]).json()["expiresAt"])
    eventually(lambda: now_at(hasty_workers[0]) > first - timedelta(seconds=0.8), SOON)
    second = at(ann.select(hasty_show, ["A1"]).json()["expiresAt"])
    assert second > first
    take_when_due(bob, hasty_show, "A2", first)
    take_when_due(bob, hasty_show, "A1", second)


def test_a_lock_lasts_thirty_seconds_and_no_longer(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    watching = in_room(bob, show, *workers)
    before = now_at(workers[0])
    granted = ann.select(show, ["A1", "A2"]).json()
    after = now_at(workers[0])
    assert granted["expiresIn"] == 30
    due = at(granted["expiresAt"])
    assert before + timedelta(seconds=29.9) <= due <= after + timedelta(seconds=30.1)
    eventually(lambda: now_at(workers[0]) > due - timedelta(seconds=1), 40)
    assert bob.select(show, ["A1", "A2"]).status_code == 409
    assert seats_of(ann, show) == ["A1", "A2"]
    take_when_due(bob, show, "A1", due)
    released = [tab.wait_for("seats-released", of(show, "A2"), SOON) for tab in watching]
    assert now_at(workers[0]) - due <= LATE
    assert {event["reason"] for event in released} == {"expired"}
    assert ann.status(show).json()["lockedByMe"] == []


def test_a_worker_in_another_time_zone_locks_for_thirty_seconds_too(
    start_worker: Callable[..., Worker], guest: Guest
) -> None:
    worker = start_worker(TZ="XYZ-5")
    show = builders.add_show(worker)
    before = now_at(worker)
    granted = guest(worker).select(show, ["A1"]).json()
    assert granted["expiresIn"] == 30
    lasts = at(granted["expiresAt"]) - before
    assert timedelta(seconds=29.9) <= lasts <= now_at(worker) - before + timedelta(seconds=30.1)


def take_when_due(person: Person, show: str, seat: str, due: datetime) -> dict[str, Any]:
    """Ask for somebody's seat until it is granted: never before it is due, always after."""
    while True:
        asked_at = now_at(person.worker)
        response = person.select(show, [seat])
        answered_at = now_at(person.worker)
        if response.ok:
            assert answered_at >= due, "granted too early"
            granted: dict[str, Any] = response.json()
            return granted
        assert response.status_code == 409
        assert asked_at < due, "refused although the lock was over"
        if due - answered_at > timedelta(seconds=0.2):
            time.sleep(0.05)

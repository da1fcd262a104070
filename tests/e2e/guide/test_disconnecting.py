"""Who hangs up loses the seats, and who comes back in time keeps them."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import websocket

from tests.support import builders, pools, servers
from tests.support.announcements import SOON, in_room, of
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .state import Guest, now_at, seats_of


@pytest.fixture(scope="module")
def patient_workers(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """Two workers that wait two seconds for people to come back."""
    with pools.two_workers(mongodb, redis_server, DISCONNECT_GRACE_SECONDS="2") as pool:
        yield pool


@pytest.fixture
def patient_show(patient_workers: list[Worker]) -> str:
    return builders.add_show(patient_workers[0], f"patient-{time.monotonic_ns()}")


def holders_connections(person: Person) -> list[dict[str, Any]]:
    return list(person.worker.database.connections.find({"holder": person.user_id}))


def test_a_user_who_disconnects_loses_all_locks_on_all_shows(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    other_show = builders.add_show(workers[0], f"{show}-matinee")
    ann, bob = guest(workers[0]), guest(workers[1])
    watching = in_room(bob, show, *workers)
    for tab in watching:
        tab.join(other_show)
    ann.connect(workers[1])
    ann.select(show, ["A1", "A2"])
    ann.select(other_show, ["A3"])
    builders.book(workers[0].database, show, ["A10"], ann.user_id)
    for tab in watching:
        tab.wait_for("seats-selected", of(other_show, "A3"), SOON)
    ann.disconnect()
    for tab in watching:
        released = tab.wait_for("seats-released", of(show, "A1", "A2"), SOON)
        assert released["reason"] == "released"
        assert tab.wait_for("seats-released", of(other_show, "A3"), SOON)["reason"] == "released"
    status = bob.status(show).json()
    assert (status["lockedByOthers"], status["bookedSeats"]) == ([], ["A10"])
    assert bob.select(show, ["A1", "A2"]).ok
    assert bob.select(other_show, ["A3"]).ok


def test_a_user_whose_connection_breaks_off_loses_the_locks_too(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    line = websocket.create_connection(
        ann.worker.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket", timeout=SOON
    )
    line.recv()
    line.send(f'40{{"token":"{ann.token}"}}')
    assert str(line.recv()).startswith("40")
    [watcher] = in_room(bob, show, workers[1])
    ann.select(show, ["A1"])
    watcher.wait_for("seats-selected", timeout=SOON)
    line.shutdown()  # type: ignore[no-untyped-call]  # no goodbye: neither Engine.IO's nor WebSocket's
    assert watcher.wait_for("seats-released", timeout=SOON)["seats"] == ["A1"]
    assert bob.select(show, ["A1"]).ok


def test_a_second_tab_keeps_the_locks(workers: list[Worker], show: str, guest: Guest) -> None:
    ann = guest(workers[0])
    first, second = ann.connect(workers[0]), ann.connect(workers[1])
    ann.select(show, ["A1"])
    first.disconnect()
    eventually(lambda: len(holders_connections(ann)) == 1, SOON)
    assert seats_of(ann, show) == ["A1"]
    second.disconnect()
    eventually(lambda: seats_of(ann, show) == [], SOON)


def test_a_reload_keeps_the_locks(patient_workers: list[Worker], patient_show: str, guest: Guest) -> None:
    ann = guest(patient_workers[0])
    before = ann.connect()
    ann.select(patient_show, ["A1"])
    before.disconnect()
    [left] = eventually(lambda: [c for c in holders_connections(ann) if "leaves_at" in c], SOON)
    ann.connect(patient_workers[1])
    eventually(lambda: left["_id"] not in [c["_id"] for c in holders_connections(ann)], SOON)
    assert now_at(patient_workers[0]) >= left["leaves_at"]
    assert seats_of(ann, patient_show) == ["A1"]


def test_a_user_who_does_not_come_back_loses_the_locks_after_the_grace(
    patient_workers: list[Worker], patient_show: str, guest: Guest
) -> None:
    ann, bob = guest(patient_workers[0]), guest(patient_workers[1])
    [watcher] = in_room(bob, patient_show, patient_workers[1])
    ann.connect()
    ann.select(patient_show, ["A1"])
    hung_up_at = now_at(patient_workers[0])
    ann.disconnect()
    assert bob.select(patient_show, ["A1"]).status_code == 409
    assert watcher.wait_for("seats-released", timeout=SOON)["seats"] == ["A1"]
    assert now_at(patient_workers[0]) - hung_up_at >= timedelta(seconds=2)
    assert bob.select(patient_show, ["A1"]).ok

"""Which rooms a socket hears, and what it is told there."""

from collections.abc import Callable

import orjson
import pytest
from redis import Redis

from seatapp.realtime.announcements import Announcement
from tests.support import builders, servers
from tests.support.announcements import SOON, await_number, caught_up, having
from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .behind import insert

Guest = Callable[[Worker], Person]

STATE = {
    *("success", "showId", "seq", "now"),
    *("bookedSeats", "blockedSeats", "lockedByOthers", "lockedByMe", "heldUntil", "heldPrices"),
}


@pytest.mark.parametrize("wrapped", [False, True])
def test_joining_answers_with_the_whole_state(
    workers: list[Worker], show: str, guest: Guest, wrapped: bool
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    builders.book(workers[0].database, show, ["A3"])
    insert(workers[0], show, "A4", "blocked")
    tab = ann.connect(workers[1])
    state = tab.call("join-show", {"showId": show} if wrapped else show)
    assert set(state) >= STATE
    assert state["success"] is True
    assert state["showId"] == show
    assert isinstance(state["seq"], int)
    assert (state["lockedByMe"], state["lockedByOthers"]) == (["A1"], ["A2"])
    assert (sorted(state["bookedSeats"]), state["blockedSeats"]) == (["A3", "A4"], ["A4"])


def test_what_is_announced_after_joining_counts_on_from_its_seq(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.connect()
    ann.join(show)
    ann.select(show, ["A1"])
    held = ann.wait_for("seats-held", timeout=SOON)
    tab = bob.connect()
    seq = tab.join(show)["seq"]
    assert seq == held["seq"] == bob.status(show).json()["seq"]
    ann.select(show, ["A2"])
    assert tab.wait_for("seats-selected", having("A2"), SOON)["seq"] == seq + 1


def test_joining_twice_hears_everything_once(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.connect()
    ann.join(show)
    ann.join(show)
    bob.select(show, ["A1"])
    ann.wait_for("seats-selected", timeout=SOON)
    assert len(caught_up(ann.tab).events()) == 1


def test_a_show_that_is_not_there_cannot_be_joined(workers: list[Worker], guest: Guest) -> None:
    tab = guest(workers[0]).connect()
    refused = tab.join("no-such-show")
    assert (refused["success"], refused["code"]) == (False, "show_not_found")
    assert refused["message"]


@pytest.mark.parametrize("wrapped", [False, True])
def test_who_leaves_a_show_hears_it_no_more(
    workers: list[Worker], show: str, guest: Guest, wrapped: bool
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    leaving, staying = ann.connect(workers[0]), ann.connect(workers[0])
    leaving.join(show)
    staying.join(show)
    assert leaving.call("leave-show", {"showId": show} if wrapped else show)["success"] is True
    bob.select(show, ["A1"])
    staying.wait_for("seats-selected", timeout=SOON)
    assert caught_up(leaving).events() == []


def test_leaving_a_show_keeps_its_locks(workers: list[Worker], show: str, guest: Guest) -> None:
    ann = guest(workers[0])
    ann.connect()
    ann.join(show)
    ann.select(show, ["A1"])
    ann.tab.leave(show)
    assert ann.status(show).json()["lockedByMe"] == ["A1"]


def test_two_halls_are_heard_and_counted_apart(workers: list[Worker], show: str, guest: Guest) -> None:
    other = builders.add_show(workers[0], f"{show}-matinee")
    ann, bob = guest(workers[0]), guest(workers[1])
    tab = ann.connect()
    for hall in (show, other):
        assert tab.join(hall)["seq"] == 0
    bob.select(show, ["A1"])
    bob.select(other, ["A1"])
    tab.wait_for("seats-selected", lambda data: data["showId"] == show, SOON)
    bob.release(show, ["A1"])
    tab.wait_for("seats-released", timeout=SOON)
    selected = tab.wait_for("seats-selected", lambda data: data["showId"] == other, SOON)
    assert selected["seq"] == 1
    heard = [(name, data["seq"]) for name, data in tab.events() if data["showId"] == show]
    assert heard == [("seats-selected", 1), ("seats-released", 2)]
    tab.leave(show)
    bob.select(show, ["A2"])
    bob.select(other, ["A2"])
    assert tab.wait_for("seats-selected", having("A2"), SOON)["showId"] == other


def test_tabs_of_one_person_agree(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = [ann.connect(worker) for worker in (*workers, workers[0])]
    for tab in tabs:
        tab.join(show)
    ann.select(show, ["A1", "A2"], workers[0])
    tabs[0].wait_for("seats-held", timeout=SOON)
    ann.select(show, ["A3"], workers[1])
    tabs[0].wait_for("seats-held", having("A3"), SOON)
    ann.release(show, ["A2"], workers[1])
    tabs[0].wait_for("seats-released", timeout=SOON)
    bob.select(show, ["A2"])
    for tab in tabs:
        tab.wait_for("seats-selected", having("A2"), SOON)
    first, *others = [[(n, d["seq"], d["seats"]) for n, d in caught_up(tab).events()] for tab in tabs]
    assert [name for name, _, _ in first] == ["seats-held", "seats-held", "seats-released", "seats-selected"]
    assert all(other == first for other in others)


def test_watchers_are_told_how_far_a_show_has_come(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    bob = guest(workers[0])
    tabs = [guest(workers[0]).connect(), guest(workers[1]).connect(), stranger(workers[1])]
    for tab in tabs:
        tab.join(show)
    bob.select(show, ["A1"])
    seq = tabs[0].wait_for("seats-selected", timeout=SOON)["seq"]
    for tab in tabs:
        assert tab.wait_for("show-seq", lambda data: data["seq"] == seq, 12)["showId"] == show


@pytest.mark.parametrize("worker", [0, 1])
def test_the_polling_transport_hears_the_same(
    workers: list[Worker], show: str, guest: Guest, worker: int
) -> None:
    ann, bob = guest(workers[worker]), guest(workers[0])
    tab = ann.connect(transport="polling")
    assert tab.register() == {"success": True, "userId": ann.user_id}
    assert tab.join(show)["success"] is True
    bob.select(show, ["A1"])
    assert tab.wait_for("seats-selected", timeout=SOON)["seats"] == ["A1"]
    assert ann.select(show, ["A1", "A2"]).status_code == 409
    assert tab.wait_for("seat-conflict", timeout=SOON)["seats"] == ["A1"]
    ann.select(show, ["A2"])
    assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A2"]
    ann.disconnect()
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)


def test_what_a_leader_that_hung_tells_late_is_told_to_nobody(
    workers: list[Worker], show: str, guest: Guest, redis_server: servers.Breakable
) -> None:
    ann = guest(workers[0])
    tabs = [guest(worker).connect() for worker in workers]
    for tab in tabs:
        tab.join(show)
    for seat in ("A1", "A2"):
        ann.select(show, [seat])
        await_number(tabs, show, int(seat[1:]))
    late = Announcement(show, "seats-released", ["A1"], reason="released", seq=1)
    message = orjson.dumps(["the one that hung", "announcement", late.as_json()])
    with Redis.from_url(redis_server.uri) as redis:
        assert redis.publish(f"seatapp:{workers[0].database.name}:news", message) == len(workers)
    ann.select(show, ["A3"])
    await_number(tabs, show, 3)

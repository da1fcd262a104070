"""What the usage guide promises, over HTTP and sockets of two worker processes."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import socketio
import websocket

from tests.support import builders, pools, servers
from tests.support.announcements import NUMBERED, SOON, await_number, numbers
from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker

# The contract: an expiry is announced at most this late.
LATE = timedelta(seconds=1.5)

Guest = Callable[[Worker], Person]


@pytest.fixture(scope="module")
def hasty_workers(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """Two workers whose locks last two seconds."""
    with pools.two_workers(mongodb, redis_server, LOCK_SECONDS="2") as pool:
        yield pool


@pytest.fixture
def hasty_show(hasty_workers: list[Worker]) -> str:
    return builders.add_show(hasty_workers[0], f"hasty-{time.monotonic_ns()}")


@pytest.fixture(scope="module")
def patient_workers(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[list[Worker]]:
    """Two workers that wait two seconds for people to come back."""
    with pools.two_workers(mongodb, redis_server, DISCONNECT_GRACE_SECONDS="2") as pool:
        yield pool


@pytest.fixture
def patient_show(patient_workers: list[Worker]) -> str:
    return builders.add_show(patient_workers[0], f"patient-{time.monotonic_ns()}")


def in_room(person: Person, show: str, *workers: Worker) -> list[Tab]:
    """Open a tab of the person on each worker, and let it hear the show."""
    tabs = [person.connect(worker) for worker in workers]
    for tab in tabs:
        assert tab.join(show)["success"] is True
    return tabs


def caught_up(tab: Tab) -> Tab:
    """Return the tab when all that the server sent it so far has arrived: its socket keeps the order."""
    tab.leave("no-such-show")
    return tab


def of(show: str, *seats: str) -> Callable[[Any], bool]:
    return lambda data: data["showId"] == show and set(data["seats"]) >= set(seats)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def now_at(worker: Worker) -> datetime:
    """Return the time by the clock that decides about locks: the database's."""
    time_there: datetime = worker.database.client.admin.command("hello")["localTime"]
    return time_there.replace(tzinfo=UTC)


def holders_connections(person: Person) -> list[dict[str, Any]]:
    return list(person.worker.database.connections.find({"holder": person.user_id}))


def seats_of(person: Person, show: str, worker: Worker | None = None) -> list[str]:
    return sorted(person.status(show, worker).json()["lockedByMe"])


# Multiple users selecting different seats


def test_different_users_hold_different_seats(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    first = ann.select(show, ["A1", "A2"])
    assert first.status_code == 200
    assert first.json()["success"] is True
    assert first.json()["seats"] == ["A1", "A2"]
    assert first.json()["expiresIn"] == 30
    assert bob.select(show, ["A3"]).json()["seats"] == ["A3"]
    for worker in workers:
        assert seats_of(ann, show, worker) == ["A1", "A2"]
        assert seats_of(bob, show, worker) == ["A3"]


def test_the_three_lists_tell_whose_each_seat_is(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1", "A2"])
    bob.select(show, ["A3", "A4"])
    builders.book(workers[0].database, show, ["A9", "A10"])
    for person, mine, others in ((ann, ["A1", "A2"], ["A3", "A4"]), (bob, ["A3", "A4"], ["A1", "A2"])):
        for worker in workers:
            status = person.status(show, worker).json()
            assert status["showId"] == show
            assert sorted(status["lockedByMe"]) == mine
            assert sorted(status["lockedByOthers"]) == others
            assert sorted(status["bookedSeats"]) == ["A10", "A9"]
            assert status["blockedSeats"] == []
            assert isinstance(status["seq"], int)


def test_a_stranger_who_looks_at_a_show_holds_nothing(workers: list[Worker], show: str, guest: Guest) -> None:
    guest(workers[0]).select(show, ["A1"])
    status = workers[1].get(f"/api/bookings/locked-seats/{show}").json()
    assert (status["lockedByOthers"], status["lockedByMe"]) == (["A1"], [])


# The same user selecting their own seats again


def test_selecting_ones_own_seats_again_renews_them(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = in_room(ann, show, *workers)
    [watcher] = in_room(bob, show, workers[1])
    first = ann.select(show, ["A1", "A2"]).json()
    second = ann.select(show, ["A1", "A2"], workers[1]).json()
    assert second["success"] is True
    assert at(second["expiresAt"]) > at(first["expiresAt"])
    assert seats_of(ann, show) == ["A1", "A2"]
    for tab in tabs:
        held = tab.wait_for("seats-held", lambda data: data["expiresAt"] == second["expiresAt"], SOON)
        assert sorted(held["seats"]) == ["A1", "A2"]
    await_number([*tabs, watcher], show, held["seq"])
    assert ann.tab.events("seats-selected") == []


def test_a_renewed_seat_stays_with_its_holder(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1"])
    ann.select(show, ["A1", "A2"])
    assert bob.select(show, ["A1"]).status_code == 409
    assert seats_of(ann, show) == ["A1", "A2"]


# Conflicts


def test_a_conflict_is_refused_and_takes_no_seat(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A2"])
    builders.book(workers[0].database, show, ["A5"])
    bob.select(show, ["A3"])
    refused = bob.select(show, ["A1", "A2", "A3", "A4", "A5"])
    assert refused.status_code == 409
    body = refused.json()
    assert body["success"] is False
    assert body["code"] == "seats_unavailable"
    assert body["message"]
    assert sorted(body["conflicts"]) == ["A2", "A5"]
    status = bob.status(show).json()
    assert status["lockedByMe"] == ["A3"]
    assert status["lockedByOthers"] == ["A2"]
    assert status["bookedSeats"] == ["A5"]


def test_a_conflict_is_told_to_all_tabs_of_the_refused_and_to_nobody_else(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob, cid = guest(workers[0]), guest(workers[1]), guest(workers[1])
    others = [*in_room(ann, show, *workers), *in_room(cid, show, *workers)]
    refused = [bob.connect(worker) for worker in workers]
    ann.select(show, ["A2"])
    message = bob.select(show, ["A1", "A2"]).json()["message"]
    for tab in refused:
        assert tab.wait_for("seat-conflict", timeout=SOON) == {
            "showId": show,
            "seats": ["A2"],
            "message": message,
        }
    for tab in others:
        tab.wait_for("seats-held" if tab.user_id == ann.user_id else "seats-selected", timeout=SOON)
    ann.release(show, ["A2"])
    for tab in others:
        tab.wait_for("seats-released", of(show, "A2"), SOON)
        assert caught_up(tab).events("seat-conflict") == []
    for tab in refused:
        assert len(caught_up(tab).events("seat-conflict")) == 1


# Real-time updates to everybody


def test_everybody_else_on_all_workers_hears_what_somebody_selects_and_releases(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    own = in_room(ann, show, *workers)
    watching = in_room(bob, show, *workers)
    for worker in workers:
        bob.tabs.append(stranger := Tab(worker, "", None, "websocket"))
        stranger.join(show)
        watching.append(stranger)
    granted = ann.select(show, ["A1", "A2"]).json()
    for tab in watching:
        assert sorted(tab.wait_for("seats-selected", timeout=SOON)["seats"]) == ["A1", "A2"]
    for tab in own:
        held = tab.wait_for("seats-held", timeout=SOON)
        assert sorted(held["seats"]) == ["A1", "A2"]
        assert held["expiresAt"] == granted["expiresAt"]
    assert ann.release(show, ["A1", "A2"]).json()["released"] is True
    for tab in [*own, *watching]:
        released = tab.wait_for("seats-released", timeout=SOON)
        assert sorted(released["seats"]) == ["A1", "A2"]
        assert released["reason"] == "released"
        assert len(caught_up(tab).events()) == 2
        assert numbers(tab, show) == [1, 2]


def test_every_socket_hears_every_number_once_and_in_order_whoever_acts(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    people = [guest(workers[number % 2]) for number in range(4)]
    tabs = [tab for person in people for tab in in_room(person, show, *workers)]
    for turn in range(6):
        for number, person in enumerate(people):
            seat = f"A{number + 1}"
            if turn % 3 < 2:
                assert person.select(show, [seat], workers[turn % 2]).ok
            else:
                assert person.release(show, [seat], workers[turn % 2]).ok
    last = people[0].select(show, ["A10"]).json()
    held = people[0].wait_for("seats-held", lambda data: data["expiresAt"] == last["expiresAt"], SOON)
    await_number(tabs, show, held["seq"])
    for tab in tabs:
        assert numbers(caught_up(tab), show) == list(range(1, held["seq"] + 1))


def test_who_hears_all_announcements_knows_the_map(workers: list[Worker], show: str, guest: Guest) -> None:
    people = [guest(workers[number % 2]) for number in range(3)]
    tabs = [in_room(person, show, workers[(number + 1) % 2])[0] for number, person in enumerate(people)]
    for number, person in enumerate(people):
        person.select(show, [f"A{number + 1}", f"A{number + 4}"])
        person.release(show, [f"A{number + 4}"])
    people[0].select(show, ["A4"])

    def map_of(tab: Tab) -> dict[str, str]:
        seats: dict[str, str] = {}
        for name, data in tab.events():
            for seat in data["seats"] if name in NUMBERED else ():
                seats[seat] = name
        return {seat: name for seat, name in seats.items() if name != "seats-released"}

    for person, tab in zip(people, tabs, strict=True):
        status = person.status(show).json()
        held = dict.fromkeys(status["lockedByMe"], "seats-held")
        others = dict.fromkeys(status["lockedByOthers"], "seats-selected")
        assert len(held | others) == 4
        eventually(lambda tab=tab, truth=held | others: map_of(tab) == truth, SOON)  # type: ignore[misc]


# Releasing


def test_a_released_seat_is_free_for_others_at_once(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1", "A2"])
    released = ann.release(show, ["A1", "A2"])
    assert released.status_code == 200
    assert released.json() == {"success": True, "released": True, "seats": ["A1", "A2"]}
    assert bob.select(show, ["A1", "A2"]).ok


def test_releasing_leaves_the_seats_of_others_alone(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    builders.book(workers[0].database, show, ["A3"], bob.user_id)
    both = bob.release(show, ["A1", "A2", "A3"]).json()
    assert (both["released"], both["seats"]) == (True, ["A2"])
    none = bob.release(show, ["A1", "A2", "A3", "A4"]).json()
    assert (none["success"], none["released"], none["seats"]) == (True, False, [])
    assert seats_of(ann, show) == ["A1"]
    assert bob.status(show).json()["bookedSeats"] == ["A3"]


# Hearing a show without joining it


def test_who_registers_and_looks_at_a_show_hears_it(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[0])
    tabs = [ann.connect(worker) for worker in workers]
    for tab in tabs:
        assert tab.register()["success"] is True
    ann.status(show, workers[1])

    def all_hear() -> bool:
        # Whether the other worker has let its sockets in yet, nothing but an announcement tells.
        bob.select(show, ["A1"])
        return all(tab.events("seats-selected") for tab in tabs)

    eventually(all_hear, SOON)


def test_who_registers_and_selects_on_another_worker_hears_the_show(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = [ann.connect(worker) for worker in workers]
    ann.select(show, ["A1"], workers[1])
    for tab in tabs:
        assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A1"]
    bob.select(show, ["A2"])
    for tab in tabs:
        assert tab.wait_for("seats-selected", timeout=SOON)["seats"] == ["A2"]
        assert numbers(tab, show) == [1, 2]


def test_who_is_not_in_the_room_hears_nothing(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob, cid = guest(workers[0]), guest(workers[0]), guest(workers[0])
    outside = bob.connect()
    [inside] = in_room(cid, show, workers[0])
    ann.select(show, ["A1"])
    inside.wait_for("seats-selected", timeout=SOON)
    assert caught_up(outside).events() == []


# Disconnecting


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


# Expiring


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


# The guide's own client


def test_the_guides_client_works_with_nothing_but_a_cookie(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    url = workers[0].url
    with requests.Session() as browser:
        browser.trust_env = False
        selected = browser.post(
            f"{url}/api/bookings/select-seats",
            data=f'{{"showId": "{show}", "seats": ["A1", "A2"]}}',
            headers={"Content-Type": "application/json"},
        )
        result = selected.json()
        assert (result["success"], result["seats"], result["expiresIn"]) == (True, ["A1", "A2"], 30)
        cookie = selected.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        user_id = browser.get(f"{url}/api/session").json()["userId"]

        heard: list[tuple[str, Any]] = []
        socket = socketio.Client(reconnection=False, handle_sigint=False, http_session=browser)
        for event in ("seats-selected", "seats-released", "seat-conflict"):
            socket.on(event, lambda data, event=event: heard.append((event, data["seats"])))
        socket.connect(url, wait_timeout=SOON)
        try:
            assert socket.call("register-user", user_id)["success"] is True
            status = browser.get(f"{url}/api/bookings/locked-seats/{show}").json()
            assert sorted(status["lockedByMe"]) == ["A1", "A2"]

            bob = guest(workers[1])
            assert bob.select(show, ["A3"]).ok
            eventually(lambda: ("seats-selected", ["A3"]) in heard, SOON)
            refused = browser.post(
                f"{url}/api/bookings/select-seats", json={"showId": show, "seats": ["A3", "A4"]}
            ).json()
            assert refused["success"] is False
            assert refused["message"]
            eventually(lambda: ("seat-conflict", ["A3"]) in heard, SOON)
            bob.release(show, ["A3"])
            eventually(lambda: ("seats-released", ["A3"]) in heard, SOON)

            released = browser.post(
                f"{url}/api/bookings/release-seats", json={"showId": show, "seats": ["A1", "A2"]}
            ).json()
            assert (released["success"], released["released"]) == (True, True)
            assert browser.get(f"{url}/api/bookings/locked-seats/{show}").json()["lockedByMe"] == []
            assert ("seats-selected", ["A1", "A2"]) not in heard
        finally:
            socket.disconnect()

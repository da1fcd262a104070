"""Sockets: who is let in and as whom, which rooms they hear, and what happens behind the API's back."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import orjson
import pytest
import requests
import socketio
from redis import Redis

from seatapp.realtime.announcements import Announcement
from tests.support import builders, servers
from tests.support.announcements import await_number
from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker

SOON = 10
STATE = {
    *("success", "showId", "seq", "now"),
    *("bookedSeats", "blockedSeats", "lockedByOthers", "lockedByMe", "heldUntil", "heldPrices"),
}

Guest = Callable[[Worker], Person]


@pytest.fixture
def stranger() -> Iterator[Callable[..., Tab]]:
    """Open sockets of nobody, or of whoever a token says."""
    tabs = []

    def connect(worker: Worker, token: str | None = None, transport: str = "websocket") -> Tab:
        tabs.append(Tab(worker, "", token, transport))
        return tabs[-1]

    yield connect
    for tab in tabs:
        tab.disconnect()


def knock(worker: Worker, auth: Any = None, **headers: str) -> Any:
    """Try to connect; return True, or what the server says why not."""
    refusals: list[Any] = []
    client = socketio.Client(reconnection=False, handle_sigint=False)
    client.on("connect_error", refusals.append)
    try:
        with suppress(socketio.exceptions.ConnectionError):
            client.connect(
                worker.url, auth=auth, headers=headers, transports=["websocket"], wait_timeout=SOON
            )
            return True
        return refusals[0] if refusals else None
    finally:
        client.disconnect()


def caught_up(tab: Tab) -> Tab:
    """Return the tab when all that the server sent it so far has arrived: its socket keeps the order."""
    tab.leave("no-such-show")
    return tab


def having(seat: str) -> Callable[[Any], bool]:
    """Fit what names the seat: writes that come close together are announced together."""
    return lambda data: seat in data["seats"]


def insert(worker: Worker, show: str, seat: str, state: str, holder: str | None = None) -> None:
    """Take a seat behind the API's back."""
    document = {"_id": {"show": show, "seat": seat}, "state": state, "holder": holder, "slot": seat}
    worker.database.seat_locks.insert_one(document)


def free(worker: Worker, show: str, seat: str) -> None:
    """Delete a seat's document behind the API's back."""
    assert worker.database.seat_locks.delete_one({"_id": {"show": show, "seat": seat}}).deleted_count == 1


# Connecting


def test_a_token_lets_its_user_in(workers: list[Worker], show: str, guest: Guest) -> None:
    ann = guest(workers[0])
    assert ann.select(show, ["A1"]).ok
    for worker in workers:
        assert ann.connect(worker).join(show)["lockedByMe"] == ["A1"]


def test_the_cookie_lets_its_user_in(workers: list[Worker]) -> None:
    with requests.Session() as browser:
        browser.trust_env = False
        user_id = browser.post(f"{workers[0].url}/api/session").json()["userId"]
        socket = socketio.Client(reconnection=False, handle_sigint=False, http_session=browser)
        for transports in (["websocket"], ["polling"], None):
            socket.connect(workers[0].url, transports=transports, wait_timeout=SOON)
            assert socket.call("register-user", user_id) == {"success": True, "userId": user_id}
            socket.disconnect()


def test_a_stranger_is_let_in_and_may_watch(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    tab = stranger(workers[0])
    guest(workers[0]).select(show, ["A1"])
    state = tab.join(show)
    assert state["success"] is True
    assert (state["lockedByMe"], state["lockedByOthers"]) == ([], ["A1"])


def admits(worker: Worker, origin: str, **headers: str) -> bool:
    """Say whether a page of this origin may open a socket."""
    handshake = "/socket.io/?EIO=4&transport=polling"
    return worker.get(handshake, headers={"Origin": origin, **headers}).ok


def test_pages_of_the_server_and_of_listed_origins_may_connect(start_worker: Callable[..., Worker]) -> None:
    shop, stranger = "https://shop.example", "https://stranger.example"
    # As a file from Windows has it.
    usual, listing = start_worker(), start_worker(CORS_ORIGINS=f"https://other.example/, {shop}/\r")
    assert [admits(usual, origin) for origin in (usual.url, shop)] == [True, False]
    assert [admits(listing, origin) for origin in (listing.url, shop, stranger)] == [True, True, False]
    for origin, allowed in (
        (shop, shop),
        ("https://other.example", "https://other.example"),
        (stranger, None),
    ):
        answer = listing.get("/api/shows", headers={"Origin": origin})
        assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (200, allowed)


def test_behind_a_proxy_own_pages_have_the_proxys_address(
    start_worker: Callable[..., Worker],
) -> None:
    worker = start_worker(CORS_ORIGINS="https://shop.example")
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "seats.example"}
    assert admits(worker, "https://seats.example", **forwarded)
    assert not admits(worker, "http://seats.example", **forwarded)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", 5, {"$gt": ""}, ["a"], True])
def test_a_bad_token_is_refused_with_a_reason(workers: list[Worker], token: Any) -> None:
    refusal = knock(workers[0], {"token": token})
    assert refusal["message"]
    assert refusal["data"]["code"] == "invalid_token"
    assert refusal["data"]["success"] is False


def test_a_bad_bearer_is_refused_with_a_reason(workers: list[Worker]) -> None:
    refusal = knock(workers[0], Authorization="Bearer nonsense")
    assert refusal["data"]["code"] == "invalid_token"


def test_a_token_in_the_header_lets_its_user_in(workers: list[Worker], guest: Guest) -> None:
    assert knock(workers[0], Authorization=f"Bearer {guest(workers[1]).token}") is True


@pytest.mark.parametrize("auth", [{}, {"token": None}, {"user": "ann"}, [], "text", 5])
def test_an_auth_without_a_token_is_a_strangers(workers: list[Worker], auth: Any) -> None:
    assert knock(workers[0], auth) is True


# Registering


def test_registering_ones_own_id_confirms_it(workers: list[Worker], guest: Guest) -> None:
    ann = guest(workers[0])
    tab = ann.connect()
    assert tab.call("register-user", ann.user_id) == {"success": True, "userId": ann.user_id}
    assert tab.call("register-user", {"userId": ann.user_id}) == {"success": True, "userId": ann.user_id}


def test_registering_ones_own_token_confirms_it(workers: list[Worker], guest: Guest) -> None:
    ann = guest(workers[0])
    tab = ann.connect()
    assert tab.call("register-user", ann.token) == {"success": True, "userId": ann.user_id}
    assert tab.call("register-user", {"token": ann.token}) == {"success": True, "userId": ann.user_id}


def test_a_stranger_becomes_the_user_whose_token_is_registered(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    ann = guest(workers[0])
    tab = stranger(workers[1])
    assert tab.register(ann.token) == {"success": True, "userId": ann.user_id}
    ann.select(show, ["A1"])
    assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A1"]
    tab.disconnect()
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)


def test_a_socket_that_registers_another_identity_is_the_first_ones_no_more(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[0])
    tab = ann.connect()
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    assert tab.register(bob.token) == {"success": True, "userId": bob.user_id}
    # That was ann's last socket.
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)
    assert bob.status(show).json()["lockedByMe"] == ["A2"]
    state = tab.join(show)
    assert state["lockedByMe"] == ["A2"]
    tab.forget()
    bob.select(show, ["A3"])
    assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A3"]
    ann.select(show, ["A4"])
    tab.wait_for("seats-selected", having("A4"), SOON)


def test_registering_somebody_elses_id_is_refused_and_changes_nothing(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.connect()
    bob.connect()
    for person in (ann, bob):
        person.join(show)
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    refused = ann.tab.register(bob.user_id)
    assert (refused["success"], refused["code"]) == (False, "forbidden")
    assert refused["message"]
    bob.select(show, ["A3"])
    assert ann.wait_for("seats-selected", having("A3"), SOON)
    assert bob.wait_for("seats-held", having("A3"), SOON)
    ann.select(show, ["A4"])
    assert ann.wait_for("seats-held", having("A4"), SOON)
    assert bob.wait_for("seats-selected", having("A4"), SOON)
    assert sorted(ann.status(show).json()["lockedByMe"]) == ["A1", "A4"]
    assert sorted(bob.status(show).json()["lockedByMe"]) == ["A2", "A3"]
    ann.disconnect()
    eventually(lambda: ann.status(show).json()["lockedByMe"] == [], SOON)
    assert sorted(bob.status(show).json()["lockedByMe"]) == ["A2", "A3"]


def test_a_stranger_cannot_register_an_id_without_proof(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    ann = guest(workers[0])
    ann.select(show, ["A1"])
    tab = stranger(workers[0])
    refused = tab.register(ann.user_id)
    assert (refused["success"], refused["code"]) == (False, "unauthenticated")
    tab.disconnect()
    assert ann.status(show).json()["lockedByMe"] == ["A1"]


# Rooms


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


# Behind the API's back: MongoDB's own change log is the news


@pytest.mark.parametrize(("state", "reason"), [("booked", "cancelled"), ("blocked", "unblocked")])
def test_seats_that_are_taken_and_freed_in_the_database_are_announced(
    workers: list[Worker], show: str, guest: Guest, state: str, reason: str
) -> None:
    ann = guest(workers[0])
    tabs = [ann.connect(worker) for worker in workers]
    for tab in tabs:
        tab.join(show)
    holder = ann.user_id if state == "booked" else None
    insert(workers[0], show, "A1", state, holder)
    for tab in tabs:
        assert tab.wait_for(f"seats-{state}", timeout=SOON) == {"showId": show, "seats": ["A1"], "seq": 1}
    free(workers[0], show, "A1")
    released = {"showId": show, "seats": ["A1"], "reason": reason, "seq": 2}
    for tab in tabs:
        assert tab.wait_for("seats-released", timeout=SOON) == released


def test_blocked_seats_stand_among_the_booked_ones_and_cannot_be_had(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann = guest(workers[0])
    insert(workers[0], show, "A1", "blocked")
    builders.book(workers[0].database, show, ["A2"])
    for worker in workers:
        status = ann.status(show, worker).json()
        assert sorted(status["bookedSeats"]) == ["A1", "A2"]
        assert status["blockedSeats"] == ["A1"]
        assert status["lockedByMe"] == status["lockedByOthers"] == []
    assert ann.select(show, ["A1"]).json()["conflicts"] == ["A1"]
    assert ann.release(show, ["A1"]).json()["released"] is False
    assert ann.status(show).json()["blockedSeats"] == ["A1"]


def test_a_lock_that_becomes_a_booking_in_place_is_announced_as_booked(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = [ann.connect(), bob.connect()]
    for tab in tabs:
        tab.join(show)
    ann.select(show, ["A1"])
    ann.wait_for("seats-held", timeout=SOON)
    workers[0].database.seat_locks.update_one(
        {"_id": {"show": show, "seat": "A1"}},
        {"$set": {"state": "booked"}, "$unset": {"expires_at": "", "token": ""}},
    )
    for tab in tabs:
        assert tab.wait_for("seats-booked", timeout=SOON) == {"showId": show, "seats": ["A1"], "seq": 2}
    ann.disconnect()
    eventually(lambda: not list(workers[0].database.connections.find({"holder": ann.user_id})), SOON)
    assert bob.status(show).json()["bookedSeats"] == ["A1"]


def test_many_seats_of_one_write_share_an_announcement(
    workers: list[Worker], guest: Guest, show: str
) -> None:
    hall = builders.add_show(workers[0], f"{show}-large", rows={"A": 50})
    ann = guest(workers[1])
    ann.connect()
    ann.join(hall)
    seats = [f"A{number}" for number in range(1, 51)]
    builders.book(workers[0].database, hall, seats)
    heard: list[str] = []

    def all_heard() -> bool:
        heard[:] = [seat for data in ann.events("seats-booked") for seat in data["seats"]]
        return len(heard) >= 50

    eventually(all_heard, SOON)
    assert sorted(heard) == sorted(seats)
    assert len(ann.events("seats-booked")) <= 10

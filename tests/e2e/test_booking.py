"""From a lock to a booking and back on two real workers: what everybody hears, and what the shop is told."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.support import builders, pools, sales, servers
from tests.support.announcements import SOON, await_number, numbers
from tests.support.people import Person, Tab
from tests.support.receiver import SECRET, Receiver
from tests.support.waiting import eventually
from tests.support.worker import Worker

Guest = Callable[[Worker], Person]
StartWorker = Callable[..., Worker]


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="module")
def selling(
    mongodb: servers.Breakable, redis_server: servers.Breakable, receiver: Receiver
) -> Iterator[list[Worker]]:
    """Two workers whose locks last two seconds and which tell the receiver."""
    env = {"LOCK_SECONDS": "2", "WEBHOOK_URLS": receiver.url, "WEBHOOK_SECRET": SECRET}
    env["EVENTLET_NO_GREENDNS"] = "no"  # these look for their servers as those in production do
    with pools.two_workers(mongodb, redis_server, **env) as pool:
        yield pool


@pytest.fixture
def brief_show(selling: list[Worker]) -> str:
    return builders.add_show(selling[0], f"brief-{uuid4().hex[:8]}", prices={"Standard": 1000})


@pytest.fixture
def onlookers(workers: list[Worker], show: str, guest: Guest) -> list[Tab]:
    """Somebody on each worker who looks at the show."""
    return [looking(guest(worker), show) for worker in workers]


def looking(person: Person, show: str) -> Tab:
    """Open a tab of the person that hears the show."""
    tab = person.connect()
    assert tab.join(show)["success"] is True
    return tab


def organise(worker: Worker, show: str, path: str, **body: Any) -> requests.Response:
    return worker.post(f"/api/shows/{show}/{path}", json=body, headers=builders.ADMIN)


def all_hear(tabs: list[Tab], event: str, seats: list[str], **more: Any) -> None:
    """Wait until every tab has heard the event about just these seats."""
    for tab in tabs:
        heard = tab.wait_for(event, lambda data: sorted(data["seats"]) == seats, SOON)
        assert {name: heard[name] for name in more} == more


def assert_each_number_once(tabs: list[Tab], show: str) -> None:
    """Check that every tab hears all that one of them has heard, each number once and in order."""
    await_number(tabs, show, max(number for tab in tabs for number in numbers(tab, show)))


def sold_seat(person: Person, show: str, *seats: str) -> Any:
    """Let the person select and book the seats, and return the booking."""
    assert person.select(show, seats).ok
    response = sales.book(person, show, seats)
    assert response.status_code == 201, response.text
    return response.json()["booking"]


# What everybody hears


def test_from_the_lock_to_the_booking_everybody_on_both_workers_hears_the_same(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    buyer = guest(workers[0])
    tabs = [looking(buyer, show), *onlookers]
    assert buyer.select(show, ["A1", "A2"]).ok
    all_hear(onlookers, "seats-selected", ["A1", "A2"], showId=show)
    held = sales.checkout(buyer, show, workers[1])
    assert held.status_code == 200
    assert held.json()["expiresIn"] > 500
    tabs[0].wait_for("seats-held", lambda data: data["expiresAt"] == held.json()["expiresAt"], SOON)
    answer = sales.book(buyer, show, worker=workers[1])
    assert answer.status_code == 201
    all_hear(tabs, "seats-booked", ["A1", "A2"], showId=show)
    for worker in workers:
        status = guest(worker).status(show).json()
        assert (sorted(status["bookedSeats"]), status["lockedByOthers"]) == (["A1", "A2"], [])
    assert_each_number_once(tabs, show)


def test_a_cancelled_booking_s_seats_are_released_on_every_map(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    buyer = guest(workers[0])
    tabs = [looking(buyer, show), *onlookers]
    booking = sold_seat(buyer, show, "A1", "A2")
    all_hear(tabs, "seats-booked", ["A1", "A2"])
    assert sales.cancel(buyer, booking["id"], workers[1]).status_code == 200
    all_hear(tabs, "seats-released", ["A1", "A2"], showId=show, reason="cancelled")
    assert guest(workers[1]).select(show, ["A1"]).ok
    all_hear(tabs, "seats-selected", ["A1"])
    assert_each_number_once(tabs, show)


def test_a_move_is_told_as_seats_given_up_and_seats_booked_and_a_part_as_given_up(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    buyer = guest(workers[0])
    tabs = [looking(buyer, show), *onlookers]
    booking = sold_seat(buyer, show, "A1", "A2")
    all_hear(tabs, "seats-booked", ["A1", "A2"])
    body = {"from": ["A1"], "to": ["A3"]}
    moved = workers[1].post(f"/api/bookings/{booking['id']}/move", json=body, headers=builders.ADMIN)
    assert moved.ok, moved.text
    all_hear(tabs, "seats-released", ["A1"], showId=show, reason="cancelled")
    all_hear(tabs, "seats-booked", ["A3"], showId=show)
    assert buyer.post(f"/api/bookings/{booking['id']}/cancel", {"seats": ["A2"]}).ok
    all_hear(tabs, "seats-released", ["A2"], showId=show, reason="cancelled")
    assert guest(workers[1]).status(show).json()["bookedSeats"] == ["A3"]
    assert_each_number_once(tabs, show)


def test_blocked_and_unblocked_seats_are_told_to_everybody(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    assert organise(workers[0], show, "block-seats", seats=["A1", "A2"], reason="camera").ok
    all_hear(onlookers, "seats-blocked", ["A1", "A2"], showId=show)
    assert guest(workers[1]).select(show, ["A1"]).status_code == 409
    joined = onlookers[1].join(show)
    assert sorted(joined["blockedSeats"]) == sorted(joined["bookedSeats"]) == ["A1", "A2"]
    assert organise(workers[1], show, "unblock-seats", seats=["A1", "A2"]).ok
    all_hear(onlookers, "seats-released", ["A1", "A2"], showId=show, reason="unblocked")
    assert_each_number_once(onlookers, show)


def test_the_reason_for_a_block_is_told_to_nobody(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    organise(workers[0], show, "block-seats", seats=["A1"], reason="the mayor")
    all_hear(onlookers, "seats-blocked", ["A1"])
    told = [onlookers[0].events(), onlookers[0].join(show), guest(workers[1]).status(show).json()]
    assert "mayor" not in json.dumps(told)


def test_who_goes_to_the_bank_during_checkout_finds_the_seats_again(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    buyer, other = guest(workers[0]), guest(workers[0])
    looking(buyer, show)
    looking(other, show)
    assert buyer.select(show, ["A1"]).ok
    assert sales.checkout(buyer, show).ok
    assert other.select(show, ["A2"]).ok
    buyer.disconnect()
    other.disconnect()
    all_hear(onlookers, "seats-released", ["A2"], reason="released")
    time.sleep(1)
    assert [data["seats"] for data in onlookers[1].events("seats-released")] == [["A2"]]
    assert sales.book(buyer, show, worker=workers[1]).status_code == 201
    all_hear(onlookers, "seats-booked", ["A1"])


def test_giving_up_a_checkout_is_told_at_once(
    workers: list[Worker], show: str, onlookers: list[Tab], guest: Guest
) -> None:
    buyer, next_one = guest(workers[0]), guest(workers[1])
    assert buyer.select(show, ["A1"]).ok
    assert sales.checkout(buyer, show).ok
    assert buyer.release(show, ["A1"]).json()["released"] is True
    all_hear(onlookers, "seats-released", ["A1"], reason="released")
    assert next_one.select(show, ["A1"]).ok


def test_a_key_is_known_to_every_worker(workers: list[Worker], show: str, guest: Guest) -> None:
    buyer = guest(workers[0])
    assert buyer.select(show, ["A1"]).ok
    answers = [sales.book(buyer, show, ["A1"], worker, "k") for worker in (*workers, *workers)]
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200]
    assert len({answer.json()["booking"]["id"] for answer in answers}) == 1


def test_closed_sales_are_closed_on_every_worker_soon(workers: list[Worker], show: str, guest: Guest) -> None:
    assert guest(workers[1]).select(show, ["A1"]).ok
    assert organise(workers[0], show, "sales", open=False).ok
    late = guest(workers[1])
    refused = eventually(lambda: not late.select(show, ["A2"]).ok, 3)
    assert refused
    assert late.select(show, ["A2"]).json()["code"] == "sales_closed"


# What the shop is told


def test_a_booking_and_its_cancelling_arrive_at_the_shop(
    selling: list[Worker], brief_show: str, receiver: Receiver, guest: Guest
) -> None:
    buyer = guest(selling[1])
    booking = sold_seat(buyer, brief_show, "A1")
    told = receiver.wait_for("booking.confirmed", lambda data: data["id"] == booking["id"])
    assert told.items() >= {**booking, "userId": buyer.user_id}.items()
    sales.cancel(buyer, booking["id"])
    told = receiver.wait_for("booking.cancelled", lambda data: data["id"] == booking["id"])
    assert (told["status"], told["seats"]) == ("cancelled", ["A1"])


def test_a_lock_that_ran_out_arrives_at_the_shop_once(
    selling: list[Worker], brief_show: str, receiver: Receiver, guest: Guest
) -> None:
    onlooker, holder = looking(guest(selling[1]), brief_show), guest(selling[0])
    lock = holder.select(brief_show, ["A1", "A2"]).json()
    told = receiver.wait_for("lock.expired", lambda data: data["userId"] == holder.user_id)
    assert told == {
        "showId": brief_show,
        "userId": holder.user_id,
        "seats": ["A1", "A2"],
        "expiredAt": lock["expiresAt"],
    }
    all_hear([onlooker], "seats-released", ["A1", "A2"], reason="expired")
    time.sleep(1)
    assert receiver.kinds(brief_show) == ["lock.expired"]


def test_a_renewed_lock_runs_out_as_loudly_as_any_other(
    selling: list[Worker], brief_show: str, receiver: Receiver, guest: Guest
) -> None:
    onlooker, holder = looking(guest(selling[1]), brief_show), guest(selling[0])
    assert holder.select(brief_show, ["A1"]).ok
    renewed = holder.select(brief_show, ["A1"]).json()
    all_hear([onlooker], "seats-released", ["A1"], reason="expired")
    late = datetime.now().astimezone() - datetime.fromisoformat(renewed["expiresAt"])
    assert timedelta() < late < timedelta(seconds=SOON)
    told = receiver.wait_for("lock.expired", lambda data: data["userId"] == holder.user_id)
    assert (told["seats"], told["expiredAt"]) == (["A1"], renewed["expiresAt"])


def test_what_was_given_back_or_booked_in_time_did_not_run_out(
    selling: list[Worker], brief_show: str, receiver: Receiver, guest: Guest
) -> None:
    buyer, browser = guest(selling[0]), guest(selling[1])
    sold_seat(buyer, brief_show, "A1")
    assert browser.select(brief_show, ["A2"]).ok
    assert browser.release(brief_show, ["A2"]).ok
    receiver.wait_for("booking.confirmed", lambda data: data["userId"] == buyer.user_id)
    time.sleep(3)
    assert receiver.kinds(brief_show) == ["booking.confirmed"]


def test_an_event_that_the_shop_did_not_take_is_sent_again(start_worker: StartWorker, guest: Guest) -> None:
    receiver = Receiver(503)
    try:
        worker = start_worker(WEBHOOK_URLS=receiver.url, WEBHOOK_SECRET=SECRET)
        booking = sold_seat(guest(worker), builders.add_show(worker), "A1")
        eventually(lambda: len(receiver.ids) == 2, 5 + SOON)
        assert len(set(receiver.ids)) == 1
        assert {event["data"]["id"] for event in receiver.events} == {booking["id"]}
        eventually(lambda: worker.database.outbox.count_documents({}) == 0)
    finally:
        receiver.close()


def test_what_a_killed_worker_had_sold_is_told_by_the_next(start_worker: StartWorker, guest: Guest) -> None:
    receiver = Receiver(503)
    try:
        worker = start_worker(WEBHOOK_URLS=receiver.url, WEBHOOK_SECRET=SECRET)
        booking = sold_seat(guest(worker), builders.add_show(worker), "A1")
        eventually(lambda: receiver.ids, SOON)
        worker.kill()
        worker.start()
        eventually(lambda: len(receiver.ids) == 2, 5 + SOON)
        assert {event["data"]["id"] for event in receiver.events} == {booking["id"]}
    finally:
        receiver.close()


def test_a_payment_that_came_late_is_told_to_everybody(start_worker: StartWorker, guest: Guest) -> None:
    worker = start_worker(CONFIRM_BY="server", LOCK_SECONDS="1")
    show = builders.add_show(worker, prices={"Standard": 1000})
    buyer, onlooker = guest(worker), looking(guest(worker), show)
    assert buyer.select(show, ["A1"]).ok
    assert sales.book(buyer, show, ["A1"]).status_code == 403
    all_hear([onlooker], "seats-released", ["A1"], reason="expired")
    paid = {"showId": show, "userId": buyer.user_id, "seats": ["A1"], "paymentReference": "pi_1"}
    answer = worker.post("/api/bookings", json=paid, headers=builders.ADMIN)
    assert answer.status_code == 201
    all_hear([onlooker], "seats-booked", ["A1"], showId=show)
    (booking,) = buyer.get("/api/bookings").json()["bookings"]
    assert booking["id"] == answer.json()["booking"]["id"]

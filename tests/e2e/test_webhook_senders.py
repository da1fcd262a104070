"""The leader sends webhooks: no receiver holds it up, and no event waits for a URL of old."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from tests.support import builders, sales
from tests.support.people import Person
from tests.support.receiver import SECRET, Receiver
from tests.support.waiting import eventually
from tests.support.worker import Worker

StartWorker = Callable[..., Worker]
MakeGuest = Callable[[Worker], Person]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def sell(person: Person, show: str, seat: str) -> dict[str, Any]:
    assert person.select(show, [seat]).ok
    booking: dict[str, Any] = sales.book(person, show, [seat]).json()["booking"]
    return booking


def about(booking: dict[str, Any], data: dict[str, Any]) -> bool:
    return bool(data["id"] == booking["id"])


def test_a_receiver_whose_answer_never_ends_holds_its_queue_up_for_seconds_only(
    start_worker: StartWorker, receiver: Receiver, guest: MakeGuest
) -> None:
    worker = start_worker(WEBHOOK_URLS=receiver.url, WEBHOOK_SECRET=SECRET)
    show, buyer = builders.add_show(worker), guest(worker)
    receiver.answers = ["drip head"]
    first = sell(buyer, show, "A1")
    eventually(lambda: receiver.got, 10, "nothing was sent")
    second = sell(buyer, show, "A2")
    for booking in (second, first):
        receiver.wait_for("booking.confirmed", partial(about, booking))
    eventually(lambda: worker.database.outbox.count_documents({}) == 0, 20, "it is not delivered")


def test_events_for_a_url_that_left_the_settings_end_and_the_log_says_so(
    start_worker: StartWorker, receiver: Receiver, guest: MakeGuest
) -> None:
    receiver.answers = [500]
    before = start_worker(WEBHOOK_URLS=receiver.url, WEBHOOK_SECRET=SECRET)
    sell(guest(before), builders.add_show(before), "A1")
    eventually(lambda: before.database.outbox.find_one({"attempts": 1}), 10, "nothing was sent")
    before.terminate()
    after = start_worker()
    eventually(lambda: after.database.outbox.find_one({"given_up_at": {"$exists": True}}), 10, "it waits")
    words = "1 webhooks are given up: 127.0.0.1 is not in WEBHOOK_URLS"
    eventually(lambda: words in after.log, 10, "the log says nothing")
    eventually(lambda: "seatapp_webhooks_given_up_total 1.0" in after.get("/metrics").text, 10)

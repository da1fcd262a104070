"""Webhooks: kept with what they tell of, signed, and sent until they are taken."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from pymongo.errors import AutoReconnect
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from seatapp.extensions import clock, db
from seatapp.seats.changes import Change, Taken
from seatapp.webhooks import outbox, sending
from seatapp.webhooks.expiries import write_expiries
from tests.support.asking import book, booked, cancel, hold
from tests.support.hall import SHOW
from tests.support.receiver import SECRET, Receiver
from tests.support.waiting import patience

SECOND = timedelta(seconds=1)

MakeApp = Callable[..., Flask]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def settings(receiver: Receiver) -> dict[str, Any]:
    return {"webhook_urls": [receiver.url], "webhook_secret": SECRET}


def kept() -> list[str]:
    """Return the events that wait, the oldest first."""
    return [message["event"] for message in db.outbox.find().sort("created_at")]


def one_kept() -> Any:
    (message,) = db.outbox.find()
    return message


def make_due() -> None:
    """Let the time pass until the next attempt."""
    db.outbox.update_many({"due_at": {"$exists": True}}, {"$set": {"due_at": clock.now() - SECOND}})


def taken(holder: str, expires_in: float) -> Taken:
    return Taken("locked", holder, clock.now() + timedelta(seconds=expires_in))


# Kept with what they tell of


def test_a_booking_is_kept_as_an_event(receiver: Receiver) -> None:
    booking = booked("ann", "A1", "A2")
    assert kept() == ["booking.confirmed"]
    assert sending.send_due(receiver.url) == 1
    (event,) = receiver.events
    assert event["type"] == "booking.confirmed"
    assert event["timestamp"]
    assert event["data"].items() >= {**booking, "userId": "ann", "paymentReference": None}.items()


def test_a_cancellation_is_kept_once(receiver: Receiver) -> None:
    booking = booked("ann", "A1")
    for _ in range(2):
        cancel("ann", booking["id"])
    assert sorted(kept()) == ["booking.cancelled", "booking.confirmed"]
    sending.send_due(receiver.url)
    cancelled = next(event for event in receiver.events if event["type"] == "booking.cancelled")
    assert (cancelled["data"]["id"], cancelled["data"]["status"]) == (booking["id"], "cancelled")
    assert cancelled["data"]["cancelledAt"]


def test_a_refused_booking_leaves_no_event() -> None:
    hold("ann", "A1")
    assert book("ann", "A1", "A2").status_code == 409
    assert kept() == []


def test_a_booking_that_fails_after_its_event_was_written_leaves_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold("ann", "A1")
    write = outbox.write

    def write_and_fail(*args: Any) -> None:
        write(*args)
        raise AutoReconnect("the connection broke")

    monkeypatch.setattr(outbox, "write", write_and_fail)
    assert book("ann").status_code == 503
    assert kept() == []
    assert db.bookings.count_documents({}) == 0


def test_a_repeated_request_is_one_event() -> None:
    hold("ann", "A1")
    for status in (201, 200):
        assert book("ann", key="k").status_code == status
    assert kept() == ["booking.confirmed"]


def test_without_urls_nothing_is_kept(make_app: MakeApp) -> None:
    with make_app().app_context():
        booking = booked("ann", "A1")
        cancel("ann", booking["id"])
        write_expiries(SHOW, [Change("A2", taken("ann", -1), None)], clock.now())
        assert kept() == []


def test_every_url_gets_an_event_of_its_own(make_app: MakeApp, receiver: Receiver) -> None:
    other = receiver.url + "/other"
    with make_app(webhook_urls=[receiver.url, other], webhook_secret=SECRET).app_context():
        booked("ann", "A1")
        assert sorted(message["url"] for message in db.outbox.find()) == [receiver.url, other]
        assert sending.send_due(other) == 1
        assert one_kept()["url"] == receiver.url


# Locks that ran out


def test_seats_that_a_holder_lost_together_are_one_event() -> None:
    lost, more = taken("ann", -1), taken("bob", -1)
    changes = [Change("A2", lost, None), Change("A1", lost, None), Change("A3", more, None)]
    write_expiries(SHOW, changes, clock.now())
    assert kept() == ["lock.expired"] * 2
    told = [current_app.json.loads(message["body"])["data"] for message in db.outbox.find()]
    assert {data["userId"]: data["seats"] for data in told} == {"ann": ["A1", "A2"], "bob": ["A3"]}
    assert {data["showId"] for data in told} == {SHOW}
    assert all(data["expiredAt"] for data in told)


@pytest.mark.parametrize("after", [None, Taken("locked", "bob", None), Taken("booked", "bob", None)])
def test_a_lock_ran_out_whatever_became_of_its_seat(after: Taken | None) -> None:
    write_expiries(SHOW, [Change("A1", taken("ann", -1), after)], clock.now())
    assert kept() == ["lock.expired"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("ann", 10), None),
        (("ann", -1), Taken("booked", "ann", None)),
        (("ann", -1), Taken("locked", "ann", None)),
        ((None, -1), None),
    ],
)
def test_what_was_given_back_booked_renewed_or_nobody_s_did_not_run_out(
    before: Any, after: Taken | None
) -> None:
    write_expiries(SHOW, [Change("A1", taken(*before), after)], clock.now())
    write_expiries(
        SHOW, [Change("A1", None, after), Change("A2", Taken("booked", "ann", None), None)], clock.now()
    )
    assert kept() == []


def test_what_is_told_again_after_a_crash_is_one_event() -> None:
    changes = [Change("A1", taken("ann", -1), None)]
    for _ in range(2):
        write_expiries(SHOW, changes, clock.now())
    assert kept() == ["lock.expired"]


def test_what_is_told_again_after_it_was_sent_has_the_same_id(receiver: Receiver) -> None:
    changes = [Change("A1", taken("ann", -1), None)]
    for _ in range(2):
        write_expiries(SHOW, changes, clock.now())
        sending.send_due(receiver.url)
    first, second = receiver.ids
    assert first == second


# Signed


def test_the_signature_verifies_with_the_standard_s_own_library(receiver: Receiver) -> None:
    booked("ann", "A1")
    sending.send_due(receiver.url)
    ((headers, body),) = receiver.got
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"].startswith("msg_")
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 20
    assert Webhook(SECRET).verify(body, headers)["type"] == "booking.confirmed"


def test_a_signature_fits_no_other_message_and_no_other_secret(receiver: Receiver) -> None:
    booked("ann", "A1")
    sending.send_due(receiver.url)
    ((headers, body),) = receiver.got
    for forged in ((body.replace(b"A1", b"A2"), headers), (body, {**headers, "webhook-id": "msg_other"})):
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(*forged)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_b3RoZXI=").verify(body, headers)


def test_what_is_sent_days_later_is_signed_anew_under_the_same_id(receiver: Receiver) -> None:
    booked("ann", "A1")
    receiver.answers = [500]
    sending.send_due(receiver.url)
    make_due()
    db.outbox.update_many({}, {"$set": {"created_at": clock.now() - timedelta(days=3)}})
    sending.send_due(receiver.url)
    assert len(receiver.events) == 2
    assert len(set(receiver.ids)) == 1


# Sent until they are taken


@pytest.mark.parametrize("status", [200, 202, 204])
def test_an_event_that_was_taken_is_sent_no_more(receiver: Receiver, status: int) -> None:
    booked("ann", "A1")
    receiver.answers = [status]
    assert sending.send_due(receiver.url) == 1
    assert kept() == []
    assert sending.send_due(receiver.url) == 0
    assert len(receiver.got) == 1


@pytest.mark.security("API7:2023", "ASVS 15.3.2")
@pytest.mark.parametrize(
    "answer", [302, 308, 400, 404, 500, 503, "hang up", "hang", "drip status", "drip head"]
)
def test_an_event_that_was_not_taken_is_sent_again_later(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, answer: int | str
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    booked("ann", "A1")
    receiver.answers = [answer]
    before = clock.now()
    assert sending.send_due(receiver.url) == 0
    assert one_kept()["attempts"] == 1
    assert timedelta() <= one_kept()["due_at"] - outbox.BACK_OFF[0] - before < timedelta(seconds=10)
    assert sending.send_due(receiver.url) == 0
    assert len(receiver.got) == 1
    make_due()
    assert sending.send_due(receiver.url) == 1
    assert kept() == []


def test_a_receiver_whose_answer_has_no_end_has_taken_the_event(receiver: Receiver) -> None:
    booked("ann", "A1")
    receiver.answers = ["drip body"]
    begun = time.monotonic()
    assert sending.send_due(receiver.url) == 1
    assert time.monotonic() < begun + patience(sending.TIMEOUT_SECONDS)
    assert kept() == []


def test_the_waits_grow_and_after_the_last_the_event_is_given_up(receiver: Receiver) -> None:
    booked("ann", "A1")
    attempts = len(outbox.BACK_OFF) + 1
    receiver.answers = [500] * attempts
    waits = []
    for _ in outbox.BACK_OFF:
        sending.send_due(receiver.url)
        waits.append(one_kept()["due_at"] - clock.now())
        make_due()
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(hours=12)
    assert "given_up_at" not in one_kept()
    sending.send_due(receiver.url)
    assert "due_at" not in one_kept()
    assert one_kept()["given_up_at"]
    make_due()
    assert sending.send_due(receiver.url) == 0
    assert len(receiver.got) == attempts


def test_after_a_failure_the_others_wait_for_the_next_turn(receiver: Receiver) -> None:
    for number in range(1, 4):
        booked("ann", f"A{number}")
    receiver.answers = [204, 500]
    assert sending.send_due(receiver.url) == 1
    assert len(receiver.got) == 2
    assert len(kept()) == 2
    make_due()
    assert sending.send_due(receiver.url) == 2


def test_events_are_sent_in_the_order_in_which_they_happened(receiver: Receiver) -> None:
    for number in range(1, 5):
        booked("ann", f"A{number}")
        db.outbox.update_many({}, [{"$set": {"due_at": {"$subtract": ["$due_at", 1000]}}}])
    assert sending.send_due(receiver.url) == 4
    assert [event["data"]["seats"] for event in receiver.events] == [["A1"], ["A2"], ["A3"], ["A4"]]


@pytest.mark.parametrize("dead", ["http://127.0.0.1:9/", "http://", "http://[::1", "http://nowhere.invalid/"])
def test_a_dead_url_does_not_hold_up_another(
    make_app: MakeApp, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, dead: str
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.3)
    with make_app(webhook_urls=[dead, receiver.url], webhook_secret=SECRET).app_context():
        booked("ann", "A1")
        assert sending.send_due(dead) == 0
        assert sending.send_due(receiver.url) == 1
        assert one_kept()["url"] == dead
        assert one_kept()["attempts"] == 1


def test_an_event_whose_sender_dies_before_it_is_struck_off_is_sent_again(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked("ann", "A1")
    post = sending.post

    def post_and_die(message: Any) -> bool:
        post(message)
        raise AutoReconnect("the connection broke")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "post", post_and_die)
        with pytest.raises(AutoReconnect):
            sending.send_due(receiver.url)
    assert sending.send_due(receiver.url) == 1
    assert len(set(receiver.ids)) == 1
    assert len(receiver.got) == 2


# A URL that is not in the settings any more


def test_events_of_a_url_that_left_the_settings_end_and_are_reported(
    make_app: MakeApp, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    booked("ann", "A1", "A2")
    with make_app(webhook_urls=[receiver.url + "/new"], webhook_secret=SECRET).app_context():
        outbox.settle()
        assert "1 webhooks are given up: 127.0.0.1 is not in WEBHOOK_URLS" in caplog.text
        caplog.clear()
        outbox.settle()
        assert caplog.text == ""
        text = current_app.test_client().get("/metrics").text
        assert "seatapp_webhooks_given_up_total 1.0" in text
    assert one_kept()["given_up_at"]
    assert sending.send_due(receiver.url) == 0


def test_events_of_a_url_that_comes_back_are_sent(make_app: MakeApp, receiver: Receiver) -> None:
    booked("ann", "A1")
    with make_app().app_context():
        outbox.settle()
    outbox.settle()
    assert sending.send_due(receiver.url) == 1
    assert kept() == []


def test_what_was_given_up_for_other_reasons_or_long_ago_stays_so(
    make_app: MakeApp, receiver: Receiver
) -> None:
    for seat in ("A1", "A2"):
        booked("ann", seat)
    long_ago, waiting = list(db.outbox.find())
    db.outbox.update_one(
        {"_id": waiting["_id"]}, {"$set": {"given_up_at": clock.now()}, "$unset": {"due_at": ""}}
    )
    with make_app().app_context():
        outbox.settle()
    db.outbox.update_one({"_id": long_ago["_id"]}, {"$set": {"created_at": clock.now() - timedelta(days=4)}})
    outbox.settle()
    assert sending.send_due(receiver.url) == 0
    assert len(kept()) == 2

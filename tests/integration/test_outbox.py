"""Webhooks: kept with what they tell of, signed, and sent until they are taken."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from flask import Flask, current_app
from pymongo.errors import AutoReconnect
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from werkzeug.test import TestResponse

import config
from seatapp import outbox
from seatapp.extensions import clock, db
from seatapp.realtime.announcements import Change, Taken
from seatapp.realtime.expiries import keep_expiries
from tests.support import builders, servers
from tests.support.receiver import SECRET, Receiver

SHOW = "hall"
SECOND = timedelta(seconds=1)

MakeApp = Callable[..., Flask]
Selling = Callable[..., AbstractContextManager[None]]


@pytest.fixture(scope="module")
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """One database for all tests here: making one takes longer than most of them."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def selling(make_app: MakeApp) -> Selling:
    """Enter an app that tells the URLs what it sells."""

    @contextmanager
    def enter(*urls: str) -> Iterator[None]:
        app = make_app(trusted_user_header="X-User-Id", webhook_urls=list(urls), webhook_secret=SECRET)
        builders.add_show(app.test_client(), SHOW, prices={"Standard": 1000})
        with app.app_context():
            yield
            for collection in (db.shows, db.seat_locks, db.bookings, db.outbox):
                collection.delete_many({})

    return enter


@pytest.fixture
def shop(selling: Selling, receiver: Receiver) -> Iterator[Receiver]:
    """An app in whose context events go to the one receiver."""
    with selling(receiver.url):
        yield receiver


def post(user: str, path: str, **json: Any) -> TestResponse:
    """Send a user's request, in a context of its own: Flask would share `g` with the test."""
    client = current_app.test_client(use_cookies=False)
    body = {"showId": SHOW, **json}
    return Context().run(client.post, f"/api/bookings{path}", json=body, headers={"X-User-Id": user})


def booked(user: str, *seats: str) -> Any:
    assert post(user, "/select-seats", seats=seats).status_code == 200
    answer = post(user, "", seats=seats)
    assert answer.status_code == 201, answer.text
    return answer.json["booking"]


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


def test_a_booking_is_kept_as_an_event(shop: Receiver) -> None:
    booking = booked("ann", "A1", "A2")
    assert kept() == ["booking.confirmed"]
    assert outbox.send_due(shop.url) == 1
    (event,) = shop.events
    assert event["type"] == "booking.confirmed"
    assert event["timestamp"]
    assert event["data"].items() >= {**booking, "userId": "ann", "paymentReference": None}.items()


def test_a_cancellation_is_kept_once(shop: Receiver) -> None:
    booking = booked("ann", "A1")
    for _ in range(2):
        post("ann", f"/{booking['id']}/cancel")
    assert sorted(kept()) == ["booking.cancelled", "booking.confirmed"]
    outbox.send_due(shop.url)
    cancelled = next(event for event in shop.events if event["type"] == "booking.cancelled")
    assert (cancelled["data"]["id"], cancelled["data"]["status"]) == (booking["id"], "cancelled")
    assert cancelled["data"]["cancelledAt"]


@pytest.mark.usefixtures("shop")
def test_a_refused_booking_leaves_no_event() -> None:
    post("ann", "/select-seats", seats=["A1"])
    assert post("ann", "", seats=["A1", "A2"]).status_code == 409
    assert kept() == []


@pytest.mark.usefixtures("shop")
def test_a_booking_that_fails_after_its_event_was_written_leaves_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post("ann", "/select-seats", seats=["A1"])
    write = outbox.write

    def write_and_fail(*args: Any) -> None:
        write(*args)
        raise AutoReconnect("the connection broke")

    monkeypatch.setattr(outbox, "write", write_and_fail)
    assert post("ann", "").status_code == 503
    assert kept() == []
    assert db.bookings.count_documents({}) == 0


@pytest.mark.usefixtures("shop")
def test_a_repeated_request_is_one_event() -> None:
    post("ann", "/select-seats", seats=["A1"])
    client = current_app.test_client(use_cookies=False)
    headers = {"X-User-Id": "ann", "Idempotency-Key": "k"}
    for status in (201, 200):
        answer = Context().run(client.post, "/api/bookings", json={"showId": SHOW}, headers=headers)
        assert answer.status_code == status
    assert kept() == ["booking.confirmed"]


def test_without_urls_nothing_is_kept(selling: Selling) -> None:
    with selling():
        booking = booked("ann", "A1")
        post("ann", f"/{booking['id']}/cancel")
        keep_expiries(SHOW, [Change("A2", taken("ann", -1), None)], clock.now())
        assert kept() == []


def test_every_url_gets_an_event_of_its_own(selling: Selling, receiver: Receiver) -> None:
    other = receiver.url + "/other"
    with selling(receiver.url, other):
        booked("ann", "A1")
        assert sorted(message["url"] for message in db.outbox.find()) == [receiver.url, other]
        assert outbox.send_due(other) == 1
        assert one_kept()["url"] == receiver.url


# Locks that ran out


@pytest.mark.usefixtures("shop")
def test_seats_that_a_holder_lost_together_are_one_event() -> None:
    lost, more = taken("ann", -1), taken("bob", -1)
    changes = [Change("A2", lost, None), Change("A1", lost, None), Change("A3", more, None)]
    keep_expiries(SHOW, changes, clock.now())
    assert kept() == ["lock.expired"] * 2
    told = [current_app.json.loads(message["body"])["data"] for message in db.outbox.find()]
    assert {data["userId"]: data["seats"] for data in told} == {"ann": ["A1", "A2"], "bob": ["A3"]}
    assert {data["showId"] for data in told} == {SHOW}
    assert all(data["expiredAt"] for data in told)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("after", [None, Taken("locked", "bob", None), Taken("booked", "bob", None)])
def test_a_lock_ran_out_whatever_became_of_its_seat(after: Taken | None) -> None:
    keep_expiries(SHOW, [Change("A1", taken("ann", -1), after)], clock.now())
    assert kept() == ["lock.expired"]


@pytest.mark.usefixtures("shop")
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
    keep_expiries(SHOW, [Change("A1", taken(*before), after)], clock.now())
    keep_expiries(
        SHOW, [Change("A1", None, after), Change("A2", Taken("booked", "ann", None), None)], clock.now()
    )
    assert kept() == []


@pytest.mark.usefixtures("shop")
def test_what_is_told_again_after_a_crash_is_one_event() -> None:
    changes = [Change("A1", taken("ann", -1), None)]
    for _ in range(2):
        keep_expiries(SHOW, changes, clock.now())
    assert kept() == ["lock.expired"]


def test_what_is_told_again_after_it_was_sent_has_the_same_id(shop: Receiver) -> None:
    changes = [Change("A1", taken("ann", -1), None)]
    for _ in range(2):
        keep_expiries(SHOW, changes, clock.now())
        outbox.send_due(shop.url)
    first, second = (headers["webhook-id"] for headers, _ in shop.got)
    assert first == second


# Signed


def test_the_signature_verifies_with_the_standard_s_own_library(shop: Receiver) -> None:
    booked("ann", "A1")
    outbox.send_due(shop.url)
    ((headers, body),) = shop.got
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"].startswith("msg_")
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 20
    assert Webhook(SECRET).verify(body, headers)["type"] == "booking.confirmed"


def test_a_signature_fits_no_other_message_and_no_other_secret(shop: Receiver) -> None:
    booked("ann", "A1")
    outbox.send_due(shop.url)
    ((headers, body),) = shop.got
    for forged in ((body.replace(b"A1", b"A2"), headers), (body, {**headers, "webhook-id": "msg_other"})):
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(*forged)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_b3RoZXI=").verify(body, headers)


def test_what_is_sent_days_later_is_signed_anew_under_the_same_id(shop: Receiver) -> None:
    booked("ann", "A1")
    shop.answers = [500]
    outbox.send_due(shop.url)
    make_due()
    db.outbox.update_many({}, {"$set": {"created_at": clock.now() - timedelta(days=3)}})
    outbox.send_due(shop.url)
    assert len(shop.events) == 2
    assert len({headers["webhook-id"] for headers, _ in shop.got}) == 1


# Sent until they are taken


@pytest.mark.parametrize("status", [200, 202, 204])
def test_an_event_that_was_taken_is_sent_no_more(shop: Receiver, status: int) -> None:
    booked("ann", "A1")
    shop.answers = [status]
    assert outbox.send_due(shop.url) == 1
    assert kept() == []
    assert outbox.send_due(shop.url) == 0
    assert len(shop.got) == 1


@pytest.mark.parametrize("answer", [302, 308, 400, 404, 410, 500, 503, "hang up", "hang"])
def test_an_event_that_was_not_taken_is_sent_again_later(
    shop: Receiver, monkeypatch: pytest.MonkeyPatch, answer: int | str
) -> None:
    monkeypatch.setattr(outbox, "TIMEOUT_SECONDS", 0.3)
    booked("ann", "A1")
    shop.answers = [answer]
    before = clock.now()
    assert outbox.send_due(shop.url) == 0
    assert one_kept()["attempts"] == 1
    assert timedelta() <= one_kept()["due_at"] - outbox.BACK_OFF[0] - before < timedelta(seconds=10)
    assert outbox.send_due(shop.url) == 0
    assert len(shop.got) == 1
    make_due()
    assert outbox.send_due(shop.url) == 1
    assert kept() == []


def test_the_waits_grow_and_after_the_last_the_event_is_given_up(shop: Receiver) -> None:
    booked("ann", "A1")
    attempts = len(outbox.BACK_OFF) + 1
    shop.answers = [500] * attempts
    waits = []
    for _ in outbox.BACK_OFF:
        outbox.send_due(shop.url)
        waits.append(one_kept()["due_at"] - clock.now())
        make_due()
    assert waits == sorted(waits)
    assert waits[-1] > timedelta(hours=12)
    assert "given_up_at" not in one_kept()
    outbox.send_due(shop.url)
    assert "due_at" not in one_kept()
    assert one_kept()["given_up_at"]
    make_due()
    assert outbox.send_due(shop.url) == 0
    assert len(shop.got) == attempts


def test_after_a_failure_the_others_wait_for_the_next_turn(shop: Receiver) -> None:
    for number in range(1, 4):
        booked("ann", f"A{number}")
    shop.answers = [204, 500]
    assert outbox.send_due(shop.url) == 1
    assert len(shop.got) == 2
    assert len(kept()) == 2
    make_due()
    assert outbox.send_due(shop.url) == 2


def test_events_are_sent_in_the_order_in_which_they_happened(shop: Receiver) -> None:
    for number in range(1, 5):
        booked("ann", f"A{number}")
        db.outbox.update_many({}, [{"$set": {"due_at": {"$subtract": ["$due_at", 1000]}}}])
    assert outbox.send_due(shop.url) == 4
    assert [event["data"]["seats"] for event in shop.events] == [["A1"], ["A2"], ["A3"], ["A4"]]


@pytest.mark.parametrize("dead", ["http://127.0.0.1:9/", "http://", "http://[::1", "http://nowhere.invalid/"])
def test_a_dead_url_does_not_hold_up_another(
    selling: Selling, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, dead: str
) -> None:
    monkeypatch.setattr(outbox, "TIMEOUT_SECONDS", 0.3)
    with selling(dead, receiver.url):
        booked("ann", "A1")
        assert outbox.send_due(dead) == 0
        assert outbox.send_due(receiver.url) == 1
        assert one_kept()["url"] == dead
        assert one_kept()["attempts"] == 1


def test_an_event_whose_sender_dies_before_it_is_struck_off_is_sent_again(
    shop: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked("ann", "A1")
    post = outbox._post

    def post_and_die(message: Any) -> bool:
        post(message)
        raise AutoReconnect("the connection broke")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_post", post_and_die)
        with pytest.raises(AutoReconnect):
            outbox.send_due(shop.url)
    assert outbox.send_due(shop.url) == 1
    assert len({headers["webhook-id"] for headers, _ in shop.got}) == 1
    assert len(shop.got) == 2


# Configured


def read(**variables: str) -> config.Settings:
    with mock.patch.dict(os.environ, {"SEATAPP_ENV": "testing", **variables}, clear=True):
        return config.read_settings()


@pytest.mark.parametrize(
    "variables",
    [
        {"WEBHOOK_URLS": "https://shop.example/hooks"},
        {"WEBHOOK_URLS": "https://shop.example/hooks", "WEBHOOK_SECRET": ""},
        {"WEBHOOK_URLS": "https://shop.example/hooks", "WEBHOOK_SECRET": "whsec_"},
        {"WEBHOOK_URLS": "https://shop.example/hooks", "WEBHOOK_SECRET": "hunter2 is no base64"},
        {"WEBHOOK_URLS": "shop.example/hooks", "WEBHOOK_SECRET": SECRET},
        {"WEBHOOK_URLS": "https://shop.example/hooks,", "WEBHOOK_SECRET": SECRET},
        {"WEBHOOK_URLS": "https://shop.example/hooks,ftp://shop.example", "WEBHOOK_SECRET": SECRET},
    ],
)
def test_webhooks_that_cannot_be_sent_are_refused_at_start_up(variables: dict[str, str]) -> None:
    with pytest.raises(config.BadConfiguration, match="WEBHOOK_") as refused:
        read(**variables)
    assert "\n" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ("", []),
        ("https://a.example/hooks", ["https://a.example/hooks"]),
        ("https://a.example,http://b.example", ["https://a.example", "http://b.example"]),
    ],
)
def test_webhooks_are_read_from_the_environment(urls: str, expected: Sequence[str]) -> None:
    settings = read(WEBHOOK_URLS=urls, WEBHOOK_SECRET=SECRET)
    assert settings.webhook_urls == expected
    assert settings.webhook_secret == SECRET

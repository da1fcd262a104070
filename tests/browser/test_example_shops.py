"""The example shops, end to end: a guest chooses and pays, and the shop's backend books."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from standardwebhooks.webhooks import Webhook

from tests.support import builders, pools, servers
from tests.support.picker import Picker
from tests.support.shop import BACKEND, FRONT_ENDS, Shop
from tests.support.worker import Worker

PRICE = 1200
DECLINED = "4000 0000 0000 0002"
SHOWS = {name: f"{name}-show" for name in FRONT_ENDS}


@pytest.fixture(scope="module")
def closed_shops() -> dict[str, Shop]:
    return {name: Shop(name) for name in FRONT_ENDS}


@pytest.fixture(scope="module")
def seats(
    mongodb: servers.Breakable, redis_server: servers.Breakable, closed_shops: dict[str, Shop]
) -> Iterator[Worker]:
    """A seat server where the shop confirms, and which lets its pages in."""
    origins = ",".join(shop.url for shop in closed_shops.values())
    env = {"CONFIRM_BY": "server", "CORS_ORIGINS": origins, "CUSTOMER_REQUIRED": "name,email"}
    with pools.one_worker(mongodb, redis_server, **env) as worker:
        for show in SHOWS.values():
            builders.add_show(worker, show, prices={"Standard": PRICE})
        yield worker


@pytest.fixture(scope="module")
def shops(
    seats: Worker, closed_shops: dict[str, Shop], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Shop]]:
    """The shops by their front ends, each with a show of its own."""
    with ExitStack() as stack:
        for name, shop in closed_shops.items():
            shop.start(seats.url, SHOWS[name], tmp_path_factory.mktemp(name))
            stack.callback(shop.close)
        yield closed_shops


class Guest:
    """A guest of the shop with the plain page, who does what the page would."""

    def __init__(self, seats: Worker, shop: Shop) -> None:
        self._seats, self._shop = seats, shop
        session = seats.post("/api/session").json()
        self.user_id = session["userId"]
        self._bearer = {"Authorization": f"Bearer {session['token']}"}

    def order(self, *wanted: str) -> Any:
        """Hold the seats for the payment, and begin it."""
        self.ask("select-seats", seats=wanted)
        self.ask("checkout")
        order = self._shop.call("/api/orders", showId=SHOWS["flask"], userId=self.user_id).json()
        customer = {"name": "Ann", "email": "ann@shop.example"}
        assert self._shop.call(f"/api/orders/{order['id']}", "PUT", **customer).ok
        return order

    def ask(self, call: str, **body: Any) -> None:
        wanted = {"showId": SHOWS["flask"], **body}
        assert self._seats.post(f"/api/bookings/{call}", json=wanted, headers=self._bearer).ok

    def count_bookings(self) -> int:
        return self._seats.database.bookings.count_documents({"holder": self.user_id})


@pytest.fixture
def shop(shops: dict[str, Shop]) -> Shop:
    return shops["flask"]


@pytest.fixture
def ann(seats: Worker, shop: Shop) -> Guest:
    return Guest(seats, shop)


@pytest.fixture
def backend(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The shop's backend once more, in this process: something can happen between two of its steps."""
    monkeypatch.syspath_prepend(BACKEND)
    for name, value in shop.env.items():
        monkeypatch.setenv(name, value)
    before = set(sys.modules)
    yield importlib.import_module("shop")
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "/").parent == BACKEND:
            del sys.modules[name]


def send_webhook(backend: Any, order: Any) -> int:
    """Tell the backend as the provider does that an order is paid; return the answer's status."""
    event, now = {"type": "payment.succeeded", "data": {"id": order["payment"]["id"]}}, datetime.now(UTC)
    body = json.dumps(event)
    headers = {
        "webhook-id": "evt_again",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(backend.fakepay.WEBHOOK_SECRET).sign("evt_again", now, body),
    }
    answer = backend.app.test_client().post("/webhooks/payments", data=body, headers=headers)
    return int(answer.status_code)


@pytest.mark.parametrize("name", FRONT_ENDS)
def test_a_guest_pays_in_the_shop_and_has_the_seats(
    new_page: Callable[..., Page], seats: Worker, shops: dict[str, Shop], name: str
) -> None:
    page = new_page(expected_errors="status of 402")
    page.goto(shops[name].url)
    ann = Picker(page).await_live()
    ann.select("A1", "A2")
    ann.button("Checkout").click()
    payment = page.locator(".payment")
    expect(payment.locator(".total")).to_have_text("Total €24.00")
    expect(payment.locator("li")).to_have_text(["Row A, seat 1: €12.00", "Row A, seat 2: €12.00"])

    payment.get_by_label("Name").fill("Ann")
    payment.get_by_label("E-mail").fill("ann@shop.example")
    payment.get_by_label("Card number").fill(DECLINED)
    payment.get_by_role("button", name="Pay").click()
    expect(page.get_by_text("The card was declined.")).to_be_visible()
    assert seats.database.bookings.count_documents({"show": SHOWS[name]}) == 0
    payment.get_by_label("Card number").fill("4242 4242 4242 4242")
    payment.get_by_role("button", name="Pay").click()

    outcome = page.locator(".outcome")
    expect(outcome).to_have_text(re.compile(r"^Seats A1, A2 are yours: \w{5}-\w{5}\.$"))
    expect(payment).to_be_hidden()
    ann.expect_state("booked", "A1", "A2")
    booking = seats.database.bookings.find_one({"show": SHOWS[name]})
    assert booking
    assert booking["holder"].startswith("guest-")
    assert booking["payment_reference"].startswith("pi_")
    assert booking["customer"] == {"name": "Ann", "email": "ann@shop.example"}
    assert booking["reference"] in outcome.inner_text()


def test_who_holds_nothing_is_asked_to_choose_again(shop: Shop, ann: Guest) -> None:
    answer = shop.call("/api/orders", showId=SHOWS["flask"], userId=ann.user_id)
    assert (answer.status_code, answer.json()) == (409, {"error": "nothing_held"})
    elsewhere = shop.call("/api/orders", showId="no-such-show", userId=ann.user_id)
    assert (elsewhere.status_code, elsewhere.json()) == (409, {"error": "show_not_found"})


def test_what_cannot_be_had_any_more_is_refunded(seats: Worker, shop: Shop, ann: Guest) -> None:
    order = ann.order("A4", "A5")
    ann.ask("release-seats", seats=["A5"])
    Guest(seats, shop).order("A5")
    assert shop.pay(order) == {"status": "succeeded"}
    outcome = shop.await_outcome(order)
    assert (outcome["status"], outcome["reason"]) == ("refunded", "seats_unavailable")
    assert shop.pay(order) == {"status": "refunded"}
    assert ann.count_bookings() == 0


def test_what_is_paid_while_the_seat_server_is_away_is_booked_when_it_is_back(
    seats: Worker, shop: Shop, ann: Guest
) -> None:
    order = ann.order("A7")
    seats.kill()
    assert shop.pay(order) == {"status": "succeeded"}
    seats.start()
    assert shop.await_outcome(order)["status"] == "booked"
    assert ann.count_bookings() == 1


def test_of_two_webhooks_of_one_payment_one_settles_the_order(
    seats: Worker, shop: Shop, ann: Guest, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, bob = ann.order("A10"), Guest(seats, shop)
    ann.ask("release-seats", seats=["A10"])
    bob.ask("select-seats", seats=["A10"])
    book, answers, refunds = backend.seats.book, list[int](), list[str]()

    def book_while_another_comes(wanted: Any) -> str:
        try:
            return str(book(wanted))
        except backend.seats.Refused:
            if not answers:
                bob.ask("release-seats", seats=["A10"])
                answers.append(send_webhook(backend, order))
            raise

    monkeypatch.setattr(backend.seats, "book", book_while_another_comes)
    monkeypatch.setattr(backend.fakepay, "refund", refunds.append)
    answers.append(send_webhook(backend, order))
    assert answers == [503, 204]
    assert shop.await_outcome(order)["status"] == "refunded"
    assert (ann.count_bookings(), refunds) == (0, [order["payment"]["id"]])


def test_a_webhook_that_the_provider_did_not_sign_books_nothing(shop: Shop, ann: Guest) -> None:
    order = ann.order("A9")
    event = {"type": "payment.succeeded", "data": {"id": order["payment"]["id"]}}
    assert shop.call("/webhooks/payments", **event).status_code == 400
    assert shop.call(f"/api/orders/{order['id']}").json()["status"] == "unpaid"
    assert ann.count_bookings() == 0

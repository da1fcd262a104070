"""What people read of prices: the same everywhere, in the currency's own digits, and what they agreed to."""

import csv
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support import builders, pools, servers
from tests.support.picker import Picker
from tests.support.waiting import eventually
from tests.support.worker import Worker

A_BOOKING = re.compile(r"/bookings/[\w-]{22}$")
NewPage = Callable[..., Page]
ONE_LINE = """element => {
  const text = document.createRange();
  text.selectNodeContents(element);
  const { left, right, height } = text.getBoundingClientRect();
  const box = element.parentElement.getBoundingClientRect();
  const line = 1.9 * parseFloat(getComputedStyle(element).fontSize);
  return [height < line, left >= box.left && right <= box.right];
}"""


@pytest.fixture(scope="module")
def worker(mongodb: servers.Breakable, redis_server: servers.Breakable) -> Iterator[Worker]:
    """A worker that lets people go from page to page with their seats."""
    with pools.one_worker(mongodb, redis_server, DISCONNECT_GRACE_SECONDS="5") as worker:
        yield worker


def add_show(worker: Worker, price: int, currency: str = "EUR") -> str:
    show = f"hall-{uuid4().hex[:8]}"
    return builders.add_show(worker, show, currency=currency, prices={"Standard": price})


def change_price(worker: Worker, show: str, price: int) -> None:
    told: dict[str, Any] = worker.get(f"/api/shows/{show}").json()
    body = {key: told[key] for key in ("title", "startsAt", "currency", "plan")}
    answer = worker.request(
        "PUT", f"/api/shows/{show}", json={**body, "prices": {"Standard": price}}, headers=builders.ADMIN
    )
    assert answer.ok, answer.text


def text(words: str) -> re.Pattern[str]:
    """Match the words whatever kind of space stands between them."""
    return re.compile(r"\s".join(re.escape(word) for word in words.split()))


def assert_one_line(part: Locator) -> None:
    """Look whether the text is in one line, and within the box that it is in."""
    assert part.evaluate(ONE_LINE) == [True, True]


def in_basket(picker: Picker) -> Any:
    return picker.element.locator(".basket .price").first


@pytest.mark.parametrize(
    ("currency", "price", "written"),
    [
        ("HUF", 500_000, ["HUF 5,000.00", "HUF 10,000.00", "10000.00"]),
        ("JPY", 5_000, ["¥5,000", "¥10,000", "10000"]),
        ("KWD", 12_345, ["KWD 12.345", "KWD 24.690", "24.690"]),
    ],
)
def test_one_price_on_every_page(
    new_page: NewPage, worker: Worker, currency: str, price: int, written: list[str]
) -> None:
    one, two, exported = written
    show = add_show(worker, price, currency)
    page = new_page(locale="en-US", viewport={"width": 1280, "height": 800})
    page.goto(worker.url)
    entry = page.get_by_role("listitem").filter(has=page.locator(f'a[href$="{show}"]'))
    expect(entry.locator("data")).to_have_text(text(one))

    picker = Picker.enter(page, worker, show)
    picker.select("A1", "A2")
    expect(in_basket(picker)).to_have_text(text(one))
    expect(picker.element.locator(".total").first).to_contain_text(text(two))

    page.goto(f"{worker.url}/shows/{show}/checkout")
    expect(page.locator("[data-total]")).to_have_text(text(two))
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url(A_BOOKING)
    expect(page.locator(".total data")).to_have_text(text(two))
    page.goto(f"{worker.url}/bookings")
    expect(page.locator(".facts data").first).to_have_text(text(two))

    page.goto(f"{worker.url}/organiser/shows/{show}")
    page.get_by_label("Admin token").fill("admin")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator('[data-figure="takings"]')).to_have_text(text(two))
    expect(page.locator("[data-bookings] b").first).to_have_text(text(two))

    sheet = worker.get(f"/api/shows/{show}/bookings.csv", headers=builders.ADMIN).content.decode("utf-8-sig")
    [row] = csv.DictReader(sheet.splitlines())
    assert (row["total"], row["currency"]) == (exported, currency)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_an_amount_is_in_one_line_and_has_room(new_page: NewPage, worker: Worker, width: int) -> None:
    show = add_show(worker, 12_345_600, "HUF")
    page = new_page(locale="en-US", viewport={"width": width, "height": 800})
    picker = Picker.enter(page, worker, show)
    picker.select("A1", "A2")
    expect(picker.element.locator(".summary .total")).to_have_text(text("HUF 246,912.00"))
    assert_one_line(picker.element.locator(".summary .total"))
    assert_one_line(picker.button("Checkout"))

    page.goto(f"{worker.url}/shows/{show}/checkout")
    expect(page.locator("[data-total]")).to_have_text(text("HUF 246,912.00"))
    for part in page.locator(".pay .total > *").all():
        assert_one_line(part)
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url(A_BOOKING)

    page.goto(f"{worker.url}/organiser/shows/{show}")
    page.get_by_label("Admin token").fill("admin")
    page.get_by_role("button", name="Log in").click()
    takings = page.locator('[data-figure="takings"]')
    expect(takings).to_have_text(text("HUF 246,912.00"))
    assert_one_line(takings)


def test_who_holds_a_seat_reads_and_pays_the_agreed_price(new_page: NewPage, worker: Worker) -> None:
    show = add_show(worker, 1250)
    page = new_page(locale="en-US", viewport={"width": 1280, "height": 800})
    picker = Picker.enter(page, worker, show)
    picker.select("A1")
    change_price(worker, show, 99_000)
    expect(picker.element).to_contain_text("€990.00")  # for whoever chooses now
    expect(in_basket(picker)).to_have_text("€12.50")

    page.reload()
    picker.await_live()
    expect(in_basket(picker)).to_have_text("€12.50")
    picker.select("A2")
    expect(picker.element.locator(".total").first).to_contain_text("€1,002.50")
    assert picker.element.evaluate("(picker) => picker.basket.map(({ price }) => price)") == [1250, 99_000]

    page.goto(f"{worker.url}/shows/{show}/checkout")
    expect(page.locator("[data-total]")).to_have_text("€1,002.50")
    page.get_by_role("button", name="Book now").click()
    page.wait_for_url(A_BOOKING)
    expect(page.locator(".total data")).to_have_text("€1,002.50")


def test_another_tab_shows_the_agreed_price_of_what_was_chosen_in_the_first(
    new_page: NewPage, worker: Worker
) -> None:
    show = add_show(worker, 1250)
    page = new_page(locale="en-US")
    first = Picker.enter(page, worker, show)
    other = Picker.enter(page.context.new_page(), worker, show)
    # What it knows of the show is not what its other tab was told.
    other.element.evaluate("({ map }) => { map.hall.categories.get('Standard').price = 700; }")
    first.select("A1")
    other.expect_state("mine", "A1")
    eventually(lambda: other.element.evaluate("({ basket }) => basket[0]?.price") == 1250)
    expect(in_basket(other)).to_have_text("€12.50")


def test_the_checkout_says_what_the_seats_cost_and_asks_again(new_page: NewPage, worker: Worker) -> None:
    show = add_show(worker, 1250)
    page = new_page(expected_errors="status of 409", locale="en-US")
    wanted = {"showId": show, "seats": ["A1", "A2"]}
    assert page.request.post(f"{worker.url}/api/bookings/select-seats", data=wanted).ok
    page.goto(f"{worker.url}/shows/{show}/checkout")
    expect(page.locator("[data-total]")).to_have_text("€25.00")

    def order_late(route: Route) -> None:
        # Once the order is on its way, so that the page has not heard of it.
        worker.database.seat_locks.update_many({"_id.show": show}, {"$set": {"price": 2000}})
        route.continue_()

    page.route("**/api/bookings", order_late, times=1)
    page.get_by_role("button", name="Book now").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "These seats cost €40.00, and that is not what you were"
    )
    expect(page.locator("[data-total]")).to_have_text("€40.00")
    assert worker.database.bookings.count_documents({"show": show}) == 0
    page.get_by_role("button", name="Book at this price").click()
    page.wait_for_url(A_BOOKING)
    assert [booking["total"] for booking in worker.database.bookings.find({"show": show})] == [4000]

"""For whom it is: asked at the checkout, kept while the visitor goes on, and on the ticket."""

from playwright.sync_api import Page, expect

from tests.support.worker import Worker

from .checkout import (
    A_BOOKING,
    NewPage,
    StartWorker,
    add_show,
    book_button,
    bookings,
    check_out,
    faults_large_and_small,
    open_checkout,
)

ANN = {"name": "Ann Müller", "email": "ann@shop.example"}


def say_who(page: Page, name: str = ANN["name"], email: str = ANN["email"]) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail address").fill(email)


def expect_ann(page: Page) -> None:
    expect(page.get_by_label("Name")).to_have_value(ANN["name"])
    expect(page.get_by_label("E-mail address")).to_have_value(ANN["email"])


def test_who_it_is_for_is_kept_on_the_way_and_stands_on_the_ticket(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = check_out(new_page(), worker, show, "A1")
    say_who(page)
    page.get_by_role("link", name="Back to the hall").click()
    page.wait_for_url("**/shows/*")
    open_checkout(page, worker, show)
    expect_ann(page)
    assert faults_large_and_small(page) == []
    page.get_by_label("Name").press("Enter")
    page.wait_for_url(A_BOOKING)
    expect(page.get_by_text("Ann Müller")).to_be_visible()
    assert [booking["customer"] for booking in bookings(worker, show)] == [ANN]


def test_nobody_has_to_say_who_they_are(new_page: NewPage, worker: Worker, show: str) -> None:
    page = check_out(new_page(), worker, show, "A1")
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    assert "customer" not in bookings(worker, show)[0]


def test_an_address_that_the_server_does_not_take_is_pointed_to(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = check_out(new_page(expected_errors="status of 422"), worker, show, "A1")
    say_who(page, email="ann@shop")  # for which browsers have nothing to say
    book_button(page).click()
    field = page.get_by_label("E-mail address")
    expect(field).to_be_focused()
    assert field.evaluate("it => it.validationMessage") == "This is no e-mail address."
    field.fill(ANN["email"])
    book_button(page).click()
    page.wait_for_url(A_BOOKING)
    assert [booking["customer"] for booking in bookings(worker, show)] == [ANN]


def test_what_the_setting_requires_has_to_be_said(new_page: NewPage, start_worker: StartWorker) -> None:
    worker = start_worker(CUSTOMER_REQUIRED="email")
    page = check_out(new_page(), worker, show := add_show(worker), "A1")
    expect(page.get_by_text("(optional)")).to_have_count(1)
    book_button(page).click()
    expect(page.get_by_label("E-mail address")).to_be_focused()
    assert bookings(worker, show) == []
    say_who(page)
    book_button(page).click()
    page.wait_for_url(A_BOOKING)

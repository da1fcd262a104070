"""Bookings are cancelled by a form: without a script, and from this site only."""

from playwright.sync_api import expect

from tests.support.worker import Worker

from .checkout import NewPage, bookings, lock


def test_without_a_script_bookings_are_seen_and_cancelled(
    new_page: NewPage, worker: Worker, show: str
) -> None:
    page = new_page(java_script_enabled=False)
    lock(page, worker, show, "A1")
    assert page.request.post(f"{worker.url}/api/bookings", data={"showId": show}).status == 201
    page.goto(f"{worker.url}/bookings")
    page.get_by_role("link", name="Hamlet").click()
    expect(page.get_by_text("€12.50").first).to_be_visible()
    expect(page.get_by_text("Sat, 1 Jun 2030, 19:30 UTC")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    page.get_by_text("Cancel booking").click()
    page.get_by_role("button", name="Yes, cancel this booking").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_another_sites_form_cannot_cancel(new_page: NewPage, worker: Worker, show: str) -> None:
    page = new_page(expected_errors="status of 403")
    lock(page, worker, show, "A1")
    booked = page.request.post(f"{worker.url}/api/bookings", data={"showId": show}).json()["booking"]
    # Another port of this host is another origin of the same site: the cookie comes along.
    page.route("http://127.0.0.1:1/", lambda route: route.fulfill(body=FORM.format(worker.url, booked["id"])))
    page.goto("http://127.0.0.1:1/")
    page.get_by_role("button").click()
    expect(page.get_by_text("This came from another site.")).to_be_visible()
    assert [booking["status"] for booking in bookings(worker, show)] == ["confirmed"]


FORM = """<!doctype html><form method="post" action="{}/bookings/{}/cancel"><button>Win</button></form>"""

"""The element in a page of another site, whose cookies and storage browsers keep apart from the server's."""

from tests.support.site import Site
from tests.support.worker import Worker

from .visitor import Visitor
from .window import Window


def test_a_shops_page_sells_seats_of_another_site(
    window: Window, worker: Worker, site: Site, show: str
) -> None:
    site.embed(worker.url, show)
    ann = Visitor(window).enter(site.url)
    ann.select("A1", "A2")
    window.reload()
    ann.await_live()
    ann.expect_state("mine", "A1", "A2")
    window.run("window.alert = (order) => { document.title = order }")
    ann.press("Checkout")
    ann.expect_title("A1,A2 for 2500")
    window.run("void document.querySelector('seat-picker').map.book()")
    ann.expect_text('[data-notice="booked"]', "Booked: row A, seats 1 and 2.")
    assert worker.database.bookings.count_documents({"show": show, "seats": ["A1", "A2"]}) == 1

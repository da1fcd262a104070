"""Reading bookings: one's own, and nobody else's."""

import pytest

from seatapp.extensions import clock, db
from tests.support import builders
from tests.support.asking import BOOKINGS, assert_refused, booked, cancel, read, send
from tests.support.hall import age_bookings, dump


@pytest.mark.security("API1:2023", "ASVS 8.2.2")
def test_nobody_reads_or_cancels_somebody_else_s_booking() -> None:
    booking = booked("ann", "A1")
    before = dump()
    for which in (booking["id"], booking["reference"], "nothing-like-it"):
        assert_refused(read("bob", f"/{which}"), 404, "booking_not_found")
        assert_refused(cancel("bob", which), 404, "booking_not_found")
    assert dump() == before


@pytest.mark.security("API1:2023", "ASVS 8.2.2")
def test_whether_a_booking_exists_is_not_told() -> None:
    booking = booked("ann", "A1")
    theirs, nothing = read("bob", f"/{booking['id']}"), read("bob", "/nothing-like-it")
    assert theirs.json == nothing.json


@pytest.mark.security("API1:2023", "ASVS 8.2.2")
def test_somebody_without_a_session_has_no_bookings() -> None:
    booking = booked("ann", "A1")
    assert send("GET", BOOKINGS, {}).json["bookings"] == []
    assert_refused(send("GET", f"{BOOKINGS}/{booking['id']}", {}), 404, "booking_not_found")
    assert_refused(send("POST", f"{BOOKINGS}/{booking['id']}/cancel", {}), 404, "booking_not_found")


def test_the_owner_and_the_organiser_read_a_booking() -> None:
    booking = booked("ann", "A1")
    assert read("ann", f"/{booking['id']}").json == {"success": True, "booking": booking}
    answer = send("GET", f"{BOOKINGS}/{booking['id']}", builders.ADMIN)
    assert answer.status_code == 200
    assert answer.json["booking"]["id"] == booking["id"]
    assert_refused(send("GET", f"{BOOKINGS}/nothing", builders.ADMIN), 404, "booking_not_found")


def test_the_list_has_the_caller_s_bookings_the_newest_first() -> None:
    for number in range(1, 4):
        booked("ann", f"A{number}")
        booked("bob", f"B{number}")
        age_bookings()
    answer = read("ann").json
    assert answer["success"] is True
    assert [booking["seats"] for booking in answer["bookings"]] == [["A3"], ["A2"], ["A1"]]
    assert (answer["page"], answer["total"]) == (1, 3)


def test_the_list_comes_in_pages_and_none_is_on_two_of_them() -> None:
    for number in range(1, 6):
        booked("ann", f"A{number}")
    db.bookings.update_many({}, {"$set": {"created_at": clock.now()}})
    pages = [read("ann", f"?page={page}&perPage=2").json for page in (1, 2, 3, 4)]
    assert [len(page["bookings"]) for page in pages] == [2, 2, 1, 0]
    assert [(page["page"], page["perPage"], page["total"]) for page in pages] == [
        (n, 2, 5) for n in (1, 2, 3, 4)
    ]
    seats = [booking["seats"][0] for page in pages for booking in page["bookings"]]
    assert sorted(seats) == ["A1", "A2", "A3", "A4", "A5"]


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "perPage=0", "perPage=501", "page=1e9"])
def test_a_page_that_cannot_be_is_refused(query: str) -> None:
    assert_refused(read("ann", f"?{query}"), 422, "validation_error")


def test_references_and_ids_are_everybody_s_own() -> None:
    bookings = [booked("ann", f"A{number}") for number in range(1, 9)]
    assert len({booking["reference"] for booking in bookings}) == 8
    assert len({booking["id"] for booking in bookings}) == 8

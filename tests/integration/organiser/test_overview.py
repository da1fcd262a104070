"""All shows by pages, with what each has sold."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from seatapp.database import Document
from seatapp.extensions import db
from tests.support import builders
from tests.support.asking import ALL_SHOWS, add_show, book, booked, cancel_as_organiser, hold, organise, send
from tests.support.hall import SHOW


@contextmanager
def profiled() -> Iterator[list[Document]]:
    """Yield a list that has, in the end, what was read from the database meanwhile and how."""
    operations: list[Document] = []
    db.database.command("profile", 2)
    try:
        yield operations
    finally:
        db.database.command("profile", 0)
        found = db.database["system.profile"].find({"planSummary": {"$exists": True}})
        operations.extend(entry for entry in found if entry["ns"].endswith((".shows", ".bookings")))
        db.database["system.profile"].drop()


def test_the_overview_has_every_show_the_earliest_first() -> None:
    add_show("old", startsAt="2020-01-01T19:30:00Z")
    organise("sales", open=False)
    answer = send("GET", ALL_SHOWS, builders.ADMIN).json
    assert answer["success"] is True
    assert [(show["showId"], show["salesOpen"]) for show in answer["shows"]] == [("old", True), (SHOW, False)]
    assert answer["shows"][1].items() >= {"title": "Hamlet", "currency": "EUR", "seatCount": 20}.items()
    assert not any("plan" in show for show in answer["shows"])


def overview(**query: Any) -> Any:
    answer = send("GET", ALL_SHOWS, builders.ADMIN, query_string=query).json
    return [show["showId"] for show in answer["shows"]], answer["total"]


def test_the_overview_comes_in_pages_of_what_is_coming_and_what_is_past() -> None:
    for year in (2018, 2019, 2020):
        add_show(f"of-{year}", startsAt=f"{year}-01-01T19:30:00Z")
    begun = datetime.now(UTC) - timedelta(hours=5)
    add_show("begun", startsAt=begun.isoformat())
    assert overview() == (["of-2018", "of-2019", "of-2020", "begun", SHOW], 5)
    assert overview(page=2, perPage=2) == (["of-2020", "begun"], 5)
    assert overview(when="coming") == (["begun", SHOW], 2)
    assert overview(when="past", perPage=2) == (["of-2020", "of-2019"], 3)
    assert overview(when="past", page=2, perPage=2) == (["of-2018"], 3)
    for wrong in ({"page": 0}, {"perPage": 501}, {"when": "never"}):
        assert send("GET", ALL_SHOWS, builders.ADMIN, query_string=wrong).status_code == 422


def test_the_overview_reads_no_booking_of_a_show_that_is_not_on_the_page() -> None:
    add_show("ball", startsAt="2040-01-01T19:30:00Z")
    hold("ann", "A1", showId="ball")
    assert book("ann", showId="ball").status_code == 201
    booked("ann", "A1")
    with profiled() as operations:
        assert overview(perPage=1) == ([SHOW], 2)
    assert {entry["ns"].partition(".")[2] for entry in operations} == {"shows", "bookings"}
    assert not any(
        "COLLSCAN" in entry["planSummary"] for entry in operations if entry["command"].get("query")
    )
    (counting,) = [entry for entry in operations if entry["ns"].endswith(".bookings")]
    assert counting["docsExamined"] == 1


def test_the_overview_counts_what_is_sold_and_not_what_was_cancelled() -> None:
    add_show("ball", startsAt="2040-01-01T19:30:00Z")
    booked("ann", "A1", "B1")
    booked("bob", "A2")
    cancel_as_organiser(booked("cid", "A3")["id"])
    hold("dan", "A4")
    shows = send("GET", ALL_SHOWS, builders.ADMIN).json["shows"]
    told = {show["showId"]: (show["soldCount"], show["takings"]) for show in shows}
    assert told == {SHOW: (3, 2 * 4200 + 1000), "ball": (0, 0)}

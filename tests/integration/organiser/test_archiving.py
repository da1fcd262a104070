"""Shows that are over are archived: their bookings stay, their seats and their plan go."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from click.testing import Result
from flask import Flask, current_app

from seatapp.bookings import doctor
from seatapp.bookings import store as bookings
from seatapp.extensions import db
from seatapp.organiser import archiving
from seatapp.seats import blocks
from seatapp.shows import store
from seatapp.shows import writes as show_writes
from seatapp.shows.selling import SalesState
from tests.support import builders
from tests.support.asking import (
    ALL_SHOWS,
    THE_SHOW,
    assert_refused,
    booked,
    cancel,
    cancel_as_organiser,
    confirm,
    lists,
    organise,
    read,
    select,
    send,
)
from tests.support.hall import SHOW, assert_agree, begin_in, plan

LONG_AGO = -7 * 3600
ARCHIVE = f"{THE_SHOW}/archive"


@pytest.fixture
def flask(app: Flask) -> Callable[..., Result]:
    """Run `flask shows …`."""
    return lambda *words: app.test_cli_runner().invoke(args=["shows", *words])


def archive() -> Any:
    return send("POST", ARCHIVE, builders.ADMIN)


def kept() -> tuple[int, int]:
    """Return how many documents there are of seats and of plans."""
    return db.seat_locks.count_documents({}), db.plans.count_documents({})


def listed(when: str) -> list[str]:
    answer = send("GET", f"{ALL_SHOWS}?when={when}", builders.ADMIN).json
    return [show["showId"] for show in answer["shows"]]


def test_an_archived_show_leaves_its_bookings_and_nothing_else() -> None:
    booking = booked("ann", "A1", "B1")
    blocks.block(SHOW, ["A9"], "camera")
    begin_in(LONG_AGO)
    assert kept() == (3, 1)
    answer = archive()
    assert (answer.status_code, answer.json["showId"]) == (200, SHOW)
    assert datetime.fromisoformat(answer.json["archivedAt"])
    assert kept() == (0, 0)
    # To those who watch it, it is gone; nobody counts its announcements any more.
    assert (store.revisions([SHOW]), store.ids()) == ({}, [])
    assert_agree()
    assert read("ann", f"/{booking['id']}").json["booking"] == booking
    assert organise("bookings").json["bookings"][0]["items"] == booking["items"]
    rows = list(csv.reader(io.StringIO(organise("bookings.csv").data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [booking["reference"]]


def test_its_summary_stays_as_it_was() -> None:
    booked("ann", "A1", "B1")
    blocks.block(SHOW, ["A9"], "camera")
    begin_in(LONG_AGO)
    before = organise("summary").json
    archive()
    assert organise("summary").json == {**before, "salesState": "ended"}


def test_categories_may_be_called_anything() -> None:
    name = "$5 front. A.1"
    hall = plan()
    for category in hall["categories"]:
        category["name"] = name if category["name"] == "Dear" else category["name"]
    for seat in hall["zones"][0]["rows"][0]["seats"]:
        seat["category"] = name
    prices = {name: 500, "Cheap": 1}
    builders.add_show(
        _client(), "odd", plan=hall, prices=prices, startsAt="2020-01-01T19:30:00Z", title="Odd"
    )
    assert send("POST", "/api/shows/odd/archive", builders.ADMIN).status_code == 200
    summary = send("GET", "/api/shows/odd/summary", builders.ADMIN).json
    assert {row["category"]: row["total"] for row in summary["byCategory"]} == {name: 10, "Cheap": 10}


def test_nobody_gets_a_seat_of_it_or_sees_its_hall() -> None:
    begin_in(LONG_AGO)
    archived_at = archive().json["archivedAt"]
    for answer in (
        send("GET", THE_SHOW, {}),
        select("ann", "A1"),
        confirm("ann", "A1"),
        organise("block-seats", seats=["A1"]),
        organise("sales", open=True),
        send("PUT", THE_SHOW, builders.ADMIN, json={**_body(), "plan": plan()}),
        send("DELETE", THE_SHOW, builders.ADMIN),
    ):
        assert_refused(answer, 404, "show_not_found")
        assert answer.json["archivedAt"] == archived_at
    answer = send("POST", "/api/shows", builders.ADMIN, json={"showId": SHOW, **_body(), "plan": plan()})
    assert_refused(answer, 409, "show_exists")
    assert kept() == (0, 0)


def test_the_pages_say_so_and_tickets_stay() -> None:
    booking = booked("ann", "A1")
    begin_in(LONG_AGO)
    archive()
    hall = send("GET", f"/shows/{SHOW}", {})
    assert hall.status_code == 404
    assert "This show is over" in hall.text
    for page in ("/bookings", f"/bookings/{booking['id']}"):
        text = send("GET", page, {"X-User-Id": "ann"}).text
        assert "Hamlet" in text
        assert booking["reference"] in text
    assert send("GET", f"/organiser/shows/{SHOW}", {}).status_code == 200


def test_a_booking_of_it_is_cancelled_by_the_organiser_and_not_by_its_holder() -> None:
    booking = booked("ann", "A1")
    begin_in(LONG_AGO)
    archive()
    assert_refused(cancel("ann", booking["id"]), 409, "too_late_to_cancel")
    assert cancel_as_organiser(booking["id"]).json["booking"]["status"] == "cancelled"
    assert organise("summary").json["takings"] == 0
    assert_agree()


def test_a_booking_of_a_former_release_keeps_the_places_of_its_seats() -> None:
    booking = booked("ann", "A1")
    db.bookings.update_one({"_id": booking["id"]}, {"$unset": {"items.0.row": "", "items.0.number": ""}})
    begin_in(LONG_AGO)
    archive()
    assert read("ann", f"/{booking['id']}").json["booking"]["items"] == booking["items"]


def test_a_show_that_is_not_over_is_not_archived() -> None:
    begin_in(-3600)
    answer = archive()
    assert_refused(answer, 409, "show_not_over")
    assert datetime.fromisoformat(answer.json["overAt"])
    assert select("ann", "A1").json["code"] == "sales_closed"
    send("PUT", THE_SHOW, builders.ADMIN, json={**_body(), "plan": plan(), "salesEndAt": "2199-01-01T00:00Z"})
    begin_in(LONG_AGO)
    assert_refused(archive(), 409, "show_not_over")
    assert lists()["seq"] >= 0


def test_the_lists_tell_apart_what_is_to_come_over_and_archived() -> None:
    builders.add_show(_client(), "old", startsAt="2020-01-01T19:30:00Z")
    builders.add_show(_client(), "older", startsAt="2019-01-01T19:30:00Z")
    send("POST", "/api/shows/older/archive", builders.ADMIN)
    assert [listed(when) for when in ("coming", "past", "archived", "")] == [
        [SHOW],
        ["old"],
        ["older"],
        ["older", "old", SHOW],
    ]


# The command


def test_the_command_archives_what_is_over_and_finishes_what_was_interrupted(
    flask: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.add_show(_client(), "old", startsAt="2020-01-01T19:30:00Z")
    booked("ann", "A1")
    begin_in(LONG_AGO)
    with monkeypatch.context() as broken:
        broken.setattr(blocks, "clear", _interrupt)
        assert isinstance(flask("archive").exception, RuntimeError)
    assert "show old is archived, but not whole" in "\n".join(_doctor())
    assert_refused(send("GET", "/api/shows/old", {}), 404, "show_not_found")
    assert flask("archive", "--days", "3").stdout.count("Archived") == 1
    assert kept() == (1, 1)
    assert flask("archive").stdout.startswith("Archived hall: Hamlet, started ")
    assert kept() == (0, 0)
    assert_agree()
    assert flask("archive").stdout == ""
    assert flask("archive", "old").exit_code == 0
    assert flask("list").stdout.count("\tarchived") == 2


def test_the_command_says_no_for_what_is_not_over(flask: Callable[..., Result]) -> None:
    result = flask("archive", SHOW)
    assert result.exit_code == 1
    assert "Only a show that is over" in result.stderr
    assert flask("archive", "nowhere").exit_code == 1


def test_seats_of_an_archived_show_are_a_damage() -> None:
    begin_in(LONG_AGO)
    archive()
    builders.book(db, SHOW, ["A1"])
    assert f"show {SHOW} is archived, but there are seats of it" in _doctor()


# What meets an archiving


def sell_while_archiving(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the shop sell a seat of a show that is over, and archive the show before that is committed."""
    begin_in(LONG_AGO)
    insert = bookings.insert

    def archive_in_app() -> None:
        with app.app_context():
            archiving.archive(SHOW)

    other = Thread(target=archive_in_app)

    def insert_late(*args: Any) -> None:
        if other.ident is None:
            other.start()
            other.join(0.5)
        insert(*args)

    monkeypatch.setattr(bookings, "insert", insert_late)
    answer = confirm("ann", "A1")
    other.join()
    return answer


def test_who_sells_while_a_show_is_archived_sells_before_or_not_at_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = sell_while_archiving(app, monkeypatch)
    assert answer.status_code in (201, 404)
    assert_agree()
    assert kept() == (0, 0)
    assert len(organise("bookings").json["bookings"]) == (answer.status_code == 201)


def test_twin_a_sale_that_does_not_write_the_show_leaves_a_seat_behind(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "sales_state", lambda *_: SalesState.OPEN)
    assert sell_while_archiving(app, monkeypatch).status_code == 201
    assert f"show {SHOW} is archived, but there are seats of it" in _doctor()


def test_who_blocks_while_a_show_is_archived_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    begin_in(LONG_AGO)
    block = blocks.block

    def block_late(*args: Any) -> None:
        archiving.archive(SHOW)
        block(*args)

    monkeypatch.setattr(blocks, "block", block_late)
    assert_refused(organise("block-seats", seats=["A1"]), 404, "show_not_found")
    assert kept() == (0, 0)


def test_who_changes_a_show_while_it_is_archived_is_first_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    begin_in(LONG_AGO)
    seen = store.load(SHOW)
    archive()
    with pytest.raises(store.ShowChanged):
        show_writes.remove(seen)
    assert kept() == (0, 0)


def _client() -> Any:
    return current_app.test_client()


def _body() -> dict[str, Any]:
    return {
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "currency": "EUR",
        "prices": {"Dear": 1, "Cheap": 1},
    }


def _interrupt(show_id: str) -> None:
    raise RuntimeError("the machine was switched off")


def _doctor() -> list[str]:
    return list(doctor.examine())

"""What happened to a seat: each event once, in order, with who did it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import clock, db
from seatapp.realtime.change_stream import watch
from seatapp.realtime.history_writer import HistoryWriter
from seatapp.realtime.parts import WHOLE
from seatapp.seats import blocks, history, locks
from seatapp.shows import store
from tests.support import builders
from tests.support.asking import (
    THE_SHOW,
    Answer,
    add_show,
    assert_refused,
    book,
    booked,
    cancel,
    cancel_as_organiser,
    checkout,
    confirm,
    hold,
    move,
    organise,
    release,
    replace_show,
    select,
    sell,
    send,
)
from tests.support.hall import SHOW, plan
from tests.support.unwritable import unwritable
from tests.support.waiting import eventually

Keep = Callable[[], list[Any]]


@pytest.fixture
def keep(app: Flask) -> Iterator[Keep]:
    """Read all changes up to now as the feed does, keep them, and return them."""
    with app.app_context(), watch(WHOLE) as stream:
        # What is locked before that is another show's, to a worker that knows the time as well as it can.
        eventually(lambda: server_time() > store.find(SHOW).created_at)

        def keep() -> list[Any]:
            db.seat_locks.insert_one({"_id": "the end"})
            events: list[Any] = []
            while not events or events[-1]["documentKey"]["_id"] != "the end":
                if event := stream.try_next():
                    events.append(event)
            db.seat_locks.delete_one({"_id": "the end"})
            history.write(events)
            return events

        yield keep


def server_time() -> datetime:
    answer: dict[str, Any] = db.database.client.admin.command("hello")
    return answer["localTime"].replace(tzinfo=UTC)  # type: ignore[no-any-return]


def ask(seat: str, headers: Any = builders.ADMIN, show: str = SHOW, **query: Any) -> Answer:
    return send("GET", f"/api/shows/{show}/history", headers, query_string={"seat": seat, **query})


def told(seat: str) -> list[tuple[str, str]]:
    """Return what happened to the seat and by whom, the oldest first."""
    answer = ask(seat)
    assert answer.status_code == 200, answer.text
    events = answer.json["events"][::-1]
    instants = [event["at"] for event in events]
    assert instants == sorted(instants)
    return [(event["what"], event["by"]) for event in events]


def all_ended() -> bool:
    """End what is due, and return whether no seat is taken any more."""
    locks.expire()
    blocks.end_due()
    return not db.seat_locks.count_documents({})


def test_an_evening_of_a_seat_is_told_in_order(keep: Keep) -> None:
    hold("ann", "A7")
    hold("ann", "A7")
    release("ann", "A7")
    hold("bob", "A7")
    checkout("bob")
    # A booking's time is the worker's reading of the clock, which may be some milliseconds behind.
    later = server_time() + timedelta(milliseconds=100)
    eventually(lambda: server_time() > later)
    booking = book("bob", "A7").json["booking"]
    move(booking["id"], {"A7": "A8"})
    organise("block-seats", seats=["A7"], reason="camera")
    organise("block-seats", seats=["A7"])
    organise("unblock-seats", seats=["A7"])
    move(booking["id"], {"A8": "A7"})
    for what in ("check-in", "undo-check-in", "check-in"):
        path = f"/api/bookings/{booking['id']}/{what}"
        assert send("POST", path, builders.ADMIN, json={"seats": ["A7"]}).status_code == 200
    cancel_as_organiser(booking["id"])
    keep()
    assert told("A7") == [
        *[("locked", "ann"), ("renewed", "ann"), ("released", "ann")],
        *[("locked", "bob"), ("checkout", "bob"), ("booked", "bob"), ("moved", "ADMIN_TOKEN")],
        *[("blocked", "ADMIN_TOKEN"), ("unblocked", "ADMIN_TOKEN"), ("moved", "ADMIN_TOKEN")],
        *[(what, "ADMIN_TOKEN") for what in ("checked_in", "check_in_undone", "checked_in", "cancelled")],
    ]
    events = ask("A7").json["events"]
    assert (events[0]["reference"], events[0]["bookingId"]) == (booking["reference"], booking["id"])
    assert [(e["from"], e["to"]) for e in events if e["what"] == "moved"] == [
        (["A8"], ["A7"]),
        (["A7"], ["A8"]),
    ]
    assert [e["reason"] for e in events if "reason" in e] == ["camera"]
    assert {e["what"] for e in events if e["byKind"] == "holder"} == {
        *("locked", "renewed", "released", "checkout", "booked")
    }
    assert told("A8") == [("moved", "ADMIN_TOKEN"), ("moved", "ADMIN_TOKEN")]


@pytest.mark.parametrize("settings", [{"lock_seconds": 0.3}])
def test_what_the_clock_has_ended_is_told_of_the_moment_when_it_ended(keep: Keep) -> None:
    hold("ann", "A1")
    until = (clock.now() + timedelta(seconds=0.3)).isoformat()
    organise("block-seats", seats=["A2", "A3"], until=until)
    eventually(lambda: select("bob", "A1", "A2").status_code == 200)
    eventually(all_ended)
    keep()
    assert told("A1") == [("locked", "ann"), ("expired", "clock"), ("locked", "bob"), ("expired", "clock")]
    assert told("A2")[1:] == [("unblocked", "clock"), ("locked", "bob"), ("expired", "clock")]
    ended, blocked = ask("A3").json["events"]
    assert (ended["what"], ended["by"], ended["at"]) == ("unblocked", "clock", blocked["until"])


def test_a_seat_that_cools_down_was_released_once(keep: Keep) -> None:
    hold("ann", "A1")
    hold("ann", "A1")
    release("ann", "A1")
    hold("ann", "A1")
    release("ann", "A1")
    keep()
    assert [what for what, _ in told("A1")] == ["locked", "renewed", "released", "locked", "released"]


def test_parts_of_a_booking_and_sales_by_the_organiser_are_told_by_who_did_them(keep: Keep) -> None:
    booking = booked("ann", "A1", "A2")
    cancel("ann", booking["id"], "A1")
    organise("block-seats", seats=["A1"], reason="friends")
    sell("A1", blocked=True)
    confirm("bob", "A3")
    keep()
    assert told("A1") == [
        *[("locked", "ann"), ("booked", "ann"), ("cancelled", "ann")],
        *[("blocked", "ADMIN_TOKEN"), ("booked", "ADMIN_TOKEN")],
    ]
    assert told("A2") == [("locked", "ann"), ("booked", "ann")]
    assert told("A3") == [("booked", "ADMIN_TOKEN")]


def test_blocks_are_prolonged_by_somebody(keep: Keep) -> None:
    organise("block-seats", seats=["A1"], until="2030-01-01T00:00:00Z")
    organise("block-seats", seats=["A1"], until="2029-01-01T00:00:00Z")
    organise("block-seats", seats=["A1"], until="2031-01-01T00:00:00Z")
    organise("block-seats", seats=["A1"], reason="for good")
    keep()
    events = ask("A1").json["events"][::-1]
    assert [(event["what"], event["by"]) for event in events] == [
        ("blocked", "ADMIN_TOKEN"),
        ("block_prolonged", "ADMIN_TOKEN"),
        ("block_prolonged", "ADMIN_TOKEN"),
    ]
    assert [event.get("until", "")[:4] for event in events] == ["2030", "2031", ""]


def test_what_is_written_twice_happened_once(keep: Keep) -> None:
    hold("ann", "A1", "A2")
    release("ann", "A1")
    events = keep()
    before = told("A1"), list(db.seat_history.find())
    history.write(events)
    history.write(events[1:])
    assert (told("A1"), list(db.seat_history.find())) == before
    assert before[0] == [("locked", "ann"), ("released", "ann")]


def test_the_history_has_pages(keep: Keep) -> None:
    for _ in range(3):
        hold("ann", "A1")
        release("ann", "A1")
    keep()
    pages = [ask("A1", page=page, perPage=4).json for page in (1, 2, 3)]
    assert [[event["what"] for event in page["events"]] for page in pages] == [
        ["released", "locked", "released", "locked"],
        ["released", "locked"],
        [],
    ]
    assert [page["total"] for page in pages] == [6, 6, 6]


def test_a_block_is_kept_for_as_long_as_it_lasts_and_the_history_after_it(keep: Keep) -> None:
    organise("block-seats", seats=["A1"], until="2031-01-01T00:00:00Z")
    hold("ann", "A2")
    keep()
    block, lock = db.seat_history.find({"_id.seat": {"$in": ["A1", "A2"]}}).sort("_id", 1)
    assert block["kept_until"].isoformat() == "2031-01-31T00:00:00+00:00"
    assert 29 <= (lock["kept_until"] - clock.now()).days <= 30


def test_a_seat_of_no_show_or_of_none_of_its_seats_is_refused(keep: Keep) -> None:
    assert_refused(ask("A1", show="none"), 404, "show_not_found")
    assert_refused(ask("Z99"), 422, "unknown_seats")
    assert_refused(send("GET", f"{THE_SHOW}/history", builders.ADMIN), 422, "validation_error")
    assert_refused(ask("A1", headers={}), 401, "unauthenticated")


def test_a_seat_that_has_left_the_hall_still_has_its_history(keep: Keep) -> None:
    hold("ann", "A10")
    release("ann", "A10")
    assert replace_show(plan=plan(9)).status_code == 200
    keep()
    assert [what for what, _ in told("A10")] == ["locked", "released", "withdrawn"]
    assert ask("A10").json["events"][0]["byKind"] == "organiser"


def test_another_show_with_the_same_id_has_no_history(keep: Keep) -> None:
    add_show("brief")
    blocks.block("brief", ["A1"], "camera")
    blocks.unblock("brief", ["A1"])
    keep()
    assert len(ask("A1", show="brief").json["events"]) == 2
    assert send("DELETE", "/api/shows/brief", builders.ADMIN).status_code == 200
    add_show("brief")
    assert ask("A1", show="brief").json["events"] == []


def test_without_days_nothing_is_written_and_no_token_waits(
    make_app: Callable[..., Flask], keep: Keep
) -> None:
    hold("ann", "A1")
    events = keep()
    app = make_app(history_days=0)
    with app.app_context():
        db.seat_history.delete_many({})
        writer = HistoryWriter()
        for event in events:
            writer.add(event)
        assert writer.covered("token") == "token"
        writer.write_on(app, lambda: True)
        assert db.seat_history.count_documents({}) == 0


def test_the_feed_s_token_waits_for_the_history_and_not_for_ever(
    app: Flask, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold("ann", "A1")
    events = keep()
    writer = HistoryWriter()
    assert writer.covered("before") == "before"
    for event in events:
        writer.add(event)
    assert writer.covered("after") == "before"
    looks = iter([True, True, True, False])
    monkeypatch.setattr("seatapp.realtime.history_writer.GIVE_UP_SECONDS", 0)
    with unwritable(db.database, "seat_history"):
        writer.write_on(app, lambda: next(looks))
    assert writer.covered("after") == "after"

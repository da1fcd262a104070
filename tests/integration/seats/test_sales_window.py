"""When a show is on sale: every door goes by the same rule, and by the database's clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from seatapp.extensions import clock, db
from seatapp.shows import store
from seatapp.shows.cache import ShowCache
from tests.support import builders
from tests.support.asking import (
    ALL_SHOWS,
    THE_SHOW,
    assert_refused,
    book,
    booked,
    checkout,
    confirm,
    hold,
    organise,
    release,
    replace_show,
    select,
    send,
)
from tests.support.hall import held_by
from tests.support.waiting import eventually


def at(seconds: float) -> str:
    """Write the instant so many seconds from now."""
    return (clock.now() + timedelta(seconds=seconds)).isoformat()


def sell(**times: str) -> Any:
    """Give the show these times, and return it."""
    answer = replace_show(**times)
    assert answer.status_code == 200, answer.text
    return answer.json


def end_behind_the_workers_back() -> None:
    """Let sales have ended a moment ago, without the news of it."""
    db.shows.update_one({}, {"$set": {"sales_end_at": clock.now()}})


def assert_closed(answer: Any, state: str) -> None:
    assert_refused(answer, 409, "sales_closed")
    assert answer.json["salesState"] == state


def listed() -> dict[str, str]:
    """Return the shows that everybody is shown, each with its state."""
    return {show["showId"]: show["salesState"] for show in send("GET", "/api/shows", {}).json["shows"]}


ENDED = {"salesEndAt": -1}
BEGUN = {"startsAt": -1}
LONG_PAST = {"startsAt": -10 * 365 * 86400}


@pytest.mark.parametrize("times", [ENDED, BEGUN, LONG_PAST])
def test_after_the_end_of_sales_nobody_selects_pays_or_books(times: dict[str, float]) -> None:
    hold("ann", "A1", "A2")
    sell(**{name: at(seconds) for name, seconds in times.items()})
    for answer in (select("bob", "A3"), select("ann", "A1"), checkout("ann"), book("ann"), book("ann", "A1")):
        assert_closed(answer, "ended")
        assert "opensAt" not in answer.json
    assert (held_by("ann"), db.bookings.count_documents({})) == (["A1", "A2"], 0)
    assert release("ann", "A2").json["released"] is True
    assert listed() == {}


def test_after_the_end_of_sales_the_organiser_books_and_blocks() -> None:
    hold("ann", "A1")
    sell(salesEndAt=at(-1))
    assert confirm("ann", "A1").status_code == 201
    assert confirm("bob", "A2").status_code == 201
    assert organise("block-seats", seats=["A3"]).status_code == 200


def test_who_has_seats_when_sales_end_books_them_until_then_and_not_after() -> None:
    hold("ann", "A1", "A2")
    sell(salesEndAt=at(2), startsAt=at(3600))
    assert checkout("ann").status_code == 200
    assert book("ann", "A1").status_code == 201
    eventually(lambda: listed() == {}, 10)
    assert_closed(book("ann", "A2"), "ended")


def test_a_booking_is_answered_again_after_the_end_of_sales() -> None:
    hold("ann", "A1")
    first = book("ann", key="order-1")
    sell(salesEndAt=at(-1))
    again = book("ann", key="order-1")
    assert (again.status_code, again.json) == (200, {**first.json})


def test_before_the_start_of_sales_everybody_is_told_when_they_begin() -> None:
    begins = (clock.now() + timedelta(seconds=2)).isoformat()
    assert sell(salesStartAt=begins)["salesState"] == "upcoming"
    refusal = select("ann", "A1")
    assert_closed(refusal, "upcoming")
    assert datetime.fromisoformat(refusal.json["opensAt"]) == datetime.fromisoformat(begins)
    assert listed() == {"hall": "upcoming"}
    eventually(lambda: select("ann", "A1").status_code == 200, 10)
    assert listed() == {"hall": "open"}


def test_nobody_is_promised_a_start_of_sales_that_the_organiser_holds_back() -> None:
    sell(salesStartAt=at(60))
    assert organise("sales", open=False).json["salesState"] == "closed"
    refusal = select("ann", "A1")
    assert_closed(refusal, "closed")
    assert "opensAt" not in refusal.json


def test_sales_may_go_on_while_the_show_is_played() -> None:
    sell(startsAt=at(-60), salesEndAt=at(60))
    assert listed() == {"hall": "open"}
    booked("ann", "A1")


@pytest.mark.parametrize("starts", [-60, 60])
@pytest.mark.parametrize("begin", [None, -30, 30])
@pytest.mark.parametrize("end", [None, -20, 90])
def test_what_is_listed_as_open_can_be_selected_and_nothing_else(
    starts: float, begin: float | None, end: float | None
) -> None:
    times = {"starts_at": starts, "sales_start_at": begin, "sales_end_at": end}
    now = clock.now()
    stored = {name: None if s is None else now + timedelta(seconds=s) for name, s in times.items()}
    db.shows.update_one({}, {"$set": stored})
    organise("sales", open=True)
    state = listed().get("hall", "ended")
    answer = select("ann", "A1")
    assert answer.status_code == (200 if state == "open" else 409)
    assert state == answer.json.get("salesState", "open")
    (overview,) = send("GET", ALL_SHOWS, builders.ADMIN).json["shows"]
    assert state == overview["salesState"] == organise("summary").json["salesState"]
    assert overview["salesOpen"] is True


def test_a_worker_that_has_not_heard_of_the_end_of_sales_books_nothing() -> None:
    hold("ann", "A1")
    end_behind_the_workers_back()
    assert_closed(book("ann"), "ended")


def test_without_a_look_inside_the_transaction_such_a_worker_would(monkeypatch: pytest.MonkeyPatch) -> None:
    hold("ann", "A1")
    monkeypatch.setattr(store, "current", lambda show_id, _session: store.find(show_id))
    end_behind_the_workers_back()
    assert book("ann").status_code == 201


def test_a_worker_that_did_not_forget_the_show_would_select_after_closing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The twin of the races of `test_sales_end`."""
    hold("ann", "A1")
    monkeypatch.setattr(ShowCache, "forget", lambda *_: None)
    organise("sales", open=False)
    assert select("bob", "A2").status_code == 200


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"salesStartAt": "2030-06-01T19:30:00Z"}, "salesStartAt"),
        ({"salesStartAt": "2030-06-01T21:30:00+02:00"}, "salesStartAt"),
        ({"salesStartAt": "2030-05-01T00:00:00Z", "salesEndAt": "2030-05-01T00:00:00Z"}, "salesStartAt"),
        ({"salesStartAt": "soon"}, "salesStartAt"),
        ({"salesEndAt": "2030-05-01T00:00:00"}, "salesEndAt"),
        ({"salesEndAt": 1}, "salesEndAt"),
        ({"timeZone": "Vienna"}, "timeZone"),
        ({"timeZone": "../etc/passwd"}, "timeZone"),
        ({"timeZone": "Europe/Vienna\u0000"}, "timeZone"),
        ({"timeZone": "Factory"}, "timeZone"),
        ({"timeZone": ""}, "timeZone"),
        ({"timeZone": 2}, "timeZone"),
    ],
)
def test_times_that_make_no_sense_are_refused_by_field(times: dict[str, Any], field: str) -> None:
    before = send("GET", THE_SHOW, {}).json
    answer = replace_show(**times)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == [field]
    assert send("GET", THE_SHOW, {}).json == before

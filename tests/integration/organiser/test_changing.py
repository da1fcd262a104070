"""A show is changed: what that would mean for taken seats, and two who change it at once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from seatapp.seats import blocks
from seatapp.shows import store
from seatapp.shows import writes as show_writes
from tests.support import builders
from tests.support.asking import THE_SHOW, assert_refused, booked, hold, lists, organise, send
from tests.support.hall import PRICES, SHOW, plan

SHOW_AS_IT_IS = {
    "title": "Hamlet",
    "startsAt": "2030-06-01T19:30:00Z",
    "currency": "EUR",
    "prices": PRICES,
    "plan": plan(),
}
NO_SEAT_CHANGES = {"before": 20, "after": 20, "added": 0, "removed": 0}


def preview(query: str = "", **changes: Any) -> Any:
    return send("POST", f"{THE_SHOW}/preview{query}", builders.ADMIN, json={**SHOW_AS_IT_IS, **changes})


def put(query: str = "", **changes: Any) -> Any:
    return send("PUT", f"{THE_SHOW}{query}", builders.ADMIN, json={**SHOW_AS_IT_IS, **changes})


def named(group: Any) -> list[str]:
    return [seat["seat"] for seat in group["seats"]]


def test_a_change_that_touches_no_taken_seat_says_so() -> None:
    booked("ann", "A1")
    told = preview(title="Macbeth", plan=plan(12)).json
    assert (told["possible"], told["possibleFrom"], told["taken"], told["bookings"]) == (True, None, [], 1)
    assert told["seats"] == {"before": 20, "after": 24, "added": 4, "removed": 0}
    assert send("GET", THE_SHOW, {}).json["title"] == "Hamlet"


def test_who_has_seats_at_another_price_is_told_apart_by_what_they_have() -> None:
    booked("ann", "A1", "B1")
    hold("bob", "A2")
    blocks.block(SHOW, ["A3"], "camera")
    told = preview(prices={**PRICES, "Dear": 5000}).json
    assert (told["possible"], told["seats"]) == (True, NO_SEAT_CHANGES)
    by_state = {group["state"]: group for group in told["taken"]}
    assert {state: named(group) for state, group in by_state.items()} == {
        "booked": ["A1"],
        "locked": ["A2"],
        "blocked": ["A3"],
    }
    assert by_state["booked"]["before"] == {"category": "Dear", "price": 4200}
    assert by_state["booked"]["after"] == {"category": "Dear", "price": 5000}
    assert by_state["locked"]["until"] == lists("bob")["heldUntil"]["A2"]
    place = {"seat": "A1", "zone": "Hall", "row": "A", "number": "1"}
    assert by_state["booked"]["seats"] == [place]
    assert put(prices={**PRICES, "Dear": 5000}).status_code == 200
    assert organise("bookings").json["bookings"][0]["total"] == 5200


def test_with_ticket_types_a_seat_is_worth_what_the_first_of_them_costs() -> None:
    booked("ann", "A1")
    types = [{"id": "adult", "title": "Adult", "prices": {**PRICES, "Dear": 5000}}]
    (group,) = preview(prices=None, ticketTypes=types).json["taken"]
    assert (group["before"]["price"], group["after"]["price"]) == (4200, 5000)
    assert put(prices=None, ticketTypes=types).status_code == 200
    assert preview(prices=PRICES, ticketTypes=types).json["taken"] == []
    asked = {row["category"]: row["price"] for row in organise("summary").json["byCategory"]}
    assert asked == types[0]["prices"]


def test_a_seat_that_somebody_is_choosing_may_vanish_once_it_is_free() -> None:
    hold("bob", "A10")
    told = preview(plan=plan(9)).json
    (group,) = told["taken"]
    assert (told["possible"], named(group), group["after"]) == (False, ["A10"], None)
    assert told["possibleFrom"] == group["until"] == lists("bob")["heldUntil"]["A10"]
    assert put(plan=plan(9)).json["seats"] == ["A10"]


def test_a_seat_that_is_sold_or_blocked_does_not_vanish() -> None:
    booked("ann", "A10")
    blocks.block(SHOW, ["B10"], "camera")
    told = preview(plan=plan(9)).json
    assert [(group["state"], group["after"]) for group in told["taken"]] == [
        ("booked", None),
        ("blocked", None),
    ]
    assert (told["possible"], told["possibleFrom"]) == (False, None)
    assert_refused(put(plan=plan(9)), 409, "seats_taken")


def test_a_seat_that_is_blocked_for_a_time_may_vanish_once_that_is_over() -> None:
    friday = datetime(2030, 5, 31, 18, tzinfo=UTC)
    blocks.block(SHOW, ["A10"], "school", friday)
    told = preview(plan=plan(9)).json
    assert (told["possible"], told["possibleFrom"]) == (False, "2030-05-31T18:00:00Z")
    assert told["taken"][0]["until"] == told["possibleFrom"]
    blocks.block(SHOW, ["A9"], "camera")
    told = preview(plan=plan(8)).json
    assert (told["possibleFrom"], told["taken"][0]["until"]) == (None, None)


def test_another_currency_stands_against_every_taken_seat() -> None:
    booked("ann", "B1")
    told = preview(currency="CHF").json
    assert (told["possible"], named(told["taken"][0])) == (False, ["B1"])
    assert_refused(put(currency="CHF"), 409, "seats_taken")


def test_many_seats_are_counted_and_the_first_named() -> None:
    assert put(plan=plan(60)).status_code == 200
    blocks.block(SHOW, [f"A{number}" for number in range(1, 61)], "camera")
    (group,) = preview(plan=plan(60), prices={**PRICES, "Dear": 1}).json["taken"]
    assert (group["count"], len(group["seats"])) == (60, 50)


def test_mistakes_are_refused_as_by_the_change_itself() -> None:
    assert_refused(preview(prices={}), 422, "validation_error")
    assert_refused(preview("?revision=x"), 422, "validation_error")
    unknown = send("POST", "/api/shows/nowhere/preview", builders.ADMIN, json=SHOW_AS_IT_IS)
    assert_refused(unknown, 404, "show_not_found")


# Two who change a show


def test_of_two_who_change_the_same_show_the_second_is_refused() -> None:
    revision = send("GET", THE_SHOW, {}).json["revision"]
    assert preview(f"?revision={revision}").json["revision"] == revision
    assert put(f"?revision={revision}", title="Macbeth").status_code == 200
    for answer in (preview(f"?revision={revision}"), put(f"?revision={revision}", title="Lear")):
        assert_refused(answer, 409, "show_changed")
    assert send("GET", THE_SHOW, {}).json["title"] == "Macbeth"


def test_a_change_between_the_look_and_the_write_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    revision = send("GET", THE_SHOW, {}).json["revision"]
    replace = show_writes.replace

    def replace_later(*args: Any) -> Any:
        monkeypatch.undo()
        assert put(f"?revision={revision}", title="Macbeth").status_code == 200
        return replace(*args)

    monkeypatch.setattr(show_writes, "replace", replace_later)
    assert_refused(put(f"?revision={revision}", title="Lear"), 409, "show_changed")
    assert store.load(SHOW).title == "Macbeth"


# Halls for new shows


def check(**body: Any) -> Any:
    return send("POST", "/api/organiser/check-plan", builders.ADMIN, json=body)


def test_a_plan_is_checked_before_it_is_saved() -> None:
    assert check(plan=plan()).json["plan"] == plan()
    assert len(check(rows={"A": 3}).json["plan"]["zones"][0]["rows"][0]["seats"]) == 3
    broken = plan()
    del broken["zones"][0]["rows"][1]["seats"][2]["category"]
    errors = check(plan=broken).json["errors"]
    assert list(errors["plan"]["zones"]["0"]["rows"]["1"]["seats"]["2"]) == ["category"]
    assert_refused(check(), 422, "validation_error")


@pytest.mark.parametrize(("name", "seats"), [("cinema", 80), ("theatre", 300), ("arena", 9000)])
def test_the_demo_s_halls_are_there_for_every_show(name: str, seats: int) -> None:
    assert name in send("GET", "/api/organiser/demo-halls", builders.ADMIN).json["halls"]
    hall = send("GET", f"/api/organiser/demo-halls/{name}", builders.ADMIN).json["plan"]
    assert sum(len(row["seats"]) for zone in hall["zones"] for row in zone["rows"]) > seats


def test_a_hall_that_the_demo_lacks_is_not_found() -> None:
    answer = send("GET", "/api/organiser/demo-halls/nowhere", builders.ADMIN)
    assert_refused(answer, 404, "hall_not_found")

"""Ticket types: what a seat is sold as, agreed when it is locked, changed until the checkout."""

from typing import Any

import pytest

from seatapp.seats import acquire, choices, renewals
from seatapp.seats.refusals import RuleBroken
from tests.support.asking import (
    Answer,
    assert_refused,
    call,
    checkout,
    held,
    hold,
    lists,
    release,
    replace_show,
    select,
    send,
)
from tests.support.builders import ADMIN
from tests.support.hall import PRICES, SHOW, dump, end_locks, seat

ADULT = {"id": "adult", "title": "Adult", "prices": PRICES}
CHILD = {"id": "child", "title": "Child", "prices": {"Cheap": 500}}
TYPES = [ADULT, CHILD]


@pytest.fixture(autouse=True)
def types(app: Any) -> None:
    sell_as(*TYPES)


def sell_as(*types: dict[str, Any]) -> None:
    answer = replace_show(ticketTypes=types)
    assert answer.status_code == 200, answer.text


def retype(user: str, **types: str) -> Answer:
    return call(user, "/ticket-types", seats=types)


def test_a_show_says_its_types_as_they_were_sent() -> None:
    limited = {**CHILD, "maxPerBuyer": 4, "needs": {"type": "adult", "each": 3}}
    sell_as(ADULT, limited)
    assert send("GET", f"/api/shows/{SHOW}", {}).json["ticketTypes"] == [ADULT, limited]


@pytest.mark.parametrize(
    "wrong",
    [
        [{**ADULT, "prices": {"Balcony": 1}}],
        [ADULT, {**CHILD, "id": "adult"}],
        [CHILD],
        [ADULT, {**CHILD, "needs": {"type": "senior", "each": 1}}],
        [ADULT, {**CHILD, "needs": {"type": "child", "each": 1}}],
        [{**ADULT, "maxPerBuyer": 0}],
        [{**ADULT, "prices": {}}],
        [{**ADULT, "price": 5}],
        [{**ADULT, "prices": {**PRICES, "Dear": -1}}],
    ],
    ids=[
        "category that the plan has not",
        "id twice",
        "category without a type",
        "need of no type",
        "need of itself",
        "nobody may buy it",
        "no price",
        "unknown key",
        "price below zero",
    ],
)
def test_types_that_make_no_sense_are_refused(wrong: list[dict[str, Any]]) -> None:
    answer = replace_show(ticketTypes=wrong)
    assert_refused(answer, 422, "validation_error")
    assert [*answer.json["errors"]] == ["ticketTypes"]


def test_without_prices_a_show_has_those_of_its_first_types() -> None:
    sell_as(CHILD, {**ADULT, "prices": {"Dear": 900, "Cheap": 800}})
    assert replace_show(prices=None, ticketTypes=[CHILD, ADULT]).json["show"]["prices"] == {
        "Dear": PRICES["Dear"],
        "Cheap": 500,
    }


def test_a_seat_without_a_type_has_the_first_with_a_price_for_it() -> None:
    sell_as(CHILD, ADULT)
    answer = select("ann", "A1", "B1")
    assert answer.json["ticketTypes"] == {"A1": "adult", "B1": "child"}
    assert answer.json["total"] == PRICES["Dear"] + 500


def test_a_seat_is_sold_as_what_was_named() -> None:
    answer = select("ann", "B1", "B2", ticketTypes={"B2": "child"})
    assert answer.json["prices"] == {"B1": PRICES["Cheap"], "B2": 500}
    assert lists("ann")["ticketTypes"] == {"B1": "adult", "B2": "child"}
    assert lists("bob")["ticketTypes"] == {}
    assert [item["ticketType"] for item in held("ann").json["items"]] == ["adult", "child"]


@pytest.mark.parametrize("types", [{"B1": "senior"}, {"A1": "child"}, {"B2": "child"}])
def test_a_type_that_is_not_for_the_seat_is_refused(types: dict[str, str]) -> None:
    answer = select("ann", "A1", "B1", ticketTypes=types)
    assert_refused(answer, 422, "validation_error")
    assert answer.json["errors"].keys() == {"ticketTypes"}
    assert dump() == [[], []]


def test_a_show_without_types_has_none_to_name() -> None:
    sell_as()
    assert_refused(select("ann", "A1", ticketTypes={"A1": "adult"}), 422, "validation_error")
    assert select("ann", "A1").json["ticketTypes"] == {}


def test_renewing_keeps_type_and_price() -> None:
    hold("ann", "B1", ticketTypes={"B1": "child"})
    sell_as(ADULT, {**CHILD, "prices": {"Cheap": 700}})
    answer = select("ann", "B1", "B2")
    assert (answer.json["ticketTypes"]["B1"], answer.json["prices"]["B1"]) == ("child", 500)


def test_renewing_as_the_same_type_keeps_the_price() -> None:
    hold("ann", "B1", ticketTypes={"B1": "child"})
    sell_as(ADULT, {**CHILD, "prices": {"Cheap": 700}})
    assert select("ann", "B1", ticketTypes={"B1": "child"}).json["prices"] == {"B1": 500}


def test_renewing_as_another_type_has_its_price_of_now() -> None:
    hold("ann", "B1", "B2")
    answer = select("ann", "B1", "B2", ticketTypes={"B2": "child"})
    assert answer.json["prices"] == {"B1": PRICES["Cheap"], "B2": 500}
    assert (seat("B2")["ticket_type"], seat("B2")["price"]) == ("child", 500)
    assert seat("B2")["token"] == seat("B1")["token"]


def test_a_type_is_changed_and_all_of_the_buyers_seats_are_added_up() -> None:
    hold("ann", "A1", "B1", "B2")
    answer = retype("ann", B1="child")
    assert answer.json["total"] == PRICES["Dear"] + 500 + PRICES["Cheap"]
    assert answer.json["currency"] == "EUR"
    assert lists("ann")["heldPrices"]["B1"] == 500


def test_of_types_for_seats_that_are_not_all_ones_own_none_is_changed() -> None:
    hold("ann", "B1")
    hold("bob", "B2")
    before = dump()
    assert_refused(retype("ann", B1="child", B2="child"), 409, "lock_expired")
    assert dump() == before


def test_no_type_is_changed_of_a_lock_that_ran_out() -> None:
    hold("ann", "B1")
    end_locks()
    assert_refused(retype("ann", B1="child"), 409, "lock_expired")


@pytest.mark.parametrize("types", [{"B1": "senior"}, {"A1": "child"}])
def test_a_type_that_is_not_for_the_seat_is_not_given_to_it(types: dict[str, str]) -> None:
    hold("ann", "A1", "B1")
    assert_refused(retype("ann", **types), 422, "validation_error")


def test_once_the_checkout_has_begun_types_stay() -> None:
    hold("ann", "B1")
    checkout("ann")
    assert_refused(retype("ann", B1="child"), 409, "checkout_begun")
    assert_refused(select("ann", "B1", ticketTypes={"B1": "child"}), 409, "checkout_begun")
    assert select("ann", "B1", ticketTypes={"B1": "adult"}).status_code == 200
    assert seat("B1")["ticket_type"] == "adult"


def test_a_checkout_that_begins_before_a_renewal_writes_another_type_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold("ann", "B1")
    renew = renewals.renew

    def late(*args: Any) -> bool:
        monkeypatch.setattr(acquire, "renew", renew)
        checkout("ann")
        return renew(*args)

    monkeypatch.setattr(acquire, "renew", late)
    assert_refused(select("ann", "B1", ticketTypes={"B1": "child"}), 409, "checkout_begun")
    assert seat("B1")["price"] == PRICES["Cheap"]


def test_a_selection_that_loses_a_seat_while_it_changes_types_changes_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold("ann", "B1", "B2")
    renew = renewals.renew

    def late(*args: Any) -> bool:
        monkeypatch.setattr(acquire, "renew", renew)
        release("ann", "B2")
        hold("bob", "B2")
        return renew(*args)

    monkeypatch.setattr(acquire, "renew", late)
    both = {"B1": "child", "B2": "child"}
    assert_refused(select("ann", "B1", "B2", "B3", ticketTypes=both), 409, "seats_unavailable")
    assert (seat("B1")["ticket_type"], seat("B1")["price"]) == ("adult", PRICES["Cheap"])
    assert lists("ann")["lockedByMe"] == ["B1"]


def test_a_selection_that_breaks_a_rule_once_it_is_locked_leaves_ones_own_seats_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replace_show(ticketTypes=TYPES, rules={"maxSeats": 2})
    hold("ann", "B1")
    before = seat("B1")

    def refuse(*_: Any, **__: Any) -> None:
        raise RuleBroken(rule="maxSeats", seats=["B2"])

    monkeypatch.setattr(choices, "confirm", refuse)
    assert_refused(select("ann", "B1", "B2", ticketTypes={"B1": "child"}), 409, "rule_broken")
    assert seat("B1") == before


def test_the_organiser_sees_what_is_asked_for_a_type_that_a_show_has_no_more() -> None:
    hold("ann", "B1", ticketTypes={"B1": "child"})
    sell_as(ADULT)
    assert held("ann").json["items"][0]["ticketType"] == "child"
    assert send("GET", f"/api/shows/{SHOW}/summary", ADMIN).json["byTicketType"] == []

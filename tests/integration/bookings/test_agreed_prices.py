"""What was agreed is what is charged: a price is fixed when its seat is locked, for as long as it is kept."""

from collections.abc import Callable
from typing import Any

import pytest

from seatapp.extensions import db
from seatapp.seats import blocks, locks
from tests.support.asking import (
    Answer,
    assert_refused,
    book,
    booked,
    checkout,
    confirm,
    hold,
    lists,
    organise,
    read,
    release,
    replace_show,
    select,
)
from tests.support.hall import PRICES, SHOW, assert_agree, dump, end_locks, lock, pass_time, plan, seat

DEAR, CHEAP = PRICES["Dear"], PRICES["Cheap"]
RISEN = {"Dear": 100_000, "Cheap": 50_000}
TERMS = ("price", "currency", "category")


def raise_prices() -> None:
    assert replace_show(prices=RISEN).status_code == 200


def swap_categories() -> None:
    """Let row A be of the cheap category and row B of the dear one."""
    other = plan()
    for row in other["zones"][0]["rows"]:
        for each in row["seats"]:
            each["category"] = "Cheap" if row["row_number"] == "A" else "Dear"
    assert replace_show(plan=other).status_code == 200


def renew() -> Answer:
    return select("ann", "A1", "B1")


def pay() -> Answer:
    return checkout("ann")


def renew_while_paying() -> Answer:
    checkout("ann")
    return renew()


each_change = pytest.mark.parametrize("change", [raise_prices, swap_categories])


def costs(answer: Answer) -> int:
    """Return the total, and check that it is what the seats' prices come to."""
    assert answer.status_code in (200, 201), answer.text
    told = answer.json.get("booking", answer.json)
    prices = [item["price"] for item in told["items"]] if "items" in told else told["prices"].values()
    assert told["total"] == sum(prices)
    assert told["currency"] == "EUR"
    return int(told["total"])


def test_selecting_tells_what_the_seats_cost() -> None:
    answer = select("ann", "B1", "A1")
    assert answer.json["prices"] == {"B1": CHEAP, "A1": DEAR}
    assert (answer.json["total"], answer.json["currency"]) == (DEAR + CHEAP, "EUR")


@each_change
@pytest.mark.parametrize("keep", [renew, pay, renew_while_paying])
def test_who_keeps_seats_keeps_their_prices(change: Callable[[], None], keep: Callable[[], Answer]) -> None:
    hold("ann", "A1", "B1")
    change()
    assert costs(keep()) == DEAR + CHEAP
    assert costs(book("ann", expectedTotal=DEAR + CHEAP)) == DEAR + CHEAP
    assert_agree()


def test_a_booking_s_items_are_of_the_category_that_was_agreed() -> None:
    hold("ann", "A1")
    swap_categories()
    [item] = book("ann").json["booking"]["items"]
    assert (item["category"], item["price"]) == ("Dear", DEAR)
    assert organise("summary").json["takings"] == DEAR


def test_seats_that_join_later_cost_what_they_cost_then() -> None:
    hold("ann", "A1")
    raise_prices()
    answer = select("ann", "A1", "A2")
    assert answer.json["prices"] == {"A1": DEAR, "A2": RISEN["Dear"]}
    assert costs(checkout("ann")) == costs(book("ann")) == DEAR + RISEN["Dear"]


def let_expire() -> None:
    end_locks()


def let_be_cleaned_up() -> None:
    end_locks()
    locks.expire()


def give_back() -> None:
    release("ann", "A1")


def give_back_a_renewed_one() -> None:
    """It cools down, and its holder goes on where the time stopped."""
    hold("ann", "A1")
    release("ann", "A1")
    assert seat("A1")["state"] == "cooling"


@pytest.mark.parametrize("lose", [let_expire, let_be_cleaned_up, give_back, give_back_a_renewed_one])
@pytest.mark.parametrize("who", ["ann", "bob"])
def test_who_takes_a_seat_anew_agrees_to_the_new_price(lose: Callable[[], None], who: str) -> None:
    hold("ann", "A1")
    raise_prices()
    lose()
    assert costs(select(who, "A1")) == RISEN["Dear"]
    assert costs(book(who)) == RISEN["Dear"]


def test_seats_that_nobody_buys_have_no_price() -> None:
    assert organise("block-seats", seats=["A1"]).status_code == 200
    blocks.withdraw(SHOW, ["A2"])
    assert not any(name in seat(taken) for taken in ("A1", "A2") for name in TERMS)


def test_a_booked_seat_s_price_is_in_its_booking_only() -> None:
    booked("ann", "A1")
    assert not any(name in seat("A1") for name in TERMS)


def test_a_lock_from_before_prices_were_kept_costs_what_the_show_asks() -> None:
    lock("A1", "ann")
    assert lists("ann")["heldPrices"] == {}
    assert costs(select("ann", "A1")) == costs(checkout("ann")) == costs(book("ann")) == DEAR


def test_each_sees_the_prices_that_they_agreed_to_and_nobody_else_s() -> None:
    hold("ann", "A1")
    raise_prices()
    hold("ann", "B1")
    hold("bob", "A2")
    assert lists("ann")["heldPrices"] == {"A1": DEAR, "B1": RISEN["Cheap"]}
    assert lists("bob")["heldPrices"] == {"A2": RISEN["Dear"]}
    assert lists()["heldPrices"] == {}


# What the buyer expects


@pytest.mark.parametrize("expected", [0, DEAR - 1, DEAR + 1, 2**53 - 1])
def test_what_costs_something_else_than_expected_is_not_booked_and_kept(expected: int) -> None:
    hold("ann", "A1")
    before = dump()
    answer = book("ann", expectedTotal=expected, key="k")
    assert_refused(answer, 409, "price_changed")
    assert (answer.json["total"], answer.json["currency"]) == (DEAR, "EUR")
    assert dump() == before
    assert book("ann", expectedTotal=answer.json["total"], key="k").status_code == 201


@pytest.mark.parametrize("expected", [-1, 1.5, "4200", True, [], 2**53])
def test_an_expected_total_is_a_whole_number_of_minor_units(expected: Any) -> None:
    hold("ann", "A1")
    answer = book("ann", expectedTotal=expected)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["expectedTotal"]


def test_a_key_that_has_booked_answers_with_its_booking_whatever_is_expected() -> None:
    hold("ann", "A1")
    first = book("ann", "A1", key="k", expectedTotal=DEAR)
    for more in ({}, {"expectedTotal": 1}):
        again = book("ann", "A1", key="k", **more)
        assert (again.status_code, again.json) == (200, first.json)


# Orders of the shop's backend


def test_the_shop_books_what_is_held_at_the_agreed_price_and_what_is_free_at_the_current_one() -> None:
    hold("ann", "A1")
    raise_prices()
    answer = confirm("ann", "A1", "A2")
    assert costs(answer) == DEAR + RISEN["Dear"]
    assert_agree()


@pytest.mark.parametrize("lose", [let_expire, let_be_cleaned_up])
def test_a_paid_order_that_comes_after_its_lock_costs_what_the_show_asks(lose: Callable[[], None]) -> None:
    hold("ann", "A1")
    raise_prices()
    lose()
    before = dump()
    answer = confirm("ann", "A1", expectedTotal=DEAR)
    assert_refused(answer, 409, "price_changed")
    assert dump() == before
    assert costs(confirm("ann", "A1", expectedTotal=answer.json["total"])) == RISEN["Dear"]


# One currency


def test_the_currency_does_not_change_while_somebody_has_a_seat() -> None:
    for take in (lambda: hold("ann", "A1"), lambda: book("ann")):
        take()
        before = dump()
        answer = replace_show(currency="HUF")
        assert_refused(answer, 409, "seats_taken")
        assert answer.json["seats"] == ["A1"]
        assert dump() == before
    assert organise("summary").json["currency"] == "EUR"


def test_with_nobody_in_the_hall_it_changes_and_seats_are_sold_once_nobody_remembers_the_old_one() -> None:
    assert replace_show(currency="HUF").status_code == 200
    assert_refused(select("ann", "A1"), 409, "seats_unavailable")
    pass_time(4)
    assert select("ann", "A1").json["currency"] == "HUF"
    assert book("ann").json["booking"]["currency"] == "HUF"


@pytest.mark.parametrize("code", ["ABC", "XXX", "XAU", "DEM"])
def test_a_show_is_sold_in_a_currency_in_use(code: str) -> None:
    answer = replace_show(currency=code)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["currency"]


def test_a_show_keeps_a_currency_that_was_given_up_since() -> None:
    db.shows.update_one({"_id": SHOW}, {"$set": {"currency": "DEM"}})
    hold("ann", "A1")
    assert replace_show(currency="DEM", title="Still on sale").status_code == 200


def test_a_basket_has_one_currency() -> None:
    hold("ann", "A1")
    db.seat_locks.update_one({"_id.seat": "A1"}, {"$set": {"currency": "HUF"}})
    before = dump()
    assert_refused(select("ann", "A1", "A2"), 409, "mixed_currencies")
    assert dump() == before
    hold("ann", "A2")
    before = dump()
    assert_refused(book("ann"), 409, "mixed_currencies")
    assert dump() == before
    assert book("ann", "A1").json["booking"]["currency"] == "HUF"


# What the items say


@pytest.mark.parametrize("ask", [checkout, book])
def test_items_name_seats_as_people_do_in_the_plan_s_order(ask: Callable[[str], Answer]) -> None:
    hold("ann", "B1", "A10", "A2")
    answer = ask("ann").json
    assert answer.get("booking", answer)["items"] == [
        {"seat": "A2", "zone": "Hall", "row": "A", "number": "2", "category": "Dear", "price": DEAR},
        {"seat": "A10", "zone": "Hall", "row": "A", "number": "10", "category": "Dear", "price": DEAR},
        {"seat": "B1", "zone": "Hall", "row": "B", "number": "1", "category": "Cheap", "price": CHEAP},
    ]


def test_a_booking_keeps_the_names_that_its_seats_had() -> None:
    first = booked("ann", "A1")
    renamed = plan()
    renamed["zones"][0]["name"] = "Stalls"
    assert replace_show(plan=renamed).status_code == 200
    assert organise("bookings").json["bookings"][0]["items"] == first["items"]


@pytest.mark.parametrize(("show", "zone"), [(SHOW, "Hall"), ("gone", "")])
def test_old_bookings_get_names_from_the_plan_as_far_as_it_is_there(show: str, zone: str) -> None:
    first = booked("ann", "A1")
    bare = {"items": [{"seat": "A1", "category": "Dear", "price": DEAR}], "show": show}
    db.bookings.update_one({}, {"$set": bare})
    [item] = read("ann", f"/{first['id']}").json["booking"]["items"]
    assert (item["seat"], item["zone"], item["price"]) == ("A1", zone, DEAR)

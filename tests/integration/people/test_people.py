"""`flask people export|erase`: what is kept of a person is shown, and is nowhere once it was erased."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import Result
from pymongo.errors import AutoReconnect

from seatapp.bookings import people as bookings
from seatapp.extensions import clock, db
from seatapp.realtime import presence
from seatapp.realtime.change_stream import watch
from seatapp.realtime.parts import WHOLE
from seatapp.seats import history
from tests.support import builders
from tests.support.asking import (
    BOOKINGS,
    add_show,
    assert_refused,
    book,
    booked,
    call,
    cancel,
    checkout,
    confirm,
    hold,
    lists,
    move,
    organise,
    read,
    sell,
    send,
)
from tests.support.hall import assert_agree, begin_in, held_by, the_booking

ANN = "ann.id"
ADDRESS = "Ann.Miller@example.org"
NAME = "Ann Ottilie Miller"
CUSTOMER = {"name": NAME, "email": ADDRESS}
BOB = {"name": "Bob", "email": "bob@example.org"}

People = Callable[..., Result]


def stored() -> Iterator[tuple[str, str]]:
    """Yield every document of every collection as text, with its collection."""
    for collection in db.database.list_collection_names(filter={"name": {"$not": {"$regex": "^system"}}}):
        for document in db.database[collection].find():
            yield collection, repr(document)


def where(*names: str) -> set[str]:
    """Return the collections in which any of the names is, in any case and in any field."""
    return {
        collection
        for collection, text in stored()
        if any(name.casefold() in text.casefold() for name in names)
    }


def buy(user: str, *seats: str, **more: Any) -> Any:
    hold(user, *seats)
    answer = book(user, *seats, **more)
    assert answer.status_code == 201, answer.text
    return answer.json["booking"]


def be_everywhere() -> str:
    """Let Ann leave something in every collection that people are in; return her booking's id."""
    with watch(WHOLE) as stream:
        hold(ANN, "A5")
        history.write([stream.next()])
    booking: str = buy(ANN, "A1", "A2", customer=CUSTOMER, key=f"{ANN}'s cart")["id"]
    assert cancel(ANN, booking, "A2").status_code == 200
    assert move(booking, {"A1": "A3"}).status_code == 200
    cancel(ANN, booked(ANN, "B9")["id"])
    sell("B10", customer=CUSTOMER)
    hold(ANN, "B1", "B2")
    assert checkout(ANN).status_code == 200
    hold(ANN, "B3")
    add_show("matinee")
    hold(ANN, "A1", showId="matinee")
    db.seat_locks.update_one({"_id.seat": "B3"}, {"$set": {"state": "cooling"}})
    db.connections.insert_one(presence.Socket("sid", ANN).document("worker"))
    given_up = {"$set": {"given_up_at": clock.now()}, "$unset": {"due_at": ""}}
    db.outbox.update_many({"event": "booking.changed"}, given_up)
    return booking


def erased(people: People, *names: str) -> Result:
    result = people("erase", *names, "--yes")
    assert result.exit_code == 0, result.output
    return result


def test_an_erased_person_is_found_nowhere(people: People) -> None:
    buy("bob.id", "A9", customer=BOB)
    be_everywhere()
    assert where(ANN) == {"bookings", "seat_locks", "seat_history", "outbox", "connections"}
    assert where(ADDRESS, NAME) == {"bookings", "outbox"}

    result = erased(people, ANN, ADDRESS.upper())

    assert where(ANN, ADDRESS, NAME) == set()
    assert "bookings 3" in result.stdout
    assert "connections 1" in result.stdout
    assert where("bob.id", "bob@example.org") == {"bookings", "seat_locks", "outbox"}


def test_accounts_keep_the_booking_its_seats_and_its_amount(people: People) -> None:
    booking = be_everywhere()
    before = db.bookings.find_one({"_id": booking}) or {}

    erased(people, ANN, ADDRESS)

    after = db.bookings.find_one({"_id": booking}) or {}
    gone = {"customer", "idempotency_key", "request_digest"}
    assert before.keys() - after.keys() == gone
    assert after.keys() - before.keys() == {"erased_at"}
    same = before.keys() - gone - {"holder"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["holder"] is None
    assert sorted(lists()["bookedSeats"]) == ["A3", "B10"]
    assert_agree()
    assert organise("summary").json["seats"]["booked"] == 2
    (waiting, *_) = db.outbox.find({"event": "booking.confirmed"})
    data = json.loads(waiting["body"])["data"]
    assert (data["id"], data["userId"], data["customer"], data["seats"]) == (
        booking,
        None,
        None,
        ["A1", "A2"],
    )


def test_running_locks_are_released(people: People) -> None:
    be_everywhere()
    erased(people, ANN)
    assert lists()["lockedByOthers"] == []
    assert held_by(ANN) == []
    hold("bob.id", "B1", "B2", "B3")


def test_a_ticket_finds_no_name_any_more(people: People) -> None:
    booking = buy(ANN, "A1", customer=CUSTOMER)
    both = {"reference": booking["reference"], "email": ADDRESS}
    ticket = send("POST", f"{BOOKINGS}/find", {}, json=both).json["ticketUrl"]
    assert NAME in send("GET", ticket, {}).text
    erased(people, ADDRESS)
    assert_refused(send("POST", f"{BOOKINGS}/find", {}, json=both), 404, "booking_not_found")
    assert read(ANN).json["bookings"] == []
    assert NAME not in send("GET", ticket, {}).text
    assert booking["reference"] in send("GET", ticket, {}).text
    found = organise(f"bookings?search={booking['reference']}").json["bookings"]
    assert [(each["userId"], each["customer"]) for each in found] == [(None, None)]


def test_a_person_of_an_archived_show_is_erased_too(app: Any, people: People) -> None:
    buy(ANN, "A1", customer=CUSTOMER)
    begin_in(-7 * 3600)
    assert app.test_cli_runner().invoke(args=["shows", "archive"]).exit_code == 0
    erased(people, ADDRESS)
    assert where(ANN, ADDRESS, NAME) == set()
    assert the_booking()["total"] == 4200
    assert_agree()


# Whose it is


def test_an_id_that_has_bought_for_others_too_is_named_and_left_alone(people: People) -> None:
    buy("agency", "A1", customer=CUSTOMER)
    buy("agency", "A2", customer=BOB)

    result = erased(people, ADDRESS)

    assert "Perhaps the same person, and left alone: agency" in result.stderr
    assert where(ADDRESS, NAME) == set()
    assert held_by("agency") == ["A1", "A2"]
    assert len(read("agency").json["bookings"]) == 2
    assert where("bob@example.org") == {"bookings", "outbox"}


def test_an_id_that_has_bought_for_nobody_else_goes_with_the_address(people: People) -> None:
    buy("visitor.id", "A1", customer=CUSTOMER)
    hold("visitor.id", "A2")
    erased(people, ADDRESS)
    assert where("visitor.id") == set()


def test_an_address_that_is_a_part_of_another_is_another(people: People) -> None:
    buy(ANN, "A1", customer={"email": f"x{ADDRESS}"})
    buy("bob.id", "A2", customer={"email": ADDRESS.replace(".", "x", 1)})
    assert "nothing" in erased(people, ADDRESS).stdout
    assert db.bookings.count_documents({"erased_at": {"$exists": True}}) == 0


def test_of_a_colleague_the_key_goes_and_what_was_done_with_it_stays(people: People) -> None:
    make = {"name": ADDRESS, "scopes": ["sell"]}
    secret = send("POST", "/api/keys", builders.ADMIN, json=make).json["secret"]
    theirs = {"Authorization": f"Bearer {secret}"}
    sold = {"showId": "hall", "seats": ["A1", "A2"], "paid": "card"}
    booking = send("POST", BOOKINGS, theirs, json=sold).json["booking"]["id"]
    block = {"seats": ["B1"]}
    assert send("POST", "/api/shows/hall/block-seats", theirs, json=block).status_code == 200
    check_in = send("POST", f"{BOOKINGS}/{booking}/check-in", theirs, json={"seats": ["A2"]})
    assert check_in.status_code == 200, check_in.text
    assert send("POST", f"{BOOKINGS}/{booking}/cancel", theirs, json={"seats": ["A1"]}).status_code == 200

    erased(people, ADDRESS)

    assert where(ADDRESS) == set()
    assert_refused(send("POST", "/api/shows/hall/block-seats", theirs, json=block), 403, "forbidden")
    assert the_booking()["made_by"] == "erased"
    assert [entry["by"] for entry in the_booking()["checked_in"]] == ["erased"]
    assert [entry["by"] for entry in the_booking()["door"]] == ["erased"]
    assert lists()["blockedSeats"] == ["B1"]


# What is shown, and how it is asked


def test_all_that_is_kept_of_a_person_is_shown(people: People) -> None:
    booking = be_everywhere()
    result = people("export", ADDRESS, ANN)
    shown = json.loads(result.stdout)
    assert result.stderr.splitlines()[0].startswith("Database: ")
    assert shown["names"] == sorted([ADDRESS, ANN])
    (first, *_) = [each for each in shown["bookings"] if each["id"] == booking]
    assert (first["customer"], first["seats"], first["show"]["title"]) == (CUSTOMER, ["A3"], "Hamlet")
    assert len(shown["bookings"]) == 3
    assert {(seat["showId"], seat["seat"]) for seat in shown["seats"]} >= {("hall", "B1"), ("matinee", "A1")}
    assert shown["connections"] == 1
    assert [(seat["seat"], seat["state"]) for seat in shown["history"]] == [("A5", "locked")]
    assert len(shown["webhooks"]) == db.outbox.count_documents({})
    people("erase", ADDRESS, ANN, "--yes")
    again = json.loads(people("export", ADDRESS, ANN).stdout)
    kinds = ("bookings", "seats", "history", "connections", "webhooks")
    assert [again[kind] for kind in kinds] == [[], [], [], 0, []]


@pytest.mark.parametrize("answer", ["n", ""])
def test_nothing_is_erased_before_somebody_says_yes(people: People, answer: str) -> None:
    buy(ANN, "A1", customer=CUSTOMER)
    result = people("erase", ANN, input=f"{answer}\n")
    assert result.exit_code == 1
    assert "bookings 1" in result.output
    assert the_booking()["customer"] == CUSTOMER
    assert people("erase", ANN, input="y\n").exit_code == 0
    assert where(ANN, NAME) == set()


@pytest.mark.parametrize("step", ["forget", "erase"])
def test_what_was_interrupted_is_finished_by_the_next_run(
    people: People, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Also when only the address was given, by which the id is known from the bookings."""
    buy(ANN, "A1", customer=CUSTOMER)
    hold(ANN, "B1")

    def fail(*_: Any) -> None:
        raise AutoReconnect

    with monkeypatch.context() as interrupted:
        interrupted.setattr(presence if step == "forget" else bookings, step, fail)
        assert people("erase", ADDRESS, "--yes").exit_code == 1
    db.connections.insert_one(presence.Socket("sid", ANN).document("worker"))
    assert_agree()
    erased(people, ADDRESS)
    assert where(ANN, ADDRESS, NAME) == set()
    assert "nothing" in erased(people, ADDRESS).stdout
    assert_agree()


def test_what_a_request_writes_meanwhile_is_erased_too(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(ANN, "A1")
    forget, late = presence.forget, [True]

    def book_first(person: Any) -> int:
        if late and late.pop():
            assert confirm(ANN, "A2", customer=CUSTOMER).status_code == 201
        return forget(person)

    monkeypatch.setattr(presence, "forget", book_first)
    erased(people, ANN)
    assert where(ANN, NAME) == set()
    assert call(ANN, "/checkout").status_code == 409
    assert_agree()

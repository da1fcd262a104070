"""Tables: by seat or as a whole, and the places of a short form."""

from datetime import timedelta

import pytest

from seatapp.bookings import doctor
from seatapp.extensions import clock, db
from tests.support import asking, builders
from tests.support.hall import assert_agree

from .asks import HALL, best, broken, buy, check_out, choose, give_back, hold, mine, open_hall

TABLES = {"T1": {"seats": 4, "whole": True}, "T2": {"seats": 3}}
WHOLE = ["T1-1", "T1-2", "T1-3", "T1-4"]


@pytest.fixture(autouse=True)
def _hall(app: object) -> None:
    open_hall(rows={"A": 4}, tables=TABLES)


def test_the_short_form_has_tables_with_their_seats() -> None:
    show = asking.send("GET", f"/api/shows/{HALL}", {}).json
    assert (show["seatCount"], show["plan"]["tables"]) == (
        11,
        {"T1": {"whole": True}, "T2": {"whole": False}},
    )


def test_a_seat_of_a_whole_table_alone_is_refused_and_the_table_offered() -> None:
    assert broken(choose("ann", "T1-2")) == ("wholeTable", WHOLE, WHOLE)
    assert broken(choose("ann", "A1", "T1-2"))[2] == ["A1", *WHOLE]
    hold("ann", *WHOLE)


def test_a_table_is_selected_by_its_name_whole_or_not() -> None:
    assert choose("ann", tables=["T1"]).json["seats"] == WHOLE
    assert choose("bob", "A1", "T2-1", tables=["T2"]).json["seats"] == ["A1", "T2-1", "T2-2", "T2-3"]
    assert mine("ann") == WHOLE


def test_all_or_none_holds_over_seats_and_tables() -> None:
    hold("bob", "T2-3")
    answer = choose("ann", "A1", tables=["T1", "T2"])
    assert (answer.status_code, answer.json["conflicts"]) == (409, ["T2-3"])
    assert mine("ann") == []


def test_a_seat_of_a_whole_table_gives_back_the_table() -> None:
    hold("ann", "A1", *WHOLE)
    assert sorted(give_back("ann", "T1-3").json["seats"]) == WHOLE
    assert mine("ann") == ["A1"]
    hold("ann", "T2-1", "T2-2")
    assert give_back("ann", tables=["T2"]).json["seats"] == ["T2-1", "T2-2"]


def test_a_part_of_a_whole_table_is_neither_booked_nor_cancelled() -> None:
    hold("ann", *WHOLE)
    assert broken(buy("ann", "T1-1"))[0] == "wholeTable"
    booking = buy("ann").json["booking"]
    answer = asking.cancel("ann", booking["id"], "T1-1")
    assert answer.json["booking"]["status"] == "cancelled"
    assert_agree()


def test_who_lost_a_seat_of_a_whole_table_cannot_check_out() -> None:
    hold("ann", *WHOLE)
    db.seat_locks.delete_one({"_id": {"show": HALL, "seat": "T1-2"}})
    assert broken(check_out("ann"))[0] == "wholeTable"


def test_to_renew_a_seat_of_a_whole_table_is_to_renew_the_table() -> None:
    hold("ann", *WHOLE)
    db.seat_locks.update_many({"holder": "ann"}, {"$set": {"expires_at": clock.now() + timedelta(seconds=5)}})
    assert sorted(choose("ann", "T1-1").json["seats"]) == WHOLE
    assert len({lock["expires_at"] for lock in db.seat_locks.find({"holder": "ann"})}) == 1


def test_unknown_tables_and_nothing_at_all_are_refused() -> None:
    assert list(choose("ann", tables=["T9"]).json["errors"]) == ["tables"]
    for answer in (choose("ann"), choose("ann", tables=[]), give_back("ann")):
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["seats"])


def test_the_best_for_four_may_be_a_table_and_never_a_part_of_one() -> None:
    hold("bob", "A2")
    answer = best("ann", 4).json
    assert (sorted(answer["seats"]), answer["together"]) == (WHOLE, "row")
    assert not set(best("cid", 2).json["seats"]) & set(WHOLE)


def sold(show: str, seats: list[str], type_id: str = "adult") -> None:
    """Let Ann have booked the seats, past all rules."""
    builders.book(db, show, seats, "ann")
    booked = {"_id.show": show, "_id.seat": {"$in": seats}}
    db.seat_locks.update_many(booked, {"$set": {"ticket_type": type_id}})
    lock = db.seat_locks.find_one(booked) or {}
    db.bookings.insert_one(
        {
            "_id": lock["booking_id"],
            "reference": f"{show} {seats[0]}",
            "show": show,
            "holder": "ann",
            "seats": seats,
            "items": [{"seat": seat, "price": 0, "ticketType": type_id} for seat in seats],
            "total": 0,
            "status": "confirmed",
            "created_at": clock.now() + timedelta(minutes=1),
        }
    )


def test_the_doctor_finds_bookings_that_break_rules_unless_an_organiser_made_them() -> None:
    prices = {"Standard": 500}
    child = {
        "id": "child",
        "title": "Child",
        "prices": prices,
        "maxPerBuyer": 2,
        "needs": {"type": "adult", "each": 2},
    }
    types = [{"id": "adult", "title": "Adult", "prices": prices}, child]
    asking.add_show("other", rows={"A": 6}, rules={"maxSeats": 2, "consecutive": True}, ticketTypes=types)
    sold(HALL, ["T1-1"])
    sold("other", ["A1", "A3"], "adult")
    sold("other", ["A4", "A5", "A6"], "child")
    told = "\n".join(doctor.examine())
    for line in (
        "breaks wholeTable",
        "breaks consecutive",
        "has too few of adult, which child needs",
        "ann has 5 seats of other, where 2 are the most",
        "ann has 3 child of other, where 2 are the most",
    ):
        assert line in told
    assert len(told.splitlines()) == 5
    db.bookings.update_many({}, {"$set": {"made_by": "an organiser"}})
    assert_agree()

"""Each guard of a change of a booking is taken out, and the judge of the races must see it."""

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from flask import Flask
from pymongo import ReplaceOne
from pymongo.client_session import ClientSession

from seatapp.bookings import doctor, store, transaction
from seatapp.bookings.items import with_places
from seatapp.database import Document
from seatapp.extensions import db
from seatapp.seats import confirm, locks
from seatapp.seats.availability import look
from seatapp.seats.claim import Claim
from tests.support import changing
from tests.support.asking import assert_conflict, booked, hold, move, send
from tests.support.changing import GIVING_BACK, MOVING, Game, User
from tests.support.hall import SHOW, assert_agree
from tests.support.racing import TRIES, faults, goes_red

USERS = [User(name, {"X-User-Id": name}) for name in ("ann", "bob", "cid")]
SLOWEST_SECONDS = 0.01
ROUNDS = 2

Play = Callable[[Game], Game]
PLAYS: dict[str, Play] = {
    "two moves": partial(changing.moving, rivals=MOVING["other moves of the booking"]),
    "two parts": partial(changing.giving_back, rivals=GIVING_BACK["of other parts"]),
    "a check-in": partial(changing.moving, rivals=MOVING["a check-in"]),
    "a selection": partial(changing.moving, rivals=MOVING["a selection"]),
}


@pytest.fixture
def play(app: Flask) -> Callable[..., Iterator[list[str]]]:
    """Play so many rounds in this process; yield what is wrong with each."""

    def ask(method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        with app.app_context():
            answer = send(method, path, headers, json=body)
        return answer.status_code, answer.json

    def rounds(name: str, count: int = TRIES) -> Iterator[list[str]]:
        for _ in range(count):
            game = PLAYS[name](Game(ask, USERS, db).open())
            yield list(changing.judge(game, list(doctor.examine())))
            db.bookings.delete_many({})
            db.seat_locks.delete_many({})

    return rounds


@pytest.mark.parametrize("name", PLAYS)
def test_with_its_guards_in_nothing_is_wrong(play: Any, name: str) -> None:
    assert faults(play(name, ROUNDS)) == []


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("two moves", "were answered as moved"),
        ("two parts", "is not booked for it"),
        ("a check-in", "is outside"),
    ],
)
def test_twin_that_reads_the_booking_before_the_transaction_loses_a_change(
    play: Any, monkeypatch: pytest.MonkeyPatch, name: str, complaint: str
) -> None:
    def early(booking_id: str, _: ClientSession) -> Document:
        booking = db.bookings.find_one({"_id": booking_id})
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        return with_places(booking or {})

    monkeypatch.setattr(store, "current", early)
    assert goes_red(play(name), complaint)


def test_twin_without_the_transaction_a_refused_move_leaves_no_seat(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "transact", lambda work: work(None))
    assert goes_red(play("a selection"), "is not booked for it")


def test_twin_that_writes_seats_unasked_takes_them_from_others(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(claim: Claim, seats: list[str], slots: list[Any], session: ClientSession) -> bool:
        documents = [claim.document(seat, slot) for seat, slot in zip(seats, slots, strict=True)]
        writes = [ReplaceOne({"_id": document["_id"]}, document, upsert=True) for document in documents]
        db.seat_locks.bulk_write(writes, session=session)
        return True

    monkeypatch.setattr(confirm, "write_free", write)
    assert goes_red(play("a selection"), "are lost")


# Who has the seat that a booking is moved to gives it back, between the refusal and the look at who has it.


def release_before_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_late(claim: Claim) -> Any:
        locks.release(SHOW, ["B1"], "bob")
        return look(claim)

    monkeypatch.setattr(transaction, "look", look_late)


def test_a_seat_that_is_given_back_meanwhile_is_moved_to(monkeypatch: pytest.MonkeyPatch) -> None:
    booking = booked("ann", "A1")
    hold("bob", "B1")
    release_before_the_look(monkeypatch)
    assert move(booking["id"], {"A1": "B1"}).status_code == 200
    assert_agree()


def test_twin_that_tries_once_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    booking = booked("ann", "A1")
    hold("bob", "B1")
    release_before_the_look(monkeypatch)
    monkeypatch.setattr(transaction, "ATTEMPTS", 1)
    assert_conflict(move(booking["id"], {"A1": "B1"}), "B1")

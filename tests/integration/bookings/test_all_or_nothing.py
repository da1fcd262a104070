"""A booking is whole or not there at all, whatever breaks and whoever comes at the same moment."""

from functools import partial
from typing import Any
from unittest import mock

import pytest
from flask import Flask
from pymongo.errors import AutoReconnect

from seatapp.bookings import cancelling, transaction
from seatapp.bookings.transaction import Work, transact
from seatapp.extensions import db
from seatapp.webhooks import outbox
from tests.support.asking import assert_refused, at_once, book, booked, cancel, hold, move, release
from tests.support.hall import PRICES, assert_agree, dump, the_booking


def test_when_a_write_fails_on_the_way_nothing_is_left_of_the_booking() -> None:
    hold("ann", "A1", "A2")
    before = dump()
    with mock.patch.object(outbox, "write", side_effect=AutoReconnect("the connection broke")):
        assert_refused(book("ann", key="once"), 503, "unavailable")
    assert dump() == before
    assert book("ann", key="once").status_code == 201


def test_when_the_answer_to_the_commit_is_lost_the_booking_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    hold("ann", "A1")

    def lose_the_answer(work: Work[Any]) -> None:
        transact(work)
        raise AutoReconnect("the connection broke")

    monkeypatch.setattr(transaction, "transact", lose_the_answer)
    answer = book("ann")
    assert answer.status_code == 201
    assert the_booking()["_id"] == answer.json["booking"]["id"]
    assert_agree()


def test_when_the_answer_of_a_change_is_lost_asking_again_tells_what_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    booking = booked("ann", "A1", "A2", "A3")

    def lose_the_answer(work: Work[Any]) -> None:
        transact(work)
        raise AutoReconnect("the connection broke")

    with monkeypatch.context() as patch:
        patch.setattr(transaction, "transact", lose_the_answer)
        assert_refused(move(booking["id"], {"A1": "B1"}), 503, "unavailable")
    with monkeypatch.context() as patch:
        patch.setattr(cancelling, "transact", lose_the_answer)
        assert_refused(cancel("ann", booking["id"], "A2"), 503, "unavailable")
    again = move(booking["id"], {"A1": "B1"})
    assert (again.status_code, again.json["difference"]) == (200, PRICES["Cheap"] - PRICES["Dear"])
    assert cancel("ann", booking["id"], "A2").json["booking"]["seats"] == ["A3", "B1"]
    assert len(the_booking()["changes"]) == 2
    assert_agree()


def test_of_eight_equal_requests_without_a_key_one_books(app: Flask) -> None:
    hold("ann", "A1", "A2")
    answers = at_once(app, [lambda: book("ann", "A1", "A2")] * 8)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert db.bookings.count_documents({}) == 1
    assert_agree()


def test_of_eight_equal_requests_with_a_key_all_hear_of_the_one_booking(app: Flask) -> None:
    hold("ann", "A1", "A2")
    answers = at_once(app, [lambda: book("ann", "A1", "A2", key="double click")] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json["booking"]["id"] for answer in answers}) == 1
    assert db.bookings.count_documents({}) == 1
    assert_agree()


def test_requests_for_seats_in_common_book_each_seat_once(app: Flask) -> None:
    hold("ann", "A1", "A2", "A3")
    wanted = [["A1", "A2"], ["A2", "A3"], ["A3", "A1"], ["A1", "A2", "A3"]]
    answers = at_once(app, [partial(book, "ann", *seats) for seats in wanted])
    assert [answer.status_code for answer in answers].count(201) == 1
    assert_agree()


def test_booking_against_giving_back_ends_one_way_or_the_other(app: Flask) -> None:
    for number in range(1, 6):
        name = f"A{number}"
        hold("ann", name)
        released, answer = at_once(app, [partial(release, "ann", name), partial(book, "ann", name)])
        assert (answer.status_code == 201) != released.json["released"]
        assert_agree()

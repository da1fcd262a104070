"""Keys: the same request makes one booking, however often it is sent."""

import pytest

from seatapp.bookings import service
from seatapp.extensions import db
from tests.support.asking import Answer, add_show, assert_refused, book, cancel, hold
from tests.support.hall import dump, seat


def test_the_same_key_and_request_get_the_same_answer() -> None:
    hold("ann", "A1", "A2")
    first = book("ann", "A1", "A2", key="k")
    again = book("ann", "A2", "A1", key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert db.bookings.count_documents({}) == 1


def test_the_same_key_without_seats_gets_the_same_answer_whatever_was_locked_since() -> None:
    hold("ann", "A1")
    first = book("ann", key="k")
    hold("ann", "A2")
    again = book("ann", key="k")
    assert (again.status_code, again.json) == (200, first.json)
    assert seat("A2")["state"] == "locked"


@pytest.mark.parametrize("other", [["A2"], ["A1", "A2"], []])
def test_the_same_key_with_another_request_is_refused(other: list[str]) -> None:
    hold("ann", "A1", "A2")
    book("ann", "A1", key="k")
    before = dump()
    assert_refused(book("ann", *other, key="k"), 422, "idempotency_key_reused")
    assert dump() == before


def test_the_same_key_on_another_show_is_another_request() -> None:
    add_show("ball")
    hold("ann", "A1")
    hold("ann", "A1", showId="ball")
    book("ann", "A1", key="k")
    assert_refused(book("ann", "A1", key="k", showId="ball"), 422, "idempotency_key_reused")


def test_keys_are_everybody_s_own() -> None:
    hold("ann", "A1")
    hold("bob", "A2")
    first, second = book("ann", key="k"), book("bob", key="k")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json["booking"]["seats"] == ["A2"]


def test_a_key_of_a_refused_request_may_be_used_again() -> None:
    assert_refused(book("ann", "A1", key="k"), 409, "lock_expired")
    hold("ann", "A1")
    assert book("ann", "A1", key="k").status_code == 201


def test_a_key_answers_with_its_booking_even_when_that_was_cancelled() -> None:
    hold("ann", "A1")
    first = book("ann", "A1", key="k").json["booking"]
    cancel("ann", first["id"])
    hold("ann", "A1")
    again = book("ann", "A1", key="k")
    assert again.status_code == 200
    same = ("id", "reference", "showId", "seats", "total", "currency", "createdAt")
    assert [again.json["booking"][name] for name in same] == [first[name] for name in same]
    assert seat("A1")["state"] == "locked"


@pytest.mark.parametrize("key", ["", "k" * 256, "tab\there", "bell\x07"])
def test_a_key_that_is_too_long_or_has_control_characters_is_refused(key: str) -> None:
    hold("ann", "A1")
    answer = book("ann", key=key)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["Idempotency-Key"]
    assert seat("A1")["state"] == "locked"


def test_a_key_of_255_characters_will_do() -> None:
    hold("ann", "A1")
    assert book("ann", key="k" * 255).status_code == 201


def racing_with_one_key(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Book A1, then A2 with the same key, as if both requests had looked for the key before either wrote."""
    hold("ann", "A1", "A2")
    assert book("ann", "A1", key="k").status_code == 201
    look, looks = service._earlier, iter([True])
    monkeypatch.setattr(service, "_earlier", lambda order: None if next(looks, False) else look(order))
    return book("ann", "A2", key="k")


def test_two_requests_that_race_with_one_key_make_one_booking(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused(racing_with_one_key(monkeypatch), 422, "idempotency_key_reused")
    assert db.bookings.count_documents({}) == 1
    assert seat("A2")["state"] == "locked"


def test_twin_without_its_index_a_key_makes_two_bookings(monkeypatch: pytest.MonkeyPatch) -> None:
    db.bookings.drop_index("holder_1_idempotency_key_1")
    assert racing_with_one_key(monkeypatch).status_code == 201
    assert db.bookings.count_documents({"idempotency_key": "k"}) == 2

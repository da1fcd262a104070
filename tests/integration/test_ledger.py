"""Bookings on a real MongoDB: whole or not at all, once, and nobody else's."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index, union-attr"

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask, current_app
from pymongo.errors import AutoReconnect
from werkzeug.test import TestResponse

from seatapp import outbox
from seatapp.bookings import doctor, ledger, locks
from seatapp.extensions import clock, db
from seatapp.indexes import prepare_database
from seatapp.shows import store
from seatapp.shows.rows import plan_of_rows
from tests.support import builders, servers

SHOW = "hall"
BOOKINGS = "/api/bookings"
SEATS_INDEX = "show_1_seats_1"
KEY_INDEX = "holder_1_idempotency_key_1"

MakeApp = Callable[..., Flask]


@pytest.fixture(scope="module")
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """One database for all tests here: making one takes longer than most of them."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture(autouse=True)
def app(make_app: MakeApp) -> Iterator[Flask]:
    """An app that takes a header's word for who is calling; row A of the show is dear, row B cheap."""
    app = make_app(trusted_user_header="X-User-Id")
    builders.add_show(app.test_client(), SHOW, plan=two_categories(), prices={"Dear": 4200, "Cheap": 1000})
    with app.app_context():
        yield app
        for collection in (db.shows, db.seat_locks, db.bookings):
            collection.delete_many({})


@pytest.fixture
def shop(make_app: MakeApp) -> Iterator[None]:
    """Only the shop's backend books; nobody has more than three seats of a show."""
    app = make_app(trusted_user_header="X-User-Id", confirm_by="server", max_seats_per_user=3)
    with app.app_context():
        yield


@pytest.fixture
def without_index() -> Iterator[Callable[[str], None]]:
    """Take a guard out of `bookings`; it is back when the test ends."""
    yield db.bookings.drop_index
    db.bookings.delete_many({})
    prepare_database()


def two_categories() -> dict[str, Any]:
    plan = plan_of_rows({"A": 10, "B": 10})
    plan["categories"] = [{"name": name, "color": "#4f7cac"} for name in ("Dear", "Cheap")]
    for row in plan["zones"][0]["rows"]:
        for seat in row["seats"]:
            seat["category"] = "Dear" if row["row_number"] == "A" else "Cheap"
    return plan


def send(method: str, path: str, headers: dict[str, str], **options: Any) -> TestResponse:
    """Send a request in a context of its own: Flask would share `g`, and so the caller, with the test."""
    client = current_app.test_client(use_cookies=False)
    return Context().run(client.open, path, method=method, headers=headers, **options)


def select(user: str, *seats: str, show: str = SHOW) -> None:
    body = {"showId": show, "seats": seats}
    answer = send("POST", f"{BOOKINGS}/select-seats", {"X-User-Id": user}, json=body)
    assert answer.status_code == 200, answer.text


def book(user: str, *seats: str, key: str | None = None, **body: Any) -> TestResponse:
    """Book the seats, or without any all that the user holds."""
    headers = {"X-User-Id": user, **({} if key is None else {"Idempotency-Key": key})}
    wanted = {"showId": SHOW, **({"seats": seats} if seats else {}), **body}
    return send("POST", BOOKINGS, headers, json=wanted)


def confirm(user: str, *seats: str, key: str | None = None, **body: Any) -> TestResponse:
    """Book for the user as the shop's backend does once the payment is through."""
    headers = {**builders.ADMIN, **({} if key is None else {"Idempotency-Key": key})}
    wanted = {"showId": SHOW, "userId": user, **({"seats": seats} if seats else {}), **body}
    return send("POST", BOOKINGS, headers, json=wanted)


def booked(user: str, *seats: str) -> Any:
    """Select and book the seats, and return the booking."""
    select(user, *seats)
    answer = book(user, *seats)
    assert answer.status_code == 201, answer.text
    return answer.json["booking"]


def read(user: str, path: str = "") -> TestResponse:
    return send("GET", BOOKINGS + path, {"X-User-Id": user})


def cancel(user: str, booking: str) -> TestResponse:
    return send("POST", f"{BOOKINGS}/{booking}/cancel", {"X-User-Id": user})


def cancel_as_organiser(booking: str) -> TestResponse:
    return send("POST", f"{BOOKINGS}/{booking}/cancel", builders.ADMIN)


def pass_time(seconds: float) -> None:
    """Let all locks be older by so much."""
    shifted = {
        name: {"$subtract": [f"${name}", int(seconds * 1000)]} for name in ("first_locked_at", "expires_at")
    }
    db.seat_locks.update_many({"expires_at": {"$exists": True}}, [{"$set": shifted}])


def begin_in(seconds: float) -> None:
    """Let the show begin so many seconds from now."""
    starts_at = clock.now() + timedelta(seconds=seconds)
    db.shows.update_one({"_id": SHOW}, {"$set": {"starts_at": starts_at, "revision": str(starts_at)}})
    store.set_sales(SHOW, True)


def seat(name: str) -> dict[str, Any]:
    return db.seat_locks.find_one({"_id": {"show": SHOW, "seat": name}}) or {}


def dump() -> list[Any]:
    return [sorted(collection.find(), key=str) for collection in (db.seat_locks, db.bookings)]


def lists() -> Any:
    """Return what a stranger sees of the show."""
    return send("GET", f"{BOOKINGS}/locked-seats/{SHOW}", {"X-User-Id": "stranger"}).json


def at_once(app: Flask, count: int, call: Callable[[int], TestResponse]) -> list[TestResponse]:
    """Make the call so often at the same moment, in threads of their own."""
    barrier = Barrier(count)

    def run(number: int) -> TestResponse:
        with app.app_context():
            barrier.wait()
            return call(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def assert_refused(answer: TestResponse, status: int, code: str) -> None:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.json["success"] is False
    assert answer.json["message"]


def assert_agree() -> None:
    """Check that seats and bookings say the same."""
    assert list(doctor.examine()) == []


# Booking what one holds


def test_a_booking_is_answered_as_the_contract_says() -> None:
    select("ann", "A1", "A2")
    answer = book("ann", "A2", "A1")
    assert answer.status_code == 201
    assert answer.json["success"] is True
    booking = answer.json["booking"]
    expected = {
        "showId": SHOW,
        "seats": ["A1", "A2"],
        "status": "confirmed",
        "total": 8400,
        "currency": "EUR",
    }
    assert {name: booking[name] for name in expected} == expected
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", booking["reference"])
    assert len(booking["id"]) >= 16
    age = clock.now() - datetime.fromisoformat(booking["createdAt"])
    assert timedelta() <= age < timedelta(seconds=20)
    assert booking["createdAt"].endswith("Z")


def test_booked_seats_are_booked_on_every_map_and_never_expire() -> None:
    booked("ann", "A1")
    pass_time(100_000)
    assert locks.expire() == 0
    assert lists()["bookedSeats"] == ["A1"]
    assert lists()["lockedByOthers"] == lists()["lockedByMe"] == []
    assert "expires_at" not in seat("A1")
    with pytest.raises(AssertionError, match="seats_unavailable"):
        select("bob", "A1")


def test_without_seats_everything_that_the_caller_holds_is_booked() -> None:
    select("ann", "A1", "B1")
    select("ann", "A2")
    select("bob", "A3")
    booking = book("ann").json["booking"]
    assert booking["seats"] == ["A1", "A2", "B1"]
    assert seat("A3")["state"] == "locked"


def test_some_of_the_held_seats_may_be_booked_and_the_others_stay_held() -> None:
    select("ann", "A1", "A2")
    assert book("ann", "A1").json["booking"]["seats"] == ["A1"]
    assert seat("A2")["state"] == "locked"
    assert book("ann").json["booking"]["seats"] == ["A2"]
    assert_agree()


def test_seats_in_checkout_are_booked() -> None:
    select("ann", "A1")
    send("POST", f"{BOOKINGS}/checkout", {"X-User-Id": "ann"}, json={"showId": SHOW})
    pass_time(500)
    assert book("ann").status_code == 201
    assert seat("A1").keys().isdisjoint({"expires_at", "checkout", "prolonged"})
    assert_agree()


def test_who_holds_nothing_books_nothing() -> None:
    select("bob", "A1")
    assert_refused(book("ann"), 409, "lock_expired")
    assert_refused(book("ann", "A2"), 409, "lock_expired")


def test_when_the_lock_has_expired_nothing_changes() -> None:
    select("ann", "A1", "A2")
    pass_time(30)
    before = dump()
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert_refused(book("ann"), 409, "lock_expired")
    assert dump() == before


def test_when_one_of_the_locks_has_expired_none_of_the_seats_is_booked() -> None:
    select("ann", "A1")
    pass_time(29)
    select("ann", "A2")
    pass_time(2)
    before = dump()
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert dump() == before


def test_a_seat_that_somebody_else_holds_is_refused_with_all_the_others() -> None:
    select("ann", "A1")
    select("bob", "A2")
    before = dump()
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert dump() == before


def test_a_free_seat_is_not_booked_along() -> None:
    select("ann", "A1")
    assert_refused(book("ann", "A1", "A2"), 409, "lock_expired")
    assert db.bookings.count_documents({}) == 0


def test_a_former_holder_who_comes_late_books_nothing() -> None:
    select("ann", "A1")
    pass_time(31)
    select("bob", "A1")
    before = dump()
    assert_refused(book("ann", "A1"), 409, "lock_expired")
    assert dump() == before


def test_a_seat_is_not_booked_a_second_time() -> None:
    booked("ann", "A1")
    assert_refused(book("ann", "A1"), 409, "lock_expired")
    assert_refused(book("bob", "A1"), 409, "lock_expired")


def test_a_user_id_in_the_body_counts_for_nothing() -> None:
    select("bob", "A1")
    assert_refused(book("ann", "A1", userId="bob"), 409, "lock_expired")
    select("ann", "A2")
    assert book("ann", "A2", userId="bob", paymentReference="pi_1").status_code == 201
    assert seat("A2")["holder"] == "ann"
    assert db.bookings.find_one({})["payment_reference"] is None


def test_the_server_works_out_the_total() -> None:
    select("ann", "A1", "B1", "B2")
    booking = book("ann", total=1, currency="USD", prices={"Dear": 0}).json["booking"]
    assert (booking["total"], booking["currency"]) == (4200 + 2 * 1000, "EUR")


def test_a_total_stays_when_the_prices_change() -> None:
    before = booked("ann", "A1")
    prices = {"Dear": 1, "Cheap": 1}
    changed = {"title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "USD", "prices": prices}
    body = {**changed, "plan": two_categories()}
    assert send("PUT", f"/api/shows/{SHOW}", builders.ADMIN, json=body).status_code == 200
    assert read("ann", f"/{before['id']}").json["booking"] == before
    assert booked("bob", "A2")["total"] == 1
    assert_agree()


def test_seats_that_the_hall_has_not_are_refused_by_name() -> None:
    answer = book("ann", "A1", "Z9")
    assert_refused(answer, 422, "unknown_seats")
    assert answer.json["seats"] == ["Z9"]


def test_a_show_that_is_not_there_is_refused() -> None:
    assert_refused(book("ann", "A1", showId="nowhere"), 404, "show_not_found")
    assert_refused(book("ann", showId="nowhere"), 404, "show_not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"showId": None}, "showId"),
        ({"seats": []}, "seats"),
        ({"seats": "A1"}, "seats"),
        ({"seats": ["A1", "A1"]}, "seats"),
        ({"seats": [{"$ne": 1}]}, "seats"),
    ],
)
def test_a_request_of_another_shape_is_refused(body: dict[str, Any], field: str) -> None:
    answer = book("ann", **body)
    assert_refused(answer, 422, "validation_error")
    assert field in answer.json["errors"]


def test_what_is_no_json_is_refused() -> None:
    headers = {"X-User-Id": "ann", "Content-Type": "application/json"}
    assert send("POST", BOOKINGS, headers, data="{").status_code == 400
    assert send("POST", BOOKINGS, {"X-User-Id": "ann"}, data="showId=hall").status_code == 415


# Whole or not at all


def test_when_a_write_fails_on_the_way_nothing_is_left_of_the_booking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    select("ann", "A1", "A2")
    before = dump()

    def fail(*_: Any) -> None:
        raise AutoReconnect("the connection broke")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "write", fail)
        assert_refused(book("ann", key="once"), 503, "unavailable")
    assert dump() == before
    assert book("ann", key="once").status_code == 201


def test_when_the_answer_to_the_commit_is_lost_the_booking_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    select("ann", "A1")
    transact = ledger._transact

    def lose_the_answer(work: ledger.Work) -> None:
        transact(work)
        raise AutoReconnect("the connection broke")

    monkeypatch.setattr(ledger, "_transact", lose_the_answer)
    answer = book("ann")
    assert answer.status_code == 201
    assert db.bookings.find_one({})["_id"] == answer.json["booking"]["id"]
    assert_agree()


def test_of_eight_equal_requests_without_a_key_one_books(app: Flask) -> None:
    select("ann", "A1", "A2")
    answers = at_once(app, 8, lambda _: book("ann", "A1", "A2"))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert db.bookings.count_documents({}) == 1
    assert_agree()


def test_of_eight_equal_requests_with_a_key_all_hear_of_the_one_booking(app: Flask) -> None:
    select("ann", "A1", "A2")
    answers = at_once(app, 8, lambda _: book("ann", "A1", "A2", key="double click"))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json["booking"]["id"] for answer in answers}) == 1
    assert db.bookings.count_documents({}) == 1
    assert_agree()


def test_requests_for_seats_in_common_book_each_seat_once(app: Flask) -> None:
    select("ann", "A1", "A2", "A3")
    wanted = [["A1", "A2"], ["A2", "A3"], ["A3", "A1"], ["A1", "A2", "A3"]]
    answers = at_once(app, 4, lambda number: book("ann", *wanted[number]))
    assert [answer.status_code for answer in answers].count(201) == 1
    assert_agree()


def test_booking_against_giving_back_ends_one_way_or_the_other(app: Flask) -> None:
    for number in range(1, 6):
        name = f"A{number}"
        select("ann", name)
        body = {"showId": SHOW, "seats": [name]}

        def either(turn: int, name: str = name, body: dict[str, Any] = body) -> TestResponse:
            if turn:
                return book("ann", name)
            return send("POST", f"{BOOKINGS}/release-seats", {"X-User-Id": "ann"}, json=body)

        released, answer = at_once(app, 2, either)
        assert (answer.status_code == 201) != released.json["released"]
        assert_agree()


# Idempotency


def test_the_same_key_and_request_get_the_same_answer() -> None:
    select("ann", "A1", "A2")
    first = book("ann", "A1", "A2", key="k")
    again = book("ann", "A2", "A1", key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert db.bookings.count_documents({}) == 1


def test_the_same_key_without_seats_gets_the_same_answer_whatever_was_locked_since() -> None:
    select("ann", "A1")
    first = book("ann", key="k")
    select("ann", "A2")
    again = book("ann", key="k")
    assert (again.status_code, again.json) == (200, first.json)
    assert seat("A2")["state"] == "locked"


@pytest.mark.parametrize("other", [["A2"], ["A1", "A2"], []])
def test_the_same_key_with_another_request_is_refused(other: list[str]) -> None:
    select("ann", "A1", "A2")
    book("ann", "A1", key="k")
    before = dump()
    assert_refused(book("ann", *other, key="k"), 422, "idempotency_key_reused")
    assert dump() == before


def test_the_same_key_on_another_show_is_another_request(app: Flask) -> None:
    Context().run(builders.add_show, app.test_client(), "ball")
    select("ann", "A1")
    select("ann", "A1", show="ball")
    book("ann", "A1", key="k")
    assert_refused(book("ann", "A1", key="k", showId="ball"), 422, "idempotency_key_reused")


def test_keys_are_everybody_s_own() -> None:
    select("ann", "A1")
    select("bob", "A2")
    first, second = book("ann", key="k"), book("bob", key="k")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json["booking"]["seats"] == ["A2"]


def test_a_key_of_a_refused_request_may_be_used_again() -> None:
    assert_refused(book("ann", "A1", key="k"), 409, "lock_expired")
    select("ann", "A1")
    assert book("ann", "A1", key="k").status_code == 201


def test_a_key_answers_with_its_booking_even_when_that_was_cancelled() -> None:
    select("ann", "A1")
    first = book("ann", "A1", key="k").json["booking"]
    cancel("ann", first["id"])
    select("ann", "A1")
    again = book("ann", "A1", key="k")
    assert again.status_code == 200
    same = ("id", "reference", "showId", "seats", "total", "currency", "createdAt")
    assert [again.json["booking"][name] for name in same] == [first[name] for name in same]
    assert seat("A1")["state"] == "locked"


@pytest.mark.parametrize("key", ["", "k" * 256, "tab\there", "bell\x07"])
def test_a_key_that_is_too_long_or_not_printable_is_refused(key: str) -> None:
    select("ann", "A1")
    answer = book("ann", key=key)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["Idempotency-Key"]
    assert seat("A1")["state"] == "locked"


def test_a_key_of_255_characters_will_do() -> None:
    select("ann", "A1")
    assert book("ann", key="k" * 255).status_code == 201


def racing_with_one_key(monkeypatch: pytest.MonkeyPatch) -> TestResponse:
    """Book A1, then A2 with the same key, as if both requests had looked for the key before either wrote."""
    select("ann", "A1", "A2")
    assert book("ann", "A1", key="k").status_code == 201
    look, looks = ledger._earlier, iter([True])
    monkeypatch.setattr(ledger, "_earlier", lambda order: None if next(looks, False) else look(order))
    return book("ann", "A2", key="k")


def test_two_requests_that_race_with_one_key_make_one_booking(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused(racing_with_one_key(monkeypatch), 422, "idempotency_key_reused")
    assert db.bookings.count_documents({}) == 1
    assert seat("A2")["state"] == "locked"


def test_twin_without_its_index_a_key_makes_two_bookings(
    without_index: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_index(KEY_INDEX)
    assert racing_with_one_key(monkeypatch).status_code == 201
    assert db.bookings.count_documents({"idempotency_key": "k"}) == 2


# Two guards against selling twice


def lose_the_seat(name: str) -> None:
    """Take the first guard away: forget that the seat is booked."""
    db.seat_locks.delete_one({"_id": {"show": SHOW, "seat": name}})


@pytest.mark.parametrize("call", [book, confirm])
def test_the_index_refuses_what_the_seat_s_document_has_forgotten(call: Callable[..., TestResponse]) -> None:
    booked("ann", "A1", "A2")
    lose_the_seat("A1")
    select("bob", "A1", "A3")
    before = dump()
    answer = call("bob", "A1", "A3")
    assert_refused(answer, 409, "seats_unavailable")
    assert "A1" in answer.json["conflicts"]
    assert dump() == before


def test_the_seat_s_document_refuses_what_the_index_does_not(without_index: Callable[[str], None]) -> None:
    without_index(SEATS_INDEX)
    booked("ann", "A1")
    with pytest.raises(AssertionError, match="seats_unavailable"):
        select("bob", "A1")
    assert_refused(book("bob", "A1"), 409, "lock_expired")
    assert_refused(confirm("bob", "A1"), 409, "seats_unavailable")
    assert db.bookings.count_documents({}) == 1


def test_twin_without_both_guards_a_seat_is_sold_twice(without_index: Callable[[str], None]) -> None:
    without_index(SEATS_INDEX)
    booked("ann", "A1")
    lose_the_seat("A1")
    booked("bob", "A1")
    assert "seat A1 of hall is in 2 confirmed bookings" in list(doctor.examine())


def test_the_index_minds_neither_cancelled_bookings_nor_other_shows(app: Flask) -> None:
    Context().run(builders.add_show, app.test_client(), "ball")
    first = booked("ann", "A1", "A2")
    cancel("ann", first["id"])
    booked("bob", "A1")
    select("ann", "A1", show="ball")
    assert book("ann", "A1", showId="ball").status_code == 201
    assert_agree()


# Who may confirm


@pytest.mark.usefixtures("shop")
def test_where_the_shop_confirms_nobody_else_books() -> None:
    select("ann", "A1")
    before = dump()
    assert_refused(book("ann", "A1"), 403, "confirmed_by_shop")
    assert_refused(book("ann", "A1", userId="ann", paymentReference="pi_1"), 403, "confirmed_by_shop")
    assert dump() == before


@pytest.mark.usefixtures("shop")
def test_the_shop_books_what_was_paid_for() -> None:
    select("ann", "A1", "B1")
    answer = confirm("ann", "A1", "B1", paymentReference="pi_1")
    assert answer.status_code == 201
    assert answer.json["booking"]["total"] == 5200
    assert seat("A1")["holder"] == "ann"
    assert [found["id"] for found in read("ann").json["bookings"]] == [answer.json["booking"]["id"]]
    assert db.bookings.find_one({})["payment_reference"] == "pi_1"
    assert_agree()


@pytest.mark.usefixtures("shop")
def test_the_shop_may_leave_the_seats_to_what_the_user_holds() -> None:
    select("ann", "A1", "A2")
    assert confirm("ann").json["booking"]["seats"] == ["A1", "A2"]
    assert_refused(confirm("ann"), 409, "lock_expired")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("user", [None, "", "u" * 129, 7])
def test_the_shop_must_say_for_whom(user: Any) -> None:
    answer = confirm(user, "A1")
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["userId"]


@pytest.mark.usefixtures("shop")
def test_the_shop_s_keys_are_idempotent_too() -> None:
    select("ann", "A1")
    first = confirm("ann", "A1", key="pi_1", paymentReference="pi_1")
    again = confirm("ann", "A1", key="pi_1", paymentReference="pi_1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    other = confirm("ann", "A1", key="pi_1", paymentReference="pi_2")
    assert_refused(other, 422, "idempotency_key_reused")


@pytest.mark.usefixtures("shop")
def test_a_payment_that_comes_late_books_what_is_still_free() -> None:
    select("ann", "A1", "A2", "A3")
    pass_time(31)
    send("POST", f"{BOOKINGS}/release-seats", {"X-User-Id": "ann"}, json={"showId": SHOW, "seats": ["A2"]})
    lose_the_seat("A3")
    answer = confirm("ann", "A1", "A2", "A3", paymentReference="pi_1")
    assert answer.status_code == 201
    assert {seat(name)["state"] for name in ("A1", "A2", "A3")} == {"booked"}
    assert_agree()


@pytest.mark.usefixtures("shop")
def test_a_payment_that_comes_late_books_over_an_expired_lock_of_somebody_else() -> None:
    select("bob", "A1")
    pass_time(31)
    assert confirm("ann", "A1").status_code == 201
    assert seat("A1")["holder"] == "ann"
    assert_agree()


@pytest.mark.usefixtures("shop")
def test_a_payment_that_comes_late_books_a_seat_that_is_cooling_down() -> None:
    select("ann", "A1")
    send("POST", f"{BOOKINGS}/checkout", {"X-User-Id": "ann"}, json={"showId": SHOW})
    pass_time(901)
    locks.expire()
    assert seat("A1")["state"] == "cooling"
    assert confirm("ann", "A1").status_code == 201
    assert_agree()


@pytest.mark.usefixtures("shop")
def test_a_payment_that_comes_too_late_is_told_exactly_which_seats_are_gone() -> None:
    select("ann", "A1", "A2", "A3")
    pass_time(31)
    select("bob", "A2")
    select("cid", "A3")
    confirm("cid", "A3")
    before = dump()
    answer = confirm("ann", "A1", "A2", "A3", paymentReference="pi_1")
    assert_refused(answer, 409, "seats_unavailable")
    assert answer.json["conflicts"] == ["A2", "A3"]
    assert dump() == before


@pytest.mark.usefixtures("shop")
def test_nobody_pays_for_a_blocked_seat() -> None:
    locks.block(SHOW, ["A2"], "")
    answer = confirm("ann", "A1", "A2")
    assert_refused(answer, 409, "seats_unavailable")
    assert answer.json["conflicts"] == ["A2"]
    assert seat("A1") == {}


@pytest.mark.usefixtures("shop")
def test_a_late_payment_does_not_go_over_the_limit() -> None:
    select("ann", "A1", "A2")
    assert confirm("ann").status_code == 201
    before = dump()
    answer = confirm("ann", "A3", "A4")
    assert_refused(answer, 422, "too_many_seats")
    assert answer.json["limit"] == 3
    assert dump() == before
    assert confirm("ann", "A3").status_code == 201


@pytest.mark.usefixtures("shop")
def test_of_two_late_payments_for_a_seat_one_books() -> None:
    first, second = confirm("ann", "A1"), confirm("bob", "A1")
    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json["conflicts"] == ["A1"]
    assert_agree()


def test_the_limit_counts_locks_and_bookings_together(make_app: MakeApp) -> None:
    with make_app(trusted_user_header="X-User-Id", max_seats_per_user=3).app_context():
        booked("ann", "A1", "A2")
        with pytest.raises(AssertionError, match="too_many_seats"):
            select("ann", "A3", "A4")
        select("ann", "A3")
        assert book("ann").status_code == 201


# Cancelling


def test_the_owner_cancels_and_the_seats_are_free() -> None:
    booking = booked("ann", "A1", "A2")
    answer = cancel("ann", booking["id"])
    assert answer.status_code == 200
    assert answer.json["success"] is True
    assert answer.json["booking"]["id"] == booking["id"]
    assert answer.json["booking"]["status"] == "cancelled"
    assert lists()["bookedSeats"] == []
    booked("bob", "A1", "A2")
    assert_agree()


def test_a_cancelled_booking_stays_readable() -> None:
    booking = booked("ann", "A1")
    cancelled = cancel("ann", booking["id"]).json["booking"]
    assert read("ann", f"/{booking['id']}").json["booking"] == cancelled
    assert read("ann").json["bookings"] == [cancelled]
    assert cancelled["seats"] == ["A1"]
    assert cancelled["total"] == booking["total"]


def test_cancelling_twice_is_fine_and_frees_nothing_again() -> None:
    booking = booked("ann", "A1")
    first = cancel("ann", booking["id"])
    booked("bob", "A1")
    again = cancel("ann", booking["id"])
    assert (again.status_code, again.json) == (200, first.json)
    assert seat("A1")["holder"] == "bob"
    assert_agree()


def test_cancelling_twice_at_once_is_fine(app: Flask) -> None:
    booking = booked("ann", "A1")
    answers = at_once(app, 4, lambda _: cancel("ann", booking["id"]))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.json["booking"]["cancelledAt"] for answer in answers}) == 1
    assert_agree()


def test_a_cancelled_booking_makes_room_under_the_limit(make_app: MakeApp) -> None:
    with make_app(trusted_user_header="X-User-Id", max_seats_per_user=1).app_context():
        cancel("ann", booked("ann", "A1")["id"])
        booked("ann", "A2")


@pytest.mark.parametrize(("early", "status"), [(-1, 409), (3590, 200)])
def test_the_owner_cancels_until_the_show_begins(early: float, status: int) -> None:
    booking = booked("ann", "A1")
    begin_in(early)
    assert cancel("ann", booking["id"]).status_code == status


@pytest.mark.parametrize(("early", "status"), [(3590, 409), (3700, 200)])
def test_until_when_the_owner_may_cancel_is_a_setting(make_app: MakeApp, early: float, status: int) -> None:
    with make_app(trusted_user_header="X-User-Id", cancel_until_seconds=3600).app_context():
        booking = booked("ann", "A1")
        begin_in(early)
        assert cancel("ann", booking["id"]).status_code == status


def test_who_comes_too_late_to_cancel_changes_nothing() -> None:
    booking = booked("ann", "A1")
    begin_in(-1)
    before = dump()
    assert_refused(cancel("ann", booking["id"]), 409, "too_late_to_cancel")
    assert dump() == before


def test_the_organiser_cancels_always() -> None:
    booking = booked("ann", "A1")
    begin_in(-1)
    answer = cancel_as_organiser(booking["id"])
    assert (answer.status_code, answer.json["booking"]["status"]) == (200, "cancelled")
    assert seat("A1") == {}
    assert db.bookings.find_one({})["cancelled_by"] == "organiser"
    assert cancel("ann", booking["id"]).status_code == 200
    assert_agree()


def test_when_cancelling_fails_on_the_way_the_booking_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    booking = booked("ann", "A1")
    before = dump()

    def fail(*_: Any) -> None:
        raise AutoReconnect("the connection broke")

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "write", fail)
        assert_refused(cancel("ann", booking["id"]), 503, "unavailable")
    assert dump() == before


# Reading, and nobody else's


def test_nobody_reads_or_cancels_somebody_else_s_booking() -> None:
    booking = booked("ann", "A1")
    before = dump()
    for which in (booking["id"], booking["reference"], "nothing-like-it"):
        assert_refused(read("bob", f"/{which}"), 404, "booking_not_found")
        assert_refused(cancel("bob", which), 404, "booking_not_found")
    assert dump() == before


def test_whether_a_booking_exists_is_not_told() -> None:
    booking = booked("ann", "A1")
    theirs, nothing = read("bob", f"/{booking['id']}"), read("bob", "/nothing-like-it")
    assert theirs.json == nothing.json


def test_somebody_without_a_session_has_no_bookings() -> None:
    booking = booked("ann", "A1")
    assert send("GET", BOOKINGS, {}).json["bookings"] == []
    assert_refused(send("GET", f"{BOOKINGS}/{booking['id']}", {}), 404, "booking_not_found")
    assert_refused(send("POST", f"{BOOKINGS}/{booking['id']}/cancel", {}), 404, "booking_not_found")


def test_the_owner_and_the_organiser_read_a_booking() -> None:
    booking = booked("ann", "A1")
    assert read("ann", f"/{booking['id']}").json == {"success": True, "booking": booking}
    answer = send("GET", f"{BOOKINGS}/{booking['id']}", builders.ADMIN)
    assert answer.status_code == 200
    assert answer.json["booking"]["id"] == booking["id"]
    assert_refused(send("GET", f"{BOOKINGS}/nothing", builders.ADMIN), 404, "booking_not_found")


def test_the_list_has_the_caller_s_bookings_the_newest_first() -> None:
    for number in range(1, 4):
        booked("ann", f"A{number}")
        booked("bob", f"B{number}")
        earlier = {"$subtract": ["$created_at", 1000]}
        db.bookings.update_many({}, [{"$set": {"created_at": earlier}}])
    answer = read("ann").json
    assert answer["success"] is True
    assert [booking["seats"] for booking in answer["bookings"]] == [["A3"], ["A2"], ["A1"]]
    assert (answer["page"], answer["total"]) == (1, 3)


def test_the_list_comes_in_pages_and_none_is_on_two_of_them() -> None:
    for number in range(1, 6):
        booked("ann", f"A{number}")
    db.bookings.update_many({}, {"$set": {"created_at": clock.now()}})
    pages = [read("ann", f"?page={page}&perPage=2").json for page in (1, 2, 3, 4)]
    assert [len(page["bookings"]) for page in pages] == [2, 2, 1, 0]
    assert [(page["page"], page["perPage"], page["total"]) for page in pages] == [
        (n, 2, 5) for n in (1, 2, 3, 4)
    ]
    seats = [booking["seats"][0] for page in pages for booking in page["bookings"]]
    assert sorted(seats) == ["A1", "A2", "A3", "A4", "A5"]


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "perPage=0", "perPage=501", "page=1e9"])
def test_a_page_that_cannot_be_is_refused(query: str) -> None:
    assert_refused(read("ann", f"?{query}"), 422, "validation_error")


def test_references_and_ids_are_everybody_s_own() -> None:
    bookings = [booked("ann", f"A{number}") for number in range(1, 9)]
    assert len({booking["reference"] for booking in bookings}) == 8
    assert len({booking["id"] for booking in bookings}) == 8

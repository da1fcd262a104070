"""The organiser's view of a show on sale: bookings, blocked seats, closed sales, numbers."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index, union-attr"

import csv
import io
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from werkzeug.test import TestResponse

from seatapp.bookings import doctor, locks
from seatapp.extensions import db
from seatapp.shows.rows import plan_of_rows
from tests.support import builders, servers

SHOW = "hall"
SHOWS = f"/api/shows/{SHOW}"
ALL_SHOWS = "/api/organiser/shows"

MakeApp = Callable[..., Flask]

ORGANISERS = [
    ("GET", f"{SHOWS}/bookings"),
    ("GET", f"{SHOWS}/bookings.csv"),
    ("GET", f"{SHOWS}/summary"),
    ("GET", f"{SHOWS}/blocked-seats"),
    ("POST", f"{SHOWS}/block-seats"),
    ("POST", f"{SHOWS}/unblock-seats"),
    ("POST", f"{SHOWS}/sales"),
    ("GET", ALL_SHOWS),
]


@pytest.fixture(scope="module")
def mongodb_uri(mongodb: servers.Breakable) -> Iterator[str]:
    """One database for all tests here: making one takes longer than most of them."""
    with servers.fresh_database(mongodb.uri) as uri:
        yield uri


@pytest.fixture(autouse=True)
def app(make_app: MakeApp) -> Iterator[Flask]:
    """An app that takes a header's word for who is calling; row A of the show is dear, row B cheap."""
    app = make_app(trusted_user_header="X-User-Id")
    builders.add_show(app.test_client(), SHOW, plan=plan("A", "B"), prices={"Dear": 4200, "Cheap": 1000})
    with app.app_context():
        yield app
        for collection in (db.shows, db.seat_locks, db.bookings):
            collection.delete_many({})


def plan(dear: str, *cheap: str, seats: int = 5) -> dict[str, Any]:
    """Return a hall whose first row is dear."""
    hall = plan_of_rows(dict.fromkeys([dear, *cheap], seats))
    hall["categories"] = [{"name": name, "color": "#4f7cac"} for name in ("Dear", "Cheap")]
    for row in hall["zones"][0]["rows"]:
        for seat in row["seats"]:
            seat["category"] = "Dear" if row["row_number"] == dear else "Cheap"
    return hall


def send(method: str, path: str, headers: dict[str, str], json: Any = None) -> TestResponse:
    """Send a request in a context of its own: Flask would share `g`, and so the caller, with the test."""
    client = current_app.test_client(use_cookies=False)
    return Context().run(client.open, path, method=method, headers=headers, json=json)


def ask(path: str, **json: Any) -> TestResponse:
    """Send the organiser's request about the show: a POST when there is something to say."""
    return send("POST" if json else "GET", f"{SHOWS}/{path}", builders.ADMIN, json or None)


def call(user: str, path: str, **json: Any) -> TestResponse:
    return send("POST", f"/api/bookings{path}", {"X-User-Id": user}, {"showId": SHOW, **json})


def select(user: str, *seats: str) -> TestResponse:
    return call(user, "/select-seats", seats=seats)


def booked(user: str, *seats: str) -> Any:
    """Let the user book the seats, and return the booking."""
    assert select(user, *seats).status_code == 200
    answer = call(user, "")
    assert answer.status_code == 201
    earlier = {"$subtract": ["$created_at", 1000]}
    db.bookings.update_many(
        {"_id": {"$ne": answer.json["booking"]["id"]}}, [{"$set": {"created_at": earlier}}]
    )
    return answer.json["booking"]


def cancel(booking: Any) -> None:
    assert send("POST", f"/api/bookings/{booking['id']}/cancel", builders.ADMIN).status_code == 200


def lists(user: str = "stranger") -> Any:
    return send("GET", f"/api/bookings/locked-seats/{SHOW}", {"X-User-Id": user}).json


def dump() -> list[Any]:
    return [sorted(collection.find(), key=str) for collection in (db.seat_locks, db.bookings)]


def found(query: str = "") -> list[list[str]]:
    """Return the seats of the bookings that a query finds."""
    answer = ask(f"bookings{query}")
    assert answer.status_code == 200, answer.text
    return [booking["seats"] for booking in answer.json["bookings"]]


def exported() -> list[list[str]]:
    return list(csv.reader(io.StringIO(ask("bookings.csv").text)))


def assert_refused(answer: TestResponse, status: int, code: str) -> None:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
    assert answer.json["success"] is False


# Who is an organiser


@pytest.mark.parametrize(("method", "path"), ORGANISERS)
def test_a_guest_is_no_organiser(app: Flask, method: str, path: str) -> None:
    client = app.test_client()
    token = Context().run(client.post, "/api/session").json["token"]
    assert_refused(Context().run(client.open, path, method=method, json={}), 401, "unauthenticated")
    assert_refused(send(method, path, {"X-User-Id": "ann"}, {}), 401, "unauthenticated")
    assert_refused(send(method, path, {"Authorization": f"Bearer {token}"}, {}), 403, "forbidden")


@pytest.mark.parametrize(("method", "path"), ORGANISERS)
@pytest.mark.parametrize("token", ["Admin", "admin2", "ädmin"])
def test_a_wrong_token_is_refused(method: str, path: str, token: str) -> None:
    before = dump()
    assert_refused(send(method, path, {"Authorization": f"Bearer {token}"}, {}), 403, "forbidden")
    assert dump() == before


@pytest.mark.parametrize(("method", "path"), ORGANISERS)
def test_without_an_admin_token_nobody_is_an_organiser(make_app: MakeApp, method: str, path: str) -> None:
    with make_app(admin_token="").app_context():
        assert_refused(send(method, path, builders.ADMIN, {}), 403, "forbidden")
        assert_refused(send(method, path, {"Authorization": "Bearer "}, {}), 401, "unauthenticated")


@pytest.mark.parametrize(("method", "path"), [call for call in ORGANISERS if SHOWS in call[1]])
def test_a_show_that_is_not_there_is_told(method: str, path: str) -> None:
    body = {"seats": ["A1"], "open": False} if method == "POST" else None
    answer = send(method, path.replace(SHOW, "nowhere"), builders.ADMIN, body)
    assert_refused(answer, 404, "show_not_found")


# Bookings


def test_the_list_says_whose_bookings_they_are_the_newest_first() -> None:
    first = booked("ann", "A1", "B1")
    booked("bob", "A2")
    answer = ask("bookings").json
    assert answer["success"] is True
    assert (answer["page"], answer["total"]) == (1, 2)
    assert [booking["userId"] for booking in answer["bookings"]] == ["bob", "ann"]
    expected = {**first, "paymentReference": None}
    del expected["createdAt"]
    assert answer["bookings"][1].items() >= expected.items()


def test_the_list_has_this_show_s_bookings_only(app: Flask) -> None:
    Context().run(builders.add_show, app.test_client(), "ball")
    call("ann", "/select-seats", showId="ball", seats=["A1"])
    assert call("ann", "", showId="ball").status_code == 201
    assert found() == []


def test_the_list_comes_in_pages() -> None:
    for number in range(1, 6):
        booked("ann", f"A{number}")
    assert [found(f"?page={page}&perPage=2") for page in (1, 2, 3, 4)] == [
        [["A5"], ["A4"]],
        [["A3"], ["A2"]],
        [["A1"]],
        [],
    ]
    answer = ask("bookings?page=2&perPage=2").json
    assert (answer["page"], answer["perPage"], answer["total"]) == (2, 2, 5)


def test_a_booking_is_found_by_what_is_known_of_it() -> None:
    body = {"showId": SHOW, "userId": "ann", "seats": ["A1", "A2"], "paymentReference": "pi_1"}
    booking = send("POST", "/api/bookings", builders.ADMIN, body).json["booking"]
    booked("bob", "A3")
    reference = booking["reference"]
    for search in (reference, reference[:7], reference.lower(), booking["id"], "ann", "pi_1", "A2"):
        assert found(f"?search={search}") == [["A1", "A2"]], search


@pytest.mark.parametrize("search", [".*", "^", "an", "A", "%24ne", "(", "nobody"])
def test_a_search_that_fits_nothing_finds_nothing(search: str) -> None:
    db.bookings.update_one({"_id": booked("ann", "A1")["id"]}, {"$set": {"reference": "77777-77777"}})
    assert found(f"?search={search}") == []


def test_a_search_within_a_status() -> None:
    cancel(booked("ann", "A1"))
    booked("ann", "A2")
    assert found("?status=confirmed") == [["A2"]]
    assert found("?status=cancelled") == [["A1"]]
    assert found("?status=confirmed&search=A1") == []
    assert sorted(found("?search=ann")) == [["A1"], ["A2"]]


@pytest.mark.parametrize(
    "query", ["status=lost", f"search={'x' * 256}", "page=0", "perPage=1000", "page=two"]
)
def test_a_query_that_makes_no_sense_is_refused(query: str) -> None:
    assert_refused(ask(f"bookings?{query}"), 422, "validation_error")


# CSV


def test_the_csv_has_a_line_for_each_booking_the_oldest_first() -> None:
    first = booked("ann", "A1", "B1")
    second = booked("bob", "A2")
    cancel(second)
    header, *lines = exported()
    assert header[:3] == ["reference", "id", "status"]
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [row["reference"] for row in rows] == [first["reference"], second["reference"]]
    assert [row["status"] for row in rows] == ["confirmed", "cancelled"]
    expected = {"userId": "ann", "seats": "A1 B1", "total": "5200", "currency": "EUR", "cancelledAt": ""}
    assert rows[0].items() >= expected.items()
    created, told = (datetime.fromisoformat(text) for text in (rows[0]["createdAt"], first["createdAt"]))
    assert abs(created - told) < timedelta(seconds=2)
    assert datetime.fromisoformat(rows[1]["cancelledAt"])


def test_the_csv_of_a_show_without_bookings_is_its_header() -> None:
    assert len(exported()) == 1


def test_the_csv_is_for_downloading() -> None:
    answer = ask("bookings.csv")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=bookings-{SHOW}.csv"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")'])
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    body = {"showId": SHOW, "userId": text, "seats": ["A1"], "paymentReference": text}
    assert send("POST", "/api/bookings", builders.ADMIN, body).status_code == 201
    header, line = exported()
    row = dict(zip(header, line, strict=True))
    assert row["userId"] == row["paymentReference"] == f"'{text}"


def test_a_cell_with_commas_quotes_and_line_breaks_is_one_cell() -> None:
    text = 'a "b", c\nd'
    body = {"showId": SHOW, "userId": "ann", "seats": ["A1"], "paymentReference": text}
    send("POST", "/api/bookings", builders.ADMIN, body)
    header, line = exported()
    assert dict(zip(header, line, strict=True))["paymentReference"] == text


# Blocking


def test_blocked_seats_are_not_available_to_the_public() -> None:
    answer = ask("block-seats", seats=["A1", "A2"], reason="camera")
    assert answer.status_code == 200
    assert (answer.json["success"], answer.json["seats"]) == (True, ["A1", "A2"])
    assert sorted(lists()["bookedSeats"]) == sorted(lists()["blockedSeats"]) == ["A1", "A2"]
    assert lists()["lockedByOthers"] == lists()["lockedByMe"] == []
    assert {document["reason"] for document in db.seat_locks.find()} == {"camera"}


def test_the_organiser_is_told_why_seats_are_blocked() -> None:
    ask("block-seats", seats=["A2", "A1"], reason="camera")
    ask("block-seats", seats=["B1"])
    booked("ann", "A3")
    assert ask("blocked-seats").json["blocked"] == [
        {"seat": "A1", "reason": "camera"},
        {"seat": "A2", "reason": "camera"},
        {"seat": "B1", "reason": ""},
    ]


def test_blocked_seats_are_neither_selected_nor_booked() -> None:
    ask("block-seats", seats=["A1"])
    refused = select("ann", "A1", "A2")
    assert_refused(refused, 409, "seats_unavailable")
    assert refused.json["conflicts"] == ["A1"]
    assert_refused(call("ann", "", seats=["A1"]), 409, "lock_expired")
    assert lists()["bookedSeats"] == ["A1"]
    assert lists()["lockedByOthers"] == []


def test_blocked_seats_are_not_released_by_anybody() -> None:
    ask("block-seats", seats=["A1"])
    assert call("ann", "/release-seats", seats=["A1"]).json["released"] is False
    locks.expire()
    assert lists()["blockedSeats"] == ["A1"]


def test_seats_that_somebody_has_are_named_and_none_is_blocked() -> None:
    booked("ann", "A2")
    select("bob", "A4")
    before = dump()
    answer = ask("block-seats", seats=["A1", "A2", "A3", "A4", "A5"])
    assert_refused(answer, 409, "seats_taken")
    assert sorted(answer.json["seats"]) == ["A2", "A4"]
    assert dump() == before


def test_expired_locks_and_cool_downs_keep_no_seat_from_being_blocked() -> None:
    select("ann", "A1", "A2")
    call("ann", "/checkout")
    call("ann", "/release-seats", seats=["A2"])
    db.seat_locks.update_many({"state": "locked"}, [{"$set": {"expires_at": "$$NOW"}}])
    assert ask("block-seats", seats=["A1", "A2", "A3"]).status_code == 200
    assert sorted(lists()["blockedSeats"]) == ["A1", "A2", "A3"]
    assert list(doctor.examine()) == []


def test_blocking_twice_is_harmless_and_keeps_the_reason() -> None:
    ask("block-seats", seats=["A1"], reason="camera")
    assert ask("block-seats", seats=["A1", "A2"], reason="press").status_code == 200
    reasons = {document["_id"]["seat"]: document["reason"] for document in db.seat_locks.find()}
    assert reasons == {"A1": "camera", "A2": "press"}
    assert ask("block-seats", seats=["A1", "A2"]).status_code == 200


def test_the_organiser_blocks_more_seats_than_one_person_may_hold(make_app: MakeApp) -> None:
    with make_app(trusted_user_header="X-User-Id", max_seats_per_user=1).app_context():
        assert ask("block-seats", seats=["A1", "A2", "B1", "B2"]).status_code == 200


def test_seats_that_are_leaving_the_hall_are_taken_to_one_who_would_block_them() -> None:
    locks.withdraw(SHOW, ["A1"])
    answer = ask("block-seats", seats=["A1", "A2"])
    assert_refused(answer, 409, "seats_taken")
    assert answer.json["seats"] == ["A1"]
    assert db.seat_locks.count_documents({"state": "blocked"}) == 0


def test_unblocked_seats_are_free_again() -> None:
    ask("block-seats", seats=["A1", "A2"])
    answer = ask("unblock-seats", seats=["A1"])
    assert (answer.status_code, answer.json["seats"]) == (200, ["A1"])
    assert lists()["blockedSeats"] == lists()["bookedSeats"] == ["A2"]
    assert select("ann", "A1").status_code == 200


def test_unblocking_frees_nothing_that_is_not_blocked() -> None:
    booked("ann", "A1")
    select("bob", "A2")
    before = dump()
    answer = ask("unblock-seats", seats=["A1", "A2", "A3"])
    assert (answer.status_code, answer.json["seats"]) == (200, [])
    assert dump() == before


@pytest.mark.parametrize("path", ["block-seats", "unblock-seats"])
def test_seats_that_the_hall_has_not_are_refused_by_name(path: str) -> None:
    answer = ask(path, seats=["A1", "Z9"])
    assert_refused(answer, 422, "unknown_seats")
    assert answer.json["seats"] == ["Z9"]
    assert dump() == [[], []]


@pytest.mark.parametrize("path", ["block-seats", "unblock-seats"])
@pytest.mark.parametrize("seats", [None, [], "A1", ["A1", "A1"], [1], [""]])
def test_what_is_no_list_of_seats_is_refused(path: str, seats: Any) -> None:
    answer = ask(path, seats=seats)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["seats"]


@pytest.mark.parametrize("reason", [None, 7, "x" * 201])
def test_a_reason_is_a_short_text(reason: Any) -> None:
    answer = ask("block-seats", seats=["A1"], reason=reason)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["reason"]


# Closing sales


def test_while_sales_are_closed_nobody_selects() -> None:
    answer = ask("sales", open=False)
    assert (answer.status_code, answer.json["salesOpen"]) == (200, False)
    assert_refused(select("ann", "A1"), 409, "sales_closed")
    assert dump() == [[], []]


def test_who_holds_seats_when_sales_close_pays_gives_back_and_books() -> None:
    select("ann", "A1", "A2", "A3")
    ask("sales", open=False)
    assert call("ann", "/checkout").status_code == 200
    assert call("ann", "/release-seats", seats=["A3"]).json["released"] is True
    assert call("ann", "").json["booking"]["seats"] == ["A1", "A2"]


def test_sales_may_be_opened_again() -> None:
    ask("sales", open=False)
    assert ask("sales", open=True).json["salesOpen"] is True
    assert select("ann", "A1").status_code == 200


def test_everybody_sees_whether_a_show_is_on_sale() -> None:
    for is_open in (False, True):
        ask("sales", open=is_open)
        assert send("GET", SHOWS, {}).json["salesOpen"] is is_open
        (show,) = send("GET", "/api/shows", {}).json["shows"]
        assert show["salesOpen"] is is_open


def replace_show(hall: dict[str, Any]) -> TestResponse:
    body = {
        "title": "Macbeth",
        "startsAt": "2031-01-01T19:30:00Z",
        "currency": "EUR",
        "prices": {"Dear": 4200, "Cheap": 1000},
        "plan": hall,
    }
    return send("PUT", SHOWS, builders.ADMIN, body)


def test_closed_sales_stay_closed_when_the_show_is_changed() -> None:
    ask("sales", open=False)
    assert replace_show(plan("A", "B")).json["salesOpen"] is False
    assert_refused(select("ann", "A1"), 409, "sales_closed")


@pytest.mark.parametrize("body", [{"open": None}, {"open": "yes"}, {"closed": True}])
def test_open_is_true_or_false(body: dict[str, Any]) -> None:
    answer = ask("sales", **body)
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["open"]


# The summary


def test_the_summary_of_an_untouched_show() -> None:
    answer = ask("summary").json
    assert answer["success"] is True
    assert (answer["showId"], answer["currency"], answer["salesOpen"]) == (SHOW, "EUR", True)
    assert answer["seats"] == {"total": 10, "free": 10, "locked": 0, "booked": 0, "blocked": 0}
    assert answer["takings"] == 0


def test_the_summary_counts_seats_and_takings_in_all_and_by_category() -> None:
    booked("ann", "A1", "A2", "B1")
    cancel(booked("bob", "A3"))
    select("cid", "A4", "B2", "B3")
    ask("block-seats", seats=["B5"])
    answer = ask("summary").json
    assert answer["seats"] == {"total": 10, "free": 3, "locked": 3, "booked": 3, "blocked": 1}
    assert answer["takings"] == 2 * 4200 + 1000
    assert {row.pop("category"): row for row in answer["byCategory"]} == {
        "Dear": {
            "price": 4200,
            "total": 5,
            "free": 2,
            "locked": 1,
            "booked": 2,
            "blocked": 0,
            "takings": 8400,
        },
        "Cheap": {
            "price": 1000,
            "total": 5,
            "free": 1,
            "locked": 2,
            "booked": 1,
            "blocked": 1,
            "takings": 1000,
        },
    }


def test_in_the_summary_expired_locks_and_cool_downs_are_free() -> None:
    select("ann", "A1", "A2")
    call("ann", "/checkout")
    call("ann", "/release-seats", seats=["A2"])
    db.seat_locks.update_many({"state": "locked"}, [{"$set": {"expires_at": "$$NOW"}}])
    assert ask("summary").json["seats"] == {"total": 10, "free": 10, "locked": 0, "booked": 0, "blocked": 0}


def test_the_summary_knows_nothing_of_seats_that_have_just_left_the_hall() -> None:
    booked("ann", "A1")
    assert replace_show(plan("A", "B", seats=4)).status_code == 200
    answer = ask("summary")
    assert answer.status_code == 200
    assert answer.json["seats"] == {"total": 8, "free": 7, "locked": 0, "booked": 1, "blocked": 0}


def test_takings_stay_when_prices_change() -> None:
    booked("ann", "A1")
    db.shows.update_one({"_id": SHOW}, {"$set": {"prices.Dear": 1, "revision": "cheaper"}})
    ask("sales", open=True)
    booked("bob", "A2")
    assert ask("summary").json["takings"] == 4201


# All shows


def test_the_overview_has_every_show_the_earliest_first(app: Flask) -> None:
    Context().run(builders.add_show, app.test_client(), "old", startsAt="2020-01-01T19:30:00Z")
    ask("sales", open=False)
    answer = send("GET", ALL_SHOWS, builders.ADMIN).json
    assert answer["success"] is True
    assert [(show["showId"], show["salesOpen"]) for show in answer["shows"]] == [("old", True), (SHOW, False)]
    assert answer["shows"][1].items() >= {"title": "Hamlet", "currency": "EUR", "seatCount": 10}.items()
    assert not any("plan" in show for show in answer["shows"])


def test_the_overview_counts_what_is_sold_and_not_what_was_cancelled(app: Flask) -> None:
    Context().run(builders.add_show, app.test_client(), "ball", startsAt="2040-01-01T19:30:00Z")
    booked("ann", "A1", "B1")
    booked("bob", "A2")
    cancel(booked("cid", "A3"))
    select("dan", "A4")
    shows = send("GET", ALL_SHOWS, builders.ADMIN).json["shows"]
    told = {show["showId"]: (show["soldCount"], show["takings"]) for show in shows}
    assert told == {SHOW: (3, 2 * 4200 + 1000), "ball": (0, 0)}

"""Shows: what everybody may read of them, and what only an organiser may do to them."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index, operator"

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.extensions import db
from seatapp.organiser.routes import MAX_PLAN_BYTES
from seatapp.seats import blocks
from seatapp.shows import cache, store
from seatapp.shows import writes as show_writes
from seatapp.shows.demo.arena import arena
from seatapp.shows.rows import plan_of_rows
from seatapp.shows.schemas import ShowSchema
from tests.support.builders import ADMIN, add_show, book


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def body(**fields: Any) -> dict[str, Any]:
    return {
        "showId": "hall",
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "currency": "EUR",
        **({} if "plan" in fields else {"rows": {"A": 3}}),
        **fields,
    }


def stored(show_id: str = "hall") -> Any:
    return db.shows.find_one({"_id": show_id})


# Looking


def test_a_show_can_be_read_with_its_plan(client: FlaskClient) -> None:
    plan = plan_of_rows({"A": 3})
    add_show(client, plan=plan, prices={"Standard": 1250})
    answer = client.get("/api/shows/hall")
    assert answer.status_code == 200
    assert isinstance(answer.json["revision"], int)
    assert answer.json == {
        "success": True,
        "showId": "hall",
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "timeZone": "UTC",
        "currency": "EUR",
        "prices": {"Standard": 1250},
        "ticketTypes": [],
        "seatCount": 3,
        "maxSeatsPerUser": 10,
        "revision": answer.json["revision"],
        "salesOpen": True,
        "salesStartAt": None,
        "salesEndAt": None,
        "rules": {},
        "plan": plan,
    }


def test_a_show_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    for show_id in ("nothing", "$where", "a" * 65, "%00", "..", "é"):
        answer = client.get(f"/api/shows/{show_id}")
        assert (answer.status_code, answer.json["code"]) == (404, "show_not_found")


@pytest.mark.parametrize("show_id", [None, 7, True, ["hall"], {"$gt": ""}, "hall\n", "", b"hall", "\ud800"])
def test_what_cannot_be_a_show_id_never_reaches_the_database(in_app: Flask, show_id: Any) -> None:
    with pytest.raises(store.ShowNotFound):
        store.find(show_id)
    with pytest.raises(store.ShowNotFound):
        store.load(show_id)


def test_shows_on_sale_are_listed_by_their_start_without_plans(client: FlaskClient, in_app: Flask) -> None:
    add_show(client, "later", startsAt="2031-01-01T19:30:00+01:00")
    add_show(client, "sooner", startsAt="2030-01-01T19:30:00Z")
    add_show(client, "over", startsAt="2020-01-01T19:30:00Z")
    shows = client.get("/api/shows").json["shows"]
    assert [show["showId"] for show in shows] == ["sooner", "later"]
    assert isinstance(shows[1].pop("revision"), int)
    assert shows[1] == {
        "showId": "later",
        "title": "Hamlet",
        "startsAt": "2031-01-01T19:30:00+01:00",
        "timeZone": "UTC",
        "currency": "EUR",
        "prices": {"Standard": 0},
        "ticketTypes": [],
        "seatCount": 10,
        "salesOpen": True,
        "salesStartAt": None,
        "salesEndAt": None,
        "rules": {},
        "salesState": "open",
    }
    assert [show.show_id for show in store.all_shows()] == ["over", "sooner", "later"]


def test_a_client_that_has_the_show_is_told_that_it_did_not_change(client: FlaskClient) -> None:
    add_show(client)
    first = client.get("/api/shows/hall")
    assert first.headers["Cache-Control"] == "no-cache"
    assert not first.headers["ETag"].startswith("W/")
    again = client.get("/api/shows/hall", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    client.put("/api/shows/hall", json=body(title="Macbeth", rows={"A": 10}), headers=ADMIN)
    changed = client.get("/api/shows/hall", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.json["title"] == "Macbeth"


def test_the_plan_is_compressed_for_those_who_can_read_that(client: FlaskClient) -> None:
    add_show(client)
    plain = client.get("/api/shows/hall")
    zipped = client.get("/api/shows/hall", headers={"Accept-Encoding": "br, gzip"})
    refused = client.get("/api/shows/hall", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data == refused.data
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, zipped))
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]}
    assert client.get("/api/shows/hall", headers=headers).status_code == 304


def test_a_change_by_another_worker_is_seen_when_trust_ends(
    client: FlaskClient, in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "TRUSTED_SECONDS", 0)
    add_show(client)
    assert store.find("hall").title == "Hamlet"
    db.shows.update_one({"_id": "hall"}, {"$set": {"title": "Macbeth", "revision": 1}})
    assert store.find("hall").title == "Macbeth"
    db.shows.delete_one({"_id": "hall"})
    with pytest.raises(store.ShowNotFound):
        store.find("hall")


# Publishing


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_an_organiser_may_change_shows(client: FlaskClient, method: str) -> None:
    add_show(client)
    url = "/api/shows" if method == "post" else "/api/shows/hall"
    for headers, status in [({}, 401), ({"Authorization": "Bearer wrong"}, 403)]:
        assert client.open(url, method=method, json=body(), headers=headers).status_code == status
    assert client.get("/api/shows/hall").json["title"] == "Hamlet"


def test_only_an_organiser_may_send_a_large_body(client: FlaskClient) -> None:
    large = b" " * 200_000
    headers = {"Content-Type": "application/json"}
    assert client.post("/api/shows", data=large, headers=headers).status_code == 401
    assert client.post("/api/shows", data=large, headers={**headers, **ADMIN}).status_code == 400
    assert (
        client.post("/api/shows", data=b" " * (MAX_PLAN_BYTES + 1), headers={**headers, **ADMIN}).status_code
        == 413
    )


def test_a_published_show_is_answered_without_its_plan(client: FlaskClient) -> None:
    answer = client.post("/api/shows", json=body(), headers=ADMIN)
    assert answer.status_code == 201
    assert answer.json["success"] is True
    assert answer.json["showId"] == answer.json["show"]["showId"] == "hall"
    assert answer.json["seatCount"] == 3
    assert "plan" not in answer.json


def test_a_second_show_with_the_same_id_is_refused(client: FlaskClient) -> None:
    add_show(client)
    answer = client.post("/api/shows", json=body(title="Macbeth"), headers=ADMIN)
    assert (answer.status_code, answer.json["code"]) == (409, "show_exists")
    assert client.get("/api/shows/hall").json["title"] == "Hamlet"


def test_a_plan_with_repeated_seats_is_refused_with_their_names(client: FlaskClient, in_app: Flask) -> None:
    plan = plan_of_rows({"A": 3, "B": 3})
    plan["zones"][0]["rows"][1]["seats"][2]["seat_guid"] = "A3"
    answer = client.post("/api/shows", json=body(plan=plan), headers=ADMIN)
    assert (answer.status_code, answer.json["code"]) == (422, "validation_error")
    assert "A3" in answer.json["errors"]["plan"]["_schema"][0]
    assert stored() is None


def test_mistakes_deep_in_a_plan_are_told_by_place(client: FlaskClient) -> None:
    plan = plan_of_rows({"A": 3})
    plan["zones"][0]["rows"][0]["seats"][1]["position"] = {"x": {"$gt": 0}, "y": 0}
    answer = client.post("/api/shows", json=body(plan=plan), headers=ADMIN)
    assert answer.status_code == 422
    assert "position" in answer.json["errors"]["plan"]["zones"]["0"]["rows"]["0"]["seats"]["1"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400),
        ("{", 400),
        ('{"showId": NaN}', 400),
        ('{"showId": "\\ud800"}', 400),
        ("[" * 100_000, 400),
        ("null", 422),
        ("[]", 422),
        ("7", 422),
        ('"show"', 422),
        ('{"showId": {"$gt": ""}, "title": {"$ne": 1}, "rows": {"A": {"$gt": 0}}}', 422),
        ('{"rows": {"A": 1e400}}', 422),
        ('{"rows": {"A": 123456789012345678901234567890}}', 422),
        ('{"plan": {"zones": [{"rows": [{"seats": [{"seat_guid": {"a": [{}]}}]}]}], "categories": []}}', 422),
    ],
)
def test_bad_input_is_refused_in_peace(client: FlaskClient, in_app: Flask, text: str, status: int) -> None:
    headers = {**ADMIN, "Content-Type": "application/json"}
    for answer in (
        client.post("/api/shows", data=text, headers=headers),
        client.put("/api/shows/hall", data=text, headers=headers),
    ):
        assert answer.status_code in (status, 400)
        assert answer.json["success"] is False
    assert store.all_shows() == []


def test_prices_of_oddly_named_categories_are_stored(client: FlaskClient) -> None:
    plan = plan_of_rows({"A": 1, "B": 1})
    for number, name in enumerate(["$1.50 seats", "a.b.c"]):
        plan["categories"].append({"name": name, "color": "#fff"})
        plan["zones"][0]["rows"][number]["seats"][0]["category"] = name
    prices = {"$1.50 seats": 150, "a.b.c": 1}
    add_show(client, plan=plan, prices=prices)
    assert (
        client.put("/api/shows/hall", json=body(plan=plan, prices=prices), headers=ADMIN).status_code == 200
    )
    assert client.get("/api/shows/hall").json["prices"] == prices


def test_a_show_that_mongodb_cannot_store_is_refused(client: FlaskClient, in_app: Flask) -> None:
    new = ShowSchema().load(body())
    new.prices["x" * (16 * 1024 * 1024)] = 1
    with pytest.raises(store.ShowTooLarge):
        show_writes.create(new)
    add_show(client)
    with pytest.raises(store.ShowTooLarge):
        show_writes.replace(store.load("hall"), new)


# Changing


def test_a_show_can_be_changed(client: FlaskClient) -> None:
    add_show(client)
    answer = client.put("/api/shows/hall", json=body(title="Macbeth", rows={"B": 2}), headers=ADMIN)
    assert (answer.status_code, answer.json["title"]) == (200, "Macbeth")
    assert client.get("/api/shows/hall").json["seatCount"] == 2


def test_the_id_of_a_changed_show_stands_in_the_address(client: FlaskClient) -> None:
    add_show(client)
    fields = body()
    assert client.put("/api/shows/hall", json=fields | {"showId": "other"}, headers=ADMIN).status_code == 422
    del fields["showId"]
    assert client.put("/api/shows/hall", json=fields, headers=ADMIN).status_code == 200


def test_a_show_that_is_not_there_cannot_be_changed_or_deleted(client: FlaskClient) -> None:
    assert client.put("/api/shows/hall", json=body(), headers=ADMIN).status_code == 404
    assert client.delete("/api/shows/hall", headers=ADMIN).status_code == 404


def test_a_deleted_show_is_gone(client: FlaskClient) -> None:
    add_show(client)
    answer = client.delete("/api/shows/hall", headers=ADMIN)
    assert answer.json == {"success": True, "showId": "hall"}
    assert client.get("/api/shows/hall").status_code == 404
    assert add_show(client)


def test_taken_seats_cannot_vanish(client: FlaskClient, in_app: Flask) -> None:
    add_show(client, rows={"A": 3, "B": 3})
    book(db, "hall", ["A1", "B2"])
    before = stored()
    replaced = client.put("/api/shows/hall", json=body(rows={"A": 3}), headers=ADMIN)
    deleted = client.delete("/api/shows/hall", headers=ADMIN)
    assert (replaced.status_code, replaced.json["code"], replaced.json["seats"]) == (
        409,
        "seats_taken",
        ["B2"],
    )
    assert (deleted.status_code, deleted.json["seats"]) == (409, ["A1", "B2"])
    assert stored() == before
    assert db.seat_locks.count_documents({}) == 2


def test_seats_that_stay_may_be_taken(client: FlaskClient, in_app: Flask) -> None:
    add_show(client, rows={"A": 3, "B": 3})
    book(db, "hall", ["A1"])
    assert client.put("/api/shows/hall", json=body(rows={"A": 1}), headers=ADMIN).status_code == 200


@pytest.fixture
def vanish(client: FlaskClient, make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a row vanish, and return what a worker that remembers the old hall says to a seat of it."""

    def run() -> int:
        monkeypatch.setattr(cache, "TRUSTED_SECONDS", 60)
        add_show(client, rows={"A": 3, "B": 3})
        other = make_app().test_client()
        assert other.get("/api/shows/hall").json["seatCount"] == 6
        client.put("/api/shows/hall", json=body(rows={"A": 3}), headers=ADMIN)
        return other.post("/api/bookings/select-seats", json={"showId": "hall", "seats": ["B1"]}).status_code

    return run


def test_nobody_gets_a_seat_that_has_vanished(vanish: Callable[[], int]) -> None:
    assert vanish() == 409


def test_somebody_would_if_vanishing_seats_were_not_taken_first(
    vanish: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "withdraw", lambda *_: None)
    assert vanish() == 200


def test_of_two_changes_at_once_one_is_refused(client: FlaskClient, in_app: Flask) -> None:
    add_show(client)
    seen = store.load("hall")
    client.put("/api/shows/hall", json=body(title="Macbeth", rows={"A": 10}), headers=ADMIN)
    with pytest.raises(store.ShowChanged):
        show_writes.remove(seen)
    new = ShowSchema().load(body(title="Lear"))
    with pytest.raises(store.ShowChanged):
        show_writes.replace(seen, new)
    assert stored()["title"] == "Macbeth"


def test_an_arena_can_be_published_changed_and_deleted(client: FlaskClient, in_app: Flask) -> None:
    assert client.post("/api/shows", json=body(plan=arena()), headers=ADMIN).status_code == 201
    # A seat whose lock has run out makes the long way through all of them.
    book(db, "hall", ["101-1-1"])
    db.seat_locks.update_one({}, {"$set": {"state": "locked", "expires_at": stored()["created_at"]}})
    assert client.put("/api/shows/hall", json=body(rows={"A": 3}), headers=ADMIN).status_code == 200
    assert client.put("/api/shows/hall", json=body(plan=arena()), headers=ADMIN).status_code == 200
    assert client.delete("/api/shows/hall", headers=ADMIN).status_code == 200

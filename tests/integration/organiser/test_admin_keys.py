"""Colleagues' admin keys: what each may do, for which shows, until it is revoked."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.identity import admin_keys
from tests.support import builders
from tests.support.asking import (
    ALL_SHOWS,
    BOOKINGS,
    THE_SHOW,
    Answer,
    add_show,
    assert_refused,
    booked,
    hold,
    send,
)
from tests.support.hall import SHOW

KEYS = "/api/keys"
ALL = ["manage", "read", "sell"]
ELSEWHERE = "another-hall"
# (method, path, scope); a body of another shape is refused after the key is looked at.
CALLS = [
    ("GET", f"{THE_SHOW}/summary", "read"),
    ("GET", f"{THE_SHOW}/bookings.csv", "read"),
    ("POST", f"{THE_SHOW}/block-seats", "sell"),
    ("POST", f"{THE_SHOW}/sales", "manage"),
    ("PUT", THE_SHOW, "manage"),
    ("GET", KEYS, "manage"),
    ("POST", BOOKINGS, "sell"),
    ("GET", f"{BOOKINGS}/nothing", "read"),
    ("POST", f"{BOOKINGS}/nothing/cancel", "sell"),
]


def make_key(name: str = "box office", scopes: list[str] = ALL, **wanted: Any) -> dict[str, Any]:
    """Make a key and return it, with its `secret`."""
    answer = send("POST", KEYS, builders.ADMIN, json={"name": name, "scopes": scopes, **wanted})
    assert answer.status_code == 201, answer.text
    return {**answer.json["key"], "secret": answer.json["secret"]}


def by(key: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {key['secret']}"}


def asked(worker: Flask, key: dict[str, Any]) -> Answer:
    """Return what a worker answers to the key, in a context of its own."""
    return Context().run(worker.test_client().get, ALL_SHOWS, headers=by(key))


def tried(key: dict[str, Any], method: str, path: str) -> Answer:
    return send(method, path, by(key), json=None if method == "GET" else {"odd": 1})


def test_the_secret_is_told_once_and_kept_as_a_hash_only(app: Flask) -> None:
    key = make_key(scopes=["sell", "read"], shows=[SHOW])
    listed = send("GET", KEYS, builders.ADMIN)

    assert [one | {"secret": key["secret"]} for one in listed.json["keys"]] == [key]
    assert (
        key.items()
        >= {
            "name": "box office",
            "scopes": ["read", "sell"],
            "shows": [SHOW],
            "createdBy": "ADMIN_TOKEN",
        }.items()
    )
    assert key["secret"] not in str(db.admin_keys.find_one({}))
    assert len(key["secret"]) > 60


@pytest.mark.parametrize("scope", ALL)
def test_a_key_may_do_what_its_scope_says_and_nothing_else(app: Flask, scope: str) -> None:
    key = make_key(scopes=[scope])
    for method, path, needed in CALLS:
        answer = tried(key, method, path)
        if needed == scope:
            assert answer.status_code != 403, (path, answer.text)
        elif "/nothing" in path or path == BOOKINGS:
            # For visitors too: who sends an admin key is refused as one, not taken for a guest.
            assert answer.status_code in (403, 422), (path, answer.text)
        else:
            assert_refused(answer, 403, "scope_missing")
            assert answer.json["scope"] == needed


@pytest.mark.parametrize(("method", "path", "_scope"), CALLS)
def test_a_key_for_other_shows_is_refused(app: Flask, method: str, path: str, _scope: str) -> None:
    key = make_key(shows=[ELSEWHERE])
    booking = booked("ann", "A1")
    wish = {"showId": SHOW, "seats": ["A2"], "userId": "bob"} if path == BOOKINGS else None

    path = path.replace("nothing", booking["id"])
    answer = send(method, path, by(key), json=wish) if wish else tried(key, method, path)

    if path.endswith("cancel"):
        answer = send(method, path, by(key))
    assert_refused(answer, 403, "key_for_other_shows")


def test_a_key_for_one_show_lists_no_other_and_makes_none(app: Flask) -> None:
    add_show(ELSEWHERE)
    key = make_key(shows=[ELSEWHERE])

    overview = send("GET", ALL_SHOWS, by(key)).json
    new = {"showId": "third", "title": "T", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    made = send("POST", "/api/shows", by(key), json={**new, "rows": {"A": 1}})

    assert ([show["showId"] for show in overview["shows"]], overview["total"]) == ([ELSEWHERE], 1)
    assert_refused(made, 403, "key_for_other_shows")
    assert send("GET", f"/api/shows/{ELSEWHERE}/summary", by(key)).status_code == 200


def test_a_revoked_key_is_refused_at_once_by_every_worker(app: Flask, make_app: Callable[..., Flask]) -> None:
    workers = [app, make_app()]
    key = make_key()
    assert [asked(worker, key).status_code for worker in workers] == [200, 200]

    revoked = send("DELETE", f"{KEYS}/{key['id']}", builders.ADMIN)

    assert (revoked.status_code, revoked.json["key"]["name"]) == (200, "box office")
    for worker in workers:
        assert_refused(asked(worker, key), 403, "forbidden")
    assert_refused(send("DELETE", f"{KEYS}/{key['id']}", builders.ADMIN), 404, "admin_key_not_found")


def test_twin_a_worker_that_remembers_a_key_takes_it_after_it_is_revoked(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key()
    known = {key["secret"]: admin_keys.find(key["secret"])}
    monkeypatch.setattr(admin_keys, "find", known.get)

    send("DELETE", f"{KEYS}/{key['id']}", builders.ADMIN)

    assert send("GET", ALL_SHOWS, by(key)).status_code == 200


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "x", lambda s: s[:25], lambda _: "seatapp_"]
)
def test_a_token_that_is_not_quite_a_key_s_is_refused(app: Flask, change: Callable[[str], str]) -> None:
    key = make_key()
    assert_refused(
        send("GET", ALL_SHOWS, {"Authorization": f"Bearer {change(key['secret'])}"}), 403, "forbidden"
    )


def test_a_name_belongs_to_one_key(app: Flask) -> None:
    make_key("box office")
    for name in ("box office", "ADMIN_TOKEN"):
        answer = send("POST", KEYS, builders.ADMIN, json={"name": name, "scopes": ALL})
        assert_refused(answer, 409, "admin_key_exists")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " x"},
        {"name": "a\nb"},
        {"scopes": []},
        {"scopes": ["write"]},
        {"scopes": "read"},
        {"shows": []},
        {"shows": [""]},
        {"expires": "never"},
    ],
)
def test_a_wish_of_another_shape_makes_no_key(app: Flask, wrong: dict[str, Any]) -> None:
    answer = send("POST", KEYS, builders.ADMIN, json={"name": "x", "scopes": ALL, **wrong})

    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == list(wrong)
    assert db.admin_keys.count_documents({}) == 0


def test_a_booking_tells_the_organiser_which_key_made_and_cancelled_it(app: Flask) -> None:
    seller, boss = make_key("box office", ["sell"]), make_key("boss")
    hold("ann", "A1")
    wish = {"showId": SHOW, "userId": "ann", "seats": ["A1"]}

    booking = send("POST", BOOKINGS, by(seller), json=wish).json["booking"]
    send("POST", f"{BOOKINGS}/{booking['id']}/cancel", by(boss))
    own = booked("bob", "A2")

    (second, first) = send("GET", f"{THE_SHOW}/bookings", by(boss)).json["bookings"]
    assert (first["madeBy"], first["cancelledWith"]) == ("box office", "boss")
    assert (second["id"], second["madeBy"], second["cancelledWith"]) == (own["id"], None, None)
    assert "madeBy" not in own


def test_without_an_admin_token_no_key_opens(app: Flask, make_app: Callable[..., Flask]) -> None:
    key = make_key()

    assert_refused(asked(make_app(admin_token=""), key), 403, "forbidden")


def test_who_has_no_key_asks_the_database_for_none(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public call that takes admin keys too costs a visitor no look-up, whatever their token."""
    lookups: list[Any] = []
    monkeypatch.setattr(type(db.admin_keys), "find_one", lambda *args, **_: lookups.append(args))
    token = app.test_client().post("/api/session").json["token"]
    for bearer in (token, "nonsense", "a.b.c"):
        admin_keys.find(bearer)

    assert lookups == []


def test_keys_are_made_listed_and_revoked_by_hand(app: Flask) -> None:
    def run(*words: str) -> Any:
        return app.test_cli_runner().invoke(args=["keys", *words])

    made = run("make", "door", "--scope", "sell", "--scope", "read", "--show", SHOW)
    secret = made.stdout.strip()
    listed = run("list")
    key_id = listed.stdout.split("\t")[0]

    assert made.exit_code == 0
    assert send("GET", f"{THE_SHOW}/summary", by({"secret": secret})).status_code == 200
    assert listed.stdout == f"{key_id}\tdoor\tread, sell\t{SHOW}\n"
    assert run("revoke", key_id).stdout == "Revoked door.\n"
    assert send("GET", f"{THE_SHOW}/summary", by({"secret": secret})).status_code == 403
    assert "There is no such admin key." in run("revoke", key_id).stderr
    assert run("make", "door", "--scope", "write").exit_code == 2

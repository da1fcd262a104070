"""Colleagues' admin keys: what each may do, for which shows, until it is revoked."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import re
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.identity import admin_keys
from seatapp.identity.admin import Need
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
NAMES = {"show_id": SHOW}
# What is about no show, or lists those that the key is for.
FOR_ANY_SHOWS = {ALL_SHOWS, "/api/organiser/check-plan"}
# Where the show is known only once a body of the right shape was read.
BODIES: dict[tuple[str, str], tuple[dict[str, Any], ...]] = {
    ("POST", BOOKINGS): ({"showId": SHOW, "seats": ["A2"], "userId": "bob"},),
    ("POST", f"{BOOKINGS}/nothing/cancel"): ({"seats": ["A1"]},),
    ("POST", f"{BOOKINGS}/nothing/move"): ({"from": ["A1"], "to": ["A3"]},),
    ("POST", f"{BOOKINGS}/nothing/check-in"): ({"seats": ["A1"]},),
    ("POST", f"{BOOKINGS}/nothing/undo-check-in"): ({"seats": ["A1"]},),
}


def needs_by_call(app: Flask) -> dict[tuple[str, str], Need]:
    """Return what each route that takes admin keys needs, by method and address."""
    found: dict[tuple[str, str], Need] = {}
    for rule in app.url_map.iter_rules():
        need = vars(app.view_functions[rule.endpoint]).get("needs")
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: NAMES.get(name[1], "nothing"), rule.rule)
        if need:
            found |= {(method, address): need for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


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
    (body, *_) = BODIES.get((method, path), ({},))
    return send(method, path, by(key), json=None if method in ("GET", "DELETE") else body)


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


@pytest.mark.security("API5:2023", "ASVS 8.2.1")
def test_a_key_may_do_what_its_scopes_say_and_nothing_else(app: Flask) -> None:
    """Each route for admins, with keys of one scope each."""
    keys = {scope: make_key(scope, [scope]) for scope in ALL}
    needed = needs_by_call(app)
    assert len(needed) > 20
    for (method, path), need in needed.items():
        for scope, key in keys.items():
            answer = tried(key, method, path)
            refused_for_it = answer.status_code == 403 and answer.json["code"] == "scope_missing"
            assert refused_for_it == (scope != need.scope), (method, path, scope, answer.text)


@pytest.mark.security("API1:2023", "ASVS 8.2.2")
def test_a_key_for_other_shows_is_refused_whatever_it_asks(app: Flask) -> None:
    """Each route for admins that is about one show, by its address or by a booking of it."""
    booking, key = booked("ann", "A1"), make_key(shows=[ELSEWHERE])
    for method, path in needs_by_call(app):
        if path in FOR_ANY_SHOWS or path.startswith("/api/organiser/demo-halls"):
            continue
        address = path.replace("nothing", booking["id"])
        answers = [tried(key, method, address)] + [
            send(method, address, by(key), json=body) for body in BODIES.get((method, path), ())
        ]
        refusals = [answer.json.get("code") for answer in answers if answer.json]
        assert "key_for_other_shows" in refusals, (method, path, answers[-1].text)
        assert all(answer.status_code in (403, 422) for answer in answers), (method, path)


def test_twin_a_key_for_this_show_is_not_refused(app: Flask) -> None:
    key = make_key(shows=[SHOW])
    assert send("GET", f"{THE_SHOW}/summary", by(key)).status_code == 200


def test_a_key_for_one_show_lists_no_other_and_makes_none(app: Flask) -> None:
    add_show(ELSEWHERE)
    key = make_key(shows=[ELSEWHERE])

    overview = send("GET", ALL_SHOWS, by(key)).json
    new = {"showId": "third", "title": "T", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}
    made = send("POST", "/api/shows", by(key), json={**new, "rows": {"A": 1}})

    assert ([show["showId"] for show in overview["shows"]], overview["total"]) == ([ELSEWHERE], 1)
    assert_refused(made, 403, "key_for_other_shows")
    assert send("GET", f"/api/shows/{ELSEWHERE}/summary", by(key)).status_code == 200


@pytest.mark.security("API5:2023", "ASVS 8.3.2")
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


def test_a_token_that_is_not_quite_a_key_s_is_refused(app: Flask) -> None:
    secret = make_key()["secret"]
    for wrong in (secret[:-1], secret + "x", secret[:25], "seatapp_"):
        assert_refused(asked(app, {"secret": wrong}), 403, "forbidden")


def test_a_name_belongs_to_one_key(app: Flask) -> None:
    make_key("box office")
    for name in ("box office", "ADMIN_TOKEN"):
        answer = send("POST", KEYS, builders.ADMIN, json={"name": name, "scopes": ALL})
        assert_refused(answer, 409, "admin_key_exists")


def test_a_wish_of_another_shape_makes_no_key(app: Flask) -> None:
    wishes: list[dict[str, Any]] = [
        {"name": ""},
        {"name": " x"},
        {"name": "a\nb"},
        {"scopes": []},
        {"scopes": ["write"]},
        {"scopes": "read"},
        {"shows": []},
        {"shows": [""]},
        {"expires": "never"},
    ]
    for wrong in wishes:
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

"""Every route is called once and does what it is for; the answers are compared as in all tests here."""

import re

from flask import Flask

from tests.support import builders
from tests.support.asking import (
    ALL_SHOWS,
    BOOKINGS,
    THE_SHOW,
    booked,
    call,
    cancel,
    checkout,
    hold,
    read,
    release,
    replace_show,
    send,
)
from tests.support.contract import Contract, document_of
from tests.support.hall import PRICES, SHOW, plan

ADMIN = builders.ADMIN
NEW_SHOW = {
    "title": "Hamlet",
    "startsAt": "2030-06-01T19:30:00Z",
    "currency": "EUR",
    "prices": PRICES,
    "plan": plan(),
}


def test_every_success_is_as_documented(app: Flask, contract: Contract) -> None:
    booking = booked("ann", "A1")["id"]
    replace_show(ticketTypes=[{"id": "adult", "title": "Adult", "prices": PRICES}])
    hold("ann", "A2")
    call("ann", "/ticket-types", seats={"A2": "adult"})
    call("dan", "/best-available", count=1, near="B9")
    checkout("ann")
    release("ann", "A2")
    read("ann")
    read("ann", f"/{booking}")
    read("ann", f"/locked-seats/{SHOW}")
    send("POST", f"{BOOKINGS}/{booking}/move", ADMIN, json={"from": ["A1"], "to": ["A4"]})
    cancel("ann", booking)
    hold("ann", "A3")
    body = {"showId": SHOW, "seats": ["A3"]}
    for _ in range(2):
        send("POST", BOOKINGS, {"X-User-Id": "ann", "Idempotency-Key": "key"}, json=body)
    _organise()
    _check_in(booked("bob", "A4")["id"])
    _give_out_a_key()
    _find_again()
    for method in ("POST", "GET"):
        send(method, "/api/session", {"X-User-Id": "ann"})
    for path in ("/api/shows", "/api/openapi.json", THE_SHOW):
        answer = send("GET", path, {})
    send("GET", THE_SHOW, {"If-None-Match": answer.headers["ETag"]})

    promised = {
        (method.upper(), path, int(status))
        for path, operations in document_of(app)["paths"].items()
        for method, operation in operations.items()
        for status in operation["responses"]
        if re.match("[23]", status)
    }
    assert promised - contract.seen == set()


def _organise() -> None:
    for path in ("bookings", "bookings.csv", "blocked-seats", "summary"):
        send("GET", f"{THE_SHOW}/{path}", ADMIN)
    send("GET", ALL_SHOWS, ADMIN)
    send("GET", f"{BOOKINGS}/held/{SHOW}?userId=ann", ADMIN)
    send("POST", f"{THE_SHOW}/block-seats", ADMIN, json={"seats": ["B1"], "reason": "a pillar"})
    send("GET", f"{THE_SHOW}/blocked-seats", ADMIN)
    send("POST", f"{THE_SHOW}/unblock-seats", ADMIN, json={"seats": ["B1"]})
    send("GET", f"{THE_SHOW}/history?seat=B1", ADMIN)
    send("POST", f"{THE_SHOW}/sales", ADMIN, json={"open": True})
    send("POST", "/api/shows", ADMIN, json={**NEW_SHOW, "showId": "another"})
    send("PUT", "/api/shows/another", ADMIN, json=NEW_SHOW)
    send("DELETE", "/api/shows/another", ADMIN)
    send("POST", "/api/shows", ADMIN, json={**NEW_SHOW, "showId": "old", "startsAt": "2020-01-01T19:30:00Z"})
    send("POST", "/api/shows/old/archive", ADMIN)
    send("POST", f"{THE_SHOW}/preview", ADMIN, json=NEW_SHOW)
    send("POST", "/api/organiser/check-plan", ADMIN, json={"rows": {"A": 1}})
    for path in ("demo-halls", "demo-halls/cinema"):
        send("GET", f"/api/organiser/{path}", ADMIN)


def _check_in(booking: str) -> None:
    for action in ("check-in", "undo-check-in"):
        send("POST", f"{BOOKINGS}/{booking}/{action}", ADMIN, json={})
    send("GET", f"{BOOKINGS}/{booking}/ticket", ADMIN)
    for path in (f"ticket?code={booking}", "door-list", "inside"):
        send("GET", f"{THE_SHOW}/{path}", ADMIN)


def _give_out_a_key() -> None:
    made = send("POST", "/api/keys", builders.ADMIN, json={"name": "door", "scopes": ["sell"]}).json
    send("GET", "/api/keys", builders.ADMIN)
    send("DELETE", f"/api/keys/{made['key']['id']}", builders.ADMIN)


def _find_again() -> None:
    hold("cyd", "A6")
    customer = {"email": "cyd@example.org"}
    body = {"showId": SHOW, "seats": ["A6"], "customer": customer}
    made = send("POST", BOOKINGS, {"X-User-Id": "cyd"}, json=body).json["booking"]
    send("POST", f"{BOOKINGS}/find", {}, json={"reference": made["reference"], **customer})

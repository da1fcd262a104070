"""Selling in tests: what people ask of seats and bookings, and whether all answers agree with the data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import requests
from flask import Flask
from pymongo.database import Database

from seatapp import create_app
from seatapp.bookings import doctor
from seatapp.runtime import runtime_of

from . import builders
from .people import Person
from .worker import Worker

ANSWERS = {201, 200, 409, 422}


def book(
    person: Person,
    show: str,
    seats: Sequence[str] | None = None,
    worker: Worker | None = None,
    key: str | None = None,
) -> requests.Response:
    """Book the seats, or all that the person holds; `key` is the Idempotency-Key."""
    wanted = {"showId": show, **({"seats": list(seats)} if seats else {})}
    headers = {"Idempotency-Key": key} if key else {}
    return person.post("/api/bookings", wanted, worker, **headers)


def checkout(person: Person, show: str, worker: Worker | None = None) -> requests.Response:
    return person.post("/api/bookings/checkout", {"showId": show}, worker)


def cancel(person: Person, booking_id: str, worker: Worker | None = None) -> requests.Response:
    return person.post(f"/api/bookings/{booking_id}/cancel", worker=worker)


def booking_of(response: requests.Response) -> dict[str, Any] | None:
    """Return the booking in an answer, None for a refusal; anything else than these fails."""
    assert response.status_code in ANSWERS, f"{response.status_code}: {response.text}"
    answer: dict[str, Any] = response.json()
    assert answer["success"] == response.ok
    assert response.ok or answer["code"] in {
        "lock_expired",
        "seats_unavailable",
        "too_many_seats",
        "idempotency_key_reused",
    }
    return answer["booking"] if response.ok else None


def faults(app: Flask, show: str, told: Iterable[dict[str, Any] | None]) -> list[str]:
    """Say what is wrong with the database, and where it differs from what people were told."""
    with app.app_context():
        found = list(doctor.examine())
    database: Database[dict[str, Any]] = runtime_of(app).database.database
    stored = {b["_id"]: b["seats"] for b in database.bookings.find({"show": show, "status": "confirmed"})}
    known = {booking["id"]: booking["seats"] for booking in told if booking}
    twice = Counter(seat for seats in known.values() for seat in seats)
    found += [f"{seat} was sold to {count}" for seat, count in twice.items() if count > 1]
    found += [f"booking {key} of {known[key]} was told and is not there" for key in known.keys() - stored]
    found += [f"booking {key} of {stored[key]} is there and nobody was told" for key in stored.keys() - known]
    found += [f"booking {key} has other seats" for key in known.keys() & stored if known[key] != stored[key]]
    return found


@contextmanager
def app_on(mongodb_uri: str) -> Iterator[Flask]:
    """Build an app in this process on somebody else's database."""
    app = create_app(builders.settings(mongodb_uri=mongodb_uri))
    yield app
    runtime_of(app).database.client.close()

"""What a test starts from: settings, shows, seats that are taken already."""

import dataclasses
import os
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from unittest import mock

from bson import ObjectId

import config

ADMIN = {"Authorization": "Bearer admin"}


class Poster(Protocol):
    """What sends a request: Flask's test client, or a Worker."""

    def post(self, path: str, /, *, json: Any, headers: Any) -> Any: ...


class HasSeatLocks(Protocol):
    """A database, seen through pymongo or through seatapp."""

    @property
    def seat_locks(self) -> Any: ...


def settings(**overrides: Any) -> config.Settings:
    """Return the settings of a test: in-process, no Redis, admin token "admin"; whatever else is default."""
    with mock.patch.dict(os.environ, {"SEATAPP_ENV": "testing", "ADMIN_TOKEN": "admin"}, clear=True):
        defaults = config.read_settings()
    return dataclasses.replace(
        defaults, **{"async_mode": "threading", "secret_key": "for tests", **overrides}
    )


def add_show(api: Poster, show_id: str = "hall", rows: Mapping[str, int] | None = None, **fields: Any) -> str:
    """Create a show through the API and return its id; by default it has the seats A1 to A10."""
    show = {
        "showId": show_id,
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "currency": "EUR",
        **({} if "plan" in fields else {"rows": dict(rows or {"A": 10})}),
        **fields,
    }
    response = api.post("/api/shows", json=show, headers=ADMIN)
    assert response.status_code == 201, f"{response.status_code}: {response.text}"
    return show_id


def book(db: HasSeatLocks, show_id: str, seats: Iterable[str], holder: str = "guest-somebody") -> None:
    """Book seats behind the API's back, as the shop would have."""
    booking = ObjectId()
    db.seat_locks.insert_many(
        {
            "_id": {"show": show_id, "seat": seat},
            "state": "booked",
            "holder": holder,
            "slot": seat,
            "booking_id": booking,
        }
        for seat in seats
    )


def change_show(api: Any, show_id: str, **changes: Any) -> None:
    """Change a show as an organiser does: send what it is now, with something else in it."""
    now = api.get(f"/api/shows/{show_id}").json()
    response = api.request("PUT", f"/api/shows/{show_id}", json={**now, **changes}, headers=ADMIN)
    assert response.ok, response.text


def plan_without(api: Any, show_id: str, *gone: str) -> Any:
    """Return the show's plan without these seats."""
    plan = api.get(f"/api/shows/{show_id}").json()["plan"]
    for row in (row for zone in plan["zones"] for row in zone["rows"]):
        row["seats"] = [seat for seat in row["seats"] if seat["seat_guid"] not in gone]
    return plan


def delete_show(api: Any, show_id: str) -> None:
    """Delete a show that nobody has a seat of."""
    assert api.request("DELETE", f"/api/shows/{show_id}", headers=ADMIN).ok


def set_sales(api: Any, show_id: str, *, is_open: bool) -> None:
    """Open or close the sales of a show."""
    assert api.post(f"/api/shows/{show_id}/sales", json={"open": is_open}, headers=ADMIN).ok

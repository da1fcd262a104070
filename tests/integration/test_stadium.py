"""A hall of 120,000 seats is published, read, sold and deleted like any other."""

import gzip
from typing import Any

import orjson
from flask.testing import FlaskClient

from seatapp.shows.plan import MAX_SEATS
from seatapp.shows.rows import plan_of_rows
from tests.support.builders import ADMIN

GZIP = {"Accept-Encoding": "gzip"}
SHOW = {"showId": "final", "title": "Final", "startsAt": "2030-06-01T19:30:00Z", "currency": "EUR"}


def test_a_stadium_is_published_read_sold_and_deleted(client: FlaskClient) -> None:
    plan = plan_of_rows({f"R{number}-": 300 for number in range(1, MAX_SEATS // 300 + 1)})
    published: Any = client.post("/api/shows", json={**SHOW, "plan": plan}, headers=ADMIN)
    assert published.status_code == 201, published.text[:1000]
    assert published.json["show"]["seatCount"] == MAX_SEATS
    read = client.get("/api/shows/final", headers=GZIP)
    assert orjson.loads(gzip.decompress(read.data))["plan"] == plan
    known = {**GZIP, "If-None-Match": read.headers["ETag"]}
    assert client.get("/api/shows/final", headers=known).status_code == 304
    changed = {**SHOW, "title": "Replay", "plan": plan}
    assert client.put("/api/shows/final", json=changed, headers=ADMIN).status_code == 200
    assert client.get("/api/shows/final", headers=known).status_code == 200
    wanted = {"showId": "final", "seats": ["R1-1", "R400-300"]}
    assert client.post("/api/bookings/select-seats", json=wanted).status_code == 200
    refused: Any = client.delete("/api/shows/final", headers=ADMIN)
    assert (refused.status_code, refused.json["seats"]) == (409, wanted["seats"])
    assert client.post("/api/bookings/release-seats", json=wanted).status_code == 200
    assert client.delete("/api/shows/final", headers=ADMIN).status_code == 200

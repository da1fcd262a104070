"""Times are answered as they were sent, and shown to people by the venue's clock with its zone's name."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.extensions import db
from seatapp.shows import store
from seatapp.web.words import moment
from tests.support.builders import ADMIN, add_show

VIENNA: dict[str, Any] = {"startsAt": "2030-06-01T19:30:00+02:00", "timeZone": "Europe/Vienna"}
SUMMER, WINTER = "2030-06-01T17:30:00Z", "2030-12-01T17:30:00Z"


def read(client: FlaskClient, show: str = "hall") -> dict[str, Any]:
    return dict(client.get(f"/api/shows/{show}").json or {})


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        ("2030-06-01T19:30:00+02:00", "2030-06-01T19:30:00+02:00"),
        ("2030-06-01T19:30+05:45", "2030-06-01T19:30:00+05:45"),
        ("2030-06-01T19:30:00-09:30", "2030-06-01T19:30:00-09:30"),
        ("2030-06-01T19:30:00+00:00", "2030-06-01T19:30:00Z"),
        ("2030-06-01T19:30:00.250999-01:00", "2030-06-01T19:30:00.250000-01:00"),
    ],
)
def test_a_time_keeps_the_offset_it_was_given(client: FlaskClient, sent: str, answered: str) -> None:
    add_show(client, startsAt=sent, salesStartAt="2029-01-01T00:00:00-03:00", salesEndAt=sent)
    for show in (read(client), client.get("/api/shows").json["shows"][0]):
        assert (show["startsAt"], show["salesEndAt"]) == (answered, answered)
        assert show["salesStartAt"] == "2029-01-01T00:00:00-03:00"


def test_shows_are_listed_in_the_order_of_their_instants(client: FlaskClient) -> None:
    for show, starts_at in {
        "b": "2030-06-01T20:00:00+02:00",
        "a": "2030-06-02T01:00:00+09:00",
        "c": "2030-06-01T19:00:00Z",
    }.items():
        add_show(client, show, startsAt=starts_at)
    assert [show["showId"] for show in client.get("/api/shows").json["shows"]] == ["a", "b", "c"]


def test_a_show_of_a_former_release_is_in_utc(app: Flask, client: FlaskClient) -> None:
    add_show(client, **VIENNA)
    with app.app_context():
        names = ["starts_at_offset", "time_zone", "sales_start_at", "sales_end_at"]
        db.shows.update_one({}, {"$unset": dict.fromkeys(names, "")})
        store.refresh("hall", None)
    show = read(client)
    assert (show["startsAt"], show["timeZone"]) == ("2030-06-01T17:30:00Z", "UTC")
    assert (show["salesStartAt"], show["salesEndAt"]) == (None, None)
    assert client.get("/api/shows").json["shows"][0]["salesState"] == "open"


@pytest.mark.parametrize(
    ("instant", "zone", "text"),
    [
        (SUMMER, "Europe/Vienna", "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"),
        (WINTER, "Europe/Vienna", "Sun, 1 Dec 2030, 18:30 CET (Vienna)"),
        (SUMMER, "America/New_York", "Sat, 1 Jun 2030, 13:30 EDT (New York)"),
        (SUMMER, "America/Argentina/Buenos_Aires", "Sat, 1 Jun 2030, 14:30 GMT-3 (Buenos Aires)"),
        (SUMMER, "America/St_Johns", "Sat, 1 Jun 2030, 15:00 GMT-2:30 (St Johns)"),
        (SUMMER, "Asia/Tokyo", "Sun, 2 Jun 2030, 02:30 GMT+9 (Tokyo)"),
        (SUMMER, "Asia/Shanghai", "Sun, 2 Jun 2030, 01:30 GMT+8 (Shanghai)"),
        (WINTER, "Europe/London", "Sun, 1 Dec 2030, 17:30 GMT (London)"),
        (SUMMER, "Etc/GMT+5", "Sat, 1 Jun 2030, 12:30 GMT-5"),
        (SUMMER, "UTC", "Sat, 1 Jun 2030, 17:30 UTC"),
    ],
)
def test_an_instant_reads_as_the_clocks_at_the_venue_have_it(instant: str, zone: str, text: str) -> None:
    assert moment(datetime.fromisoformat(instant), zone) == text


def test_pages_show_a_show_by_the_venues_clock(client: FlaskClient) -> None:
    add_show(client, **VIENNA, salesStartAt="2029-12-01T09:00:00Z")
    start = "Sat, 1 Jun 2030, 19:30 CEST (Vienna)"
    written = f'<time datetime="2030-06-01T19:30:00+02:00" data-zone="Europe/Vienna">{start}</time>'
    for page in ("/", "/shows/hall", "/shows/hall/checkout", "/organiser/shows/hall"):
        assert written in client.get(page).text, page
    assert "On sale from" in client.get("/").text
    assert "Sat, 1 Dec 2029, 10:00 CET (Vienna)" in client.get("/").text


def test_a_booking_and_its_csv_are_shown_by_the_venues_clock(client: FlaskClient) -> None:
    add_show(client, startsAt="2030-06-01T19:30:00+05:45", timeZone="Asia/Kathmandu")
    wanted = {"showId": "hall", "seats": ["A1"]}
    assert client.post("/api/bookings/select-seats", json=wanted).status_code == 200
    booking = client.post("/api/bookings", json={"showId": "hall"}).json["booking"]
    for page in ("/bookings", f"/bookings/{booking['id']}"):
        times = re.findall(r'data-zone="(.*?)">(.*?)</time>', client.get(page).text)
        assert times
        assert all(zone == "Asia/Kathmandu" and "GMT+5:45" in text for zone, text in times), page
    (row,) = csv.DictReader(io.StringIO(client.get("/api/shows/hall/bookings.csv", headers=ADMIN).text))
    written = datetime.fromisoformat(row["createdAt"])
    assert row["timeZone"] == "Asia/Kathmandu"
    assert written.utcoffset() == timedelta(hours=5, minutes=45)
    assert abs(written - datetime.fromisoformat(booking["createdAt"])) < timedelta(seconds=1)

"""People's bookings as they are sent: all of it works without a script."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient

from seatapp.web import booking_pages
from tests.support import builders

DAY = 86_400


@pytest.fixture
def show(client: FlaskClient) -> str:
    return builders.add_show(client, prices={"Standard": 1250})


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """Another guest."""
    client = app.test_client()
    client.post("/api/session")
    return client


def book(client: FlaskClient, show: str, seats: Sequence[str] = ("A1", "A2")) -> dict[str, Any]:
    """Book seats through the API, and return the booking."""
    wanted = {"showId": show, "seats": list(seats)}
    assert client.post("/api/bookings/select-seats", json=wanted).status_code == 200
    response = client.post("/api/bookings", json=wanted)
    assert response.status_code == 201
    return dict(response.get_json()["booking"])


def cancel(client: FlaskClient, booking: dict[str, Any], **headers: str) -> Any:
    """Send the form of the booking's page."""
    return client.post(f"/bookings/{booking['id']}/cancel", headers=headers)


def status(client: FlaskClient, booking: dict[str, Any]) -> str:
    answer = client.get(f"/api/bookings/{booking['id']}").get_json()
    return str(answer["booking"]["status"])


def test_a_booking_tells_its_reference_show_seats_and_total(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    page = client.get(f"/bookings/{booking['id']}").text
    assert f'<strong class="reference">{booking["reference"]}</strong>' in page
    assert "<h1><bdi>Hamlet</bdi></h1>" in page
    assert "Sat, 1 Jun 2030, 19:30 UTC" in page
    assert "2 seats" in page
    assert "<b>Row A, seat 1</b>" in page
    assert "<b>Row A, seat 2</b>" in page
    assert "<small>Hall · Standard</small>" in page
    assert "€25.00" in page
    assert "Confirmed" in page


def test_the_qr_code_says_the_bookings_id_which_nobody_reads_out(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    page = client.get(f"/bookings/{booking['id']}").text
    expected = segno.make_qr(booking["id"], error="m")
    assert dark_modules(page) == {
        (x, y) for y, row in enumerate(expected.matrix) for x, dark in enumerate(row) if dark
    }
    assert 'role="img" aria-label="QR code of the ticket"' in page


def test_a_cancelled_booking_has_no_qr_code(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    cancel(client, booking)
    page = client.get(f"/bookings/{booking['id']}").text
    assert "<svg" not in page
    assert "Cancelled" in page
    assert "The seats are free for others." in page
    assert "Cancel booking" not in page


def test_a_seat_that_the_plan_does_not_number_is_told_by_its_id(client: FlaskClient) -> None:
    seat = {"seat_guid": "sofa", "position": {"x": 0, "y": 0}, "category": "Standard"}
    plan = {"categories": [{"name": "Standard"}], "zones": [{"rows": [{"seats": [seat]}]}]}
    show = builders.add_show(client, plan=plan, prices={"Standard": 100})
    booking = book(client, show, ["sofa"])
    page = client.get(f"/bookings/{booking['id']}").text
    assert "<b>Seat sofa</b>" in page
    assert "<small>Standard</small>" in page


def test_seats_are_told_in_the_halls_order(client: FlaskClient, show: str) -> None:
    booking = book(client, show, ["A10", "A9"])
    page = client.get(f"/bookings/{booking['id']}").text
    assert re.findall(r"<b>Row A, seat (\d+)</b>", page) == ["9", "10"]


def test_the_newest_booking_is_listed_first(client: FlaskClient, show: str) -> None:
    references = [book(client, show, [seat])["reference"] for seat in ("A1", "A2", "A3")]
    assert listed(client.get("/bookings").text) == references[::-1]


def test_bookings_are_listed_by_pages(
    client: FlaskClient, show: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking_pages, "BOOKINGS_A_PAGE", 2)
    references = [book(client, show, [seat])["reference"] for seat in ("A1", "A2", "A3")]
    first, second = client.get("/bookings").text, client.get("/bookings?page=2").text
    assert listed(first) == references[:0:-1]
    assert listed(second) == references[:1]
    assert 'rel="next" href="/bookings?page=2"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="/bookings?page=1"' in second
    assert 'rel="next"' not in second
    assert "There are no bookings on this page" in client.get("/bookings?page=3").text


def test_somebody_elses_booking_is_not_there(client: FlaskClient, stranger: FlaskClient, show: str) -> None:
    booking = book(client, show)
    for other in (stranger, client.application.test_client()):
        page = other.get(f"/bookings/{booking['id']}")
        assert page.status_code == 404
        assert booking["reference"] not in page.text
        assert cancel(other, booking).status_code == 404
        assert "You have no bookings yet" in other.get("/bookings").text
    assert status(client, booking) == "confirmed"


def test_a_user_whom_the_gateway_names_sees_their_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(trusted_user_header="X-User-Id").test_client()
    builders.add_show(client)
    ann = {"X-User-Id": "ann"}
    wanted = {"showId": "hall", "seats": ["A1"]}
    client.post("/api/bookings/select-seats", json=wanted, headers=ann)
    booking = client.post("/api/bookings", json=wanted, headers=ann).get_json()["booking"]
    assert client.get(f"/bookings/{booking['id']}", headers=ann).status_code == 200
    assert client.get(f"/bookings/{booking['id']}", headers={"X-User-Id": "bob"}).status_code == 404


def test_bookings_stay_out_of_caches(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    for path in ("/bookings", f"/bookings/{booking['id']}", "/bookings/nothing"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_cancelling_frees_the_seats_for_others(client: FlaskClient, stranger: FlaskClient, show: str) -> None:
    booking = book(client, show)
    response = cancel(client, booking)
    assert response.status_code == 303
    assert response.headers["Location"] == f"/bookings/{booking['id']}"
    assert status(client, booking) == "cancelled"
    book(stranger, show)


def test_cancelling_twice_is_cancelling_once(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    assert [cancel(client, booking).status_code for _ in range(2)] == [303, 303]
    assert status(client, booking) == "cancelled"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://shop.localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_cancel(client: FlaskClient, show: str, headers: dict[str, str]) -> None:
    booking = book(client, show)
    response = cancel(client, booking, **headers)
    assert response.status_code == 403
    assert "This came from another site" in response.text
    assert status(client, booking) == "confirmed"


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, {"Origin": "http://localhost"}],
)
def test_the_own_page_can_cancel(client: FlaskClient, show: str, headers: dict[str, str]) -> None:
    assert cancel(client, book(client, show), **headers).status_code == 303


def test_who_has_come_in_is_offered_no_cancelling(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    pages = ("/bookings", f"/bookings/{booking['id']}")
    assert all("Cancel booking" in client.get(page).text for page in pages)
    path = f"/api/bookings/{booking['id']}/check-in"
    assert client.post(path, json={"seats": ["A1"]}, headers=builders.ADMIN).status_code == 200
    assert not any("Cancel booking" in client.get(page).text for page in pages)
    refused = cancel(client, booking)
    assert refused.status_code == 409
    assert "it can no longer be cancelled" in refused.text


def test_too_late_to_cancel_is_explained(make_app: Callable[..., Flask]) -> None:
    client = make_app(cancel_until_seconds=36_500 * DAY).test_client()
    booking = book(client, builders.add_show(client))
    page = client.get(f"/bookings/{booking['id']}").text
    assert "It is too late to cancel this booking" in page
    for sent in (page, client.get("/bookings").text):
        assert "Yes, cancel this booking" not in sent
    response = cancel(client, booking)
    assert response.status_code == 409
    assert "This booking can no longer be cancelled." in response.text
    assert status(client, booking) == "confirmed"


def test_a_booking_outlives_its_show(client: FlaskClient, show: str) -> None:
    booking = book(client, show)
    cancel(client, booking)
    assert client.delete(f"/api/shows/{show}", headers=builders.ADMIN).status_code == 200
    for path in ("/bookings", f"/bookings/{booking['id']}"):
        page = client.get(path)
        assert page.status_code == 200
        assert booking["reference"] in page.text


def listed(page: str) -> list[str]:
    """Return the references in a list of bookings."""
    return re.findall(r"<code>(.{11})</code>", page)


def dark_modules(page: str) -> set[tuple[int, int]]:
    """Return where a page's QR code is dark, without its quiet zone, by the strokes of its path."""
    strokes = re.search(r'stroke="#000" d="([^"]+)"', page)
    assert strokes is not None
    x = y = 0.0
    dark = set[tuple[int, int]]()
    for command, numbers in re.findall(r"([Mmh])([^Mmh]+)", strokes[1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (x + values[0], y + values[1]) if command == "m" else (values[0], values[1])
    left, top = min(x for x, _ in dark), min(y for _, y in dark)
    return {(x - left, y - top) for x, y in dark}

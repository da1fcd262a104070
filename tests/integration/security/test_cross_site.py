"""What pages of other sites make a visitor's browser do: it sends the session's cookie with their forms."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import builders

SHOP = "https://shop.example"
FORMS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", None]


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(cors_origins=[SHOP])


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser whose cookie is a guest's who has booked a seat."""
    client = app.test_client()
    builders.add_show(client)
    body = {"showId": "hall", "seats": ["A1"]}
    assert client.post("/api/bookings/select-seats", json=body).status_code == 200
    assert client.post("/api/bookings", json=body).status_code == 201
    return client


def bookings(client: FlaskClient) -> Any:
    return client.get("/api/bookings").get_json()["bookings"]


def cancel(client: FlaskClient, **headers: str) -> int:
    return client.post(f"/api/bookings/{bookings(client)[0]['id']}/cancel", headers=headers).status_code


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "https://sub.localhost"},
    {"Origin": "https://shop.example.evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://sub.localhost"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
]
KNOWN = [
    {},
    {"Origin": "http://localhost"},
    {"Origin": SHOP},
    {"Sec-Fetch-Site": "cross-site", "Origin": SHOP},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://behind-a-proxy.example"},
]


@pytest.mark.security("ASVS 3.5.1")
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_cancels_nothing(visitor: FlaskClient, headers: dict[str, str]) -> None:
    assert cancel(visitor, **headers) == 403
    assert bookings(visitor)[0]["status"] == "confirmed"


@pytest.mark.parametrize("headers", KNOWN, ids=str)
def test_a_page_that_may_call_cancels(visitor: FlaskClient, headers: dict[str, str]) -> None:
    assert cancel(visitor, **headers) == 200


@pytest.mark.security("ASVS 3.5.2")
def test_no_form_selects_or_books(visitor: FlaskClient) -> None:
    """What a page may send without asking first is not taken for JSON, wherever it comes from."""
    for path in ("select-seats", "release-seats", "checkout", ""):
        for kind in FORMS:
            data = '{"showId": "hall", "seats": ["A2"]}'
            answer = visitor.post(f"/api/bookings/{path}".rstrip("/"), data=data, content_type=kind)
            assert answer.status_code == 415, (path, kind)


@pytest.mark.security("ASVS 3.5.3")
def test_what_changes_something_is_no_get(app: Flask) -> None:
    """Every view that takes a body, or refuses one, is for methods that change something."""
    changing = [
        rule
        for rule in app.url_map.iter_rules()
        if "request_schema" in vars(app.view_functions[rule.endpoint])
    ]
    assert len(changing) > 10
    assert [rule for rule in changing if {"GET", "HEAD"} & (rule.methods or set())] == []


@pytest.mark.security("ASVS 3.3.2", "ASVS 3.3.4")
def test_the_cookie_is_hidden_from_scripts_and_from_other_sites(app: Flask) -> None:
    cookie = app.test_client().post("/api/session").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_a_bearer_needs_no_such_care(visitor: FlaskClient, app: Flask) -> None:
    token = visitor.get("/api/session").get_json()["token"]
    stranger = app.test_client(use_cookies=False)
    booking = bookings(visitor)[0]["id"]
    headers = {"Authorization": f"Bearer {token}", "Origin": "https://elsewhere.example"}

    assert stranger.post(f"/api/bookings/{booking}/cancel", headers=headers).status_code == 200

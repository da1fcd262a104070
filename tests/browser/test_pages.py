"""The pages as they are sent, before any script runs."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pymongo.errors import ServerSelectionTimeoutError

from seatapp.shows import store
from seatapp.web import pages
from seatapp.web.words import ends, money
from tests.support import builders

SCRIPTED = ["/", "/shows/hall", "/shows/hall/checkout", "/bookings"]


@pytest.fixture
def show(client: FlaskClient) -> str:
    return builders.add_show(client)


@pytest.mark.parametrize("path", [*SCRIPTED, "/shows/nowhere", "/bookings/nothing", "/bookings?page=x"])
def test_pages_run_no_inline_script_and_no_inline_style(client: FlaskClient, show: str, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.mimetype == "text/html"
    assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", response.text)


def test_a_show_that_is_unknown_is_a_page_with_404(client: FlaskClient) -> None:
    for path in ("/shows/nowhere", "/shows/nowhere/checkout"):
        response = client.get(path)
        assert response.status_code == 404
        assert "There is no such show" in response.text


def test_titles_are_escaped(client: FlaskClient) -> None:
    builders.add_show(client, title='<script>alert("1")</script>')
    for path in ("/", "/shows/hall", "/shows/hall/checkout"):
        assert "<script>alert" not in client.get(path).text


def test_the_list_tells_dates_prices_and_seats(client: FlaskClient) -> None:
    builders.add_show(client, prices={"Standard": 3850})
    page = client.get("/").text
    assert ">Sat, 1 Jun 2030, 19:30 UTC</time>" in page
    assert '<data value="3850">€38.50</data>' in page
    assert "10 seats" in page


def test_a_show_that_costs_nothing_is_free(client: FlaskClient) -> None:
    builders.add_show(client, prices={"Standard": 0})
    assert "<b>Free</b>" in client.get("/").text


def test_the_list_marks_closed_sales(client: FlaskClient, show: str) -> None:
    assert "Sales closed" not in client.get("/").text
    client.post(f"/api/shows/{show}/sales", json={"open": False}, headers=builders.ADMIN)
    assert "Sales closed" in client.get("/").text


def test_with_nothing_on_sale_the_list_says_so(client: FlaskClient) -> None:
    assert "Nothing is on sale right now" in client.get("/").text


def test_a_show_that_is_long_over_is_not_listed(client: FlaskClient, show: str) -> None:
    past = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    builders.add_show(client, "past", title="Yesterday", startsAt=past)
    page = client.get("/").text
    assert "Hamlet" in page
    assert "Yesterday" not in page


def test_whoever_only_looks_does_not_become_a_guest(client: FlaskClient, show: str) -> None:
    for path in SCRIPTED:
        assert "Set-Cookie" not in client.get(path).headers
    assert "You have no bookings yet" in client.get("/bookings").text


def test_without_a_script_checkout_says_that_it_needs_one(client: FlaskClient, show: str) -> None:
    said = re.search("<noscript>.*</noscript>", client.get("/shows/hall/checkout").text)
    assert said is not None
    assert "Booking seats needs JavaScript." in said[0]


def test_without_a_build_the_pages_say_what_to_do(
    client: FlaskClient, show: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "BUILT", tmp_path / "shows.js")
    for path in SCRIPTED:
        page = client.get(path).text
        assert "Run <code>make build</code>" in page
        assert "<script" not in page


def test_with_the_database_gone_a_page_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ServerSelectionTimeoutError("secret-host:27017")

    monkeypatch.setattr(store, "on_sale", fail)
    response = client.get("/")
    assert response.status_code == 503
    assert response.mimetype == "text/html"
    assert response.headers["Retry-After"]
    assert "Try again" in response.text
    assert "secret-host" not in response.text


def test_a_bug_shows_nothing_of_itself(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(store, "on_sale", fail)
    response = client.get("/")
    assert response.status_code == 500
    assert "secret" not in response.text


def test_static_files_are_sent_once(client: FlaskClient) -> None:
    with client.get("/static/style.css") as first:
        assert first.status_code == 200
        etag = first.headers["ETag"]
    with client.get("/static/style.css", headers={"If-None-Match": etag}) as again:
        assert again.status_code == 304


@pytest.mark.parametrize("path", ["../pages.py", "%2e%2e/pages.py", "nothing.js", "build"])
def test_nothing_but_static_files_is_sent(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (3850, "EUR", "€38.50"),
        (123456, "EUR", "€1,234.56"),
        (1500, "JPY", "¥1,500"),
        (12345, "KWD", "KWD\N{NO-BREAK SPACE}12.345"),
    ],
)
def test_amounts_are_written_in_the_currencys_own_digits(amount: int, currency: str, words: str) -> None:
    assert money(amount, currency) == words


def test_of_many_prices_the_lowest_and_the_highest_are_told() -> None:
    assert ends([3850, 1200, 2000]) == (1200, 3850)
    assert ends([1200, 1200]) == (1200, 1200)
    assert ends([]) == (0, 0)

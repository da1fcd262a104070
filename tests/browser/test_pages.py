"""The pages as they are sent, before any script runs."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pymongo.errors import ServerSelectionTimeoutError

from seatapp.shows import store
from seatapp.web import pages
from seatapp.web.words import price_range
from tests.support import builders


@pytest.fixture
def show(client: FlaskClient) -> str:
    return builders.add_show(client)


@pytest.mark.parametrize("path", ["/", "/shows/hall", "/shows/nowhere"])
def test_pages_run_no_inline_script_and_no_inline_style(client: FlaskClient, show: str, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", response.text)


def test_a_show_that_is_unknown_is_a_page_with_404(client: FlaskClient) -> None:
    response = client.get("/shows/nowhere")
    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "There is no such show" in response.text


def test_titles_are_escaped(client: FlaskClient) -> None:
    builders.add_show(client, title='<script>alert("1")</script>')
    for path in ("/", "/shows/hall"):
        assert "<script>alert" not in client.get(path).text


def test_without_a_build_the_pages_say_what_to_do(
    client: FlaskClient, show: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pages, "BUILT", tmp_path / "page.js")
    for path in ("/", "/shows/hall"):
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
    ("prices", "currency", "words"),
    [
        ([3850, 1200, 2000], "EUR", "EUR 12.00 to 38.50"),
        ([1200, 1200], "EUR", "EUR 12.00"),
        ([1500], "JPY", "JPY 1,500"),
        ([12345], "KWD", "KWD 12.345"),
        ([], "EUR", ""),
    ],
)
def test_prices_are_written_in_the_currencys_own_digits(prices: list[int], currency: str, words: str) -> None:
    assert price_range(prices, currency) == words

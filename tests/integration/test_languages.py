"""Which language a page speaks, and how that is remembered."""

import pytest
from flask.testing import FlaskClient

from tests.support import builders


def page_in(client: FlaskClient, accepted: str, path: str = "/") -> str:
    return client.get(path, headers={"Accept-Language": accepted}).text


@pytest.mark.parametrize(
    ("accepted", "html", "title"),
    [
        ("en-GB,en;q=0.9", '<html lang="en" dir="ltr">', "Shows on sale"),
        ("de-AT,de;q=0.9,en;q=0.5", '<html lang="de" dir="ltr">', "Vorstellungen im Verkauf"),
        ("ar-EG", '<html lang="ar" dir="rtl">', "العروض المتاحة للبيع"),
        ("fr, ar;q=0.4, de;q=0.8", '<html lang="de" dir="ltr">', "Vorstellungen im Verkauf"),
        ("fr", '<html lang="en" dir="ltr">', "Shows on sale"),
        ("", '<html lang="en" dir="ltr">', "Shows on sale"),
        ("*;q=x,,;;", '<html lang="en" dir="ltr">', "Shows on sale"),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(
    client: FlaskClient, accepted: str, html: str, title: str
) -> None:
    page = page_in(client, accepted)
    assert html in page
    assert f"<title>{title} · seatapp</title>" in page


def test_a_language_that_was_chosen_is_remembered(client: FlaskClient) -> None:
    assert '<html lang="ar"' in page_in(client, "de", "/?lang=ar")
    assert '<html lang="ar"' in page_in(client, "de", "/bookings")
    assert '<html lang="de"' in page_in(client, "en", "/?lang=de")
    assert '<html lang="de"' in page_in(client, "en", "/shows/nowhere")


@pytest.mark.parametrize("lang", ["fr", "", "de-DE", "../de", "x" * 5000])
def test_a_language_that_there_is_not_is_not_remembered(client: FlaskClient, lang: str) -> None:
    response = client.get("/", query_string={"lang": lang}, headers={"Accept-Language": "ar"})
    assert '<html lang="ar"' in response.text
    assert "Set-Cookie" not in response.headers


def test_each_page_links_to_itself_in_the_other_languages(client: FlaskClient) -> None:
    page = page_in(client, "de", "/bookings?page=2")
    assert '<a href="?page=2&amp;lang=ar" lang="ar" hreflang="ar" rel="alternate">العربية</a>' in page
    assert 'hreflang="de" rel="alternate" aria-current="true">Deutsch</a>' in page


def test_the_page_about_a_form_that_was_refused_links_to_the_shows(client: FlaskClient) -> None:
    page = client.post("/bookings/none/cancel?lang=de").text
    assert '<html lang="de"' in page
    assert '<a href="/?lang=ar"' in page


def test_caches_know_what_a_page_depends_on(client: FlaskClient) -> None:
    builders.add_show(client)
    for path in ("/", "/shows/hall", "/shows/nowhere"):
        headers = client.get(path, headers={"Accept-Language": "de"}).headers
        assert headers["Content-Language"] == "de"
        assert {"Accept-Language", "Cookie"} <= {name.strip() for name in headers["Vary"].split(",")}
        assert headers["Cache-Control"] == "private, no-cache"
    assert client.get("/bookings").headers["Cache-Control"] == "no-store"


def test_files_and_the_api_have_no_language(client: FlaskClient) -> None:
    with client.get("/static/style.css?lang=de") as file:
        assert {"Content-Language", "Set-Cookie"}.isdisjoint(file.headers.keys())
    answer = client.get("/api/shows/nowhere?lang=de", headers={"Accept-Language": "de"})
    assert answer.json == {"success": False, "code": "show_not_found", "message": "There is no such show."}
    assert "Accept-Language" not in answer.headers.get("Vary", "")

"""What every response says about itself, and how failures look."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import logging
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

ORIGIN = "https://shop.example"
MALFORMED = ["{", "", "nonsense", '{"showId": NaN}', "\xff", "[" * 5000]


@pytest.mark.security("API8:2023", "ASVS 3.4.4")
def test_a_response_has_an_id_and_forbids_guessing_its_type(client: FlaskClient) -> None:
    response = client.get("/api/session")

    assert len(response.headers["X-Request-Id"]) == 16
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_sane_request_id_is_kept_and_an_odd_one_is_not(client: FlaskClient) -> None:
    kept = client.get("/healthz", headers={"X-Request-Id": "proxy-1.a_B"})
    odd = client.get("/healthz", headers={"X-Request-Id": "a b; rm -rf"})
    long = client.get("/healthz", headers={"X-Request-Id": "a" * 65})

    assert kept.headers["X-Request-Id"] == "proxy-1.a_B"
    assert len(odd.headers["X-Request-Id"]) == len(long.headers["X-Request-Id"]) == 16


@pytest.mark.parametrize("body", MALFORMED)
def test_malformed_json_is_refused(client: FlaskClient, body: str) -> None:
    response = client.post(
        "/api/bookings/select-seats", data=body.encode("latin-1"), content_type="application/json"
    )

    assert response.status_code == 400
    assert response.json == {"success": False, "code": "bad_request", "message": response.json["message"]}


def test_another_content_type_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/bookings/select-seats", data="showId=hall")

    assert response.status_code == 415
    assert response.json["code"] == "unsupported_media_type"


@pytest.mark.security("API4:2023", "ASVS 15.2.2")
def test_a_body_that_is_too_big_is_refused(client: FlaskClient) -> None:
    response = client.post("/api/bookings/select-seats", json={"showId": "x" * 70_000})

    assert response.status_code == 413
    assert response.json["code"] == "request_entity_too_large"


@pytest.mark.parametrize(
    "body", ["[]", '"text"', "1", "null", '{"seats": "A1"}', '{"showId": {}, "seats": [null]}']
)
def test_json_of_another_shape_is_refused_by_field(client: FlaskClient, body: str) -> None:
    response = client.post("/api/bookings/select-seats", data=body, content_type="application/json")

    assert response.status_code == 422
    assert response.json["code"] == "validation_error"
    assert response.json["errors"]


@pytest.mark.parametrize("path", ["/api/nothing", "/api", "/nothing/at/all", "/api/bookings/%00"])
def test_an_unknown_route_is_a_404_in_json(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response.json["success"] is False


def test_a_wrong_method_is_a_405_in_json_that_names_the_right_ones(client: FlaskClient) -> None:
    response = client.delete("/api/session")

    assert response.status_code == 405
    assert response.json["code"] == "method_not_allowed"
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


@pytest.mark.security("API8:2023", "ASVS 16.5.1")
def test_a_bug_is_logged_with_its_request_and_told_to_nobody(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/api/bug")
    def bug() -> str:
        raise RuntimeError("secret detail")

    with caplog.at_level(logging.ERROR):
        response = app.test_client().get("/api/bug?token=hunter2", headers={"X-Request-Id": "abc"})

    assert response.status_code == 500
    assert response.json["code"] == "internal_error"
    assert "secret detail" not in response.text
    assert "RuntimeError: secret detail" in caplog.text
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("origin", [ORIGIN, "http://[::1]:3000"])
def test_a_listed_origin_may_call_with_its_cookie(make_app: Callable[..., Flask], origin: str) -> None:
    client = make_app(cors_origins=["https://other.example", origin]).test_client()

    response = client.get("/api/session", headers={"Origin": origin})
    asked = client.options(
        "/api/bookings/select-seats",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )

    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert asked.status_code == 200
    assert "authorization" in asked.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("allowed", [[], [ORIGIN]])
@pytest.mark.parametrize("origin", [ORIGIN, "https://other.example"])
def test_every_page_may_load_the_script_of_the_element(
    make_app: Callable[..., Flask], origin: str, allowed: list[str]
) -> None:
    client = make_app(cors_origins=allowed).test_client()

    with client.get("/static/style.css", headers={"Origin": origin}) as response:
        assert response.headers.get_all("Access-Control-Allow-Origin") == ["*"]
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.security("API8:2023", "ASVS 3.4.2")
@pytest.mark.parametrize("origin", ["https://evil.example", "https://shop.example.evil.example", "null"])
@pytest.mark.parametrize("allowed", [[], [ORIGIN]])
def test_another_origin_may_not(make_app: Callable[..., Flask], origin: str, allowed: list[str]) -> None:
    response = make_app(cors_origins=allowed).test_client().get("/api/session", headers={"Origin": origin})

    assert "Access-Control-Allow-Origin" not in response.headers

"""Former keys are accepted still and sign nothing; a guest's session is renewed by use."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import time
from collections.abc import Callable
from datetime import timedelta

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from seatapp.identity.current import COOKIE, RENEWED_SESSION
from seatapp.identity.sessions import LIFETIME, RENEWED_AFTER, signing_key
from tests.integration.test_identity import SECRET, session_cookie, token, whoami

DAY = 24 * 3600
MakeApp = Callable[..., Flask]


@pytest.fixture
def before(make_app: MakeApp) -> Flask:
    """The app with the key that it had until now."""
    return make_app(secret_key="old")


@pytest.fixture
def after(make_app: MakeApp) -> Flask:
    """The app once it has another key."""
    return make_app(secret_key="new", secret_key_fallbacks=["older", "old"])


def guest_of(app: Flask) -> tuple[str, str]:
    session = app.test_client(use_cookies=False).post("/api/session").json
    return session["userId"], session["token"]


def aged(app: Flask, user_id: str, age: timedelta, kind: str = "guest") -> str:
    """Sign a session as the app did that long ago."""
    with app.app_context():
        claims = {"sub": user_id, "kind": kind, "exp": int(time.time() + (LIFETIME - age).total_seconds())}
        return jwt.encode(claims, signing_key(), "HS256", headers={"typ": "session"})


def days_left(session: str) -> float:
    return float(jwt.decode(session, options={"verify_signature": False})["exp"] - time.time()) / DAY


def by_cookie(client: FlaskClient, session: str) -> TestResponse:
    client.set_cookie(COOKIE, session)
    return client.get("/api/session")


def test_a_cookie_of_a_former_key_is_replaced(before: Flask, after: Flask, make_app: MakeApp) -> None:
    user_id, session = guest_of(before)

    response = by_cookie(after.test_client(), session)

    assert response.json["userId"] == user_id
    assert RENEWED_SESSION not in response.headers
    renewed = session_cookie(response).partition("=")[2].partition(";")[0]
    later = make_app(secret_key="new")
    assert whoami(later, renewed).json["userId"] == user_id
    assert whoami(later, session).status_code == 401


def test_who_sends_the_session_as_bearer_gets_the_new_one_in_a_header(
    before: Flask, after: Flask, make_app: MakeApp
) -> None:
    user_id, session = guest_of(before)

    response = whoami(after, session)

    assert response.json["userId"] == user_id
    assert "Set-Cookie" not in response.headers
    renewed = response.headers[RENEWED_SESSION]
    assert response.json["token"] == renewed
    assert whoami(make_app(secret_key="new"), renewed).json["userId"] == user_id


def test_a_page_of_another_origin_may_read_the_new_session(before: Flask, make_app: MakeApp) -> None:
    app = make_app(secret_key="new", secret_key_fallbacks=["old"], cors_origins=["https://shop.example"])

    response = whoami(app, guest_of(before)[1], Origin="https://shop.example")

    assert response.headers[RENEWED_SESSION]
    assert RENEWED_SESSION in response.headers["Access-Control-Expose-Headers"]


def test_a_refusal_carries_the_new_session_too(before: Flask, after: Flask) -> None:
    bearer = {"Authorization": f"Bearer {guest_of(before)[1]}"}

    response = after.test_client().post("/api/bookings/select-seats", json={}, headers=bearer)

    assert response.status_code == 422
    assert response.headers[RENEWED_SESSION]


def test_a_former_key_signs_nothing(before: Flask, after: Flask) -> None:
    assert whoami(before, guest_of(after)[1]).status_code == 401


def test_a_session_of_no_key_is_refused(make_app: MakeApp, after: Flask) -> None:
    assert whoami(after, guest_of(make_app(secret_key="foreign"))[1]).status_code == 401


@pytest.mark.parametrize("kept_by", ["cookie", "bearer"])
def test_a_guest_s_session_that_grows_old_is_renewed_by_use(app: Flask, kept_by: str) -> None:
    old = aged(app, "guest-ann", RENEWED_AFTER + timedelta(minutes=1))

    if kept_by == "cookie":
        renewed = session_cookie(by_cookie(app.test_client(), old)).partition("=")[2].partition(";")[0]
    else:
        renewed = whoami(app, old).headers[RENEWED_SESSION]

    assert days_left(old) < 29
    assert days_left(renewed) > 29.99
    assert whoami(app, renewed).json["userId"] == "guest-ann"


def test_a_young_session_stays_as_it_is(app: Flask) -> None:
    young = aged(app, "guest-ann", RENEWED_AFTER - timedelta(minutes=1))

    assert RENEWED_SESSION not in whoami(app, young).headers
    assert "Set-Cookie" not in by_cookie(app.test_client(), young).headers


def test_a_user_s_session_is_signed_anew_and_ends_when_it_was_to(before: Flask, after: Flask) -> None:
    old = aged(before, "alice", timedelta(days=20), "user")

    assert RENEWED_SESSION not in whoami(before, old).headers
    renewed = whoami(after, old).headers[RENEWED_SESSION]
    assert days_left(renewed) == pytest.approx(days_left(old), abs=0.001)


def test_a_session_that_has_ended_is_not_renewed(app: Flask) -> None:
    assert whoami(app, aged(app, "guest-ann", LIFETIME + timedelta(minutes=1))).status_code == 401


def test_a_former_secret_of_the_shop_s_still_verifies(make_app: MakeApp) -> None:
    former = "a secret that the shop no longer signs with"
    app = make_app(jwt_secret=SECRET, jwt_secret_fallbacks=["another one, older still, of 32 bytes", former])

    assert whoami(app, token(SECRET)).json["userId"] == "alice"
    assert whoami(app, token(former)).json["userId"] == "alice"
    assert whoami(app, token("a secret that the shop has never signed with")).status_code == 401


def test_a_former_admin_token_still_opens(make_app: MakeApp) -> None:
    app = make_app(admin_token="new", admin_token_fallbacks=["older", "old"])
    statuses = [
        app.test_client()
        .get("/api/organiser/shows", headers={"Authorization": f"Bearer {bearer}"})
        .status_code
        for bearer in ("new", "old", "older", "older,old", "foreign")
    ]

    assert statuses == [200, 200, 200, 403, 403]

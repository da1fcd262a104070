"""Who is calling: guests by a signed session, users by the shop's word, and nobody else."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from seatapp.identity import jwts
from seatapp.identity.current import COOKIE
from tests.support.builders import add_show
from tests.support.waiting import patience

SECRET = "the shop's secret, which is long enough for any of the algorithms there are"
MakeApp = Callable[..., Flask]


def claims(**overrides: Any) -> dict[str, Any]:
    return {"sub": "alice", "exp": int(time.time()) + 3600, **overrides}


def token(key: Any = SECRET, algorithm: str = "HS256", kid: str = "one", **overrides: Any) -> str:
    return jwt.encode(claims(**overrides), key, algorithm, headers={"kid": kid})


def whoami(app: Flask, bearer: str | None = None, **headers: str) -> TestResponse:
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    return app.test_client(use_cookies=False).get("/api/session", headers=headers)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def session_cookie(response: TestResponse) -> str:
    (cookie,) = [line for line in response.headers.getlist("Set-Cookie") if line.startswith(COOKIE)]
    return cookie


@pytest.fixture
def shop(make_app: MakeApp) -> Flask:
    """An app that takes the shop's JWTs."""
    return make_app(jwt_secret=SECRET)


# Guests


def test_a_new_guest_gets_a_token_and_a_cookie_that_scripts_cannot_read(client: FlaskClient) -> None:
    response = client.post("/api/session")

    assert response.status_code == 201
    assert response.json["success"] is True
    assert response.json["kind"] == "guest"
    assert response.json["userId"].startswith("guest-")
    cookie = session_cookie(response)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    "scheme", [{"base_url": "https://localhost"}, {"headers": {"X-Forwarded-Proto": "https"}}]
)
def test_over_https_the_cookie_is_secure(client: FlaskClient, scheme: dict[str, Any]) -> None:
    assert "Secure" in session_cookie(client.post("/api/session", **scheme))


def test_the_token_of_a_guest_works_as_bearer(app: Flask) -> None:
    session = app.test_client().post("/api/session").json

    response = whoami(app, session["token"])

    assert response.status_code == 200
    assert response.json["userId"] == session["userId"]


def test_the_cookie_alone_says_who_it_is(client: FlaskClient) -> None:
    session = client.post("/api/session").json

    assert client.get("/api/session").json["userId"] == session["userId"]
    assert client.post("/api/session").json["userId"] == session["userId"]


def test_nobody_is_401_and_stays_nobody(client: FlaskClient) -> None:
    response = client.get("/api/session")

    assert (response.status_code, response.json["code"]) == (401, "unauthenticated")
    assert "Set-Cookie" not in response.headers


def test_a_cookie_that_proves_nothing_is_nobody(client: FlaskClient) -> None:
    client.set_cookie(COOKIE, "nonsense")

    assert client.get("/api/session").status_code == 401
    assert client.post("/api/session").status_code == 201


def test_the_first_booking_call_of_a_stranger_makes_a_guest(client: FlaskClient) -> None:
    show = add_show(client)

    response = client.post("/api/bookings/select-seats", json={"showId": show, "seats": ["A1"]})

    assert response.status_code == 200
    assert "HttpOnly" in session_cookie(response)
    assert client.get("/api/session").json["kind"] == "guest"


def test_a_session_of_another_secret_key_is_refused(make_app: MakeApp) -> None:
    foreign = make_app(secret_key="another").test_client().post("/api/session").json["token"]

    assert whoami(make_app(), foreign).status_code == 401


# The shop's tokens


def test_a_token_of_the_shop_is_that_user(shop: Flask) -> None:
    response = whoami(shop, token())

    assert response.status_code == 200
    assert (response.json["userId"], response.json["kind"]) == ("alice", "user")


BAD_TOKENS = {
    "empty": "",
    "no token at all": "nonsense",
    "three dots": "a.b.c",
    "not ASCII": "\xe9.\xe9.\xe9",
    "expired": token(exp=int(time.time()) - 3600),
    "no exp": jwt.encode({"sub": "alice"}, SECRET, "HS256"),
    "no sub": jwt.encode({"exp": int(time.time()) + 3600}, SECRET, "HS256"),
    "sub is a number": token(sub=5),
    "sub is empty": token(sub=""),
    "sub is too long": token(sub="x" * 129),
    "sub has a line break": token(sub="a\nb"),
    "sub looks like a guest": token(sub="guest-abc"),
    "not yet valid": token(nbf=int(time.time()) + 1800),
    "another secret": token("some other secret, not the shop's"),
    "another algorithm": token(algorithm="HS512"),
    "tampered": ".".join([token().split(".")[0], part(claims(sub="mallory")), token().split(".")[2]]),
    "alg none": f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims())}.",
    "alg none, claiming to be a session": f"{part({'alg': 'none', 'typ': 'session'})}.{part(claims())}.",
    "a session signed by the shop": jwt.encode(
        claims(sub="guest-abc", kind="guest"), SECRET, "HS256", headers={"typ": "session"}
    ),
    "exp beyond numbers": token(exp=float("inf")),
    "nested deeply": base64.urlsafe_b64encode(b'{"alg":"HS256","x":' + b"[" * 20_000).decode().strip("=")
    + ".e30.x",
}


@pytest.mark.security("API2:2023", "ASVS 9.1.1", "ASVS 9.1.2", "ASVS 9.2.2")
@pytest.mark.parametrize("bearer", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
def test_a_token_that_proves_nothing_is_refused(shop: Flask, bearer: str) -> None:
    response = whoami(shop, bearer)

    assert response.status_code == 401
    assert response.json["code"] == "invalid_token"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("bearer", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
def test_a_bad_token_takes_no_seat_as_a_guest_instead(shop: Flask, bearer: str) -> None:
    response = shop.test_client().post(
        "/api/bookings/select-seats",
        json={"showId": "hall", "seats": ["A1"]},
        headers={"Authorization": f"Bearer {bearer}"},
    )

    assert response.status_code == 401


def test_without_a_secret_no_token_of_a_shop_counts(app: Flask) -> None:
    assert whoami(app, token()).status_code == 401


def test_a_user_id_in_body_or_query_never_counts(client: FlaskClient) -> None:
    me = client.post("/api/session").json["userId"]
    show = add_show(client)
    body = {"showId": show, "seats": ["A1"], "userId": "alice"}

    assert client.post("/api/bookings/select-seats?userId=alice", json=body).status_code == 200

    assert client.get("/api/session?userId=alice").json["userId"] == me
    mine = client.get(f"/api/bookings/locked-seats/{show}?userId=somebody").json
    assert mine["lockedByMe"] == ["A1"]


# The trusted header


def test_the_trusted_header_counts_where_it_is_configured(make_app: MakeApp) -> None:
    app = make_app(trusted_user_header="X-User-Id")

    response = whoami(app, **{"X-User-Id": "alice"})

    assert (response.json["userId"], response.json["kind"]) == ("alice", "user")
    assert whoami(app, **{"X-User-Id": "guest-abc"}).status_code == 401


@pytest.mark.security("API2:2023", "ASVS 4.1.3")
def test_the_trusted_header_counts_nowhere_else(app: Flask) -> None:
    assert whoami(app, **{"X-User-Id": "alice"}).status_code == 401


# Keys by JWKS


@cache
def _make_key() -> rsa.RSAPrivateKey:
    """Make the provider's key, once: it takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Keys:
    """A key set served on this machine, as an identity provider would."""

    def __init__(self) -> None:
        self.rsa = _make_key()
        self.body = json.dumps({"keys": [self._public()]}).encode()
        self.requests = 0
        self.status = 200
        self.endless = threading.Event()
        keys = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                keys.requests += 1
                self.send_response(keys.status)
                self.send_header("Location", keys.url)
                self.end_headers()
                self.wfile.write(keys.body)
                with suppress(OSError):
                    while keys.endless.is_set():
                        self.wfile.write(b" ")
                        time.sleep(0.05)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/keys"

    def close(self) -> None:
        self.endless.clear()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _public(self) -> dict[str, Any]:
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self.rsa.public_key(), as_dict=True)
        return {**key, "kid": "one", "use": "sig", "alg": "RS256"}


@pytest.fixture
def keys() -> Iterator[Keys]:
    served = Keys()
    yield served
    served.close()


@pytest.fixture
def provider(make_app: MakeApp, keys: Keys) -> Flask:
    """An app that takes what the identity provider signed."""
    return make_app(jwt_jwks_url=keys.url)


def test_a_token_signed_by_a_published_key_is_that_user(provider: Flask, keys: Keys) -> None:
    response = whoami(provider, token(keys.rsa, "RS256"))

    assert (response.status_code, response.json["userId"]) == (200, "alice")


def test_the_keys_are_fetched_once(provider: Flask, keys: Keys) -> None:
    for _ in range(5):
        assert whoami(provider, token(keys.rsa, "RS256")).status_code == 200

    assert keys.requests == 1


@pytest.mark.security("API2:2023", "ASVS 9.1.1")
def test_a_token_of_another_key_is_refused(provider: Flask, keys: Keys) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert whoami(provider, token(stranger, "RS256")).status_code == 401
    assert whoami(provider, token(keys.rsa, "RS256", kid="two")).status_code == 401


@pytest.mark.security("API2:2023", "ASVS 9.1.2")
def test_a_token_cannot_choose_the_algorithm(provider: Flask, keys: Keys) -> None:
    # PyJWT signs no HS256 with what looks like a public key; an attacker would.
    signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims())}"
    forged = hmac.digest(keys.body, signed.encode(), "sha256")

    assert whoami(provider, token(ec.generate_private_key(ec.SECP256R1()), "ES256")).status_code == 401
    assert whoami(provider, token(keys.rsa, "PS256")).status_code == 401
    assert (
        whoami(provider, f"{signed}.{base64.urlsafe_b64encode(forged).decode().rstrip('=')}").status_code
        == 401
    )
    assert whoami(provider, f"{part({'alg': 'none', 'kid': 'one'})}.{part(claims())}.").status_code == 401


@pytest.mark.security("API2:2023", "ASVS 9.2.1")
def test_an_expired_token_of_a_published_key_is_refused(provider: Flask, keys: Keys) -> None:
    assert whoami(provider, token(keys.rsa, "RS256", exp=int(time.time()) - 3600)).status_code == 401


def test_when_the_keys_cannot_be_fetched_the_service_is_unavailable(make_app: MakeApp, keys: Keys) -> None:
    response = whoami(make_app(jwt_jwks_url="http://127.0.0.1:1/keys"), token(keys.rsa, "RS256"))

    assert response.status_code == 503
    assert response.json["code"] == "unavailable"
    assert response.headers["Retry-After"]


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"keys": []}'])
def test_an_answer_that_is_no_key_set_is_no_fault_of_the_caller(
    provider: Flask, keys: Keys, body: bytes
) -> None:
    keys.body = body

    assert whoami(provider, token(keys.rsa, "RS256")).status_code == 503


@pytest.mark.security("API10:2023")
def test_keys_that_never_end_hold_nobody_up(
    provider: Flask, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jwts, "FETCH_SECONDS", 0.3)
    keys.endless.set()
    begun = time.monotonic()

    assert whoami(provider, token(keys.rsa, "RS256")).status_code == 503
    assert time.monotonic() < begun + patience(2)

    keys.endless.clear()
    assert whoami(provider, token(keys.rsa, "RS256")).status_code == 200


@pytest.mark.security("API10:2023", "ASVS 15.3.2")
def test_a_redirection_of_the_keys_is_not_followed(provider: Flask, keys: Keys) -> None:
    keys.status = 302

    assert whoami(provider, token(keys.rsa, "RS256")).status_code == 503
    assert keys.requests == 1

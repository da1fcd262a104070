"""Credentials: where they count, and where they must not turn up."""

import logging
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from flask import Flask
from jwt.algorithms import ECAlgorithm

from tests.integration.test_identity import SECRET, Keys, claims, token, whoami
from tests.support import builders

MakeApp = Callable[..., Flask]


@pytest.mark.security("API2:2023", "ASVS 14.2.1")
@pytest.mark.parametrize("name", ["token", "access_token", "session", "seatapp_session", "Authorization"])
def test_a_credential_in_the_address_counts_for_nothing(make_app: MakeApp, name: str) -> None:
    client = make_app(jwt_secret=SECRET).test_client(use_cookies=False)
    session = client.post("/api/session").get_json()["token"]

    for secret in (token(), session, f"Bearer {session}"):
        assert client.get("/api/session", query_string={name: secret}).status_code == 401
    for secret in ("admin", "Bearer admin"):
        assert client.get("/api/organiser/shows", query_string={name: secret}).status_code == 401


@pytest.mark.security("ASVS 16.2.5")
def test_no_credential_is_logged_whatever_becomes_of_the_call(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(jwt_secret=SECRET, rate_limit="20/minute")

    @app.get("/bug")
    def bug() -> str:
        raise RuntimeError("a bug")

    client = app.test_client(use_cookies=False)
    session = client.post("/api/session").get_json()["token"]
    secrets = [session, token(), "hunter2-of-nobody", builders.ADMIN["Authorization"].split()[1] + "-secret"]

    with caplog.at_level(logging.DEBUG, "seatapp"):
        for secret in secrets:
            by_header: dict[str, Any] = {"headers": {"Authorization": f"Bearer {secret}"}}
            by_cookie: dict[str, Any] = {"headers": {"Cookie": f"seatapp_session={secret}"}}
            by_query: dict[str, Any] = {"query_string": {"token": secret}}
            for how in (by_header, by_cookie, by_query):
                for path in ("/bug", "/api/nowhere", "/api/session", "/api/organiser/shows", "/shows/none"):
                    client.get(path, **how)
    assert "refused" in caplog.text
    assert "rate_limited" in caplog.text
    assert "RuntimeError" in caplog.text
    assert [secret for secret in secrets if secret in caplog.text] == []


@pytest.mark.security("API2:2023", "ASVS 9.1.3")
@pytest.mark.parametrize("header", ["jwk", "jku", "x5u", "x5c"])
def test_a_token_brings_no_key_of_its_own(make_app: MakeApp, header: str) -> None:
    """Whatever its header points to, what was configured verifies it."""
    own = generate_private_key(SECP256R1())
    theirs = Keys()
    try:
        values = {"jwk": ECAlgorithm.to_jwk(own.public_key(), as_dict=True), "x5c": ["MIIB"]}
        headers = {"kid": "one", header: values.get(header, theirs.url)}
        signed = jwt.encode(claims(), own, "ES256", headers=headers)

        assert whoami(make_app(jwt_secret=SECRET), signed).status_code == 401
        assert theirs.requests == 0
        assert whoami(make_app(jwt_jwks_url=theirs.url), signed).status_code == 401
    finally:
        theirs.close()

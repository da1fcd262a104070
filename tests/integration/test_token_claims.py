"""What a token claims is checked by type and by a clock that may differ a little, whoever signed it."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from flask import Flask

from seatapp.identity.claims import LEEWAY_SECONDS as LEEWAY
from seatapp.identity.sessions import signing_key
from tests.integration.test_identity import SECRET, Keys, claims, part, whoami

NOW = time.time
Sign = Callable[..., str]
Signer = tuple[Flask, Sign]


def encode(payload: dict[str, Any], key: Any, algorithm: str, **headers: Any) -> str:
    """Sign claims as they are: PyJWT's encode() refuses some."""
    return jwt.PyJWS().encode(json.dumps(payload).encode(), key, algorithm, headers=headers)


@pytest.fixture(params=["secret", "published key", "session"])
def signer(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Iterator[Signer]:
    """An app, and what signs tokens for it: the shop, its identity provider, the app itself."""
    if request.param == "secret":
        yield make_app(jwt_secret=SECRET), lambda **given: encode(claims(**given), SECRET, "HS256")
    elif request.param == "session":
        app = make_app()
        with app.app_context():
            key = signing_key()
        kind = {"kind": "guest"}
        yield app, lambda **given: encode(claims(**kind | given), key, "HS256", typ="session")
    else:
        keys = Keys()
        app = make_app(jwt_jwks_url=keys.url)
        yield app, lambda **given: encode(claims(**given), keys.rsa, "RS256", kid="one")
        keys.close()


def test_a_clock_that_is_a_little_off_signs_tokens_that_are_taken(signer: Signer) -> None:
    app, sign = signer
    for given in (
        {"iat": NOW() + 0.5},
        {"iat": NOW() + LEEWAY - 2},
        {"nbf": NOW() + LEEWAY - 2},
    ):
        assert whoami(app, sign(**given)).status_code == 200, given
    ended = sign(exp=NOW() - LEEWAY + 4)
    assert [whoami(app, ended).status_code for _ in range(2)] == [200, 200]


@pytest.mark.security("API2:2023", "ASVS 9.2.1")
def test_a_clock_that_is_further_off_does_not(signer: Signer) -> None:
    app, sign = signer
    for given in (
        {"iat": NOW() + LEEWAY + 30},
        {"nbf": NOW() + LEEWAY + 30},
        {"exp": NOW() - LEEWAY - 1},
    ):
        assert whoami(app, sign(**given)).status_code == 401, given


NO_NUMBERS = ["4102444800", "soon", "", True, False, None, [], [4102444800], {}, float("nan"), float("inf")]


@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_a_time_that_is_no_number_is_refused_each_time(signer: Signer, claim: str) -> None:
    app, sign = signer
    for value in NO_NUMBERS:
        bearer = sign(**{claim: value})
        # The second call comes while what was verified is remembered.
        for _ in range(2):
            answer = whoami(app, bearer)
            assert (answer.status_code, answer.json["code"]) == (401, "invalid_token"), value  # type: ignore[index]


@pytest.mark.parametrize("exp", [1e15, 1e300, 10**400, 4102444800.5])
def test_an_end_in_any_future_is_one(signer: Signer, exp: float) -> None:
    app, sign = signer
    assert [whoami(app, sign(exp=exp)).status_code for _ in range(2)] == [200, 200]


def test_a_user_that_is_no_text_is_refused(signer: Signer) -> None:
    app, sign = signer
    for sub in (None, 5, True, "", [], ["alice"], {"$gt": ""}):
        for _ in range(2):
            assert whoami(app, sign(sub=sub)).status_code == 401, sub


@pytest.mark.parametrize("kind", [None, 5, ["user"], {}, "admin", ""])
def test_a_session_of_no_kind_is_refused(make_app: Callable[..., Flask], kind: Any) -> None:
    app = make_app()
    with app.app_context():
        key = signing_key()
    bearer = encode(claims(kind=kind), key, "HS256", typ="session")
    assert [whoami(app, bearer).status_code for _ in range(2)] == [401, 401]


@pytest.mark.parametrize("header", ["typ", "kid", "alg", "crit", "b64", "cty"])
def test_a_header_of_any_type_is_no_mistake_of_ours(signer: Signer, header: str) -> None:
    app, sign = signer
    _, payload, signature = sign().split(".")

    def status_with(value: Any) -> int:
        forged = part({"alg": "HS256", "kid": "one", header: value})
        return whoami(app, f"{forged}.{payload}.{signature}").status_code

    values = [None, 5, True, ["session"], {"a": 1}, "session", ""]
    assert [(value, status_with(value)) for value in values] == [(value, 401) for value in values]


@pytest.fixture(params=["secret", "published key"])
def strict(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Iterator[Signer]:
    """An app that takes tokens for it by one issuer only, and what signs tokens for it."""
    expected = {"jwt_audience": "seats", "jwt_issuer": "https://id.example"}
    if request.param == "secret":
        app = make_app(jwt_secret=SECRET, **expected)
        yield app, lambda **given: encode(claims(**given), SECRET, "HS256")
    else:
        keys = Keys()
        app = make_app(jwt_jwks_url=keys.url, **expected)
        yield app, lambda **given: encode(claims(**given), keys.rsa, "RS256", kid="one")
        keys.close()


RIGHT = {"aud": "seats", "iss": "https://id.example"}


@pytest.mark.security("API2:2023", "ASVS 9.2.3", "ASVS 9.2.4")
@pytest.mark.parametrize("aud", ["seats", ["mail", "seats"]])
def test_a_token_for_this_service_by_its_issuer_is_taken(strict: Signer, aud: Any) -> None:
    app, sign = strict

    assert whoami(app, sign(**RIGHT | {"aud": aud})).status_code == 200


@pytest.mark.security("API2:2023", "ASVS 9.2.3", "ASVS 9.2.4")
@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "mail"},
        {"aud": ["mail"]},
        {"aud": []},
        {"aud": None},
        {"aud": {"seats": 1}},
        {"aud": "seat"},
        {"iss": "https://id.example.evil"},
        {"iss": ["https://id.example"]},
        {"iss": None},
    ],
)
def test_a_token_for_another_service_or_by_another_issuer_is_refused(
    strict: Signer, wrong: dict[str, Any]
) -> None:
    app, sign = strict

    assert whoami(app, sign(**RIGHT | wrong)).status_code == 401
    for missing in RIGHT:
        others = {name: value for name, value in RIGHT.items() if name != missing}
        assert whoami(app, sign(**others)).status_code == 401


def test_sessions_of_ours_have_neither(strict: Signer) -> None:
    app, _ = strict
    session = app.test_client().post("/api/session").json
    assert session

    assert whoami(app, session["token"]).status_code == 200

"""What a signed token claims, when its signature and its times are right."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import jwt
from jwt.algorithms import HMACAlgorithm

from ..errors import InvalidToken

# How far the clock of the signer may differ from ours, for all of its times.
LEEWAY_SECONDS = 10
# What PyJWT raises for tokens that were made up: only the first are its own errors.
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError)


class RememberedHmac(HMACAlgorithm):
    """PyJWT's HMAC, which looks once whether a secret is a public key by mistake, and not at each token."""

    prepare_key = lru_cache(HMACAlgorithm.prepare_key)


jwt.unregister_algorithm("HS256")
jwt.register_algorithm("HS256", RememberedHmac(HMACAlgorithm.SHA256))


def read_claims(
    token: str, keys: Sequence[Any], algorithms: list[str], audience: str = "", issuer: str = ""
) -> tuple[dict[str, Any], bool]:
    """Return the claims of a valid token, and whether the first of the keys signed it.

    `sub` is text, times are numbers; raises InvalidToken, also where a token is not for the audience that is
    given, or not by the issuer.
    """
    expected: dict[str, Any] = {"audience": audience or None, "issuer": issuer or None}
    for number, key in enumerate(keys):
        try:
            return _read(token, key, algorithms, expected), number == 0
        except InvalidToken:
            continue
    raise InvalidToken


def _read(token: str, key: Any, algorithms: list[str], expected: dict[str, Any]) -> dict[str, Any]:
    options: Any = {"require": ["exp", "sub"], "verify_aud": expected["audience"] is not None}
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms, options, leeway=LEEWAY_SECONDS, **expected
        )
    except UNREADABLE:
        raise InvalidToken from None
    # PyJWT takes for a number what Python's int() takes for one: text, and true.
    times = [claims[name] for name in ("exp", "iat", "nbf") if name in claims]
    sub = claims["sub"]
    if not (isinstance(sub, str) and sub and all(type(time) in (int, float) for time in times)):
        raise InvalidToken
    return claims

"""The shop's JWTs, verified with JWT_SECRET and its former values or with the keys at JWT_JWKS_URL."""

from typing import Any

import jwt
import orjson
import requests

from .. import deadline
from ..errors import InvalidToken, Unavailable
from ..extensions import settings
from ..runtime import current_runtime
from .caller import Caller, user
from .claims import UNREADABLE, read_claims

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
# For the whole exchange with JWT_JWKS_URL.
FETCH_SECONDS = 2
# What PyJWT raises when the shop's keys cannot be had: no answer, or one that is no key set.
NO_KEYS = (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError, ValueError, OSError)


class KeySet(jwt.PyJWKClient):
    """The shop's keys. All requests wait while one of them fetches, so the exchange has a time limit."""

    def fetch_data(self) -> Any:
        """Return the key set; raise PyJWKClientConnectionError, ValueError for what is no JSON."""
        try:
            return orjson.loads(deadline.get(self.uri, FETCH_SECONDS))
        except requests.RequestException as error:
            raise jwt.PyJWKClientConnectionError(type(error).__name__) from None


def verify_jwt(token: str) -> tuple[Caller, float]:
    """Return whose JWT it is and when it ends, in seconds since the epoch.

    Raises InvalidToken, and Unavailable when the keys cannot be fetched.
    """
    keys, algorithms = _keys(token)
    claims, _ = read_claims(token, keys, algorithms, settings.jwt_audience, settings.jwt_issuer)
    return user(claims["sub"], token), claims["exp"]


def _keys(token: str) -> tuple[list[Any], list[str]]:
    if jwks := current_runtime().jwks:
        return [_fetched_key(jwks, token)], ALGORITHMS
    if settings.jwt_secret:
        return [settings.jwt_secret, *settings.jwt_secret_fallbacks], ["HS256"]
    raise InvalidToken("Tokens are not accepted here; only guest sessions are.")


def _fetched_key(jwks: jwt.PyJWKClient, token: str) -> jwt.PyJWK:
    """Return the key with its algorithm: that one verifies, whatever the token's header asks for."""
    try:
        return jwks.get_signing_key_from_jwt(token)
    except NO_KEYS:
        raise Unavailable("The keys that sign the tokens cannot be fetched right now.") from None
    except UNREADABLE:
        raise InvalidToken from None

"""Verify a token, a session of ours or the shop's JWT, and remember for a while that it was valid."""

import time
from typing import Any

import orjson
from cachetools import TTLCache
from flask import Flask
from jwt.utils import base64url_decode

from ..errors import InvalidToken
from ..runtime import current_runtime, runtime_of
from .caller import Caller
from .claims import LEEWAY_SECONDS, UNREADABLE
from .jwts import KeySet, verify_jwt
from .sessions import TYPE, verify_session

# Checking a signature costs a tenth of a selection; tokens that were verified are remembered.
VERIFIED_SECONDS = 30
VERIFIED_TOKENS = 20_000


def register_tokens(app: Flask) -> None:
    """Give the app its memory of verified tokens, and the shop's key set where it has an address."""
    runtime = runtime_of(app)
    runtime.verified_tokens = TTLCache(VERIFIED_TOKENS, VERIFIED_SECONDS)
    if url := runtime.settings.jwt_jwks_url:
        runtime.jwks = KeySet(url, cache_keys=True)


def verify(token: Any) -> Caller:
    """Return whose token this is, a session of ours or a JWT of the shop; raise InvalidToken."""
    if not isinstance(token, str) or not token:
        raise InvalidToken
    if known := _remembered(token):
        return known
    return _remember(*(verify_session(token) if _is_session(token) else verify_jwt(token)))


def verify_cookie(token: str) -> Caller:
    """Return whose session this is; raise InvalidToken for anything else, a JWT too."""
    return _remembered(token) or _remember(*verify_session(token))


def _is_session(token: str) -> bool:
    """Tell what the header says that it is; whoever verifies the token reads all of it."""
    try:
        header = orjson.loads(base64url_decode(token.partition(".")[0]))
    except UNREADABLE:
        raise InvalidToken from None
    return isinstance(header, dict) and header.get("typ") == TYPE


def _remember(caller: Caller, expires: float) -> Caller:
    current_runtime().verified_tokens[caller.token] = caller, expires + LEEWAY_SECONDS
    return caller


def _remembered(token: str) -> Caller | None:
    """Return whose token it is when it was verified less than VERIFIED_SECONDS ago and is still valid."""
    caller, expires = current_runtime().verified_tokens.get(token, (None, 0.0))
    return caller if time.time() < expires else None

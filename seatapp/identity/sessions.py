"""Sessions: tokens that this server signs, for guests and for users whom something else identified."""

import hashlib
import secrets
import time
from datetime import timedelta

import jwt

from ..errors import InvalidToken
from ..extensions import settings
from .caller import GUEST_PREFIX, Caller
from .claims import read_claims

LIFETIME = timedelta(days=30)
# A guest's session begins anew by use, but not with every call.
RENEWED_AFTER = timedelta(days=1)
# In a token's header: distinguishes a session from the shop's JWTs.
TYPE = "session"


def new_guest() -> Caller:
    """Mint a guest with a session of their own."""
    return open_session(GUEST_PREFIX + secrets.token_urlsafe(16), "guest")


def open_session(user_id: str, kind: str) -> Caller:
    """Return the caller with a new session token."""
    return Caller(user_id, kind, _sign(user_id, kind, time.time() + LIFETIME.total_seconds()))


def verify_session(token: str) -> tuple[Caller, float]:
    """Return whose session it is and when it ends, in seconds since the epoch; raise InvalidToken.

    One that a former SECRET_KEY signed is renewed, and a guest's that is RENEWED_AFTER old lasts for LIFETIME
    again. A user's ends when it was to: who the user is, the shop says.
    """
    claims, is_current = read_claims(token, _signing_keys(), ["HS256"])
    user_id, kind, expires = claims["sub"], claims.get("kind"), claims["exp"]
    if kind not in ("guest", "user"):
        raise InvalidToken
    now = time.time()
    is_old = kind == "guest" and expires < now + (LIFETIME - RENEWED_AFTER).total_seconds()
    lasts_until = now + LIFETIME.total_seconds() if is_old else expires
    renewed = _sign(user_id, kind, lasts_until) if is_old or not is_current else ""
    return Caller(user_id, kind, token, renewed), expires


def signing_key() -> bytes:
    """Return the key that sessions are signed with, derived from SECRET_KEY."""
    return _derived(settings.secret_key)


def _signing_keys() -> list[bytes]:
    """Return that key and then those of former values of SECRET_KEY, which sign nothing any more."""
    return [signing_key(), *map(_derived, settings.secret_key_fallbacks)]


def _derived(secret: str) -> bytes:
    return hashlib.sha256(b"seatapp session:" + secret.encode()).digest()


def _sign(user_id: str, kind: str, expires: float) -> str:
    claims = {"sub": user_id, "kind": kind, "exp": int(expires)}
    return jwt.encode(claims, signing_key(), "HS256", headers={"typ": TYPE})

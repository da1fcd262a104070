"""Sessions: tokens that this server signs, for guests and for users whom something else identified."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import jwt

from ..errors import InvalidToken
from ..extensions import settings
from .caller import GUEST_PREFIX, Caller
from .claims import read_claims

LIFETIME = timedelta(days=30)
# In a token's header: distinguishes a session from the shop's JWTs.
TYPE = "session"


def new_guest() -> Caller:
    """Mint a guest with a session of their own."""
    return open_session(GUEST_PREFIX + secrets.token_urlsafe(16), "guest")


def open_session(user_id: str, kind: str) -> Caller:
    """Return the caller with a new session token."""
    claims = {"sub": user_id, "kind": kind, "exp": datetime.now(UTC) + LIFETIME}
    return Caller(user_id, kind, jwt.encode(claims, signing_key(), "HS256", headers={"typ": TYPE}))


def verify_session(token: str) -> tuple[Caller, float]:
    """Return whose session it is and when it ends, in seconds since the epoch; raise InvalidToken."""
    claims = read_claims(token, signing_key(), ["HS256"])
    if claims.get("kind") not in ("guest", "user"):
        raise InvalidToken
    return Caller(claims["sub"], claims["kind"], token), claims["exp"]


def signing_key() -> bytes:
    """Return the key that sessions are signed with, derived from SECRET_KEY."""
    return hashlib.sha256(b"seatapp session:" + settings.secret_key.encode()).digest()

"""Who is calling, over HTTP and at socket connect."""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import orjson
import requests
from cachetools import TTLCache
from flask import Blueprint, Flask, Response, g, request
from marshmallow import fields, validate
from werkzeug.datastructures import Headers

from . import deadline
from .answers import Answer, documented
from .errors import InvalidToken, Refusal, Unauthenticated, Unavailable
from .extensions import settings
from .requests import Body, Ignored, bearer_of, no_body
from .runtime import current_runtime, runtime_of
from .text import is_text, of_header

COOKIE = "seatapp_session"
GUEST_PREFIX = "guest-"
SESSION_LIFETIME = timedelta(days=30)
JWKS_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
USER_ID_LENGTH = 128
# Checking a signature costs a tenth of a selection; whoever calls again is remembered.
VERIFIED_SECONDS = 30
VERIFIED_TOKENS = 20_000
# By how much the clock of whoever signed a token may differ from ours, for all of its times.
LEEWAY_SECONDS = 10
# For the whole exchange with JWT_JWKS_URL.
KEYS_SECONDS = 2
# What PyJWT raises for tokens that somebody made up: only the first are its own errors.
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError)
# What PyJWT raises when the shop's keys cannot be had: no answer, or one that is no key set.
NO_KEYS = (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError, ValueError, OSError)

blueprint = Blueprint("identity", __name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody: `kind` is "user" (known to the shop) or "guest" (known by a signed session only)."""

    user_id: str
    kind: str
    token: str = ""


class _Keys(jwt.PyJWKClient):
    """The shop's keys. Whoever needs them waits while one fetches them, so that has an end."""

    def fetch_data(self) -> Any:
        """Return the key set; raise PyJWKClientConnectionError, ValueError for what is no JSON."""
        try:
            return orjson.loads(deadline.get(self.uri, KEYS_SECONDS))
        except requests.RequestException as error:
            raise jwt.PyJWKClientConnectionError(type(error).__name__) from None


def identify(headers: Headers, cookies: Mapping[str, str]) -> Caller | None:
    """Return who sent these headers and cookies, or None for nobody.

    Raises InvalidToken for a Bearer that proves nothing. A cookie that proves nothing is nobody:
    a browser cannot mend it.
    """
    trusted = settings.trusted_user_header
    if trusted and headers.get(trusted):
        return _user(of_header(headers[trusted]))
    if (token := bearer_of(headers)) is not None:
        return verify(token)
    if cookie := cookies.get(COOKIE):
        try:
            return _remembered(cookie) or _verify_session(cookie)
        except InvalidToken:
            return None
    return None


def verify(token: Any) -> Caller:
    """Return whose token this is: a session of ours, or a JWT of the shop; raise InvalidToken."""
    if not isinstance(token, str) or not token:
        raise InvalidToken
    if known := _remembered(token):
        return known
    try:
        ours = jwt.get_unverified_header(token).get("typ") == "session"
    except UNREADABLE:
        raise InvalidToken from None
    return _verify_session(token) if ours else _verify_jwt(token)


def current_caller() -> Caller | None:
    """Return who is calling this HTTP request, or None. What it proves is checked once a request."""
    if "caller" not in g:
        try:
            g.caller = identify(request.headers, request.cookies)
        except Refusal as refusal:
            g.caller = refusal
    if isinstance(g.caller, Refusal):
        raise g.caller
    found: Caller | None = g.caller
    return found


def of_socket(auth: Any) -> Caller | None:
    """Return who opens this socket: by `auth`'s `token`, else by headers and cookie; raise InvalidToken."""
    if isinstance(auth, dict) and auth.get("token") is not None:
        return verify(auth["token"])
    return identify(request.headers, request.cookies)


def caller() -> Caller:
    """Return who is calling this HTTP request; a stranger becomes a new guest, by cookie."""
    somebody = current_caller()
    if somebody is None:
        somebody = g.caller = new_guest()
        g.new_session = somebody.token
    return somebody


def new_guest() -> Caller:
    """Mint a guest with a session of their own."""
    user_id = GUEST_PREFIX + secrets.token_urlsafe(16)
    return Caller(user_id, "guest", _session(user_id, "guest"))


def register_identity(app: Flask) -> None:
    """Add the session routes, and hand new guests their cookie."""
    app.register_blueprint(blueprint, url_prefix="/api/session")
    app.after_request(_set_cookie)
    runtime = runtime_of(app)
    runtime.verified_tokens = TTLCache(VERIFIED_TOKENS, VERIFIED_SECONDS)
    if url := runtime.settings.jwt_jwks_url:
        runtime.jwks = _Keys(url, cache_keys=True)


class SessionSchema(Body):
    """Nothing that counts: who somebody is, a token says."""

    user_id = Ignored(data_key="userId")


class SessionAnswer(Answer):
    """Who the caller is, and a token that says so."""

    user_id = fields.String()
    token = fields.String()
    kind = fields.String(validate=validate.OneOf(["guest", "user"]))


@blueprint.post("")
@no_body(SessionSchema)
@documented({201: SessionAnswer}, InvalidToken)
def create_session() -> tuple[dict[str, Any], int]:
    """Mint a guest; somebody who has an identity already keeps it, with a fresh token."""
    somebody = current_caller() or new_guest()
    if somebody.kind == "guest" or not somebody.token:
        somebody = Caller(somebody.user_id, somebody.kind, _session(somebody.user_id, somebody.kind))
        g.new_session = somebody.token
    return _as_json(somebody), 201


@blueprint.get("")
@documented(SessionAnswer, Unauthenticated, InvalidToken)
def read_session() -> dict[str, Any]:
    """Tell the caller who they are; mints nobody."""
    somebody = current_caller()
    if somebody is None:
        raise Unauthenticated("There is no session yet.")
    return _as_json(somebody)


def _as_json(somebody: Caller) -> dict[str, Any]:
    token = somebody.token or _session(somebody.user_id, somebody.kind)
    return {"success": True, "userId": somebody.user_id, "token": token, "kind": somebody.kind}


def _set_cookie(response: Response) -> Response:
    if token := g.get("new_session"):
        response.set_cookie(
            COOKIE,
            token,
            max_age=SESSION_LIFETIME,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


def _session_key() -> bytes:
    return hashlib.sha256(b"seatapp session:" + settings.secret_key.encode()).digest()


def _session(user_id: str, kind: str) -> str:
    claims = {"sub": user_id, "kind": kind, "exp": datetime.now(UTC) + SESSION_LIFETIME}
    return jwt.encode(claims, _session_key(), "HS256", headers={"typ": "session"})


def _verify_session(token: str) -> Caller:
    claims = _claims(token, _session_key(), ["HS256"])
    if claims.get("kind") not in ("guest", "user"):
        raise InvalidToken
    return _remember(Caller(claims["sub"], claims["kind"], token), claims["exp"])


def _verify_jwt(token: str) -> Caller:
    claims = _claims(token, *_jwt_key(token))
    return _remember(_user(claims["sub"], token), claims["exp"])


def _claims(token: str, key: Any, algorithms: list[str]) -> dict[str, Any]:
    """Return what a token claims whose signature and times are right: `sub` is text, times are numbers."""
    options = {"require": ["exp", "sub"], "verify_aud": False}
    try:
        claims: dict[str, Any] = jwt.decode(token, key, algorithms, options, leeway=LEEWAY_SECONDS)  # type: ignore[arg-type]
    except UNREADABLE:
        raise InvalidToken from None
    # PyJWT takes for a number what Python's int() takes for one: text, and true.
    times = [claims[name] for name in ("exp", "iat", "nbf") if name in claims]
    sub = claims["sub"]
    if not (isinstance(sub, str) and sub and all(type(time) in (int, float) for time in times)):
        raise InvalidToken
    return claims


def _remember(somebody: Caller, expires: float) -> Caller:
    _verified()[somebody.token] = somebody, expires + LEEWAY_SECONDS
    return somebody


def _remembered(token: str) -> Caller | None:
    """Return whose token it is when it was verified less than VERIFIED_SECONDS ago and still holds."""
    somebody, expires = _verified().get(token, (None, 0.0))
    return somebody if time.time() < expires else None


def _verified() -> TTLCache[str, tuple[Caller, float]]:
    return current_runtime().verified_tokens


def _jwt_key(token: str) -> tuple[Any, list[str]]:
    if jwks := current_runtime().jwks:
        return _jwks_key(jwks, token), JWKS_ALGORITHMS
    if settings.jwt_secret:
        return settings.jwt_secret, ["HS256"]
    raise InvalidToken("Tokens are not accepted here; only guest sessions are.")


def _jwks_key(jwks: jwt.PyJWKClient, token: str) -> jwt.PyJWK:
    """Return the key with its algorithm: that one verifies, whatever the token's header asks for."""
    try:
        return jwks.get_signing_key_from_jwt(token)
    except NO_KEYS:
        raise Unavailable("The keys that sign the tokens cannot be fetched right now.") from None
    except UNREADABLE:
        raise InvalidToken from None


def _user(user_id: str, token: str = "") -> Caller:
    if (
        not user_id
        or len(user_id) > USER_ID_LENGTH
        or user_id.startswith(GUEST_PREFIX)
        or not is_text(user_id)
    ):
        raise InvalidToken("The user id in it cannot be used here.")
    return Caller(user_id, "user", token)

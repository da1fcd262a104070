"""Check values of the environment by trying them on what will use them; each function raises ValidationError.

What is wrong with a value is said without it: it may be secret.
"""

import base64
import re
import warnings
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from limits import parse_many
from marshmallow import ValidationError
from pymongo import MongoClient
from pymongo.errors import PyMongoError
from redis import Redis, RedisError

# RFC 7518, 3.2: an HS256 key is no shorter than the hash.
JWT_SECRET_BYTES = 32
ANY_ORIGIN = "*"
OF_CUSTOMERS = ("name", "email")
ESCAPES = "in its user name and password write %40 for @, %3A for :, %2F for / and %25 for %"


def filled(value: str) -> None:
    """Refuse nothing."""
    if not value:
        raise ValidationError("must not be empty")


def each(check: Callable[[str], None]) -> Callable[[list[str]], None]:
    """Return what refuses a list with an empty value, or one that `check` refuses."""

    def check_all(listed: list[str]) -> None:
        for value in (one.strip() for one in listed):
            filled(value)
            check(value)

    return check_all


def host(value: str) -> None:
    """Refuse no address; whether this machine has it, listening shows."""
    filled(value.strip("[]"))


def host_name(value: str) -> None:
    """Refuse what is no name of a host as a URL has it."""
    if not re.fullmatch(r"[A-Za-z0-9._-]+", value):
        raise ValidationError("must be names of hosts, such as shop.internal, separated by commas")


def duration(seconds: float) -> None:
    """Refuse what is no usual number of seconds."""
    # Written so that NaN fails too.
    if not 0.1 <= seconds <= 86400:
        raise ValidationError("must be a number of seconds from 0.1 to 86400")


def _scheme(url: str, *schemes: str) -> None:
    if url.partition("://")[0] not in schemes:
        raise ValidationError(f"must be a URL that begins with {' or '.join(s + '://' for s in schemes)}")


def mongodb_uri(uri: str) -> None:
    """Refuse what pymongo cannot read."""
    if not uri:
        return
    _scheme(uri, "mongodb", "mongodb+srv")
    try:
        with warnings.catch_warnings(action="ignore"), MongoClient[Any](uri, connect=False) as client:
            client.get_default_database("seatapp")
    except (PyMongoError, ValueError, TypeError, OSError) as error:
        raise ValidationError(
            f"cannot be read as a MongoDB URI ({type(error).__name__}): {ESCAPES}"
        ) from None


def redis_url(url: str) -> None:
    """Refuse what redis-py cannot read."""
    if not url:
        return
    _scheme(url, "redis", "rediss", "unix")
    try:
        with Redis.from_url(url) as client:
            client.connection_pool.make_connection()
        # redis-py takes database 0 for what is no number: that may be the rest of a password.
        if not url.startswith("unix:") and not re.fullmatch(r"[/0-9]*", urlsplit(url).path):
            raise ValueError
    except (RedisError, ValueError, TypeError, OSError) as error:
        raise ValidationError(f"cannot be read as a Redis URL ({type(error).__name__}): {ESCAPES}") from None


def bearer(token: str) -> None:
    """Refuse what no client can send as its Bearer."""
    if not re.fullmatch(r"[!-~]*", token):
        raise ValidationError("must be ASCII without spaces: it is sent in a header")


def jwt_secret(secret: str) -> None:
    """Refuse a key that is too short for HS256."""
    if secret and len(secret.encode()) < JWT_SECRET_BYTES:
        raise ValidationError(
            f"must have {JWT_SECRET_BYTES} bytes or more: shorter keys of HS256 can be guessed"
        )


def header_name(name: str) -> None:
    """Refuse what no request can have as a header."""
    # Underscores would be legal, but servers drop such headers: they could be mistaken for dashes.
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^`|~-]*", name):
        raise ValidationError(
            "must be the name of a header, such as X-User-Id, without spaces and underscores"
        )


def _split(url: str) -> SplitResult:
    """Return the parts of an address with a host; raise ValidationError."""
    try:
        parts = urlsplit(url)
        if re.search(r"[\s\x00-\x1f\\]", url) or not parts.hostname or parts.port == 0:
            raise ValueError
        parts.hostname.encode("idna")
    except ValueError:
        raise ValidationError("must be a URL with a host, such as https://shop.example") from None
    return parts


def web_address(url: str) -> None:
    """Refuse what nothing can be fetched from."""
    if url:
        _scheme(url, "https", "http")
        _split(url)


def origins(text: str) -> list[str]:
    """Return origins that are separated by commas, as browsers write them."""
    return [_origin(value) for value in (part.strip() for part in text.split(",")) if value]


def _origin(value: str) -> str:
    if value == ANY_ORIGIN:
        return value
    parts = _split(value)
    host = (parts.hostname or "").encode("idna").decode()
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc or "*" in host:
        raise ValidationError(
            "must be origins, such as https://shop.example, or * for all, separated by commas"
        )
    host = f"[{host}]" if ":" in host else host
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def customer_required(text: str) -> list[str]:
    """Return what a booking must say of its customer, separated by commas."""
    required = [part.strip() for part in text.split(",")] if text else []
    if not set(required) <= set(OF_CUSTOMERS):
        raise ValidationError('must be empty, "name", "email" or "name,email"')
    return [name for name in OF_CUSTOMERS if name in required]


def signing_secret(value: str) -> None:
    """Refuse what signs no webhook."""
    try:
        key = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if value and not key:
        raise ValidationError("must be whsec_ and then base64, as Standard Webhooks has it")


def rate_limit(value: str) -> None:
    """Refuse what is no limit, or lets nobody in."""
    try:
        if any(limit.amount < 1 for limit in parse_many(value)):
            raise ValueError
    except ValueError:
        raise ValidationError('must be a rate limit such as "600/minute"') from None

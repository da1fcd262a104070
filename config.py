"""Read the environment into typed settings: the one place that knows the variables."""

import base64
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from environs import Env, EnvError
from limits import parse_many
from marshmallow import ValidationError, validate

ENVIRONMENTS = ("production", "development", "testing")


class BadConfiguration(Exception):
    """A variable of the environment cannot be used; the message is one line that names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, checked. Durations are seconds; empty means off."""

    env: str
    host: str
    port: int
    workers: int
    mongodb_uri: str
    redis_url: str
    secret_key: str
    lock_seconds: float
    checkout_seconds: float
    max_hold_seconds: float
    cooldown_seconds: float
    cancel_until_seconds: float
    max_seats_per_user: int
    confirm_by: str
    disconnect_grace_seconds: float
    admin_token: str
    webhook_urls: list[str]
    webhook_secret: str
    jwt_secret: str
    jwt_jwks_url: str
    trusted_user_header: str
    trusted_proxies: int
    cors_origins: list[str]
    rate_limit: str
    log_format: str
    async_mode: str

    @property
    def production(self) -> bool:
        """Whether real people's seats are at stake."""
        return self.env == "production"


def read_settings() -> Settings:
    """Read and check the environment; raise BadConfiguration on the first value that is no good."""
    env = Env()
    try:
        settings = _read(env)
        if settings.webhook_urls and not settings.webhook_secret:
            raise EnvError('Environment variable "WEBHOOK_SECRET" is required with WEBHOOK_URLS')
    except EnvError as error:
        raise BadConfiguration(_one_line(error)) from None
    return settings


def _read(env: Env) -> Settings:
    name = env.str("SEATAPP_ENV", "production", validate=validate.OneOf(ENVIRONMENTS))
    production = name == "production"
    required = _required(env) if production else env.str
    return Settings(
        env=name,
        host=env.str("HOST", "0.0.0.0" if production else "127.0.0.1", validate=_filled),  # noqa: S104  # a PaaS comes from outside
        port=env.int("PORT", 5000, validate=validate.Range(1, 65535)),
        workers=env.int("WORKERS", 1, validate=validate.Range(1, 64)),
        mongodb_uri=required("MONGODB_URI", "", validate=_scheme("mongodb", "mongodb+srv")),
        redis_url=required("REDIS_URL", "", validate=_scheme("redis", "rediss", "unix")),
        secret_key=required("SECRET_KEY", "" if production else "for development only"),
        lock_seconds=env.float("LOCK_SECONDS", 30, validate=_duration),
        checkout_seconds=env.float("CHECKOUT_SECONDS", 600, validate=_duration),
        max_hold_seconds=env.float("MAX_HOLD_SECONDS", 900, validate=_duration),
        cooldown_seconds=env.float("COOLDOWN_SECONDS", 120, validate=_duration),
        cancel_until_seconds=env.float("CANCEL_UNTIL_SECONDS", 0, validate=validate.Range(0, 31_536_000)),
        max_seats_per_user=env.int("MAX_SEATS_PER_USER", 10, validate=validate.Range(1, 1000)),
        confirm_by=env.str("CONFIRM_BY", "client", validate=validate.OneOf(["client", "server"])),
        disconnect_grace_seconds=env.float(
            "DISCONNECT_GRACE_SECONDS", 0 if name == "testing" else 3, validate=validate.Range(0, 3600)
        ),
        admin_token=env.str("ADMIN_TOKEN", ""),
        webhook_urls=env.list("WEBHOOK_URLS", [], subcast=str, validate=_urls),
        webhook_secret=env.str("WEBHOOK_SECRET", "", validate=_signing_secret),
        jwt_secret=env.str("JWT_SECRET", ""),
        jwt_jwks_url=env.str("JWT_JWKS_URL", "", validate=_scheme("https", "http")),
        trusted_user_header=env.str("TRUSTED_USER_HEADER", "X-User-Id" if name == "development" else ""),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 10)),
        cors_origins=env.list("CORS_ORIGINS", []),
        rate_limit=env.str("RATE_LIMIT", "100000/minute", validate=_rate_limit),
        log_format=env.str(
            "LOG_FORMAT", "json" if production else "console", validate=validate.OneOf(["console", "json"])
        ),
        # `flask run` serves with threads; wsgi.py patches for eventlet unless this variable is set.
        async_mode="threading" if "FLASK_RUN_FROM_CLI" in os.environ else "eventlet",
    )


def _required(env: Env) -> Callable[..., str]:
    def read(name: str, default: str, **options: Any) -> str:
        value = env.str(name, default, **options)
        if not value:
            raise EnvError(f'Environment variable "{name}" is required in production')
        return value

    return read


def _filled(value: str) -> None:
    if not value:
        raise ValidationError("must not be empty")


def _duration(seconds: float) -> None:
    # Written so that NaN fails too.
    if not 0.1 <= seconds <= 86400:
        raise ValidationError("must be a number of seconds from 0.1 to 86400")


def _scheme(*schemes: str) -> Callable[[str], None]:
    def check(url: str) -> None:
        if url and url.partition("://")[0] not in schemes:
            raise ValidationError(f"must be a URL that begins with {' or '.join(s + '://' for s in schemes)}")

    return check


def _urls(values: list[str]) -> None:
    for value in values:
        _filled(value)
        _scheme("https", "http")(value)


def _signing_secret(value: str) -> None:
    try:
        key = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if value and not key:
        raise ValidationError("must be whsec_ and then base64, as Standard Webhooks has it")


def _rate_limit(value: str) -> None:
    try:
        parse_many(value)
    except ValueError:
        raise ValidationError('must be a rate limit such as "600/minute"') from None


def _one_line(error: EnvError) -> str:
    return " ".join(str(error).split())

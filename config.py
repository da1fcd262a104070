"""Read the environment into typed settings: the one place that knows the variables."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from environs import Env, EnvError
from marshmallow import validate

import config_values as values

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
    feed_parts: int
    mongodb_uri: str
    redis_url: str
    secret_key: str
    secret_key_fallbacks: list[str]
    lock_seconds: float
    checkout_seconds: float
    max_hold_seconds: float
    cooldown_seconds: float
    cancel_until_seconds: float
    history_days: float
    max_seats_per_user: int
    max_guest_seats_per_address: int
    confirm_by: str
    customer_required: list[str]
    disconnect_grace_seconds: float
    admin_token: str
    admin_token_fallbacks: list[str]
    webhook_urls: list[str]
    webhook_secret: str
    webhook_private_hosts: list[str]
    jwt_secret: str
    jwt_secret_fallbacks: list[str]
    jwt_jwks_url: str
    jwt_audience: str
    jwt_issuer: str
    trusted_user_header: str
    trusted_proxies: int
    cors_origins: list[str]
    picture_origins: list[str]
    rate_limit: str
    max_requests_under_way: int
    request_seconds: float
    max_sockets_per_identity: int
    max_sockets_per_address: int
    socket_events_per_second: float
    log_format: str
    async_mode: str

    @property
    def production(self) -> bool:
        """Whether real people's seats are at stake."""
        return self.env == "production"


class TrimmedEnv(Env):
    """The environment without what editors and files from Windows leave at the ends of values."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        value = super()._get_value(env_key, default)
        if not isinstance(value, str):
            return value
        try:
            value.encode()
        except UnicodeEncodeError:
            raise EnvError(f'Environment variable "{env_key}" is not UTF-8') from None
        return value.strip()


def read_settings() -> Settings:
    """Read and check the environment; raise BadConfiguration on the first value that is no good."""
    env = TrimmedEnv()
    try:
        settings = _read(env)
        _require_together(settings)
    except EnvError as error:
        raise BadConfiguration(_one_line(error)) from None
    return settings


def _require_together(settings: Settings) -> None:
    """Raise EnvError for a variable that lacks the one it belongs to."""
    if settings.webhook_urls and not settings.webhook_secret:
        raise EnvError('Environment variable "WEBHOOK_SECRET" is required with WEBHOOK_URLS')
    for name in ("SECRET_KEY", "ADMIN_TOKEN", "JWT_SECRET"):
        if getattr(settings, f"{name}_FALLBACKS".lower()) and not getattr(settings, name.lower()):
            raise EnvError(f'Environment variable "{name}" is required with {name}_FALLBACKS')


def _read(env: Env) -> Settings:
    name = env.str("SEATAPP_ENV", "production", validate=validate.OneOf(ENVIRONMENTS))
    production = name == "production"
    required = _required(env) if production else env.str
    return Settings(
        env=name,
        host=env.str("HOST", "0.0.0.0" if production else "127.0.0.1", validate=values.host).strip("[]"),  # noqa: S104  # a PaaS comes from outside
        port=env.int("PORT", 5000, validate=validate.Range(1, 65535)),
        workers=env.int("WORKERS", 1, validate=validate.Range(1, 64)),
        feed_parts=env.int("FEED_PARTS", 1, validate=validate.Range(1, 64)),
        mongodb_uri=required("MONGODB_URI", "", validate=values.mongodb_uri),
        redis_url=required("REDIS_URL", "", validate=values.redis_url),
        secret_key=required("SECRET_KEY", "" if production else "for development only"),
        secret_key_fallbacks=_each(env, "SECRET_KEY_FALLBACKS", values.filled),
        lock_seconds=env.float("LOCK_SECONDS", 30, validate=values.duration),
        checkout_seconds=env.float("CHECKOUT_SECONDS", 600, validate=values.duration),
        max_hold_seconds=env.float("MAX_HOLD_SECONDS", 900, validate=values.duration),
        cooldown_seconds=env.float("COOLDOWN_SECONDS", 120, validate=values.duration),
        cancel_until_seconds=env.float("CANCEL_UNTIL_SECONDS", 0, validate=validate.Range(0, 31_536_000)),
        history_days=env.float("HISTORY_DAYS", 30, validate=validate.Range(0, 3650)),
        max_seats_per_user=env.int("MAX_SEATS_PER_USER", 10, validate=validate.Range(1, 1000)),
        max_guest_seats_per_address=env.int(
            "MAX_GUEST_SEATS_PER_ADDRESS", 0, validate=validate.Range(0, 10_000)
        ),
        confirm_by=env.str("CONFIRM_BY", "client", validate=validate.OneOf(["client", "server"])),
        customer_required=values.customer_required(
            env.str("CUSTOMER_REQUIRED", "", validate=values.customer_required)
        ),
        disconnect_grace_seconds=env.float(
            "DISCONNECT_GRACE_SECONDS", 0 if name == "testing" else 3, validate=validate.Range(0, 3600)
        ),
        admin_token=env.str("ADMIN_TOKEN", "", validate=values.bearer),
        admin_token_fallbacks=_each(env, "ADMIN_TOKEN_FALLBACKS", values.bearer),
        webhook_urls=_each(env, "WEBHOOK_URLS", values.web_address),
        webhook_secret=env.str("WEBHOOK_SECRET", "", validate=values.signing_secret),
        webhook_private_hosts=_each(env, "WEBHOOK_PRIVATE_HOSTS", values.host_name),
        jwt_secret=env.str("JWT_SECRET", "", validate=values.jwt_secret),
        jwt_secret_fallbacks=_each(env, "JWT_SECRET_FALLBACKS", values.jwt_secret),
        jwt_jwks_url=env.str("JWT_JWKS_URL", "", validate=values.web_address),
        jwt_audience=env.str("JWT_AUDIENCE", ""),
        jwt_issuer=env.str("JWT_ISSUER", ""),
        trusted_user_header=env.str(
            "TRUSTED_USER_HEADER", "X-User-Id" if name == "development" else "", validate=values.header_name
        ),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=validate.Range(0, 10)),
        cors_origins=values.origins(env.str("CORS_ORIGINS", "", validate=values.origins)),
        picture_origins=values.origins(env.str("PICTURE_ORIGINS", "", validate=values.origins)),
        rate_limit=env.str("RATE_LIMIT", "100000/minute", validate=values.rate_limit),
        max_requests_under_way=env.int("MAX_REQUESTS_UNDER_WAY", 1000, validate=validate.Range(0, 20_000)),
        request_seconds=env.float("REQUEST_SECONDS", 10, validate=values.duration),
        max_sockets_per_identity=env.int("MAX_SOCKETS_PER_IDENTITY", 0, validate=validate.Range(0)),
        max_sockets_per_address=env.int("MAX_SOCKETS_PER_ADDRESS", 0, validate=validate.Range(0)),
        socket_events_per_second=env.float(
            "SOCKET_EVENTS_PER_SECOND", 200, validate=validate.Range(0, 1_000_000)
        ),
        log_format=env.str(
            "LOG_FORMAT", "json" if production else "console", validate=validate.OneOf(["console", "json"])
        ),
        # `flask run` serves with threads; wsgi.py patches for eventlet unless this variable is set.
        async_mode="threading" if "FLASK_RUN_FROM_CLI" in os.environ else "eventlet",
    )


def _each(env: Env, name: str, check: Callable[[str], None]) -> list[str]:
    """Return values that are separated by commas; raise EnvError for one that is empty or no good."""
    return [value.strip() for value in env.list(name, [], subcast=str, validate=values.each(check))]


def _required(env: Env) -> Callable[..., str]:
    def read(name: str, default: str, **options: Any) -> str:
        value = env.str(name, default, **options)
        if not value:
            raise EnvError(f'Environment variable "{name}" is required in production')
        return value

    return read


def _one_line(error: EnvError) -> str:
    return " ".join(str(error).split())

"""A connection to Redis for what must not wait for it: readiness and shared counts."""

from flask import Flask
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ..runtime import runtime_of

# Connecting and answering each.
TIMEOUT_SECONDS = 0.5


def register_redis(app: Flask) -> None:
    """Give the app its connection, where it has a Redis."""
    runtime = runtime_of(app)
    if url := runtime.settings.redis_url:
        runtime.redis = Redis.from_url(
            url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
            # Neither greeting nor library name: each is a round trip with a time limit of its own.
            protocol=2,
            driver_info=None,
        )

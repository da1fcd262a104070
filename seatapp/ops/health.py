"""Liveness and readiness of the process."""

import logging
from typing import Any

import pymongo
from flask import Blueprint, Flask
from pymongo.errors import PyMongoError
from redis import RedisError

from ..errors import RETRY_AFTER_SECONDS
from ..extensions import db, settings
from ..realtime.progress import progress
from ..runtime import current_runtime

# Redis takes twice 0.5 s at most: with that, a check is over after 2.3 s at the latest.
MONGODB_TIMEOUT_SECONDS = 1.3
REASONS = {
    "mongodb": "MongoDB has no primary, or is not prepared.",
    "redis": "Redis does not answer.",
    "feed": "Changes of seats are not announced.",
}

log = logging.getLogger(__name__)
blueprint = Blueprint("health", __name__)


def register_health(app: Flask) -> None:
    """Serve /healthz and /readyz."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
def alive() -> dict[str, Any]:
    """Answer as long as the process does; touch nothing."""
    return {"status": "ok"}


@blueprint.get("/readyz")
def ready() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Answer 200 when MongoDB has a primary, and the indexes, Redis answers and the feed moves, else 503."""
    checks = {
        "mongodb": mongodb_answers(),
        "redis": redis_answers() if settings.redis_url else "off",
        "feed": not progress().stuck,
    }
    missing = [REASONS[name] for name, passed in checks.items() if not passed]
    _report(missing)
    if not missing:
        return {"status": "ready", **checks}, 200, {}
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
    return {"status": "unavailable", "message": " ".join(missing), **checks}, 503, headers


def _report(missing: list[str]) -> None:
    """Log a change once, however often a balancer asks."""
    runtime = current_runtime()
    if missing != runtime.reported_missing:
        runtime.reported_missing = missing
        log.warning("not ready: %s" if missing else "ready again%s", " ".join(missing))


def mongodb_answers() -> bool:
    """Return whether MongoDB has a primary that answers, and is prepared."""
    try:
        with pymongo.timeout(MONGODB_TIMEOUT_SECONDS):
            return bool(db.client.admin.command("hello")["isWritablePrimary"]) and db.prepared
    except PyMongoError:
        return False


def redis_answers() -> bool:
    """Return whether Redis answers."""
    redis = current_runtime().redis
    try:
        return redis is not None and bool(redis.ping())
    except RedisError:
        return False

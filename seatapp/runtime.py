"""What one app has while it runs, in one typed object. Features set their parts when registered."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app

if TYPE_CHECKING:
    from cachetools import LRUCache, TTLCache
    from jwt import PyJWKClient
    from redis import Redis

    from config import Settings

    from .clock import DatabaseClock
    from .database import Database
    from .identity.caller import Caller
    from .ops.limits import RateLimits
    from .ops.metrics import Metrics
    from .realtime.broadcast import Broadcast
    from .realtime.caps import EventRate
    from .realtime.presence import Presence
    from .realtime.progress import Progress
    from .realtime.worker_queue import WorkerQueue
    from .seats.availability import Looks
    from .seats.best_available import Proposals
    from .seats.insertions import Insertions
    from .seats.place_memory import PlaceMemory
    from .seats.releases import Releases
    from .seats.slots import SlotMemory
    from .seats.state import ShowStates
    from .seats.taken import TakenMemory
    from .shows.cache import ShowCache

NAME = "seatapp"


@dataclass(slots=True)
class Runtime:
    """One app's settings, database, clock, caches and counters. Nothing of it is shared with another app."""

    settings: "Settings"
    database: "Database"
    clock: "DatabaseClock" = field(init=False)

    # Tokens that were verified a moment ago, with the time until which they are trusted.
    verified_tokens: "TTLCache[str, tuple[Caller, float]]" = field(init=False)
    # None without JWT_JWKS_URL.
    jwks: "PyJWKClient | None" = None

    shows: "ShowCache" = field(init=False)
    slots: "SlotMemory" = field(init=False)
    address_slots: "SlotMemory" = field(init=False)
    taken: "TakenMemory" = field(init=False)
    looks: "Looks" = field(init=False)
    insertions: "Insertions" = field(init=False)
    releases: "Releases" = field(init=False)
    show_states: "ShowStates" = field(init=False)
    proposals: "Proposals" = field(init=False)
    places: "PlaceMemory" = field(init=False)

    presence: "Presence" = field(init=False)
    progress: "Progress" = field(init=False)
    broadcast: "Broadcast" = field(init=False)
    event_rate: "EventRate" = field(init=False)
    # None without REDIS_URL: this process is the only one.
    queue: "WorkerQueue | None" = None
    # By show: the highest epoch of a leader whose announcement came to this worker.
    latest_epochs: "LRUCache[str, int]" = field(init=False)

    metrics: "Metrics" = field(init=False)
    # Waits for no more than half a second; None without REDIS_URL.
    redis: "Redis | None" = None
    rate_limits: "RateLimits" = field(init=False)
    # Why the worker was not ready when it was asked last.
    reported_missing: list[str] = field(default_factory=list)
    # The API's description, made when it is asked for first.
    openapi: dict[str, Any] | None = None


def register_runtime(app: Flask, settings: "Settings", database: "Database") -> None:
    """Give the app a runtime, which the features complete."""
    app.extensions[NAME] = Runtime(settings, database)


def runtime_of(app: Flask) -> Runtime:
    """Return what this app has."""
    runtime: Runtime = app.extensions[NAME]
    return runtime


def current_runtime() -> Runtime:
    """Return what the app of this context has."""
    runtime: Runtime = current_app.extensions[NAME]
    return runtime

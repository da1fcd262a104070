"""Count the calls of each identity and each address, and refuse those over RATE_LIMIT.

The notation is the `limits` library's. The counting is not: its memory storage starts a thread every
10 ms of traffic, and that looks at every counter there is; its Redis storage asks before each call.
"""

from math import ceil
from time import time

from flask import Flask
from flask.globals import request_ctx
from limits import RateLimitItem, parse_many

from ..addresses import subscriber
from ..errors import Refusal, TooManyRequests
from ..extensions import db
from ..identity.current import current_caller
from ..runtime import runtime_of
from .shared_counts import SharedCounts

EXEMPT = frozenset({"docs.openapi"})
# What can be guessed at has few calls for an address, all of these together.
GUESSED = frozenset({"bookings.find_booking", "web.bookings.find_booking"})
GUESSES = "10/minute;50/day"
# From this part of a limit on, calls are counted together with those at other workers: nobody else costs more
# than a number in a dict.
SHARED_FROM = 0.01


class Window:
    """The calls of one fixed window of time, by who made them; forgotten all at once at its end.

    `calls` came to this worker, `others` to all others, as far as is known. `changed` are those whose calls
    the other workers have to learn of.
    """

    def __init__(self, limit: RateLimitItem) -> None:
        self.seconds = limit.get_expiry()
        self.number = -1.0
        self._amount = limit.amount
        self._shared_from = ceil(limit.amount * SHARED_FROM)
        self._begin(self.number)

    def hit(self, who: str, now: float) -> int:
        """Count a call; return 0 or, over the limit, the seconds until the next window."""
        number, elapsed = divmod(now, self.seconds)
        if number != self.number:
            self._begin(number)
        calls = self.calls[who] = self.calls.get(who, 0) + 1
        if calls < self._shared_from:
            return 0
        self.changed.add(who)
        is_over = calls + self.others.get(who, 0) > self._amount
        return ceil(self.seconds - elapsed) if is_over else 0

    def _begin(self, number: float) -> None:
        self.number = number
        self.calls: dict[str, int] = {}
        self.others: dict[str, int] = {}
        self.changed: set[str] = set()


class Limiter:
    """All windows of a RATE_LIMIT, such as "10/second;300/minute"."""

    def __init__(self, notation: str) -> None:
        self.windows = [Window(limit) for limit in parse_many(notation)]

    def count(self, who: str) -> None:
        """Count a call; raise TooManyRequests when it is one too many."""
        now = time()
        wait = max([window.hit(who, now) for window in self.windows])
        if wait:
            raise TooManyRequests(retry_after=wait)


class RateLimits:
    """One app's limits: of all calls, and of those by which something can be guessed."""

    def __init__(self, notation: str, shared: SharedCounts | None) -> None:
        self.calls = Limiter(notation)
        self.guesses = Limiter(GUESSES)
        self._shared = shared

    def share(self) -> None:
        """Let the other workers know of this one's calls, and learn of theirs."""
        if self._shared is not None:
            named = {"calls": self.calls, "guesses": self.guesses}
            self._shared.exchange(
                (f"{name}:{window.seconds}", window)
                for name, limiter in named.items()
                for window in limiter.windows
            )


def register_limits(app: Flask) -> None:
    """Count every call of the API before its view runs."""
    runtime = runtime_of(app)
    with app.app_context():
        shared = SharedCounts(runtime.redis, f"seatapp:{db.database.name}") if runtime.redis else None
    limits = runtime.rate_limits = RateLimits(runtime.settings.rate_limit, shared)

    @app.before_request
    def limit() -> None:
        # One look-up: each attribute through flask's `request` costs a microsecond.
        call = request_ctx.request
        if call.path.startswith("/api/") and call.method != "OPTIONS" and call.endpoint not in EXEMPT:
            # The address first: a flood of bad tokens then costs no signature checks.
            limits.calls.count(f"address {subscriber(call.remote_addr)}")
            if user_id := _user_id():
                limits.calls.count(f"identity {user_id}")
        if call.endpoint in GUESSED:
            limits.guesses.count(f"address {subscriber(call.remote_addr)}")


def _user_id() -> str:
    """Return whose call it is; an invalid token counts as none here, and the view refuses it."""
    try:
        found = current_caller()
    except Refusal:
        return ""
    return found.user_id if found else ""

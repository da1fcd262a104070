"""Count the calls of each identity and each address, and refuse those over RATE_LIMIT.

The notation is the `limits` library's. The counting is not: its memory storage starts a thread every
10 ms of traffic, and that looks at every counter there is.
"""

from math import ceil
from time import monotonic

from flask import Flask
from flask.globals import request_ctx
from limits import RateLimitItem, parse_many

from ..errors import Refusal, TooManyRequests
from ..identity.current import current_caller
from ..runtime import runtime_of

EXEMPT = frozenset({"docs.openapi"})
# What can be guessed at has few calls for an address, all of these together.
GUESSED = frozenset({"bookings.find_booking", "web.bookings.find_booking"})
GUESSES = "10/minute;50/day"


class Window:
    """The calls of one fixed window of time, by who made them; forgotten all at once at its end."""

    def __init__(self, limit: RateLimitItem) -> None:
        self._amount = limit.amount
        self._seconds = limit.get_expiry()
        self._number = -1.0
        self._calls: dict[str, int] = {}

    def hit(self, who: str, now: float) -> int:
        """Count a call; return 0 or, over the limit, the seconds until the next window."""
        number, elapsed = divmod(now, self._seconds)
        if number != self._number:
            self._number, self._calls = number, {}
        calls = self._calls[who] = self._calls.get(who, 0) + 1
        return ceil(self._seconds - elapsed) if calls > self._amount else 0


class Limiter:
    """All windows of a RATE_LIMIT, such as "10/second;300/minute". Each worker counts its own calls."""

    def __init__(self, notation: str) -> None:
        self._windows = [Window(limit) for limit in parse_many(notation)]

    def count(self, who: str) -> None:
        """Count a call; raise TooManyRequests when it is one too many."""
        now = monotonic()
        wait = max([window.hit(who, now) for window in self._windows])
        if wait:
            raise TooManyRequests(retry_after=wait)


def register_limits(app: Flask) -> None:
    """Count every call of the API before its view runs."""
    limiter = Limiter(runtime_of(app).settings.rate_limit)
    guesses = Limiter(GUESSES)

    @app.before_request
    def limit() -> None:
        # One look-up: each attribute through flask's `request` costs a microsecond.
        call = request_ctx.request
        if call.path.startswith("/api/") and call.method != "OPTIONS" and call.endpoint not in EXEMPT:
            # The address first: a flood of bad tokens then costs no signature checks.
            limiter.count(f"address {call.remote_addr}")
            if user_id := _user_id():
                limiter.count(f"identity {user_id}")
        if call.endpoint in GUESSED:
            guesses.count(f"address {call.remote_addr}")


def _user_id() -> str:
    """Return whose call it is; an invalid token counts as none here, and the view refuses it."""
    try:
        found = current_caller()
    except Refusal:
        return ""
    return found.user_id if found else ""

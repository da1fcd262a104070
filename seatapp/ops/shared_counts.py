"""Counts that all workers keep together in Redis: exchanged a few times a second, never by a request."""

import hashlib
import logging
import secrets
from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from redis import Redis, RedisError

log = logging.getLogger(__name__)

# Some 20 us each; requests are served between two of these.
AT_ONCE = 100
# Adds what a worker has counted anew to the sums, and returns these. It says how much it has counted in all,
# so that what is said twice counts once, and what a restarted Redis has forgotten comes back.
ADD = """
local sums = {}
for i = 3, #ARGV, 2 do
  local who, calls = ARGV[i], tonumber(ARGV[i + 1])
  local own = ARGV[2] .. ' ' .. who
  local known = tonumber(redis.call('HGET', KEYS[1], own) or 0)
  redis.call('HSET', KEYS[1], own, calls)
  sums[#sums + 1] = redis.call('HINCRBY', KEYS[1], who, calls - known)
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return sums
"""


class Counted(Protocol):
    """What was counted in one window of time, here and elsewhere."""

    seconds: int
    number: float
    calls: dict[str, int]
    others: dict[str, int]
    changed: set[str]


class SharedCounts:
    """One worker's share in the counts. While Redis is out of reach, each worker counts for itself."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._add = redis.register_script(ADD)
        self._prefix = prefix
        self._worker = secrets.token_hex(4)
        self._is_down = False

    def exchange(self, windows: Iterable[tuple[str, Counted]]) -> None:
        """Add what changed in each window to the sums, and note in it what the others have counted."""
        try:
            for name, window in windows:
                self._exchange(f"{self._prefix}:{name}", window)
        except (RedisError, OSError) as error:
            if not self._is_down:
                log.warning("calls are counted by each worker for itself: %s", type(error).__name__)
            self._is_down = True

    def _exchange(self, name: str, window: Counted) -> None:
        number, waiting = window.number, iter(list(window.changed))
        while some := [who for who in islice(waiting, AT_ONCE) if who in window.calls]:
            calls = [window.calls[who] for who in some]
            known = (value for pair in zip(map(_digest, some), calls, strict=True) for value in pair)
            sums = self._add([f"{name}:{number:.0f}"], [window.seconds + 1, self._worker, *known])
            self._up()
            if window.number != number:
                return
            for who, own, total in zip(some, calls, sums, strict=True):
                window.others[who] = total - own
                if window.calls[who] == own:
                    window.changed.discard(who)

    def _up(self) -> None:
        if self._is_down:
            log.warning("calls are counted by all workers together again")
        self._is_down = False


def _digest(who: str) -> str:
    """Return a short name for who called: Redis needs to know nobody's address."""
    return hashlib.blake2s(who.encode(errors="surrogatepass"), digest_size=10).hexdigest()

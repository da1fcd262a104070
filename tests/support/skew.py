"""A process whose clock is wrong: what tells the time is moved, and what measures durations is not."""

import datetime
import time
from collections.abc import Callable
from typing import Any


def skew(seconds: Callable[[], float]) -> None:
    """Let this process believe that it is so much later than it is; call it before other modules load."""
    now, now_ns = time.time, time.time_ns
    real: Any = datetime.datetime

    class Kind(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, real)

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, real)

    class Skewed(real, metaclass=Kind):  # type: ignore[misc]
        def __new__(cls, *parts: Any, **more: Any) -> Any:
            return real(*parts, **more)

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real.now(tz) + datetime.timedelta(seconds=seconds())

        @classmethod
        def utcnow(cls) -> Any:
            return real.utcnow() + datetime.timedelta(seconds=seconds())

        fromtimestamp = real.fromtimestamp

    time.time = lambda: now() + seconds()
    time.time_ns = lambda: now_ns() + int(seconds() * 10**9)
    datetime.datetime = Skewed  # type: ignore[misc]

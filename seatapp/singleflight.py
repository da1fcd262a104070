"""One call for all who want the same at the same time."""

import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class SingleFlight(Generic[Result]):
    """Run at most one call a key at a time, and give its result or its error to all who join it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: dict[str, Future[Result]] = {}

    def join(self, key: str, call: Callable[[], Result]) -> Result:
        """Return what the call under way returns, or what this one does; raise what it raises."""
        with self._lock:
            future = self._calls.get(key)
            is_first = future is None
            if future is None:
                future = self._calls[key] = Future()
        if is_first:
            self._run(key, call, future)
        return future.result()

    def forget(self, key: str) -> None:
        """Let the next caller start a new call, though one is under way."""
        with self._lock:
            self._calls.pop(key, None)

    def wait(self, key: str) -> None:
        """Wait until the call under way has ended, if there is one."""
        with self._lock:
            future = self._calls.get(key)
        if future is not None:
            wait([future])

    def _run(self, key: str, call: Callable[[], Result], future: "Future[Result]") -> None:
        try:
            result = call()
        except BaseException as error:
            self._end(key, future)
            future.set_exception(error)
        else:
            self._end(key, future)
            future.set_result(result)

    def _end(self, key: str, future: "Future[Result]") -> None:
        with self._lock:
            if self._calls.get(key) is future:
                del self._calls[key]


class SharedReads(Generic[Result]):
    """Read once for everybody who waits: at most one read a key is under way, and one is awaited.

    A caller gets a read that began after the call, so none misses a write of its own: joining the
    read that is under way would not promise that.
    """

    def __init__(self, read: Callable[[str], Result]) -> None:
        self._read = read
        self._running = SingleFlight[Result]()
        self._awaited = SingleFlight[Result]()

    def get(self, key: str) -> Result:
        """Return what the read finds; raise what it raises."""
        return self._awaited.join(key, lambda: self._read_next(key))

    def _read_next(self, key: str) -> Result:
        self._running.wait(key)
        # Those whose requests have come already ask before this one reads.
        time.sleep(0)
        return self._running.join(key, lambda: self._begin(key))

    def _begin(self, key: str) -> Result:
        # Registered as running before it is forgotten: no other call can start one in between.
        self._awaited.forget(key)
        return self._read(key)

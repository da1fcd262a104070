"""One read for all who ask for the same at the same time."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class SharedReads(Generic[Result]):
    """Read once for everybody who waits: at most one read a key is under way, and one is awaited.

    Who asks gets a read that began after the question, so nobody misses a write of their own: joining the
    read that is under way would not promise that.
    """

    def __init__(self, read: Callable[[str], Result]) -> None:
        self._read = read
        self._lock = Lock()
        self._running: dict[str, Future[Result]] = {}
        self._awaited: dict[str, Future[Result]] = {}

    def get(self, key: str) -> Result:
        """Return what the read finds; raise what it raises."""
        with self._lock:
            result = self._awaited.get(key)
            first = result is None
            if result is None:
                result = self._awaited[key] = Future()
            running = self._running.get(key)
        if first:
            if running is not None:
                wait([running])
            self._run(key, result)
        return result.result()

    def _run(self, key: str, result: "Future[Result]") -> None:
        with self._lock:
            del self._awaited[key]
            self._running[key] = result
        try:
            found = self._read(key)
        except BaseException as error:
            self._end(key, result)
            result.set_exception(error)
        else:
            self._end(key, result)
            result.set_result(found)

    def _end(self, key: str, result: "Future[Result]") -> None:
        with self._lock:
            if self._running.get(key) is result:
                del self._running[key]

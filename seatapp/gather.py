"""One call to the database for all who want something of a kind at the same time."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Generic, TypeAlias, TypeVar

from pymongo.errors import PyMongoError

Wish = TypeVar("Wish")
Result = TypeVar("Result")

MOST_UNDER_WAY = 2


class NotInTime(PyMongoError):
    """The call did not end, or not even begin, before the time of whoever waits was over."""


class Job(Generic[Wish, Result]):
    """What one caller wants, and the caller, who waits for what comes of it."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self._lock = Lock()
        self._ended = Lock()
        self._ended.acquire()
        self._is_answered = False
        self.is_abandoned = False
        self._result: Result
        self._error: BaseException | None = None

    def answer(self, result: Result) -> bool:
        """Give the caller the result; False when nobody waits for it any more."""
        self._result = result
        return self._end(None)

    def fail(self, error: BaseException) -> None:
        """Have the caller raise the error; nothing changes when there was an answer before."""
        self._end(error)

    def wait(self, seconds: float) -> Result:
        """Return what the job is answered; raise what it failed with, NotInTime when that takes too long."""
        try:
            in_time = self._ended.acquire(timeout=seconds)
        except BaseException:
            self._abandon()
            raise
        if not in_time and self._abandon():
            raise NotInTime
        if self._error is not None:
            raise self._error
        return self._result

    def _end(self, error: BaseException | None) -> bool:
        with self._lock:
            if self.is_abandoned or self._is_answered:
                return not self.is_abandoned
            self._is_answered, self._error = True, error
        self._ended.release()
        return True

    def _abandon(self) -> bool:
        with self._lock:
            self.is_abandoned = not self._is_answered
            return self.is_abandoned


AnyJob: TypeAlias = Job[Any, Any]


class Gatherer(Generic[Wish, Result]):
    """Hand wishes on as they come, and those that come while enough calls are under way together.

    `perform` answers each job that it is given, and is called in a task of its own, which `start` starts:
    whoever hangs up ends nobody's call but the wait for it. When it raises, all jobs without an answer fail
    with that. What it is given at once weighs `most` at most, or is a single wish.
    """

    def __init__(
        self,
        start: Callable[[Callable[[], None]], object],
        perform: Callable[[Sequence[Job[Wish, Result]]], None],
        *,
        seconds: float,
        weigh: Callable[[Wish], int],
        most: int,
        most_under_way: int = MOST_UNDER_WAY,
    ) -> None:
        self._start, self._perform = start, perform
        self._seconds, self._weigh, self._most = seconds, weigh, most
        self._most_under_way = most_under_way
        self._lock = Lock()
        self._waiting: deque[Job[Wish, Result]] = deque()
        self._under_way = 0

    def ask(self, wish: Wish) -> Result:
        """Return what comes of the wish; raise what `perform` raised, NotInTime after `seconds`."""
        return self.put(wish).wait(self._seconds)

    def put(self, wish: Wish) -> Job[Wish, Result]:
        """Hand the wish on for a caller who may wait for the job, or not."""
        job = Job[Wish, Result](wish)
        with self._lock:
            self._waiting.append(job)
            is_free = self._under_way < self._most_under_way
            self._under_way += is_free
        if is_free:
            self._start(self._run)
        return job

    def _run(self) -> None:
        while jobs := self._take():
            try:
                self._perform(jobs)
            except BaseException as error:
                for job in jobs:
                    job.fail(error)

    def _take(self) -> list[Job[Wish, Result]]:
        """Return what has come meanwhile; with nothing, the task ends, and the next wish starts one."""
        jobs: list[Job[Wish, Result]] = []
        weight = 0
        with self._lock:
            while self._waiting:
                weight += self._weigh(self._waiting[0].wish)
                if jobs and weight > self._most:
                    break
                job = self._waiting.popleft()
                if not job.is_abandoned:
                    jobs.append(job)
            if not jobs:
                self._under_way -= 1
        return jobs

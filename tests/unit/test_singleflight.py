"""One read serves all who wait, and nobody gets a read that is older than the question."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from seatapp.singleflight import SharedReads, SingleFlight
from tests.support.waiting import eventually


class SlowStore:
    """A store whose reads wait until they are let go, and say which one they are."""

    def __init__(self) -> None:
        self.begun = 0
        self.gate = threading.Semaphore(0)

    def read(self, key: str) -> int:
        self.begun += 1
        mine = self.begun
        self.gate.acquire()
        return mine


def ask(
    store: SlowStore, reads: SharedReads[int], pool: ThreadPoolExecutor, times: int
) -> Callable[[], list[int]]:
    asked = [pool.submit(reads.get, "hall") for _ in range(times)]
    return lambda: [answer.result(5) for answer in asked]


def test_those_who_ask_during_a_read_share_the_next_one() -> None:
    store = SlowStore()
    reads = SharedReads(store.read)
    with ThreadPoolExecutor(16) as pool:
        early = ask(store, reads, pool, 1)
        eventually(lambda: store.begun == 1)
        late = ask(store, reads, pool, 10)
        eventually(pool._work_queue.empty)
        store.gate.release()
        assert early() == [1]
        store.gate.release()
        assert set(late()) == {2}
    assert store.begun == 2


def test_a_question_after_the_answer_reads_anew() -> None:
    store = SlowStore()
    reads = SharedReads(store.read)
    store.gate.release(2)
    assert [reads.get("hall"), reads.get("hall")] == [1, 2]


def test_a_failed_read_fails_for_all_who_shared_it_and_for_nobody_after() -> None:
    answers: list[Exception | str] = [OSError("gone"), "fine"]

    def read(key: str) -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    reads = SharedReads(read)
    with pytest.raises(OSError, match="gone"):
        reads.get("hall")
    assert reads.get("hall") == "fine"


def test_a_forgotten_call_is_not_joined() -> None:
    store = SlowStore()
    flight = SingleFlight[int]()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flight.join, "hall", lambda: store.read("hall"))
        eventually(lambda: store.begun == 1)
        flight.forget("hall")
        later = pool.submit(flight.join, "hall", lambda: store.read("hall"))
        eventually(lambda: store.begun == 2)
        store.gate.release(2)
        assert (first.result(5), later.result(5)) == (1, 2)

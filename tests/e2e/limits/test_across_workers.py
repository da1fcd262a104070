"""RATE_LIMIT at two workers."""

import pytest

from tests.support.waiting import eventually
from tests.support.worker import Worker

from .conftest import MOST_CALLS

ADDRESS = {"X-Forwarded-For": "203.0.113.50"}


def call(worker: Worker) -> int:
    return worker.get("/api/shows", headers=ADDRESS).status_code


@pytest.mark.security("API4:2023", "ASVS 2.4.1")
def test_what_an_address_has_spent_at_one_worker_it_has_not_at_the_other(workers: list[Worker]) -> None:
    one, other = workers
    assert {call(one) for _ in range(MOST_CALLS - 10)} == {200}

    answers: list[int] = []

    def is_refused() -> bool:
        answers.append(call(other))
        return answers[-1] == 429

    eventually(is_refused, 10)
    assert len(answers) < MOST_CALLS
    eventually(lambda: call(one) == 429, 10)

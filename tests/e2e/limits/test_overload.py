"""More requests at once than a worker may have under way."""

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
import requests

from tests.support import builders
from tests.support.key_server import KeyServer
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .conftest import MOST_UNDER_WAY, PAGE

SELECT = "/api/bookings/select-seats"


def number(worker: Worker, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", worker.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0


@contextmanager
def overloaded(worker: Worker, key_server: KeyServer, show: str) -> Iterator[list[Future[str]]]:
    """Let as many selections wait for the shop's keys as the worker may have under way."""

    def select(seat: int) -> str:
        headers = {"Authorization": f"Bearer {key_server.token(f'user-{uuid4().hex}')}"}
        body = {"showId": show, "seats": [f"A{seat}"]}
        return str(requests.post(worker.url + SELECT, json=body, headers=headers, timeout=30).json())

    with key_server.hanging(), ThreadPoolExecutor(MOST_UNDER_WAY) as threads:
        waiting = [threads.submit(select, seat) for seat in range(1, MOST_UNDER_WAY + 1)]
        eventually(lambda: number(worker, "seatapp_http_requests_under_way") == MOST_UNDER_WAY)
        yield waiting
        key_server.release()


@pytest.mark.security("API4:2023", "ASVS 15.2.2")
def test_who_comes_when_the_worker_is_full_is_told_so_at_once_and_the_others_are_served(
    worker: Worker, key_server: KeyServer
) -> None:
    show = builders.add_show(worker, "full")
    counted = 'seatapp_refusals_total{code="overloaded",over="http"}'
    before = number(worker, counted)
    body = {"showId": show, "seats": ["A9"]}

    with overloaded(worker, key_server, show) as waiting, requests.Session() as client:
        client.trust_env = False
        for _ in range(3):
            answer = client.post(worker.url + SELECT, json=body, headers={"Origin": PAGE}, timeout=30)
            assert answer.status_code == 503
            assert (answer.json()["success"], answer.json()["code"]) == (False, "overloaded")
            assert 1 <= int(answer.headers["Retry-After"]) <= 3
            assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        strange = client.post(worker.url + SELECT, json=body, headers={"Origin": "https://x.example"})
        assert (strange.status_code, "Access-Control-Allow-Origin" in strange.headers) == (503, False)
        page = client.get(worker.url + "/", headers={"Accept": "text/html,*/*"}, timeout=30)
        assert (page.status_code, page.headers["Content-Type"]) == (503, "text/html")
        for path in ("/healthz", "/metrics", "/socket.io/?EIO=4&transport=polling"):
            assert client.get(worker.url + path, timeout=30).status_code == 200
        assert number(worker, counted) == before + 5

    answers = [future.result() for future in waiting]
    assert not any("overloaded" in answer for answer in answers), answers
    assert number(worker, "seatapp_http_requests_under_way") == 0
    assert worker.post(SELECT, json=body).status_code == 200
    assert worker.log.count("overloaded, 4 requests are under way") == 1

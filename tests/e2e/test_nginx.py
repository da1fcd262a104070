"""Behind nginx, with the configuration that we recommend."""

import gzip
import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import requests
import socketio
from requests.adapters import HTTPAdapter

from seatapp.errors import Overloaded
from seatapp.organiser.routes import MAX_PLAN_BYTES
from seatapp.serving.ports import free_port
from seatapp.shows.rows import plan_of_rows
from tests.support import builders
from tests.support.nginx import SOON, nginx
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

Guest = Callable[[Worker], Person]


class From(HTTPAdapter):
    """Connect from one address of this machine: nginx tells clients apart by that."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, source_address=(self._address, 0))


def test_polling_clients_behind_nginx_stay_on_their_worker(
    workers: list[Worker], show: str, guest: Guest, tmp_path: Path
) -> None:
    bob = guest(workers[0])
    connections = workers[0].database.connections
    heard: list[tuple[int, Any]] = []
    users: list[str] = []
    with nginx(tmp_path, workers) as url, ExitStack() as stack:
        while len(connections.distinct("worker", {"holder": {"$in": users}})) < 2:
            number = len(users) + 1
            assert number < 40, "all clients are on one worker"
            browser = stack.enter_context(requests.Session())
            browser.trust_env = False
            browser.mount("http://", From(f"127.0.1.{number}"))
            users.append(browser.post(f"{url}/api/session").json()["userId"])
            client = socketio.Client(reconnection=False, handle_sigint=False, http_session=browser)
            client.on("seats-selected", lambda data, number=number: heard.append((number, data["seats"])))
            client.connect(url, transports=["polling"], wait_timeout=SOON)
            stack.callback(client.disconnect)
            assert client.call("register-user", users[-1], timeout=SOON)["success"] is True
            assert client.call("join-show", show, timeout=SOON)["success"] is True
        bob.select(show, ["A1"])
        eventually(lambda: len(heard) == len(users), SOON)
        assert sorted(heard) == [(number, ["A1"]) for number in range(1, len(users) + 1)]


def test_websocket_clients_behind_nginx_are_served(
    workers: list[Worker], show: str, guest: Guest, tmp_path: Path
) -> None:
    bob = guest(workers[0])
    heard: list[Any] = []
    with nginx(tmp_path, workers) as url:
        client = socketio.Client(reconnection=False, handle_sigint=False)
        client.on("seats-selected", heard.append)
        # As a browser, it tells its origin: the address with the port.
        client.connect(url, transports=["websocket"], wait_timeout=SOON)
        try:
            assert client.call("join-show", show, timeout=SOON)["success"] is True
            bob.select(show, ["A1"])
            eventually(lambda: [data["seats"] for data in heard] == [["A1"]], SOON)
        finally:
            client.disconnect()


def show_of(size: int) -> bytes:
    """Return a show with a plan that takes so many bytes, most of them in a key that is left out."""
    show = {
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "currency": "EUR",
        "plan": {**plan_of_rows({"A": 10}), "padding": ""},
    }
    padding = size - len(json.dumps(show))
    return json.dumps(show).replace('"padding": ""', f'"padding": "{"x" * padding}"').encode()


def test_the_largest_plan_that_the_app_takes_comes_through_and_no_larger_one(
    workers: list[Worker], show: str, tmp_path: Path
) -> None:
    headers = {**builders.ADMIN, "Content-Type": "application/json"}
    largest = show_of(MAX_PLAN_BYTES)
    with nginx(tmp_path, workers) as url:
        for address in (workers[0].url, url):
            put = partial(requests.put, f"{address}/api/shows/{show}", headers=headers, timeout=60)
            answer = put(data=largest)
            assert answer.status_code == 200, answer.text
            assert put(data=iter([largest[:100_000], largest[100_000:]])).status_code == 200
            refused = put(data=largest + b" ")
            assert refused.status_code == 413
            assert refused.json()["code"] == "request_entity_too_large"
            assert refused.json()["success"] is False


def test_a_body_in_chunks_comes_through(workers: list[Worker], show: str, tmp_path: Path) -> None:
    wanted = json.dumps({"showId": show, "seats": ["A1"]}).encode()
    with nginx(tmp_path, workers) as url:
        answer = requests.post(
            f"{url}/api/bookings/select-seats",
            data=iter([wanted[:20], wanted[20:]]),
            headers={"Content-Type": "application/json"},
            timeout=SOON,
        )
    assert answer.json()["seats"] == ["A1"]


def test_what_is_text_comes_compressed_once_and_is_asked_for_again_in_vain(
    workers: list[Worker], show: str, tmp_path: Path
) -> None:
    paths = ["/static/style.css", "/static/build/seat-picker.js", "/api/openapi.json", f"/api/shows/{show}"]
    with nginx(tmp_path, workers) as url:
        for path in paths:
            answer = requests.get(url + path, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=SOON)
            raw = answer.raw.read(decode_content=False)
            assert answer.headers["Content-Encoding"] == "gzip", path
            assert "Accept-Encoding" in answer.headers["Vary"], path
            assert gzip.decompress(raw) == requests.get(workers[0].url + path, timeout=SOON).content, path
            if etag := answer.headers.get("ETag"):
                again = {"Accept-Encoding": "gzip", "If-None-Match": etag}
                assert requests.get(url + path, headers=again, timeout=SOON).status_code == 304, path


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST


class Restarting:
    """Stands for a worker: here nginx alone matters."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Answering)
        Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_workers_that_are_restarted_in_turn_are_not_left_out(tmp_path: Path) -> None:
    workers = [Restarting(), Restarting()]
    with nginx(tmp_path, workers) as url, requests.Session() as http:
        http.trust_env = False
        for worker in (*workers, *workers):
            worker.stop()
            assert [http.post(url, timeout=SOON).status_code for _ in range(4)] == [204] * 4
            worker.start()
        for worker in workers:
            worker.stop()
        answer = http.post(url, timeout=SOON)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert answer.json() == Overloaded().body()

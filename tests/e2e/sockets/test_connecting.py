"""Who is let in, and as whom."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import requests
import socketio

from tests.support.announcements import SOON
from tests.support.people import Person, Tab
from tests.support.worker import Worker

Guest = Callable[[Worker], Person]


def knock(worker: Worker, auth: Any = None, **headers: str) -> Any:
    """Try to connect; return True, or what the server says why not."""
    refusals: list[Any] = []
    client = socketio.Client(reconnection=False, handle_sigint=False)
    client.on("connect_error", refusals.append)
    try:
        with suppress(socketio.exceptions.ConnectionError):
            client.connect(
                worker.url, auth=auth, headers=headers, transports=["websocket"], wait_timeout=SOON
            )
            return True
        return refusals[0] if refusals else None
    finally:
        client.disconnect()


def test_a_token_lets_its_user_in(workers: list[Worker], show: str, guest: Guest) -> None:
    ann = guest(workers[0])
    assert ann.select(show, ["A1"]).ok
    for worker in workers:
        assert ann.connect(worker).join(show)["lockedByMe"] == ["A1"]


def test_the_cookie_lets_its_user_in(workers: list[Worker]) -> None:
    with requests.Session() as browser:
        browser.trust_env = False
        user_id = browser.post(f"{workers[0].url}/api/session").json()["userId"]
        socket = socketio.Client(reconnection=False, handle_sigint=False, http_session=browser)
        for transports in (["websocket"], ["polling"], None):
            socket.connect(workers[0].url, transports=transports, wait_timeout=SOON)
            assert socket.call("register-user", user_id) == {"success": True, "userId": user_id}
            socket.disconnect()


def test_a_stranger_is_let_in_and_may_watch(
    workers: list[Worker], show: str, guest: Guest, stranger: Callable[..., Tab]
) -> None:
    tab = stranger(workers[0])
    guest(workers[0]).select(show, ["A1"])
    state = tab.join(show)
    assert state["success"] is True
    assert (state["lockedByMe"], state["lockedByOthers"]) == ([], ["A1"])


def admits(worker: Worker, origin: str, **headers: str) -> bool:
    """Say whether a page of this origin may open a socket."""
    handshake = "/socket.io/?EIO=4&transport=polling"
    return worker.get(handshake, headers={"Origin": origin, **headers}).ok


@pytest.mark.security("API8:2023", "ASVS 4.4.2", "ASVS 3.4.2")
def test_pages_of_the_server_and_of_listed_origins_may_connect(start_worker: Callable[..., Worker]) -> None:
    shop, stranger = "https://shop.example", "https://stranger.example"
    # As a file from Windows has it.
    usual, listing = start_worker(), start_worker(CORS_ORIGINS=f"https://other.example/, {shop}/\r")
    assert [admits(usual, origin) for origin in (usual.url, shop)] == [True, False]
    assert [admits(listing, origin) for origin in (listing.url, shop, stranger)] == [True, True, False]
    for origin, allowed in (
        (shop, shop),
        ("https://other.example", "https://other.example"),
        (stranger, None),
    ):
        answer = listing.get("/api/shows", headers={"Origin": origin})
        assert (answer.status_code, answer.headers.get("Access-Control-Allow-Origin")) == (200, allowed)


def test_behind_a_proxy_own_pages_have_the_proxys_address(
    start_worker: Callable[..., Worker],
) -> None:
    worker = start_worker(CORS_ORIGINS="https://shop.example")
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "seats.example"}
    assert admits(worker, "https://seats.example", **forwarded)
    assert not admits(worker, "http://seats.example", **forwarded)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", 5, {"$gt": ""}, ["a"], True])
def test_a_bad_token_is_refused_with_a_reason(workers: list[Worker], token: Any) -> None:
    refusal = knock(workers[0], {"token": token})
    assert refusal["message"]
    assert refusal["data"]["code"] == "invalid_token"
    assert refusal["data"]["success"] is False


def test_a_bad_bearer_is_refused_with_a_reason(workers: list[Worker]) -> None:
    refusal = knock(workers[0], Authorization="Bearer nonsense")
    assert refusal["data"]["code"] == "invalid_token"


def test_a_token_in_the_header_lets_its_user_in(workers: list[Worker], guest: Guest) -> None:
    assert knock(workers[0], Authorization=f"Bearer {guest(workers[1]).token}") is True


@pytest.mark.parametrize("auth", [{}, {"token": None}, {"user": "ann"}, [], "text", 5])
def test_an_auth_without_a_token_is_a_strangers(workers: list[Worker], auth: Any) -> None:
    assert knock(workers[0], auth) is True

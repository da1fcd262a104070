"""The guide's own client, with nothing but a cookie."""

from typing import Any

import requests
import socketio

from tests.support.announcements import SOON
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .state import Guest


def test_the_guides_client_works_with_nothing_but_a_cookie(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    url = workers[0].url
    with requests.Session() as browser:
        browser.trust_env = False
        selected = browser.post(
            f"{url}/api/bookings/select-seats",
            data=f'{{"showId": "{show}", "seats": ["A1", "A2"]}}',
            headers={"Content-Type": "application/json"},
        )
        result = selected.json()
        assert (result["success"], result["seats"], result["expiresIn"]) == (True, ["A1", "A2"], 30)
        cookie = selected.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        user_id = browser.get(f"{url}/api/session").json()["userId"]

        heard: list[tuple[str, Any]] = []
        socket = socketio.Client(reconnection=False, handle_sigint=False, http_session=browser)
        for event in ("seats-selected", "seats-released", "seat-conflict"):
            socket.on(event, lambda data, event=event: heard.append((event, data["seats"])))
        socket.connect(url, wait_timeout=SOON)
        try:
            assert socket.call("register-user", user_id)["success"] is True
            status = browser.get(f"{url}/api/bookings/locked-seats/{show}").json()
            assert sorted(status["lockedByMe"]) == ["A1", "A2"]

            bob = guest(workers[1])
            assert bob.select(show, ["A3"]).ok
            eventually(lambda: ("seats-selected", ["A3"]) in heard, SOON)
            refused = browser.post(
                f"{url}/api/bookings/select-seats", json={"showId": show, "seats": ["A3", "A4"]}
            ).json()
            assert refused["success"] is False
            assert refused["message"]
            eventually(lambda: ("seat-conflict", ["A3"]) in heard, SOON)
            bob.release(show, ["A3"])
            eventually(lambda: ("seats-released", ["A3"]) in heard, SOON)

            released = browser.post(
                f"{url}/api/bookings/release-seats", json={"showId": show, "seats": ["A1", "A2"]}
            ).json()
            assert (released["success"], released["released"]) == (True, True)
            assert browser.get(f"{url}/api/bookings/locked-seats/{show}").json()["lockedByMe"] == []
            assert ("seats-selected", ["A1", "A2"]) not in heard
        finally:
            socket.disconnect()

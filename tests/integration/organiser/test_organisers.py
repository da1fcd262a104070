"""Who is an organiser, and who is not."""

from collections.abc import Callable
from contextvars import Context

import pytest
from flask import Flask

from tests.support import builders
from tests.support.asking import ALL_SHOWS, THE_SHOW, Answer, assert_refused, send
from tests.support.hall import SHOW, dump

ORGANISERS = [
    ("GET", f"{THE_SHOW}/bookings"),
    ("GET", f"{THE_SHOW}/bookings.csv"),
    ("GET", f"{THE_SHOW}/summary"),
    ("GET", f"{THE_SHOW}/blocked-seats"),
    ("POST", f"{THE_SHOW}/block-seats"),
    ("POST", f"{THE_SHOW}/unblock-seats"),
    ("POST", f"{THE_SHOW}/sales"),
    ("GET", ALL_SHOWS),
]


@pytest.mark.parametrize(("method", "path"), ORGANISERS)
def test_a_guest_is_no_organiser(app: Flask, method: str, path: str) -> None:
    client = app.test_client()
    session: Answer = Context().run(client.post, "/api/session")
    token = session.json["token"]
    assert_refused(Context().run(client.open, path, method=method, json={}), 401, "unauthenticated")
    assert_refused(send(method, path, {"X-User-Id": "ann"}, json={}), 401, "unauthenticated")
    assert_refused(send(method, path, {"Authorization": f"Bearer {token}"}, json={}), 403, "forbidden")


@pytest.mark.parametrize(("method", "path"), ORGANISERS)
@pytest.mark.parametrize("token", ["Admin", "admin2", "ädmin"])
def test_a_wrong_token_is_refused(method: str, path: str, token: str) -> None:
    before = dump()
    assert_refused(send(method, path, {"Authorization": f"Bearer {token}"}, json={}), 403, "forbidden")
    assert dump() == before


@pytest.mark.parametrize(("method", "path"), ORGANISERS)
def test_without_an_admin_token_nobody_is_an_organiser(
    make_app: Callable[..., Flask], method: str, path: str
) -> None:
    with make_app(admin_token="").app_context():
        assert_refused(send(method, path, builders.ADMIN, json={}), 403, "forbidden")
        assert_refused(send(method, path, {"Authorization": "Bearer "}, json={}), 401, "unauthenticated")


@pytest.mark.parametrize(("method", "path"), [call for call in ORGANISERS if THE_SHOW in call[1]])
def test_a_show_that_is_not_there_is_told(method: str, path: str) -> None:
    body = None
    if method == "POST":
        body = {"open": False} if path.endswith("/sales") else {"seats": ["A1"]}
    answer = send(method, path.replace(SHOW, "nowhere"), builders.ADMIN, json=body)
    assert_refused(answer, 404, "show_not_found")

"""No route of the organiser's can forget the admin token: their blueprint asks for it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.ops.openapi import is_for_admin

OTHER_TOKENS = ["Admin", "admin2", "ädmin"]


@pytest.fixture
def endpoints(app: Flask) -> list[str]:
    """Every endpoint under /api whose view is written in seatapp/organiser."""
    return [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        and app.view_functions[rule.endpoint].__module__.startswith("seatapp.organiser")
    ]


@pytest.fixture
def calls(app: Flask, endpoints: list[str]) -> list[tuple[str, str]]:
    """The methods and addresses of these endpoints."""
    calls = [
        (method, rule.rule.replace("<show_id>", "hall"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint in endpoints
        for method in (rule.methods or set()) - {"OPTIONS"}
    ]
    assert len(calls) > 10
    return calls


@pytest.mark.security("API5:2023", "ASVS 8.2.1")
def test_without_a_token_every_call_is_unauthenticated(
    client: FlaskClient, calls: list[tuple[str, str]]
) -> None:
    for method, path in calls:
        answer = client.open(path, method=method, data="no JSON")
        assert answer.status_code == 401, (method, path)


@pytest.mark.parametrize("token", OTHER_TOKENS)
def test_with_another_token_every_call_is_forbidden(
    client: FlaskClient, calls: list[tuple[str, str]], token: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for method, path in calls:
        answer = client.open(path, method=method, data="no JSON", headers=headers)
        assert answer.status_code == 403, (method, path)


@pytest.mark.security("API5:2023", "ASVS 8.2.1")
def test_a_guests_session_is_forbidden_and_a_trusted_header_counts_for_nothing(
    make_app: Callable[..., Flask], calls: list[tuple[str, str]]
) -> None:
    client = make_app(trusted_user_header="X-User-Id").test_client(use_cookies=False)
    session = client.post("/api/session").json
    assert session
    guest = {"Authorization": f"Bearer {session['token']}"}
    for method, path in calls:
        assert client.open(path, method=method, headers=guest).status_code == 403, (method, path)
        answer = client.open(path, method=method, headers={"X-User-Id": "ann"})
        assert answer.status_code == 401, (method, path)


def test_without_the_setting_no_token_is_right(
    make_app: Callable[..., Flask], calls: list[tuple[str, str]], admin: dict[str, str]
) -> None:
    client = make_app(admin_token="").test_client()
    for method, path in calls:
        assert client.open(path, method=method, headers=admin).status_code == 403, (method, path)
        empty = client.open(path, method=method, headers={"Authorization": "Bearer "})
        assert empty.status_code == 401, (method, path)


def test_a_browser_may_ask_without_a_token_what_it_may_send(
    client: FlaskClient, calls: list[tuple[str, str]]
) -> None:
    for _, path in calls:
        assert client.options(path).status_code == 200, path


def test_every_route_for_admins_names_the_scope_that_it_needs(app: Flask, endpoints: list[str]) -> None:
    silent = [name for name in endpoints if "needs" not in vars(app.view_functions[name])]

    assert silent == []


@pytest.mark.security("API5:2023", "ASVS 8.2.1")
def test_no_other_route_asks_for_the_admin_token(app: Flask, endpoints: list[str]) -> None:
    guarded = [rule.endpoint for rule in app.url_map.iter_rules() if is_for_admin(app, rule.endpoint)]

    assert sorted(guarded) == sorted(endpoints)

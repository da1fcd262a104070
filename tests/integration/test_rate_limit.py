"""RATE_LIMIT, an identity and an address each."""

# Werkzeug types `response.json` as optional.
# mypy: disable-error-code="index"

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from seatapp.errors import TooManyRequests
from seatapp.ops import limits

MakeApp = Callable[..., Flask]


def stranger(app: Flask, address: str = "192.0.2.1") -> FlaskClient:
    client = app.test_client(use_cookies=False)
    client.environ_base["REMOTE_ADDR"] = address
    return client


def guest_token(app: Flask) -> dict[str, str]:
    token = stranger(app, "198.51.100.1").post("/api/session").json["token"]
    return {"Authorization": f"Bearer {token}"}


def statuses(client: FlaskClient, times: int, **options: object) -> list[int]:
    return [client.get("/api/session", **options).status_code for _ in range(times)]


def test_an_address_over_its_limit_is_refused_and_told_when_to_come_back(make_app: MakeApp) -> None:
    client = stranger(make_app(rate_limit="3/hour"))

    assert statuses(client, 3) == [401, 401, 401]
    response = client.get("/api/session")

    assert response.status_code == 429
    assert response.json["code"] == "rate_limited"
    assert 1 <= int(response.headers["Retry-After"]) <= 3600


def test_other_addresses_are_not_concerned(make_app: MakeApp) -> None:
    app = make_app(rate_limit="1/hour")

    assert statuses(stranger(app), 2) == [401, 429]
    assert statuses(stranger(app, "192.0.2.2"), 1) == [401]


def test_an_identity_is_limited_across_addresses(make_app: MakeApp) -> None:
    app = make_app(rate_limit="2/hour")
    headers = guest_token(app)

    answers = [statuses(stranger(app, f"192.0.2.{n}"), 1, headers=headers)[0] for n in range(3)]

    assert answers == [200, 200, 429]


def test_two_identities_have_a_limit_each(make_app: MakeApp) -> None:
    app = make_app(rate_limit="2/hour")
    one, other = guest_token(app), guest_token(app)

    assert statuses(stranger(app, "192.0.2.1"), 2, headers=one) == [200, 200]
    assert statuses(stranger(app, "192.0.2.2"), 2, headers=other) == [200, 200]


@pytest.mark.security("API2:2023", "ASVS 2.4.1")
def test_bad_tokens_are_refused_as_such_and_count_by_address(make_app: MakeApp) -> None:
    client = stranger(make_app(rate_limit="2/hour"))
    headers = {"Authorization": "Bearer nonsense"}

    assert statuses(client, 3, headers=headers) == [401, 401, 429]


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/api/openapi.json", "/docs"])
def test_what_machines_read_is_not_limited(make_app: MakeApp, path: str) -> None:
    client = stranger(make_app(rate_limit="1/hour"))

    assert [client.get(path).status_code for _ in range(3)] == [200, 200, 200]


def test_a_preflight_is_not_limited(make_app: MakeApp) -> None:
    client = stranger(make_app(rate_limit="1/hour"))

    assert [client.options("/api/session").status_code for _ in range(3)] == [200, 200, 200]


def test_unknown_routes_of_the_api_count_too(make_app: MakeApp) -> None:
    client = stranger(make_app(rate_limit="1/hour"))

    assert [client.get("/api/nothing").status_code for _ in range(2)] == [404, 429]


@pytest.mark.security("ASVS 15.3.4", "ASVS 4.1.3")
def test_a_stranger_cannot_choose_an_address(make_app: MakeApp) -> None:
    client = stranger(make_app(rate_limit="1/hour"))

    answers = [statuses(client, 1, headers={"X-Forwarded-For": f"203.0.113.{n}"})[0] for n in range(2)]

    assert answers == [401, 429]


def test_a_trusted_proxy_tells_the_address(make_app: MakeApp) -> None:
    client = stranger(make_app(rate_limit="1/hour", trusted_proxies=1))

    def call(forwarded: str) -> int:
        return statuses(client, 1, headers={"X-Forwarded-For": forwarded})[0]

    assert call("203.0.113.1") == 401
    assert call("203.0.113.2") == 401
    assert call("made up, 203.0.113.2") == 429


def test_a_new_window_starts_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = limits.Limiter("1/second;3/minute")
    now = 600.0
    monkeypatch.setattr(limits, "time", lambda: now)

    limiter.count("somebody")
    with pytest.raises(TooManyRequests) as refused:
        limiter.count("somebody")
    assert refused.value.headers == {"Retry-After": "1"}

    now = 601.0
    limiter.count("somebody")
    now = 602.0
    with pytest.raises(TooManyRequests) as refused:
        limiter.count("somebody")
    assert refused.value.headers == {"Retry-After": "58"}

    now = 660.0
    limiter.count("somebody")


def test_counting_starts_no_thread() -> None:
    before = threading.active_count()
    limiter = limits.Limiter("100000/minute")

    for number in range(1000):
        limiter.count(str(number))

    assert threading.active_count() == before

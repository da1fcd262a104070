"""RATE_LIMIT across workers: counted in Redis, and by each worker for itself while that is out of reach."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from redis import Redis

from seatapp.runtime import runtime_of
from tests.support import servers
from tests.support.waiting import patience

MakeApp = Callable[..., Flask]


@pytest.fixture
def redis(redis_server: servers.Breakable) -> Iterator[Any]:
    """The run's Redis, in which nobody has counted yet."""
    with Redis.from_url(redis_server.uri) as client:
        client.flushdb()
        yield client


@pytest.fixture
def workers(make_app: MakeApp, redis: Any, redis_server: servers.Breakable) -> list[Flask]:
    return [make_app(rate_limit="10/day", redis_url=redis_server.uri) for _ in range(2)]


def call(
    app: Flask, times: int = 1, address: str = "192.0.2.1", headers: dict[str, str] | None = None
) -> list[int]:
    client = app.test_client(use_cookies=False)
    client.environ_base["REMOTE_ADDR"] = address
    return [client.get("/api/session", headers=headers).status_code for _ in range(times)]


def share(*workers: Flask) -> None:
    """Let each worker do what it does four times a second."""
    for app in workers:
        with app.app_context():
            runtime_of(app).rate_limits.share()


@pytest.mark.security("API4:2023", "ASVS 2.4.1")
def test_an_address_has_one_limit_at_all_workers(workers: list[Flask]) -> None:
    one, other = workers
    assert call(one, 6) == [401] * 6
    assert call(other, 4) == [401] * 4
    share(one, other)

    assert call(other) == [429]
    assert call(other, address="192.0.2.2") == [401]
    # Who was not heard of here since then is let in, until that is told.
    assert call(one) == [401]
    share(one)
    assert call(one) == [429]


@pytest.mark.security("API4:2023", "ASVS 2.4.1")
def test_an_identity_has_one_limit_at_all_workers_from_whatever_address(workers: list[Flask]) -> None:
    one, other = workers
    session = one.test_client().post("/api/session").json
    assert session
    bearer = {"Authorization": f"Bearer {session['token']}"}
    calls = [(app, f"192.0.2.{number}") for number in range(5) for app in workers]
    assert [call(app, address=address, headers=bearer)[0] for app, address in calls] == [200] * 10
    share(one, other)

    assert call(other, address="198.51.100.1", headers=bearer) == [429]


def test_twin_workers_that_do_not_share_allow_as_much_each(workers: list[Flask]) -> None:
    assert [call(app, 10) for app in workers] == [[401] * 10] * 2


def test_what_is_told_twice_counts_once_and_a_redis_without_memory_learns_it_again(
    workers: list[Flask], redis: Any
) -> None:
    one, other = workers
    call(one, 4)
    call(other, 1)
    share(one, other)
    call(other)
    share(other, other)
    redis.flushdb()
    call(one)
    call(other)
    share(one, other)

    assert call(other, 3) == [401, 401, 429]


def test_who_is_far_from_the_limit_costs_redis_nothing(
    make_app: MakeApp, redis: Any, redis_server: servers.Breakable
) -> None:
    app = make_app(rate_limit="1000/day", redis_url=redis_server.uri)
    call(app, 9)
    share(app)
    assert redis.dbsize() == 0

    call(app)
    share(app)
    assert redis.dbsize() == 1


@pytest.mark.security("ASVS 14.2.4")
def test_redis_learns_nobody_s_address_and_forgets_the_counts(workers: list[Flask], redis: Any) -> None:
    call(workers[0])
    share(workers[0])
    (key,) = redis.keys()

    assert b"192.0.2.1" not in b" ".join([key, *redis.hgetall(key)])
    assert 0 < redis.ttl(key) <= 24 * 3600 + 1


def test_addresses_of_one_network_of_ipv6_are_one(make_app: MakeApp) -> None:
    app = make_app(rate_limit="2/day")
    prefix = "2001:db8:0:1:"

    assert [call(app, address=prefix + rest)[0] for rest in (":1", ":2", "a::9")] == [401, 401, 429]
    assert call(app, address="2001:db8:0:2::1") == [401]
    assert call(app, 2, address="::ffff:192.0.2.7") == [401, 401]
    assert call(app, address="192.0.2.7") == [429]


@pytest.fixture
def own_redis() -> Iterator[servers.Breakable]:
    """A Redis to break."""
    with servers.redis() as server:
        yield server


@pytest.mark.parametrize("how", ["frozen", "killed"])
def test_without_redis_each_worker_counts_for_itself_and_no_call_waits(
    make_app: MakeApp, own_redis: servers.Breakable, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    workers = one, other = [make_app(rate_limit="4/day", redis_url=own_redis.uri) for _ in range(2)]
    address = str(uuid4())
    call(one, 2, address)
    share(one, other)
    own_redis.freeze() if how == "frozen" else own_redis.kill()
    try:
        started = time.monotonic()
        share(*workers, *workers)
        assert time.monotonic() - started < patience(5)

        assert call(one, 3, address) == [401, 401, 429]
        assert call(other, 5, address) == [401] * 4 + [429]
        share(*workers)
        assert caplog.text.count("by each worker for itself") == 2
    finally:
        own_redis.thaw() if how == "frozen" else own_redis.restart()
    share(*workers)
    share(*workers)
    assert call(one, 1, address) == call(other, 1, address) == [429]
    assert caplog.text.count("by all workers together again") == 2

"""A worker whose servers are gone says so, in time."""

import socket
from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask

from seatapp import create_app
from seatapp.indexes import prepare_database
from seatapp.runtime import runtime_of
from tests.support import builders, servers
from tests.support.readiness import ready
from tests.support.waiting import patience

LIMIT_SECONDS = 2.5


@pytest.mark.parametrize("fault", ["freeze", "kill"])
def test_unready_in_time_when_redis_is_gone(make_app: Callable[..., Flask], fault: str) -> None:
    with servers.redis() as redis:
        app = make_app(redis_url=redis.uri)
        assert ready(app)[0] == 200
        getattr(redis, fault)()

        status, body, seconds = ready(app)

        assert (status, body["mongodb"], body["redis"]) == (503, True, False)
        assert body["message"]
        assert seconds < patience(LIMIT_SECONDS)
        redis.thaw() if fault == "freeze" else redis.restart()
        assert ready(app)[0] == 200


@pytest.mark.parametrize("fault", ["freeze", "kill"])
def test_unready_in_time_when_mongodb_is_gone(redis_server: servers.Breakable, fault: str) -> None:
    with servers.mongodb() as mongodb:
        app = create_app(builders.settings(mongodb_uri=mongodb.uri, redis_url=redis_server.uri))
        with app.app_context():
            prepare_database()
        assert ready(app)[0] == 200
        getattr(mongodb, fault)()

        status, body, seconds = ready(app)

        assert (status, body["mongodb"], body["redis"]) == (503, False, True)
        assert body["message"]
        assert seconds < patience(LIMIT_SECONDS)
        if fault == "freeze":
            mongodb.thaw()
        runtime_of(app).database.client.close()


def test_unready_in_time_when_neither_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never answers
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        settings = builders.settings(mongodb_uri=f"mongodb://{host}/none", redis_url=f"redis://{host}")
        app = create_app(settings)
        with closing(runtime_of(app).database.client):
            status, body, seconds = ready(app)

        assert (status, body["mongodb"], body["redis"]) == (503, False, False)
        assert body["message"]
        assert seconds < patience(LIMIT_SECONDS)

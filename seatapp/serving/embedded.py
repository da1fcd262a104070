"""The MongoDB and Redis that development starts for itself, in `.data/` of the checkout."""

from collections.abc import MutableMapping
from pathlib import Path

from .child_server import Server, find_or_start, find_running
from .mongodb import MONGODB
from .redis_server import REDIS

DATA = Path(__file__).resolve().parents[2] / ".data"


def ensure(env: MutableMapping[str, str], data_dir: Path = DATA) -> list[Server]:
    """Set MONGODB_URI and REDIS_URL in `env` where they are missing, and return what was started.

    A server that another process runs on the same data is used as it is, so that a command in a second
    terminal sees the data of the first. Raises ServersUnavailable.
    """
    started = []
    for kind in (MONGODB, REDIS):
        if env.get(kind.variable):
            continue
        found = find_or_start(kind, data_dir / kind.name)
        if isinstance(found, Server):
            started.append(found)
        env[kind.variable] = found.uri if isinstance(found, Server) else found
    return started


def use_running(env: MutableMapping[str, str], data_dir: Path = DATA) -> None:
    """Set MONGODB_URI in `env` where it is missing and another process serves this data; start nothing."""
    if not env.get(MONGODB.variable) and (uri := find_running(MONGODB, data_dir / MONGODB.name)):
        env[MONGODB.variable] = uri

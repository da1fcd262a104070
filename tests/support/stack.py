"""Real servers for the tests of the JavaScript client: `python -m tests.support.stack`.

Prints one line of JSON a command: first {"url", …}, a URL for each worker. On stdin it takes `kill NAME` and
`start NAME`, and ends everything when that closes.
"""

import json
import sys
from contextlib import ExitStack

from tests.support import servers
from tests.support.worker import Worker

COMMON = {
    "RATE_LIMIT": "1000000/minute",
    "DISCONNECT_GRACE_SECONDS": "0.5",
    "JWT_SECRET": "a secret that the shop and the server share",
}
WORKERS = {
    "usual": COMMON,
    # Locks of 14 s, so that a renewal falls due two seconds after the grant.
    "short": {**COMMON, "LOCK_SECONDS": "14"},
    "capped": {**COMMON, "LOCK_SECONDS": "14", "MAX_HOLD_SECONDS": "18"},
    # To be killed.
    "mortal": COMMON,
}


def main() -> None:
    """Run until stdin closes."""
    with ExitStack() as stack:
        mongodb = stack.enter_context(servers.mongodb())
        redis = stack.enter_context(servers.redis())
        workers: dict[str, Worker] = {}
        for name, env in WORKERS.items():
            database = stack.enter_context(servers.fresh_database(mongodb.uri))
            workers[name] = Worker(database, redis.uri, **env).spawn()
            stack.callback(workers[name].close)
        for worker in workers.values():
            worker.await_ready()
        _say({name: worker.url for name, worker in workers.items()})
        for line in sys.stdin:
            command, name = line.split()
            {"kill": Worker.kill, "start": Worker.start}[command](workers[name])
            _say({"done": line.strip()})


def _say(message: dict[str, str]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()

"""Several workers on one port: spawned with the open socket, replaced when they die, ended together."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time

log = logging.getLogger(__name__)

INHERITED_SOCKET = "SEATAPP_SOCKET"
# Its other end is the supervisor's: when that closes, for whatever reason, the worker ends.
PARENT_PIPE = "SEATAPP_PARENT"
POLL_SECONDS = 0.2
RESTART_SECONDS = 1
KILL_SECONDS = 10


def supervise(listener: socket.socket, count: int) -> int:
    """Run `count` workers on the socket until SIGTERM or SIGINT; return the exit code.

    They are spawned, not forked: a process that has an open MongoClient must not be. Sharing one socket
    instead of one port each leaves no connection with a worker that does not accept any more.
    """
    ending: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _: ending.append(received))
    pipe, _leash = os.pipe()
    environ = os.environ | {
        INHERITED_SOCKET: str(listener.fileno()),
        PARENT_PIPE: str(pipe),
        "WORKERS": "1",
    }
    command = [sys.executable, os.path.abspath(sys.argv[0])]

    def spawn() -> subprocess.Popen[bytes]:
        fds = (listener.fileno(), pipe)
        return subprocess.Popen(command, env=environ, pass_fds=fds, start_new_session=True)  # noqa: S603  # ourselves

    workers = [spawn() for _ in range(count)]
    while not ending:
        time.sleep(POLL_SECONDS)
        for index, worker in enumerate(workers):
            if worker.poll() is not None and not ending:
                log.error("worker %d ended with %d; starting another", worker.pid, worker.returncode)
                time.sleep(RESTART_SECONDS)
                workers[index] = spawn()
    return _end(workers)


def _end(workers: list[subprocess.Popen[bytes]]) -> int:
    for worker in workers:
        worker.terminate()
    deadline = time.monotonic() + KILL_SECONDS
    for worker in workers:
        try:
            worker.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
    return 0

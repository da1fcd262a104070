"""Serve seatapp: `python wsgi.py` on eventlet, `flask run` with threads for local development."""

import os

FLASK_CLI = "FLASK_RUN_FROM_CLI" in os.environ
if not FLASK_CLI:
    import warnings

    # Eventlet advises against itself; it is the customer's choice.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated", category=Warning)
    import eventlet
    import eventlet.wsgi

    eventlet.monkey_patch()

    from seatapp.serving.websocket import guard_websockets

import gc
import logging
import signal
import socket
import sys
from typing import NoReturn

import click
from flask import Flask

from config import BadConfiguration, Settings, read_settings
from seatapp import create_app
from seatapp.organiser.routes import MAX_PLAN_BYTES
from seatapp.runtime import runtime_of
from seatapp.serving import embedded, listener, protocol, startup
from seatapp.serving.child_server import Server, ServersUnavailable
from seatapp.serving.connections import Connections
from seatapp.serving.gate import Gate
from seatapp.serving.supervisor import INHERITED_SOCKET, PARENT_PIPE, supervise
from seatapp.serving.worker import Worker

# A WebSocket holds a slot as long as it lasts, and when all are taken HTTP hangs.
MAX_CONNECTIONS = 20_000
IDLE_SECONDS = 75
DRAIN_SECONDS = 5
# What a proxy sends meanwhile, on connections that it keeps, is answered, and each is closed with that. Those
# that nginx does not use it closes itself, after 1 s by deploy/nginx.conf.
LINGER_SECONDS = 2
LOOK_SECONDS = 0.02

# What development started; it dies with this process.
servers: list[Server] = []


def main() -> None:
    """Serve until SIGTERM or Ctrl-C, or say in one line why not."""
    try:
        settings = read_settings()
        opened = _bound(settings)
        settings = _with_servers(settings)
    except (BadConfiguration, listener.CannotListen, ServersUnavailable) as error:
        _refuse(str(error))
    app = create_app(settings)
    if INHERITED_SOCKET not in os.environ:
        startup.prepare(app, settings)
    if settings.workers > 1:
        _listen(opened, settings)
        sys.exit(supervise(opened, settings.workers))
    worker = Worker(app)
    worker.prepare()
    _listen(opened, settings)
    worker.start()
    serve(app, opened, worker)


def serve(app: Flask, opened: socket.socket, worker: Worker) -> NoReturn:
    """Serve on the socket as one worker, until the process is told to end; then drain."""
    # What was loaded by now stays; looking through it again and again took 4 % of the CPU.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    settings = runtime_of(app).settings
    gate = Gate(app, settings.max_requests_under_way)
    listening = listener.PatientListener(opened)
    server = eventlet.spawn(
        eventlet.wsgi.server,
        listening,
        gate.counted(guard_websockets(app)),
        max_size=MAX_CONNECTIONS,
        socket_timeout=IDLE_SECONDS,
        debug=False,  # or a malformed header is answered with a traceback
        log_output=False,
        log=logging.getLogger("eventlet.wsgi"),
        protocol=protocol.bounded(
            eventlet.wsgi.HttpProtocol, 2 * MAX_PLAN_BYTES, gate, IDLE_SECONDS, settings.request_seconds
        ),
    )
    _wait_for_end()
    for started in servers:
        started.retire()
    listening.stop()
    _use_up(gate.connections)
    eventlet.spawn_n(server.kill, SystemExit)  # which it takes for an orderly end
    worker.drain()
    with eventlet.Timeout(DRAIN_SECONDS, False):
        server.wait()
    worker.stop()
    # Background tasks wait on sockets and clocks; there is nothing left for them to do.
    sys.stderr.flush()
    os._exit(0)


def _bound(settings: Settings) -> socket.socket:
    """Bind the port, or take the bound one over from the supervisor."""
    if inherited := os.environ.get(INHERITED_SOCKET):
        return socket.socket(fileno=int(inherited))
    return listener.bind(settings.host, settings.port)


def _listen(bound: socket.socket, settings: Settings) -> None:
    """Listen, and say so unless the supervisor does."""
    if INHERITED_SOCKET in os.environ:
        return
    try:
        listener.listen(bound, settings.host, settings.port)
    except listener.CannotListen as error:
        _refuse(str(error))
    _announce(settings)


def _with_servers(settings: Settings) -> Settings:
    """Start the embedded MongoDB and Redis where development needs them."""
    if settings.env != "development" or (settings.mongodb_uri and settings.redis_url):
        return settings
    servers.extend(embedded.ensure(os.environ))
    return read_settings()


def _announce(settings: Settings) -> None:
    print(f"seatapp serves on {listener.url(settings.host, settings.port)}", flush=True)
    if settings.workers > 1:
        print(
            f"{settings.workers} workers share the port: clients must use the WebSocket transport only, "
            'io(url, {transports: ["websocket"]}).',
            flush=True,
        )


def _use_up(connections: Connections) -> None:
    """Answer what comes on the connections that are open, until none is left or for LINGER_SECONDS."""
    connections.are_ending = True
    with eventlet.Timeout(LINGER_SECONDS, False):
        # Those accepted last begin to be read meanwhile.
        eventlet.sleep(LOOK_SECONDS)
        while connections.awaiting:
            eventlet.sleep(LOOK_SECONDS)
    with eventlet.Timeout(DRAIN_SECONDS, False):
        while connections.end_silent():
            eventlet.sleep(0)


def _wait_for_end() -> None:
    """Wait for SIGTERM, SIGINT, or the supervisor's death.

    The hub sleeps in a poll that a Python signal handler cannot interrupt; the wake-up descriptor can.
    """
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    if parent := os.environ.get(PARENT_PIPE):
        eventlet.spawn_n(_wake_when_closed, int(parent), waker)
    eventlet.hubs.trampoline(wake, read=True)


def _wake_when_closed(parent: int, waker: int) -> None:
    eventlet.hubs.trampoline(parent, read=True)
    os.write(waker, b"\0")


def _settings_for_cli() -> Settings:
    """Return the settings of `flask run`, with servers where it needs them, or of another command.

    That starts none: in a second terminal it works on what `make run` or `flask run` serves.
    """
    settings = read_settings()
    if _is_serving():
        return _with_servers(settings)
    if settings.env == "development":
        embedded.use_running(os.environ)
    return read_settings()


def _is_serving() -> bool:
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name == "run"


def _refuse(line: str) -> NoReturn:
    sys.exit(f"seatapp: {line}")


if FLASK_CLI:
    try:
        configured = _settings_for_cli()
        app = create_app(configured)
        if _is_serving():
            startup.start_at_first_request(app, configured)
    except (BadConfiguration, ServersUnavailable) as refusal:
        _refuse(str(refusal))
elif __name__ == "__main__":
    main()

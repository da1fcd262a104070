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

import contextlib
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import click
from flask import Flask

from config import BadConfiguration, Settings, read_settings
from seatapp import create_app, devservers, listener
from seatapp.chunked import ChunkedFile
from seatapp.extensions import clock
from seatapp.organiser import loading
from seatapp.organiser.routes import MAX_PLAN_BYTES
from seatapp.realtime.origins import is_handshake
from seatapp.supervisor import INHERITED_SOCKET, PARENT_PIPE, supervise
from seatapp.upkeep import Worker

log = logging.getLogger("seatapp.wsgi")

# A WebSocket holds a slot as long as it lasts, and when all are taken HTTP hangs.
MAX_CONNECTIONS = 20_000
IDLE_SECONDS = 75
# A close frame with the code for it.
PROTOCOL_ERROR = b"\x88\x02\x03\xea"
BAD_HANDSHAKE = b'{"success":false,"code":"bad_request","message":"This is no WebSocket handshake."}'
DRAIN_SECONDS = 5

# What development started; it dies with this process.
servers: list[devservers.Server] = []

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Any], Iterable[bytes]]


def main() -> None:
    """Serve until SIGTERM or Ctrl-C, or say in one line why not."""
    try:
        settings = read_settings()
        opened = _listener(settings)
        settings = _with_servers(settings)
    except (BadConfiguration, listener.CannotListen, devservers.ServersUnavailable) as error:
        _refuse(str(error))
    app = create_app(settings)
    if INHERITED_SOCKET not in os.environ:
        make_ready(app, settings)
        _announce(settings)
    if settings.workers > 1:
        sys.exit(supervise(opened, settings.workers))
    serve(app, opened)


def make_ready(app: Flask, settings: Settings) -> None:
    """Prepare the database, with the demo shows in development, unless it is out of reach for now."""
    if Worker(app).prepare() and settings.env == "development":
        with app.app_context():
            loading.load_demo(clock.now())


def serve(app: Flask, opened: socket.socket) -> None:
    """Serve on the socket as one worker, until the process is told to end; then drain."""
    worker = Worker(app)
    worker.prepare()
    worker.start()
    # What was loaded by now stays; looking through it again and again took 4 % of the CPU.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    server = eventlet.spawn(
        eventlet.wsgi.server,
        opened,
        guard_websockets(app),
        max_size=MAX_CONNECTIONS,
        socket_timeout=IDLE_SECONDS,
        debug=False,  # or a malformed header is answered with a traceback
        log_output=False,
        log=logging.getLogger("eventlet.wsgi"),
        protocol=bounded_protocol(),
    )
    _wait_for_end()
    for embedded in servers:
        embedded.retire()
    opened.close()
    eventlet.spawn_n(server.kill, SystemExit)  # which it takes for an orderly end
    worker.drain()
    with eventlet.Timeout(DRAIN_SECONDS, False):
        server.wait()
    worker.stop()
    # Background tasks wait on sockets and clocks; there is nothing left for them to do.
    sys.stderr.flush()
    os._exit(0)


def bounded_protocol() -> type:
    """Return eventlet's protocol, which decodes chunked bodies without a bound and does not say so."""

    class Protocol(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
        def get_environ(self) -> Environ:
            environ: Environ = super().get_environ()
            body = environ["eventlet.input"]
            if body.chunked_input:
                body.rfile = ChunkedFile(self.rfile, 2 * MAX_PLAN_BYTES)
                environ["wsgi.input_terminated"] = True
            elif "HTTP_TRANSFER_ENCODING" in environ:
                # An encoding that is not known here: nor is where the next request would begin.
                self.close_connection = True
            return environ

    return Protocol


def guard_websockets(app: WsgiApp) -> WsgiApp:
    """Refuse handshakes that are none, and end a line that carries junk as WebSocket lines do.

    The offer to compress frames is taken away: it costs half as much CPU again per message.
    """

    def call(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").lower() != "websocket":
            return app(environ, start_response)
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        if not is_handshake(environ):
            start_response("400 Bad Request", [("Content-Type", "application/json"), ("Connection", "close")])
            return [BAD_HANDSHAKE]
        try:
            return app(environ, start_response)
        except Exception as error:
            # The protocol was switched: an HTTP answer would be junk in the client's stream.
            log.info("a WebSocket broke off: %s", type(error).__name__)
            with contextlib.suppress(OSError):
                environ["eventlet.input"].get_socket().sendall(PROTOCOL_ERROR)
            eventlet.wsgi.WSGI_LOCAL.already_handled = True
            return []

    return call


def starting_at_first_request(app: Flask, settings: Settings) -> Flask:
    """Start the worker's tasks when the first request comes: a command of the CLI must not."""
    serve_request, workers = app.wsgi_app, list[Worker]()

    def call(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if not workers:
            workers.append(Worker(app))
            make_ready(app, settings)
            workers[0].start()
        return serve_request(environ, start_response)

    app.wsgi_app = call  # type: ignore[method-assign]
    return app


def _listener(settings: Settings) -> socket.socket:
    """Open the port, or take the open one over from the supervisor."""
    if inherited := os.environ.get(INHERITED_SOCKET):
        return socket.socket(fileno=int(inherited))
    return listener.listen(settings.host, settings.port)


def _with_servers(settings: Settings) -> Settings:
    """Start the embedded MongoDB and Redis where development needs them."""
    if settings.env != "development" or (settings.mongodb_uri and settings.redis_url):
        return settings
    servers.extend(devservers.ensure(os.environ))
    return read_settings()


def _settings_for_cli() -> Settings:
    """Return the settings of `flask run`, with servers where it needs them, or of another command.

    That starts none: in a second terminal it works on what `make run` or `flask run` serves.
    """
    settings = read_settings()
    if _is_serving():
        return _with_servers(settings)
    if settings.env == "development":
        devservers.use_running(os.environ)
    return read_settings()


def _is_serving() -> bool:
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name == "run"


def _announce(settings: Settings) -> None:
    print(f"seatapp serves on {listener.url(settings.host, settings.port)}", flush=True)
    if settings.workers > 1:
        print(
            f"{settings.workers} workers share the port: clients must use the WebSocket transport only, "
            'io(url, {transports: ["websocket"]}).',
            flush=True,
        )


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


def _refuse(line: str) -> NoReturn:
    sys.exit(f"seatapp: {line}")


if FLASK_CLI:
    try:
        configured = _settings_for_cli()
        app = create_app(configured)
        if _is_serving():
            app = starting_at_first_request(app, configured)
    except (BadConfiguration, devservers.ServersUnavailable) as refusal:
        _refuse(str(refusal))
elif __name__ == "__main__":
    main()

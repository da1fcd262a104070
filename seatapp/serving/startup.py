"""What a process prepares before it serves."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from ..extensions import clock
from ..organiser import loading
from .worker import Worker

if TYPE_CHECKING:
    from config import Settings


def prepare(app: Flask, settings: "Settings") -> None:
    """Prepare the database, with the demo shows in development, unless it is out of reach for now."""
    if Worker(app).prepare() and settings.env == "development":
        with app.app_context():
            loading.load_demo(clock.now())


def start_at_first_request(app: Flask, settings: "Settings") -> None:
    """Let the worker's tasks start when the first request comes: a command of the CLI must not start them."""
    serve_request, workers = app.wsgi_app, list[Worker]()

    def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not workers:
            workers.append(Worker(app))
            prepare(app, settings)
            workers[0].start()
        return serve_request(environ, start_response)

    app.wsgi_app = call  # type: ignore[method-assign]

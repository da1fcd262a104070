"""seatapp: pick seats in real time, and never sell one twice."""

from typing import TYPE_CHECKING

from flask import Flask

from .bookings import register_bookings
from .chunked import BoundedRequest
from .cli import register_cli
from .clock import register_clock
from .errors import register_errors
from .extensions import bind
from .identity import register_identity
from .ops import register_ops, register_proxies
from .ops.cors import register_cors
from .organiser import register_organiser
from .realtime import register_realtime
from .seats import register_seats
from .shows import register_shows
from .web import register_web

if TYPE_CHECKING:
    from config import Settings


def create_app(settings: "Settings") -> Flask:
    """Build the application for these settings. Opens no connection yet."""
    app = Flask(__name__, static_folder=None)
    app.request_class = BoundedRequest
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024)
    bind(app, settings)
    register_clock(app)
    register_cors(app)
    register_ops(app)
    register_errors(app)
    register_identity(app)
    register_shows(app)
    register_seats(app)
    register_bookings(app)
    register_organiser(app)
    register_realtime(app)
    register_proxies(app)
    register_web(app)
    register_cli(app)
    return app

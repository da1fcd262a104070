"""Extensions and the running app's parts, not yet bound to an app. Of seatapp it imports foundations only."""

from typing import TYPE_CHECKING, cast

from flask import Flask
from flask_cors import CORS
from flask_socketio import SocketIO
from werkzeug.local import LocalProxy

from .database import Database
from .encoding import OrjsonProvider
from .runtime import current_runtime, register_runtime

if TYPE_CHECKING:
    from config import Settings

    from .clock import DatabaseClock

socketio = SocketIO()
cors = CORS()

db = cast(Database, LocalProxy(lambda: current_runtime().database))
clock = cast("DatabaseClock", LocalProxy(lambda: current_runtime().clock))
settings = cast("Settings", LocalProxy(lambda: current_runtime().settings))


def bind(app: Flask, values: "Settings") -> None:
    """Give the app its settings, database and JSON provider."""
    register_runtime(app, values, Database(values.mongodb_uri))
    app.json = OrjsonProvider(app)

"""Shows: what is played, when, for how much, and the plan of the hall."""

from flask import Flask

from .routes import blueprint
from .store import register_cache


def register_shows(app: Flask) -> None:
    """Add the routes about shows, and the worker's memory of them."""
    register_cache(app)
    app.register_blueprint(blueprint)

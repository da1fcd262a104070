"""Bookings: what was ordered, at which price, and what became of it."""

from flask import Flask

from . import routes


def register_bookings(app: Flask) -> None:
    """Add the routes about bookings."""
    app.register_blueprint(routes.blueprint)

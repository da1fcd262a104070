"""Locking seats: the one thing this server exists for."""

from flask import Flask

from .routes import blueprint
from .slots import SlotMemory
from .status import register_status


def register_bookings(app: Flask) -> None:
    """Add the routes about seats, and the worker's memory of slots."""
    app.extensions["seatapp.slots"] = SlotMemory()
    register_status(app)
    app.register_blueprint(blueprint)

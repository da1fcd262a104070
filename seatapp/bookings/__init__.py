"""Locking seats: the one thing this server exists for."""

from flask import Flask

from . import booking_routes, routes
from .slots import SlotMemory
from .status import register_status


def register_bookings(app: Flask) -> None:
    """Add the routes about seats, and the worker's memory of slots."""
    app.extensions["seatapp.slots"] = SlotMemory()
    register_status(app)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(booking_routes.blueprint)

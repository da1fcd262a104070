"""Who has which seat: the one thing this server exists for."""

from flask import Flask

from ..runtime import runtime_of
from . import routes
from .availability import register_looks
from .insertions import register_insertions
from .releases import register_releases
from .slots import SlotMemory
from .state import register_status


def register_seats(app: Flask) -> None:
    """Add the routes about seats, what requests share, and the memory of slots."""
    runtime_of(app).slots = SlotMemory()
    register_looks(app)
    register_insertions(app)
    register_releases(app)
    register_status(app)
    app.register_blueprint(routes.blueprint)

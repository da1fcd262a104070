"""Who has which seat: the one thing this server exists for."""

from flask import Flask

from ..runtime import runtime_of
from . import routes
from .availability import register_looks
from .best_available import Proposals
from .insertions import register_insertions
from .place_memory import PlaceMemory
from .releases import register_releases
from .slots import SlotMemory
from .state import register_status
from .taken import TakenMemory


def register_seats(app: Flask) -> None:
    """Add the routes about seats, what requests share, and the memories of slots and taken seats."""
    runtime = runtime_of(app)
    runtime.slots, runtime.address_slots = SlotMemory(), SlotMemory()
    runtime.proposals, runtime.places = Proposals(), PlaceMemory()
    runtime.taken = TakenMemory(runtime.settings.lock_seconds)
    register_looks(app)
    register_insertions(app)
    register_releases(app)
    register_status(app)
    app.register_blueprint(routes.blueprint)

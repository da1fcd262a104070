"""Let requests of one moment share what they ask of the database about seats."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Flask

from ..database import DATABASE_TIMEOUT_MS
from ..extensions import socketio
from ..gather import Gatherer, Job

Wish = TypeVar("Wish")
Result = TypeVar("Result")

# Far below what a command may hold, and what mongod writes in some milliseconds.
MOST_SEATS = 1000


def shared(
    app: Flask, perform: Callable[[Sequence[Job[Wish, Result]]], None], weigh: Callable[[Wish], int]
) -> Gatherer[Wish, Result]:
    """Return a gatherer of the app's wishes; `weigh` tells how many seats one is about."""

    def performed(jobs: Sequence[Job[Wish, Result]]) -> None:
        with app.app_context():
            perform(jobs)

    seconds = DATABASE_TIMEOUT_MS / 1000
    return Gatherer(socketio.start_background_task, performed, seconds=seconds, weigh=weigh, most=MOST_SEATS)

"""What a doctor says of the seats and bookings that a test leaves behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from seatapp.bookings import doctor

from . import sales


def complaints(app: Flask) -> list[str]:
    """Say what is wrong with the app's database."""
    with app.app_context():
        return list(doctor.examine())


@contextmanager
def examined(mongodb_uri: str) -> Iterator[Flask]:
    """Build an app on the workers' database. Whatever was tested, at the end a doctor looks at all of it."""
    with sales.app_on(mongodb_uri) as app:
        yield app
        assert complaints(app) == []

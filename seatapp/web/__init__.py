"""The pages: what is on sale, the map of a hall, checkout, and people's bookings."""

from flask import Flask

from . import booking_pages, organiser_pages
from .languages import register_languages
from .pages import blueprint

blueprint.register_blueprint(booking_pages.blueprint)
blueprint.register_blueprint(organiser_pages.blueprint)


def register_web(app: Flask) -> None:
    """Add the pages and their static files to the app."""
    register_languages(app)
    app.register_blueprint(blueprint)

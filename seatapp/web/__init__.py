"""The pages: what is on sale, and the map of a hall."""

from flask import Flask

from .pages import blueprint


def register_web(app: Flask) -> None:
    """Add the pages and their static files to the app."""
    app.register_blueprint(blueprint)

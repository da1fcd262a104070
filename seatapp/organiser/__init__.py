"""Organising: shows come, change and go without harm to those who have seats."""

from flask import Flask

from .routes import blueprint


def register_organiser(app: Flask) -> None:
    """Add the organiser's routes."""
    app.register_blueprint(blueprint)

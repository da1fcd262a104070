"""Organising: shows come, change and go without harm to those who have seats."""

from flask import Flask

from . import overview_routes, routes, sales_routes


def register_organiser(app: Flask) -> None:
    """Add the organiser's routes."""
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(sales_routes.blueprint)
    app.register_blueprint(overview_routes.blueprint)

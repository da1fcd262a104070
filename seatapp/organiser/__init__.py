"""Organising: shows come, change and go without harm to those who have seats."""

from flask import Blueprint, Flask

from ..identity.admin import require_admin
from . import (
    door_routes,
    held_routes,
    history_routes,
    key_routes,
    moving_routes,
    overview_routes,
    plan_routes,
    routes,
    sales_routes,
    ticket_routes,
)

blueprint = Blueprint("organiser", __name__)
blueprint.before_request(require_admin)
blueprint.register_blueprint(routes.blueprint)
blueprint.register_blueprint(sales_routes.blueprint)
blueprint.register_blueprint(overview_routes.blueprint)
blueprint.register_blueprint(held_routes.blueprint)
blueprint.register_blueprint(plan_routes.blueprint)
blueprint.register_blueprint(door_routes.blueprint)
blueprint.register_blueprint(key_routes.blueprint)
blueprint.register_blueprint(ticket_routes.blueprint)
blueprint.register_blueprint(moving_routes.blueprint)
blueprint.register_blueprint(history_routes.blueprint)


def register_organiser(app: Flask) -> None:
    """Add the organiser's routes, which all need the admin token."""
    app.register_blueprint(blueprint)

"""The organiser's view of all shows, with the admin token."""

from typing import Any

from flask import Blueprint

from ..http import admin_only
from . import sales

blueprint = Blueprint("overview", __name__, url_prefix="/api/organiser")


@blueprint.get("/shows")
@admin_only
def list_all_shows() -> dict[str, Any]:
    """List every show, also those that have ended, with sold seats and takings."""
    return {"success": True, "shows": sales.overview()}

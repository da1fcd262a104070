"""The organiser's view of all shows, with the admin token."""

from typing import Any

from flask import Blueprint, request

from ..answers import documented
from ..identity.admin import Scope, needs, required_admin
from ..requests import PageSchema, paging
from . import overview
from .answers import OverviewAnswer
from .schemas import OverviewQuerySchema

blueprint = Blueprint("overview", __name__, url_prefix="/api/organiser")


@blueprint.get("/shows")
@needs(Scope.READ)
@documented(OverviewAnswer, query=(PageSchema, OverviewQuerySchema))
def list_all_shows() -> dict[str, Any]:
    """List the shows of the admin key by pages, the earliest first, with sold seats and takings.

    `when` is `coming` for those that have not begun six hours ago, `past` for the others, the latest first,
    and `archived` for those of the past whose bookings alone are kept.
    """
    wanted = paging()
    query = OverviewQuerySchema().load(request.args)
    shows, total = overview.page(**query, only=required_admin().shows, wanted=wanted)
    return {"success": True, "shows": shows, **wanted.as_json(total)}

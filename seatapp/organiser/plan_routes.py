"""Halls for new shows: plans that are checked before they are saved, and those of the demo."""

from typing import Any

from flask import Blueprint

from ..answers import documented
from ..errors import Refusal
from ..identity.admin import Scope, needs
from ..requests import body
from ..shows.demo import HALLS
from ..shows.plan import Plan
from ..shows.schemas import HallSchema
from .answers import DemoHallsAnswer, PlanAnswer
from .routes import large_body

blueprint = Blueprint("plans", __name__, url_prefix="/api/organiser")


class HallNotFound(Refusal):
    """There is no demo hall of this name."""

    status = 404
    code = "hall_not_found"
    message = "There is no such hall."


@blueprint.post("/check-plan")
@large_body
@body(HallSchema)
@needs(Scope.MANAGE)
@documented(PlanAnswer)
def check_plan(plan: Plan) -> dict[str, Any]:
    """Check a `plan`, or draw one of `rows`, without saving it; 422 says what is wrong with it, and where."""
    return {"success": True, "plan": plan}


@blueprint.get("/demo-halls")
@needs(Scope.READ)
@documented(DemoHallsAnswer)
def list_demo_halls() -> dict[str, Any]:
    """List the halls of the demo, which any show may take."""
    return {"success": True, "halls": [*HALLS]}


@blueprint.get("/demo-halls/<name>")
@needs(Scope.READ)
@documented(PlanAnswer, HallNotFound)
def read_demo_hall(name: str) -> dict[str, Any]:
    """Return the plan of one of the demo's halls."""
    if name not in HALLS:
        raise HallNotFound
    return {"success": True, "plan": HALLS[name]()}

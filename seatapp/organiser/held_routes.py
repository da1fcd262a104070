"""What a person has chosen, for the shop's backend, with the admin token."""

from typing import Any

from flask import Blueprint, request

from ..answers import documented
from ..identity.admin import Scope, needs
from ..requests import require_indexes
from ..seats import service
from ..seats.refusals import MixedCurrencies
from ..shows.store import ShowNotFound
from .answers import HeldAnswer
from .schemas import HolderQuerySchema

blueprint = Blueprint("held", __name__, url_prefix="/api/bookings/held")
blueprint.before_request(require_indexes)


@blueprint.get("/<show_id>")
@needs(Scope.SELL)
@documented(HeldAnswer, ShowNotFound, MixedCurrencies, query=(HolderQuerySchema,))
def read_held(show_id: str) -> dict[str, Any]:
    """Tell which seats of a show a user or guest has locked, and what they cost: what to charge.

    `total` is at the prices of the locks, as a booking with `expectedTotal` is. `expiresAt` is when the first
    of them ends. Who has none gets no `items`, a `total` of 0, and `expiresAt` null.
    """
    holder = HolderQuerySchema().load(request.args)["user_id"]
    held = service.held(show_id, holder)
    return {"success": True, "showId": show_id, "userId": holder, **held}

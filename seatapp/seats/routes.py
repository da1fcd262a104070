"""Select and release seats, and read who has which."""

from typing import Any

from flask import Blueprint

from ..answers import documented
from ..errors import InvalidToken
from ..identity.current import caller
from ..requests import body, require_indexes
from ..shows.selling import SalesClosed
from ..shows.store import ShowNotFound
from . import service
from .answers import CheckoutAnswer, GrantAnswer, LockedSeatsAnswer, ReleasedAnswer
from .locks import Grant
from .refusals import LockExpired, MixedCurrencies, SeatsUnavailable, TooManySeats, UnknownSeats
from .schemas import SelectionSchema, ShowIdSchema

blueprint = Blueprint("seats", __name__, url_prefix="/api/bookings")
blueprint.before_request(require_indexes)


@blueprint.post("/select-seats")
@body(SelectionSchema)
@documented(
    GrantAnswer,
    InvalidToken,
    ShowNotFound,
    UnknownSeats,
    TooManySeats,
    SalesClosed,
    SeatsUnavailable,
    LockExpired,
    MixedCurrencies,
)
def select_seats(selection: dict[str, Any]) -> dict[str, Any]:
    """Lock seats of a show for the caller, all or none.

    Seats that the caller has locked already are renewed. 409 names in `conflicts` the seats that others have.
    A seat's price is fixed from here on, for as long as the caller keeps it: `prices` by seat and their
    `total`, in the minor unit of `currency`.
    """
    return _granted(service.select(**selection, holder=caller().user_id))


@blueprint.post("/release-seats")
@body(SelectionSchema)
@documented(ReleasedAnswer, InvalidToken, ShowNotFound, UnknownSeats)
def release_seats(selection: dict[str, Any]) -> dict[str, Any]:
    """Give back seats that the caller has locked; others' stay as they are."""
    released = service.release(**selection, holder=caller().user_id)
    return {"success": True, "released": bool(released), "seats": released}


@blueprint.post("/checkout")
@body(ShowIdSchema)
@documented(CheckoutAnswer, InvalidToken, ShowNotFound, SalesClosed, LockExpired, MixedCurrencies)
def checkout(wanted: dict[str, Any]) -> dict[str, Any]:
    """Give the caller time to pay for every seat that they have locked on the show, once.

    `items` say what is paid for: `{seat, zone, row, number, category, price}`, at the prices of the locks.
    """
    grant, items = service.checkout(**wanted, holder=caller().user_id)
    return {**_granted(grant), "items": items}


@blueprint.get("/locked-seats/<show_id>")
@documented(LockedSeatsAnswer, InvalidToken, ShowNotFound)
def locked_seats(show_id: str) -> dict[str, Any]:
    """Tell which seats of a show are booked, locked by others, and locked by the caller."""
    return {"success": True, **service.view(show_id, caller().user_id)}


def _granted(grant: Grant) -> dict[str, Any]:
    cost = grant.sum
    return {
        "success": True,
        "seats": grant.seats,
        "expiresIn": grant.expires_in,
        "expiresAt": grant.expires_at,
        "prices": {seat: terms["price"] for seat, terms in grant.terms.items()},
        "total": cost.total,
        "currency": cost.currency,
    }

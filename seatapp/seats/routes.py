"""Select and release seats, and read who has which."""

from typing import Any

from flask import Blueprint

from ..answers import documented
from ..errors import InvalidToken
from ..identity.current import caller
from ..requests import body, require_indexes
from ..shows.selling import SalesClosed
from ..shows.standing import count_by_area, is_place, seats_among
from ..shows.store import ShowNotFound
from . import service
from .answers import (
    BestAvailableAnswer,
    CheckoutAnswer,
    GrantAnswer,
    LockedSeatsAnswer,
    ReleasedAnswer,
    TicketTypesAnswer,
)
from .locks import Grant
from .refusals import (
    CheckoutBegun,
    LockExpired,
    MixedCurrencies,
    NoneAvailable,
    RuleBroken,
    SeatsUnavailable,
    TooManyFromAddress,
    TooManySeats,
    UnknownSeats,
)
from .schemas import (
    BestAvailableSchema,
    SeatsAndTablesSchema,
    SelectionSchema,
    ShowIdSchema,
    TicketTypesSchema,
)
from .terms import Agreed, Sum, add_up, types_of

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
    TooManyFromAddress,
    SalesClosed,
    SeatsUnavailable,
    LockExpired,
    MixedCurrencies,
    CheckoutBegun,
    RuleBroken,
)
def select_seats(selection: dict[str, Any]) -> dict[str, Any]:
    """Lock seats of a show for the caller, all or none.

    `tables` are all seats of these tables; `areas` says how many places the caller wants to have in all of
    areas for standing and free seating, and 0 gives them back. Seats that the caller has locked already are
    renewed. 409 names in `conflicts` the seats that others have, and in `areas` how many places are left.
    A seat's price is fixed from here on, for as long as the caller keeps it: `prices` by seat and their
    `total`, in the minor unit of `currency`. So is its ticket type, where the show has any: the one named in
    `ticketTypes`, else the first one for the seat's category; a renewed seat keeps its own unless another is
    named, at that one's price of now.

    A choice that breaks a rule of the show, counted with what the caller has of it, is 409 `rule_broken` with
    the `rule`, the `seats` that it is about, and an `alternative` where one is found. Wheelchair places that
    are kept for those who ask need `accessible: true`.
    """
    return _granted(service.select(**selection, holder=caller().user_id))


@blueprint.post("/ticket-types")
@body(TicketTypesSchema)
@documented(
    TicketTypesAnswer,
    InvalidToken,
    ShowNotFound,
    UnknownSeats,
    SalesClosed,
    LockExpired,
    CheckoutBegun,
    MixedCurrencies,
)
def change_ticket_types(wanted: dict[str, Any]) -> dict[str, Any]:
    """Give seats that the caller has locked other ticket types, all or none, before the checkout.

    `areas` says how many of the caller's places there have which type: `{"floor": {"child": 2}}`.
    `total` is of all that the caller has locked on the show. How many of a type one buyer may have, and what
    has to be bought with it, is looked at in the checkout.
    """
    terms = service.retype(**wanted, holder=caller().user_id)
    return {"success": True, **_costs(terms, add_up(terms.values()))}


@blueprint.post("/best-available")
@body(BestAvailableSchema)
@documented(
    BestAvailableAnswer,
    InvalidToken,
    ShowNotFound,
    UnknownSeats,
    TooManySeats,
    TooManyFromAddress,
    SalesClosed,
    NoneAvailable,
    RuleBroken,
    SeatsUnavailable,
    LockExpired,
    MixedCurrencies,
)
def select_best(wanted: dict[str, Any]) -> dict[str, Any]:
    """Find the best free seats and lock them for the caller, beside what they have already.

    `together` is `row` (side by side), `rows` (in adjoining rows) or `apart`. The best are near to the plan's
    `focal_point` or stage and in the middle of their row, or near to the seat `near`. Never breaks a rule of
    the show, and gives wheelchair and companion places only to who asks for them. 409 `none_available` says
    how many seats side by side the same wish could have had.
    """
    grant, together = service.select_best(**wanted, holder=caller().user_id)
    return {**_granted(grant), "together": together}


@blueprint.post("/release-seats")
@body(SeatsAndTablesSchema)
@documented(ReleasedAnswer, InvalidToken, ShowNotFound, UnknownSeats)
def release_seats(selection: dict[str, Any]) -> dict[str, Any]:
    """Give back seats that the caller has locked; others' stay as they are.

    A seat of a table that is sold as a whole gives back the table. `areas` says how many places to give back.
    """
    seats, areas = service.release(**selection, holder=caller().user_id)
    places = {"areas": areas} if areas else {}
    return {"success": True, "released": bool(seats or any(areas.values())), "seats": seats, **places}


@blueprint.post("/checkout")
@body(ShowIdSchema)
@documented(CheckoutAnswer, InvalidToken, ShowNotFound, SalesClosed, LockExpired, MixedCurrencies, RuleBroken)
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
    return {
        "success": True,
        "seats": seats_among(grant.seats),
        "expiresIn": grant.expires_in,
        "expiresAt": grant.expires_at,
        **_costs(grant.terms, grant.cost),
    }


def _costs(terms: Agreed, cost: Sum) -> dict[str, Any]:
    seats = {seat: each for seat, each in terms.items() if not is_place(seat)}
    areas = count_by_area(terms)
    return {
        **({"areas": areas} if areas else {}),
        "prices": {seat: each["price"] for seat, each in seats.items()},
        "ticketTypes": types_of(seats),
        **cost._asdict(),
    }

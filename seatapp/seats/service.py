"""What a caller may do with seats; other features are notified by signals."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from ..errors import InvalidRequest
from ..extensions import clock, settings
from ..shows import selling, store
from ..shows.model import Show
from ..shows.standing import as_told
from . import area_status, area_types, best_available, choices, locks
from . import areas as standing
from .areas import Places
from .availability import live_locks
from .criteria import Criteria
from .items import itemise
from .locks import Grant
from .refusals import SeatsUnavailable, TooManySeats, UnknownSeats
from .schemas import MAX_SEATS_IN_REQUEST
from .search import Together
from .signals import hall_viewed, seats_selected, selection_refused
from .state import read_status
from .terms import Agreed, Sum, add_up, agreed


def select(
    show_id: str,
    seats: list[str],
    holder: str,
    ticket_types: Mapping[str, str] | None = None,
    tables: Sequence[str] = (),
    *,
    areas: Places | None = None,
    accessible: bool = False,
) -> Grant:
    """Lock seats of the show's hall for the holder, those of the tables too, all or none.

    With them, so many places of the `areas` in all. To renew seats is to select them: when sales have ended,
    no holder keeps a seat by renewing it. `ticket_types` are ids by seat; `accessible`: the holder asks for
    wheelchair places. Raises ShowNotFound, UnknownSeats, InvalidRequest for types that are not for these
    seats, SalesClosed, RuleBroken, and what `areas.select` and `locks.select` raise.
    """
    wanted = areas or {}
    show = require_seats(show_id, seats)
    seats = _with_tables(show, seats, tables)
    _require_types(show, seats, ticket_types or {})
    standing.require_areas(show, wanted)
    if seats or any(wanted.values()):
        selling.require_open(show, clock.now())

    def lock(seats: list[str]) -> Grant:
        if show.is_plain:
            return locks.select(show, seats, holder, ticket_types)
        return choices.select(show, seats, holder, ticket_types, accessible=accessible)

    try:
        grant = standing.select(show, seats, wanted, holder, lock) if wanted else lock(seats)
    except SeatsUnavailable as refusal:
        conflicts = refusal.details["conflicts"]
        selection_refused.send(show=show_id, holder=holder, seats=conflicts, message=str(refusal))
        raise
    seats_selected.send(show=show_id, holder=holder, seats=seats)
    return grant


def retype(show_id: str, seats: Mapping[str, str], areas: area_types.Wanted, holder: str) -> Agreed:
    """Give the holder's locked seats these ticket types, and return the terms of all that they have locked.

    So many of their places in the areas too. Raises ShowNotFound, UnknownSeats, InvalidRequest for types that
    are not for these seats and areas, SalesClosed when sales have ended, and what `locks.retype` raises.
    """
    show = require_seats(show_id, list(seats))
    _require_types(show, seats, seats, "seats")
    standing.require_areas(show, areas)
    area_types.require_types(show, areas)
    selling.require_not_ended(show, clock.now())
    return locks.retype(show, {**seats, **area_types.of_places(show, areas, holder)}, holder)


def select_best(show_id: str, wanted: Criteria, holder: str) -> tuple[Grant, Together]:
    """Lock the best seats that there are, and return how they are to each other.

    Raises ShowNotFound, UnknownSeats, SalesClosed, and what `best_available.select` raises.
    """
    named = [*wanted.without, *([wanted.near] if wanted.near is not None else [])]
    show = require_seats(show_id, named)
    selling.require_open(show, clock.now())
    grant, together = best_available.select(show, wanted, holder)
    seats_selected.send(show=show_id, holder=holder, seats=grant.seats)
    return grant, together


def release(
    show_id: str, seats: list[str], holder: str, tables: Sequence[str] = (), areas: Places | None = None
) -> tuple[list[str], dict[str, int]]:
    """Give back those of the seats that the holder has, and return them, and how many places of the areas.

    A seat of a table that is sold as a whole gives back the table. Raises ShowNotFound, UnknownSeats,
    InvalidRequest.
    """
    show = require_seats(show_id, seats)
    standing.require_areas(show, areas or {})
    seats = _with_tables(show, seats, tables)
    if show.has_whole_tables:
        seats = show.layout.with_whole_tables(seats)
    released = locks.release(show_id, seats, holder) if seats else []
    return released, standing.release(show, areas, holder) if areas else {}


def view(show_id: str, holder: str) -> dict[str, Any]:
    """Return who has which seat, and subscribe the holder's sockets to the show; raise ShowNotFound."""
    show = store.find(show_id)
    hall_viewed.send(show=show_id, holder=holder)
    return state(show, holder)


def state(show: Show, holder: str | None) -> dict[str, Any]:
    """Return who has which seat, and the show's revision; one holder's own seats are kept apart."""
    status = read_status(show.show_id)
    seats, areas = status.seen_by(show.show_id, holder), area_status.seen_by(show, status, holder)
    return {**seats, **areas, "revision": show.revision}


def checkout(show_id: str, holder: str) -> tuple[Grant, list[dict[str, Any]]]:
    """Give the holder time to pay for all seats that are locked; return the grant and its items.

    Raises ShowNotFound, SalesClosed when sales have ended, LockExpired, MixedCurrencies, RuleBroken.
    """
    show = store.find(show_id)
    selling.require_not_ended(show, clock.now())
    choices.require_held(show, holder)
    grant = locks.checkout(show, holder)
    return grant, [as_told(item) for item in itemise(show, grant.terms)]


def held(show_id: str, holder: str) -> dict[str, Any]:
    """Return what the holder has locked: `{items, total, currency, expiresAt}`, when the first lock ends.

    `expiresAt` is None where there is no lock. Raises ShowNotFound, MixedCurrencies.
    """
    show = store.find(show_id)
    found = live_locks(show_id, holder)
    terms = agreed(show, found)
    return {
        "items": [as_told(item) for item in itemise(show, terms)],
        **(add_up(terms.values()) if terms else Sum(0, show.currency))._asdict(),
        "expiresAt": min((lock["expires_at"] for lock in found), default=None),
    }


def require_seats(show_id: str, seats: list[str]) -> Show:
    """Return the show, all of whose seats these are; raise ShowNotFound, UnknownSeats."""
    show = store.find(show_id)
    unknown = [seat for seat in seats if seat not in show.seats]
    if unknown:
        raise UnknownSeats(seats=unknown)
    return show


def _require_types(
    show: Show, seats: Container[str], types: Mapping[str, str], name: str = "ticketTypes"
) -> None:
    """Raise InvalidRequest, with the errors by this name, unless each type is one for its seat."""
    errors = {}
    for seat, type_id in types.items():
        ticket_type = show.ticket_type(type_id)
        if seat not in seats:
            errors[seat] = ["Is not among the seats."]
        elif ticket_type is None:
            errors[seat] = ["The show has no such ticket type."]
        elif show.seats[seat] not in ticket_type.prices:
            errors[seat] = ["This ticket type is not for the seat's category."]
    if errors:
        raise InvalidRequest(errors={name: errors})


def _with_tables(show: Show, seats: list[str], tables: Sequence[str]) -> list[str]:
    """Return the seats with those of the tables, each once; raise InvalidRequest, TooManySeats."""
    if not tables:
        return seats
    layout = show.layout
    if unknown := [table for table in tables if table not in layout.tables]:
        raise InvalidRequest(errors={"tables": [f"The hall has no such tables: {', '.join(unknown)}."]})
    of_tables = [seat for table in tables for seat in layout.tables[table].seats]
    together = list(dict.fromkeys([*seats, *of_tables]))
    if len(together) > MAX_SEATS_IN_REQUEST:
        raise TooManySeats(limit=settings.max_seats_per_user)
    return together

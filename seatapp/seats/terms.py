"""What a seat is sold for: fixed when it is locked, for as long as its holder keeps it.

A lock's document carries `price` (in the currency's minor unit), `currency` and `category`, and where the
show has ticket types, `ticket_type`.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from ..shows.model import Show
from ..shows.ticket_types import default_of
from .refusals import MixedCurrencies

Terms: TypeAlias = Mapping[str, Any]
# By seat.
Agreed: TypeAlias = Mapping[str, Terms]

TICKET_TYPE = "ticket_type"
NAMES = ("price", "currency", "category", TICKET_TYPE)


class Sum(NamedTuple):
    """What seats cost together, in the currency's minor unit."""

    total: int
    currency: str


def offered(show: Show, seats: Iterable[str], types: Mapping[str, str] | None = None) -> Agreed:
    """Return what the show asks for its seats now.

    `types` are the ids of ticket types by seat, of the show and with a price for the seat's category; a seat
    that it does not name has the first one that has such a price.
    """
    return {seat: _current(show, seat, (types or {}).get(seat)) for seat in seats}


def agreed(show: Show, locks: Iterable[Mapping[str, Any]]) -> Agreed:
    """Return the terms that the locks' holder agreed to; locks of former releases have the show's."""
    return {
        seat: {name: lock[name] for name in NAMES if name in lock}
        if "price" in lock
        else _current(show, seat)
        for lock in locks
        for seat in [lock["_id"]["seat"]]
    }


def types_of(agreed: Agreed) -> dict[str, str]:
    """Return the ids of the seats' ticket types, by seat; none where the show had no types."""
    return {seat: terms[TICKET_TYPE] for seat, terms in agreed.items() if TICKET_TYPE in terms}


def for_nothing(agreed: Agreed) -> Agreed:
    """Return the terms at a price of 0."""
    return {seat: {**terms, "price": 0} for seat, terms in agreed.items()}


def add_up(terms: Iterable[Terms]) -> Sum:
    """Return the sum; raise MixedCurrencies."""
    total, currencies = 0, set()
    for each in terms:
        total += each["price"]
        currencies.add(each["currency"])
    if len(currencies) > 1:
        raise MixedCurrencies
    return Sum(total, *currencies)


def _current(show: Show, seat: str, type_id: str | None = None) -> Terms:
    category = show.category(seat)
    known = {"currency": show.currency, "category": category}
    named = show.ticket_type(type_id) if type_id else default_of(show.ticket_types, category)
    if named is None:
        return {"price": show.prices.get(category, 0), **known}
    return {"price": named.prices[category], **known, TICKET_TYPE: named.id}

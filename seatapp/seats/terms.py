"""What a seat is sold for: fixed when it is locked, for as long as its holder keeps it.

A lock's document carries `price` (in the currency's minor unit), `currency` and `category`.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from ..shows.model import Show
from .refusals import MixedCurrencies

Terms: TypeAlias = Mapping[str, Any]
# By seat.
Agreed: TypeAlias = Mapping[str, Terms]

NAMES = ("price", "currency", "category")


class Sum(NamedTuple):
    """What seats cost together, in the currency's minor unit."""

    total: int
    currency: str


def offered(show: Show, seats: Iterable[str]) -> Agreed:
    """Return what the show asks for its seats now."""
    return {seat: _current(show, seat) for seat in seats}


def agreed(show: Show, locks: Iterable[Mapping[str, Any]]) -> Agreed:
    """Return the terms that the locks' holder agreed to; locks of former releases have the show's."""
    return {
        seat: {name: lock[name] for name in NAMES} if "price" in lock else _current(show, seat)
        for lock in locks
        for seat in [lock["_id"]["seat"]]
    }


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


def _current(show: Show, seat: str) -> Terms:
    category = show.seats[seat]
    return {"price": show.prices.get(category, 0), "currency": show.currency, "category": category}

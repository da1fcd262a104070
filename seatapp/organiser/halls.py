"""Publish, change and withdraw shows without a seat vanishing under the one who has it."""

from collections.abc import Container, Iterable
from dataclasses import replace as changed
from typing import Any

import pymongo
from marshmallow import ValidationError

from ..seats import blocks
from ..seats.refusals import SeatsTaken
from ..shows import store, writes
from ..shows.cache import TRUSTED_SECONDS
from ..shows.currencies import is_active
from ..shows.model import Listing, Show
from ..shows.schemas import NewShow
from ..shows.standing import count_by_area, seats_among

# All seats of an arena take longer than the few of a customer, for whom the usual limit is made: often under
# a second, but 14 s were measured soon after as many were given back. Keep it well under WITHDRAWN_SECONDS,
# so that seats are still taken when no worker remembers the old hall.
WITHDRAWAL_SECONDS = 40
# How long seats stay withdrawn once the show has another currency: longer than any worker trusts the show
# that it remembers, and would sell a seat in the former one.
UNTRUSTED_SECONDS = 2 * TRUSTED_SECONDS


def publish(new: NewShow) -> Listing:
    """Put a new show on sale; raise ShowExists."""
    _require_active(new.currency)
    listing = writes.create(new)
    _restore(new.show_id, new.hall_seats)
    return listing


def put(new: NewShow) -> Listing:
    """Publish the show, or replace the one with its id; raise what these raise."""
    try:
        return replace(new.show_id, new)
    except store.ShowNotFound:
        return publish(new)


def replace(show_id: str, new: NewShow, revision: int | None = None) -> Listing:
    """Change a show, its hall too; where the `revision` is given, only the show that has it.

    Raises ShowNotFound, ShowChanged when somebody else was faster, and SeatsTaken with the taken seats that
    the new hall lacks. When the currency is to change, with any taken seat: what was
    agreed in one is not charged in another. Then nothing was changed.
    """
    if new.show_id not in ("", show_id):
        raise ValidationError("Must be the show's id in the address, or missing.", "showId")
    old = load(show_id, revision)
    if other_currency := new.currency != old.currency:
        _require_active(new.currency)
        _withdraw(old, old.hall_seats, "The currency can change only while nobody has a seat.")
    else:
        _withdraw(old, old.hall_seats.beyond(new.hall_seats))
    listing = writes.replace(old, changed(new, show_id=show_id))
    _restore(show_id, new.hall_seats, UNTRUSTED_SECONDS if other_currency else 0)
    return listing


def load(show_id: str, revision: int | None) -> Show:
    """Return the show as it is now; raise ShowNotFound, ShowChanged when it has another revision."""
    show = store.load(show_id)
    if revision not in (None, show.revision):
        raise store.ShowChanged
    return show


def withdraw(show_id: str) -> None:
    """Delete a show; raise ShowNotFound, ShowChanged, and SeatsTaken when one of its seats is taken."""
    old = store.load(show_id)
    _withdraw(old, old.hall_seats)
    writes.remove(old)


def _require_active(currency: str) -> None:
    """Raise ValidationError for a code that ISO 4217 does not have: its amounts have no known digits.

    Not the schema's business: a show keeps a currency that was given up while it was on sale.
    """
    if not is_active(currency):
        raise ValidationError("Not the code of a currency in use (ISO 4217).", "currency")


def _withdraw(show: Show, seats: Iterable[str], problem: str | None = None) -> None:
    """Take the seats that will vanish, as a customer would.

    A check would leave a moment in which a visitor takes them. They stay taken for longer than any
    worker remembers the old hall.
    """
    try:
        with pymongo.timeout(WITHDRAWAL_SECONDS):
            blocks.withdraw(show.show_id, seats)
    except SeatsTaken as refusal:
        seats = refusal.details["seats"]
        areas = count_by_area(seats)
        named: dict[str, Any] = {"areas": areas} if areas else {}
        raise SeatsTaken(problem, seats=seats_among(seats), **named) from None


def _restore(show_id: str, seats: Container[str], in_seconds: float = 0) -> None:
    """Release seats that were withdrawn a moment ago and are in the hall again."""
    with pymongo.timeout(WITHDRAWAL_SECONDS):
        blocks.restore(show_id, seats, in_seconds)

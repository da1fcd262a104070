"""Require of a choice of seats that it keeps the show's rules: at selection, checkout and booking.

A choice is looked at before it is locked, and again once it is: of two that break a rule only together, one
at least sees the other's seats and gives its own back. A booking is looked at in its transaction.
"""

import random
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from pymongo.client_session import ClientSession

from ..shows.layout import Layout
from ..shows.model import Show
from ..shows.standing import places_among
from . import locks
from .around import booked_of, seen_among
from .best import find
from .bits import lowest
from .choosing import NO_STANDING, Broken, Choice, Standing, broken
from .locks import Grant
from .refusals import MESSAGES, RuleBroken
from .search import Search, Wish
from .state import read_taken
from .status import PlacesStatus

# Two who break a rule only together may both give way; then they try again, after so many seconds at most,
# twice as many each time.
ATTEMPTS = 5
PAUSE_SECONDS = 0.02
# So many seats more are looked for as an alternative.
MOST_MISSING = 20


def select(
    show: Show,
    seats: list[str],
    holder: str,
    types: Mapping[str, str] | None = None,
    *,
    accessible: bool,
    attempts: int = ATTEMPTS,
) -> Grant:
    """Lock the seats as `locks.select` does, if the choice keeps the rules.

    Seats that the holder has already are renewed, whatever the rules are by now. Raises RuleBroken, and what
    that raises.
    """
    choice = look(show, holder, seats, accessible=accessible)
    if not choice.new & choice.taken:
        require(show, choice)
    seats = _with_tables_held(choice, seats)
    try:
        check = partial(confirm, show, holder, accessible=accessible)
        return locks.select(show, seats, holder, types, check)
    except RuleBroken:
        if attempts == 1:
            raise
    # Who was first is seen now; if both gave way, one of them is first the next time.
    time.sleep(random.uniform(0, PAUSE_SECONDS * 2 ** (ATTEMPTS - attempts)))  # noqa: S311
    return select(show, seats, holder, types, accessible=accessible, attempts=attempts - 1)


def confirm(show: Show, holder: str, seats: list[str], *, accessible: bool = True) -> None:
    """Look again, now that the seats are the holder's; raise RuleBroken when others were first."""
    if seats and not show.rules.are_off:
        now, new = look(show, holder, [], accessible=accessible), show.layout.bits(seats)
        standing = now.standing.choosing(len(places_among(seats)))
        require(show, replace(now, own=now.own & ~new, new=new, standing=standing))


def _with_tables_held(choice: Choice, seats: list[str]) -> list[str]:
    """Return the seats with all that the person has of a whole table of which they renew a seat.

    It is one lock: a part of it does not end before the rest.
    """
    layout = choice.layout
    named = layout.bits(seats)
    if not (renewed := named & choice.own & layout.whole):
        return seats
    tables = layout.bits(layout.with_whole_tables(layout.seats_in(renewed)))
    return [*seats, *layout.seats_in(tables & choice.own & ~named)]


def look(show: Show, holder: str, seats: list[str], *, accessible: bool) -> Choice:
    """Return the choice of these seats, as far as they are not the holder's, in the hall as it is now."""
    layout = show.layout
    status, taken = read_taken(show)
    held = layout.bits(status.held.get(holder, ()))
    new = layout.bits(seats) & ~held
    # Only rules ask for it.
    booked = [] if show.is_plain else booked_of(show.show_id, holder)
    standing = _standing(show, status.places, holder, seats, booked)
    return Choice(layout, taken & ~held, held, layout.bits(booked), new, accessible, standing=standing)


def _standing(
    show: Show, places: PlacesStatus, holder: str, chosen: list[str], booked: list[str]
) -> Standing:
    if not show.areas:
        return NO_STANDING
    held = places.held.get(holder, {})
    new = sum(place not in held for place in places_among(chosen))
    left = sum(area.capacity for area in show.areas.values()) - sum(a.total for a in places.areas.values())
    return Standing(len(held), len(places_among(booked)), new, max(0, left - new))


def require(show: Show, choice: Choice) -> None:
    """Raise RuleBroken unless the choice keeps the rules; a choice of nothing does."""
    if (choice.new or choice.standing.new) and (found := broken(choice, show.rules)):
        raise _refusal(show, choice, found)


def require_held(show: Show, holder: str) -> None:
    """Raise RuleBroken unless all that the holder has locked may be booked together."""
    if not show.is_plain:
        BookingCheck(show, holder).require()


class BookingCheck:
    """Looks at seats that are to be booked, all that the holder has locked if none are named.

    In the booking's transaction; further away from its seats the hall is as it was before.
    """

    def __init__(self, show: Show, holder: str, seats: list[str] | None = None) -> None:
        self._show, self._holder = show, holder
        before = look(show, holder, [], accessible=True)
        new = before.own if seats is None else show.layout.bits(seats)
        # What the holder has locked and does not book is free.
        self._places = set(places_among(seats or ()))
        count = before.standing.held if seats is None else len(self._places)
        standing = before.standing.choosing(count)
        standing = standing._replace(held=0, left=max(0, standing.left + standing.held))
        self._choice = replace(before, own=0, new=new, standing=standing)

    def require(self, session: ClientSession | None = None) -> None:
        """Raise RuleBroken unless what the transaction sees lets the holder have these seats.

        It may have booked them by now: who no longer had them is told so, and not which rule they break.
        """
        show, layout, choice = self._show, self._show.layout, self._choice
        found = booked_of(show.show_id, self._holder, session)
        standing = choice.standing._replace(booked=len(set(places_among(found)) - self._places))
        choice = replace(choice, booked=layout.bits(found) & ~choice.new, standing=standing)
        if show.rules.no_single_gaps:
            lines = _lines_of(layout, choice.new)
            seen = seen_among(show.show_id, layout.seats_in(lines), self._holder, session)
            since = {layout.numbers[each.seat]: each.since for each in seen}
            held = layout.bits(each.seat for each in seen if each.is_held)
            taken = layout.bits_of(since) & ~held & ~choice.new
            choice = replace(choice, taken=choice.taken & ~lines | taken, later=_later(choice, since))
        require(show, choice)


def _later(choice: Choice, since: Mapping[int, datetime | None]) -> int:
    """Return the seats that were taken after those of the choice from which one seat parts them."""
    later = []
    for number, at in since.items():
        beyond = [since.get(other) for other in (number - 2, number + 2) if choice.new >> other & 1]
        if at and any(beyond) and all(before is None or before < at for before in beyond):
            later.append(number)
    return choice.layout.bits_of(later) & ~choice.new


def _lines_of(layout: Layout, seats: int) -> int:
    lines = 0
    for span in {layout.span_of(number) for number in layout.numbers_in(seats)}:
        lines |= span.bits
    return lines


def _refusal(show: Show, choice: Choice, found: Broken) -> RuleBroken:
    layout = choice.layout
    seats, alternative = layout.seats_in(found.seats), _alternative(show, choice, found)
    instead: dict[str, Any] = {"alternative": layout.seats_in(alternative)} if alternative else {}
    return RuleBroken(MESSAGES[found.rule], rule=found.rule, seats=seats, **instead)


def _alternative(show: Show, choice: Choice, found: Broken) -> int:
    """Return what could be chosen instead: with what is missing, else as much near by; 0 for nothing."""
    if not choice.new:
        return 0
    whole = choice.new | _missing(choice, found)
    if whole != choice.new and not whole & choice.taken and _keeps(show, choice, whole):
        return whole & ~choice.own
    return _nearest(show, choice, found)


def _missing(choice: Choice, found: Broken) -> int:
    """Return the rest of a table, or wheelchair places for companions who have none."""
    if found.rule == "wholeTable":
        return found.seats
    missing = 0
    if found.rule == "companionNeedsWheelchair":
        for number in choice.layout.numbers_in(found.seats):
            places = choice.layout.partners(number) & choice.free & ~choice.held & ~missing
            missing |= places & -places
    return missing


def _nearest(show: Show, choice: Choice, found: Broken) -> int:
    """Return the nearest seats at the same prices that could be chosen, as many or as there have to be."""
    layout, size = choice.layout, choice.new.bit_count()
    sizes = {
        "minSeats": range(size + 1, size + MOST_MISSING),
        "quantum": range(size + 1, size + MOST_MISSING),
        "maxSeats": range(size - 1, 0, -1),
    }.get(found.rule, [size])
    alike = sum(seats for seats in layout.categories.values() if seats & choice.new)
    near = None if found.rule == "consecutive" and choice.own else lowest(choice.new)
    for each in sizes:
        wish = Wish(each, alike, near=near)
        if nearest := find(Search(replace(choice, new=0), show.rules, wish)):
            return nearest.seats
    return 0


def _keeps(show: Show, choice: Choice, seats: int) -> bool:
    return broken(replace(choice, new=seats & ~choice.own), show.rules) is None

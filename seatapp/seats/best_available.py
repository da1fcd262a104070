"""Find the best free seats and lock them in one call.

Requests of one worker leave each other the seats that they try to lock; one that was too late because of
another worker's is tried again with other seats, the more of the nearly equal ones the later.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial

from ..errors import InvalidRequest
from ..extensions import settings
from ..runtime import current_runtime
from ..shows.model import Show
from ..shows.ticket_types import default_of
from . import best_standing, choices, locks
from .best import Found, find, largest_group
from .choosing import broken_by_number
from .criteria import Criteria
from .locks import Grant
from .refusals import MESSAGES, NoneAvailable, RuleBroken, SeatsUnavailable, TooManySeats
from .search import Search, Together, Wish

ATTEMPTS = 12
# How many more of the nearly equal seats are as good, for each request at the same moment, and each try.
SPREAD, MOST = 2, 48


class Proposals:
    """The seats that requests of this worker are about to lock, by show."""

    def __init__(self) -> None:
        self._of_show: dict[str, list[int]] = {}

    def others(self, show_id: str) -> list[int]:
        """Return what requests on the show are about to lock, a bitmap each."""
        return self._of_show.get(show_id, [])

    @contextmanager
    def proposed(self, show_id: str, seats: int) -> Iterator[None]:
        """Leave these seats to this request as long as it tries to lock them."""
        proposals = self._of_show.setdefault(show_id, [])
        proposals.append(seats)
        try:
            yield
        finally:
            proposals.remove(seats)
            if not proposals:
                self._of_show.pop(show_id, None)


def select(show: Show, wanted: Criteria, holder: str) -> tuple[Grant, Together]:
    """Lock the best seats that there are for the holder, beside what they have; return how they lie.

    Places of an area where their category is named, and there are no such seats. Raises NoneAvailable with
    the largest group that there would be, RuleBroken when no seats could be right in this number,
    TooManySeats, InvalidRequest for names that the plan does not have.
    """
    if wanted.count > settings.max_seats_per_user:
        raise TooManySeats(limit=settings.max_seats_per_user)
    if unknown := [name for name in wanted.types if show.ticket_type(name) is None]:
        raise InvalidRequest(errors={"ticketTypes": [f"The show has none of this id: {', '.join(unknown)}."]})
    if not best_standing.names_areas(show, wanted):
        return _select_seats(show, wanted, holder)
    if best_standing.names_seats(show, wanted):
        with suppress(NoneAvailable):
            return _select_seats(show, wanted, holder)

    def lock(seats: list[str], types: dict[str, str]) -> Grant:
        if show.is_plain:
            return locks.select(show, seats, holder, types)
        return choices.select(show, seats, holder, types, accessible=False)

    is_for_all = partial(_is_for_all, show, wanted=wanted)
    # Who stands in one area stands together.
    return best_standing.select(show, wanted, holder, is_for_all, lock), Together.ROW


def _select_seats(show: Show, wanted: Criteria, holder: str) -> tuple[Grant, Together]:
    if not show.rules.are_off:
        _require_number(show, wanted, holder)
    layout, proposals = show.layout, current_runtime().proposals
    wish = _wish(show, wanted)
    lost = 0
    for attempt in range(ATTEMPTS):
        choice = choices.look(show, holder, [], accessible=True)
        others = proposals.others(show.show_id)
        pool = min(1 + SPREAD * (len(others) + 2 * attempt), MOST)
        open_wish = replace(wish, suitable=wish.suitable & ~lost, pool=pool)
        found = _find(Search(choice, show.rules, open_wish), others)
        if found is None:
            raise _none_left(Search(choice, show.rules, wish))
        seats = layout.seats_in(found.seats)
        with proposals.proposed(show.show_id, found.seats):
            try:
                confirm = partial(choices.confirm, show, holder)
                return locks.select(show, seats, holder, _typed(seats, wanted), confirm), found.together
            except SeatsUnavailable as refusal:
                lost |= layout.bits(refusal.details["conflicts"])
            except RuleBroken:
                continue
    raise SeatsUnavailable(conflicts=layout.seats_in(lost & layout.all))


def _find(search: Search, others: list[int]) -> Found | None:
    """Return seats that no other request of this worker is about to lock, or, where there are none, any."""
    theirs = 0
    for seats in others:
        theirs |= seats
    apart = replace(search.choice, taken=search.choice.taken | theirs)
    return (theirs and find(Search(apart, search.rules, search.wish))) or find(search)


def _wish(show: Show, wanted: Criteria) -> Wish:
    layout = show.layout
    suitable = layout.all & ~layout.bits(wanted.without)
    for category, seats in layout.categories.items():
        if not _is_for_all(show, category, wanted):
            suitable &= ~seats
    if wanted.categories:
        _require_known("categories", wanted.categories, _categories(show))
        suitable &= sum(layout.categories.get(name, 0) for name in set(wanted.categories))
    if wanted.zones:
        _require_known("zones", wanted.zones, set(layout.zone_names))
        suitable &= layout.zone_bits(wanted.zones)
    return Wish(
        wanted.count,
        suitable,
        wanted.wheelchairs,
        wanted.companions,
        near=None if wanted.near is None else layout.numbers[wanted.near],
    )


def _categories(show: Show) -> set[str]:
    return {*show.prices, *show.layout.categories, *(area.category for area in show.areas.values())}


def _typed(seats: list[str], wanted: Criteria) -> dict[str, str]:
    """Return a ticket type for each seat, as many of each as are wanted."""
    types = (name for name, count in wanted.types.items() for _ in range(count))
    return dict(zip(seats, types, strict=False))


def _is_for_all(show: Show, category: str, wanted: Criteria) -> bool:
    """Return whether each wanted ticket type has a price for the category, and none is too dear."""
    types = [show.ticket_type(name) for name in wanted.types]
    if not types:
        types = [default_of(show.ticket_types, category)]
    prices = [each.prices.get(category) if each else show.prices.get(category, 0) for each in types]
    return all(
        price is not None and (wanted.max_price is None or price <= wanted.max_price) for price in prices
    )


def _require_number(show: Show, wanted: Criteria, holder: str) -> None:
    choice = choices.look(show, holder, [], accessible=True)
    if rule := broken_by_number(choice, show.rules, wanted.count):
        search = Search(choice, show.rules, _wish(show, wanted))
        raise NoneAvailable(MESSAGES[rule], rule=rule, largestGroup=largest_group(search))


def _require_known(field: str, names: tuple[str, ...], known: set[str]) -> None:
    if unknown := [name for name in names if name not in known]:
        raise InvalidRequest(errors={field: [f"The hall has none of this name: {', '.join(unknown)}."]})


def _none_left(search: Search) -> NoneAvailable:
    return NoneAvailable(largestGroup=largest_group(search))

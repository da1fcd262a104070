"""Best available among areas: so many places of one area, for who names the category of such places."""

from collections.abc import Callable

from ..shows.model import Show
from . import areas
from .criteria import Criteria
from .locks import Grant
from .refusals import NoneAvailable, SeatsUnavailable

# Locks these seats and places, with ticket types by their ids where some are to have one.
Lock = Callable[[list[str], dict[str, str]], Grant]


def names_areas(show: Show, wanted: Criteria) -> bool:
    """Return whether places of areas will do."""
    return any(area.category in wanted.categories for area in show.areas.values())


def names_seats(show: Show, wanted: Criteria) -> bool:
    """Return whether seats will do."""
    return not wanted.categories or any(name in wanted.categories for name in show.layout.categories)


def select(show: Show, wanted: Criteria, holder: str, is_for_all: Callable[[str], bool], lock: Lock) -> Grant:
    """Lock the places in the area that has the most left, beside what the holder has there.

    `is_for_all` tells whether the types and the price that are wanted are those of a category. Raises
    NoneAvailable with how many places of one area there are, and what `lock` raises.
    """
    fitting = [
        area_id
        for area_id, area in show.areas.items()
        if area.category in wanted.categories
        and (not wanted.zones or area.zone in wanted.zones)
        and is_for_all(area.category)
        and not (wanted.wheelchairs or wanted.companions)
    ]
    left = areas.left_of(show, fitting)
    for area_id in sorted(fitting, key=lambda each: -left[each]):
        if left[area_id] < wanted.count:
            break
        had = areas.held_in(show, holder).get(area_id, [])

        def typed(places: list[str]) -> Grant:
            types = (name for name, count in wanted.types.items() for _ in range(count))
            return lock(places, dict(zip(places[-wanted.count :], types, strict=False)))

        try:
            return areas.select(show, [], {area_id: len(had) + wanted.count}, holder, typed)
        except SeatsUnavailable:
            left = areas.left_of(show, fitting)
    raise NoneAvailable(largestGroup=max([0, *left.values()]))

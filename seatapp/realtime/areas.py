"""How many places are left of areas that changed."""

from collections.abc import Iterable

from ..seats.changes import Change
from ..shows import store
from ..shows.standing import area_of, is_place
from .projection import Projection


def split(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """Return the changes of seats, and those of places in areas."""
    seats: list[Change] = []
    places: list[Change] = []
    for change in changes:
        (places if is_place(change.seat) else seats).append(change)
    return seats, places


def left(show_id: str, changes: Iterable[Change], projection: Projection) -> dict[str, int]:
    """Return how many places are left of each area of which one changed hands; raise PyMongoError.

    None of a show, or an area, that is no more.
    """
    changed = sorted(
        {area for change in changes if _changed_hands(change) and (area := area_of(change.seat))}
    )
    if not changed:
        return {}
    try:
        areas = store.listing(show_id).areas
    except store.ShowNotFound:
        return {}
    return {
        area: max(0, areas[area].capacity - projection.taken_places(show_id, area))
        for area in changed
        if area in areas
    }


def _changed_hands(change: Change) -> bool:
    """Return whether more changed than until when the place is its holder's."""
    before, after = change.before, change.after
    return (before and before[:2]) != (after and after[:2])

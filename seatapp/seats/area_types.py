"""Ticket types of places in areas: so many of each type, whichever places those are."""

from collections.abc import Iterator, Mapping

from ..database import Document
from ..errors import InvalidRequest
from ..shows.model import Show
from .areas import held_in
from .refusals import LockExpired
from .terms import TICKET_TYPE

# How many of each ticket type, by area.
Wanted = Mapping[str, Mapping[str, int]]


def require_types(show: Show, wanted: Wanted) -> None:
    """Raise InvalidRequest unless each type is one for its area, which the show has."""
    errors = {}
    for area, counts in wanted.items():
        for type_id in counts:
            ticket_type = show.ticket_type(type_id)
            if ticket_type is None:
                errors[area] = ["The show has no such ticket type."]
            elif show.areas[area].category not in ticket_type.prices:
                errors[area] = ["This ticket type is not for the area's category."]
    if errors:
        raise InvalidRequest(errors={"areas": errors})


def of_places(show: Show, wanted: Wanted, holder: str) -> dict[str, str]:
    """Return the types of those of the holder's places that are to have others; the rest keep theirs.

    Of a type that is named they have just so many then. Raises LockExpired for more places than they have,
    InvalidRequest where no type is left for the others.
    """
    held = held_in(show, holder)
    return {
        place: type_id
        for area, counts in wanted.items()
        for place, type_id in _changes(show, area, counts, held.get(area, []))
    }


def _changes(
    show: Show, area: str, counts: Mapping[str, int], held: list[Document]
) -> Iterator[tuple[str, str]]:
    if sum(counts.values()) > len(held):
        raise LockExpired
    missing, others = dict(counts), []
    for lock in held:
        if missing.get(lock.get(TICKET_TYPE, ""), 0):
            missing[lock[TICKET_TYPE]] -= 1
        else:
            others.append(lock)
    # Those first that are too many of their type.
    others.sort(key=lambda lock: lock.get(TICKET_TYPE) not in counts)
    new = [type_id for type_id, count in missing.items() for _ in range(count)]
    for lock, type_id in zip(others, new, strict=False):
        yield lock["_id"]["seat"], type_id
    for lock in others[len(new) :]:
        if lock.get(TICKET_TYPE) in counts:
            yield lock["_id"]["seat"], _another(show, area, counts)


def _another(show: Show, area: str, counts: Mapping[str, int]) -> str:
    category = show.areas[area].category
    for each in show.ticket_types:
        if category in each.prices and each.id not in counts:
            return each.id
    raise InvalidRequest(errors={"areas": {area: ["These are fewer types than there are places."]}})

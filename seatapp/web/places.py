"""Say where seats are: by zone, row and number, as the show's plan has it."""

from collections.abc import Iterator, Mapping
from itertools import count
from threading import Lock
from typing import Any, NamedTuple, TypeAlias

import orjson
from cachetools import LRUCache, cached

from ..shows.model import Show

# Halls whose places are remembered: to read an arena's plan takes longer than all else on a page together.
HALLS = 4


class Place(NamedTuple):
    """Where a seat is, in words that may be empty, and as which of the plan's seats it comes."""

    zone: str
    row: str
    number: str
    order: int


Places: TypeAlias = Mapping[str, Place]


@cached(LRUCache(HALLS), key=lambda show: (show.show_id, show.revision), lock=Lock())
def places_of(show: Show) -> Places:
    """Return the place of every seat of the show's hall, by seat id."""
    return dict(_places(orjson.loads(show.answer)["plan"]))


def _places(plan: Mapping[str, Any]) -> Iterator[tuple[str, Place]]:
    order = count()
    for zone in plan["zones"]:
        for row in zone["rows"]:
            for seat in row["seats"]:
                place = Place(zone["name"], row["row_number"], seat.get("seat_number", ""), next(order))
                yield seat["seat_guid"], place

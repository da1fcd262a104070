"""Check that no area has more places taken than it has room for."""

from collections import Counter
from collections.abc import Iterator

from ..database import Document
from ..seats.document import BLOCKED, BOOKED, is_seat_key
from ..shows import store as shows
from ..shows.standing import Areas, area_of, number_of


class FullAreas:
    """Counts the booked and blocked places of areas, and knows which places there are."""

    def __init__(self) -> None:
        self._areas: dict[str, Areas] = {show.show_id: show.areas for show in shows.with_areas()}
        self._kept: Counter[tuple[str, str]] = Counter()

    def examine(self, seat: Document) -> Iterator[str]:
        """Yield a line for a place that is kept and not in its area."""
        key = seat["_id"]
        if seat.get("state") not in (BOOKED, BLOCKED) or not is_seat_key(key):
            return
        area_id = area_of(key["seat"])
        if area_id is None or key["show"] not in self._areas:
            return
        self._kept[key["show"], area_id] += 1
        area = self._areas[key["show"]].get(area_id)
        if area is None or number_of(key["seat"]) >= area.capacity:
            name = f"place {number_of(key['seat'])} of {area_id} in {key['show']}"
            yield f"{name} is {seat['state']}, and the area has no such place"

    def examine_counts(self) -> Iterator[str]:
        """Yield a line for each area that is more than full."""
        for (show_id, area_id), count in self._kept.items():
            area = self._areas[show_id].get(area_id)
            if area is not None and count > area.capacity:
                yield f"{count} places of {area_id} in {show_id} are kept, where {area.capacity} are the most"

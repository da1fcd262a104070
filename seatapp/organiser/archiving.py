"""Archive shows that are over: their bookings stay as they are, their seats and their plan go."""

from collections import Counter, defaultdict
from typing import ClassVar

import pymongo
from marshmallow import fields

from ..bookings import store as bookings
from ..errors import Refusal
from ..extensions import clock
from ..seats import availability, blocks
from ..shows import archive as archives
from ..shows import store
from ..shows.model import Listing, Show
from ..shows.selling import OVER_AFTER, is_over
from ..shows.standing import count_by_area

# A stadium has 120,000 seats. What this does not suffice for, the next run goes on with.
CLEARING_SECONDS = 60


class ShowNotOver(Refusal):
    """The show has not begun and its sales have not ended long enough ago; `overAt` is when that will be."""

    status = 409
    code = "show_not_over"
    message = "Only a show that is over can be archived: six hours after it began and its sales ended."
    adds: ClassVar = {"overAt": fields.AwareDateTime(required=True)}


def archive(show_id: str) -> Listing:
    """Archive the show, or finish what broke off; what is archived stays so.

    Raises ShowNotFound, ShowNotOver, and ShowChanged when somebody changes it at the same moment.
    """
    show = store.listing(show_id)
    if show.archived_at is None:
        show = _close(show_id)
    with pymongo.timeout(CLEARING_SECONDS):
        blocks.clear(show_id)
        archives.drop_plan(show)
    return show


def due(days: int) -> list[str]:
    """Return the ids of the shows that `archive` takes, those that have been over for so many days."""
    return list(archives.due(days))


def _close(show_id: str) -> Listing:
    show = store.load(show_id)
    if not is_over(show, clock.now()):
        raise ShowNotOver(overAt=max(show.starts_at, show.sales_end_at or show.starts_at) + OVER_AFTER)
    bookings.keep_places(show)
    return archives.close(show, _categories(show))


def _categories(show: Show) -> dict[str, Counter[str]]:
    """Count the seats that the show had: in all and blocked, by category."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    blocked = availability.blocked(show.show_id)
    for seat, category in show.seats.items():
        counts[category].update(total=1, blocked=seat in blocked)
    of_areas = count_by_area(blocked)
    for area_id, area in show.areas.items():
        counts[area.category].update(total=area.capacity, blocked=of_areas.get(area_id, 0))
    return dict(counts)

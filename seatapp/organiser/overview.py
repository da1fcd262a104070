"""All shows by pages, with what each has sold."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from ..bookings import store as bookings
from ..database import Document
from ..extensions import clock
from ..requests import Page
from ..shows import store
from ..shows.selling import OVER_AFTER, listed

COMING, PAST, ARCHIVED = "coming", "past", "archived"


def page(when: str, only: Collection[str] | None, wanted: Page) -> tuple[list[dict[str, Any]], int]:
    """Return a page of the shows, with sold seats and takings in minor units, and how many shows there are.

    `when` is COMING, PAST, ARCHIVED or empty for all. `only` are the ids of those to look among, None
    for all. The earliest comes first, of those that are over the latest.
    """
    which = _which(when) | ({} if only is None else {"_id": {"$in": sorted(only)}})
    shows, total = store.page(which, wanted, latest_first=when in (PAST, ARCHIVED))
    sold = bookings.sold_by_show([show.show_id for show in shows])
    nothing = {"seats": 0, "amount": 0}
    counted = [(show, sold.get(show.show_id, nothing)) for show in shows]
    return [
        {
            **listed(show),
            "archivedAt": show.archived_at,
            "soldCount": count["seats"],
            "takings": count["amount"],
        }
        for show, count in counted
    ], total


def _which(when: str) -> Document:
    begun = clock.now() - OVER_AFTER
    # Of all shows too the index is asked.
    ever: Document = {"$gte": datetime.min.replace(tzinfo=UTC)}
    which: dict[str, Document] = {
        COMING: {"starts_at": {"$gt": begun}},
        PAST: {"starts_at": {"$lte": begun}, "archived_at": None},
        ARCHIVED: {"starts_at": ever, "archived_at": {"$type": "date"}},
        "": {"starts_at": ever},
    }
    return which[when]

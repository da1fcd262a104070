"""All shows by pages, with what each has sold."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ..bookings import store as bookings
from ..database import Document
from ..extensions import clock
from ..requests import Page
from ..shows import store
from ..shows.selling import listed

# A show is still coming up for so long after it began.
OVER_AFTER = timedelta(hours=6)
COMING, PAST = "coming", "past"


def page(when: str, wanted: Page) -> tuple[list[dict[str, Any]], int]:
    """Return a page of the shows, with sold seats and takings in minor units, and how many shows there are.

    `when` is COMING, PAST or empty for all. The earliest comes first, of those in the past the latest.
    """
    shows, total = store.page(_starting(when), wanted, latest_first=when == PAST)
    sold = bookings.sold_by_show([show.show_id for show in shows])
    nothing = {"seats": 0, "amount": 0}
    counted = [(show, sold.get(show.show_id, nothing)) for show in shows]
    return [
        {**listed(show), "soldCount": count["seats"], "takings": count["amount"]} for show, count in counted
    ], total


def _starting(when: str) -> Document:
    begun = clock.now() - OVER_AFTER
    # Of all shows too the index is asked: counting them otherwise would read every plan.
    starts = {COMING: {"$gt": begun}, PAST: {"$lte": begun}, "": {"$gte": datetime.min.replace(tzinfo=UTC)}}
    return {"starts_at": starts[when]}

"""When a show is on sale: the one rule, for lists, pages, selecting, checkout and booking.

Sales run from `sales_start_at` (none: at once) to `sales_end_at` (none: the start of the show), while the
organiser's switch is on. `now` is the database's time.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import fields

from ..database import Document
from ..errors import Refusal
from ..extensions import clock
from .model import Listing

# A show is over for lists so long after it began, and may be archived so long after it began and its sales
# ended: by far longer than any transaction lasts that was begun before.
OVER_AFTER = timedelta(hours=6)


class SalesState(StrEnum):
    """Where a show is in its sales."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    ENDED = "ended"


class SalesClosed(Refusal):
    """The show is not on sale now; `salesState` is why, `opensAt` when it will be, where that is known."""

    status = 409
    code = "sales_closed"
    message = "This show is not on sale right now."
    adds: ClassVar = {
        "salesState": fields.String(required=True),
        "opensAt": fields.AwareDateTime(metadata={"description": "When sales begin, where that is known."}),
    }


MESSAGES = {
    SalesState.UPCOMING: "The sales of this show have not begun yet.",
    SalesState.CLOSED: "The sales of this show are closed right now.",
    SalesState.ENDED: "The sales of this show have ended.",
}


def sales_state(show: Listing, now: datetime) -> SalesState:
    """Return where the show is in its sales. An end counts more than the switch, the switch than a start."""
    if now >= (show.sales_end_at or show.starts_at):
        return SalesState.ENDED
    if not show.sales_open:
        return SalesState.CLOSED
    if show.sales_start_at is not None and now < show.sales_start_at:
        return SalesState.UPCOMING
    return SalesState.OPEN


def not_ended(now: datetime) -> Document:
    """Return the filter for stored shows whose sales have not ended."""
    return {"$or": [{"sales_end_at": {"$gt": now}}, {"sales_end_at": None, "starts_at": {"$gt": now}}]}


def is_over(show: Listing, now: datetime) -> bool:
    """Return whether nobody sells the show any more, nor is in the middle of it."""
    return now - OVER_AFTER >= max(show.starts_at, show.sales_end_at or show.starts_at)


def over(now: datetime, days: int = 0) -> Document:
    """Return the filter for stored shows that have been over for so many days, and are not archived."""
    before = {"$lte": now - OVER_AFTER - timedelta(days=days)}
    ended = {"$or": [{"sales_end_at": before}, {"sales_end_at": None}]}
    return {"starts_at": before, "archived_at": None, **ended}


def listed(show: Listing) -> dict[str, Any]:
    """Return the show as clients see it in a list: with where it is in its sales now."""
    return {**show.as_json(), "salesState": sales_state(show, clock.now())}


def require_open(show: Listing, now: datetime) -> None:
    """Refuse who wants to select, or to renew, while the show is not on sale; raise SalesClosed."""
    state = sales_state(show, now)
    if state is SalesState.UPCOMING:
        raise SalesClosed(MESSAGES[state], salesState=state, opensAt=show.sales_start_at)
    if state is not SalesState.OPEN:
        raise SalesClosed(MESSAGES[state], salesState=state)


def require_not_ended(show: Listing, now: datetime) -> None:
    """Refuse who has seats and wants to go on after the end of the sales; raise SalesClosed."""
    state = sales_state(show, now)
    if state is SalesState.ENDED:
        raise SalesClosed(MESSAGES[state], salesState=state)

"""Archive shows: what is kept of a show whose seats and plan go.

`archived_at` is set by one conditional write, and from then on nobody sells. `categories`, `{name: {total,
blocked}}`, is how many seats there were. `cleared_at` is set once seats and plan are gone.
"""

from collections.abc import Iterator, Mapping

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession

from ..extensions import clock, db
from . import stored_plans
from .model import Listing, listing_of
from .selling import over
from .store import WITHOUT_PLAN, ShowChanged, forget
from .writes import NEXT_REVISION, unchanged

PENDING = {"archived_at": {"$type": "date"}, "cleared_at": None}


def due(days: int) -> Iterator[str]:
    """Yield the ids of shows that have been over for so many days, and of those whose archiving broke off."""
    for which in (PENDING, over(clock.now(), days)):
        yield from [show["_id"] for show in db.shows.find(which, {"_id": 1}).sort("starts_at")]


def close(old: Listing, categories: Mapping[str, Mapping[str, int]]) -> Listing:
    """Archive the show as it was read; raise ShowChanged when it is another by now."""
    changes = {"archived_at": "$$NOW", "categories": {"$literal": categories}, "revision": NEXT_REVISION}
    written = db.shows.find_one_and_update(
        unchanged(old), [{"$set": changes}], WITHOUT_PLAN, return_document=ReturnDocument.AFTER
    )
    forget(old.show_id)
    if written is None:
        raise ShowChanged
    return listing_of(written)


def drop_plan(archived: Listing) -> None:
    """Delete the plan of an archived show whose seats are gone."""
    stored_plans.delete(archived.show_id, former=archived.plan_id)
    gone = {"plan": "", "plan_id": "", "plan_parts": ""}
    db.shows.update_one(
        {"_id": archived.show_id, **PENDING}, {"$unset": gone, "$currentDate": {"cleared_at": True}}
    )


def categories_of(show_id: str) -> dict[str, dict[str, int]]:
    """Return how many seats an archived show had: `{category: {total, blocked}}`."""
    show = db.shows.find_one({"_id": show_id}, {"categories": 1}) or {}
    categories: dict[str, dict[str, int]] = show.get("categories", {})
    return categories


def all_archived(session: ClientSession) -> dict[str, bool]:
    """Return the archived shows as the session's snapshot has them, and whether their seats are gone."""
    found = db.shows.find({"archived_at": {"$type": "date"}}, {"cleared_at": 1}, session=session)
    return {show["_id"]: "cleared_at" in show for show in found}

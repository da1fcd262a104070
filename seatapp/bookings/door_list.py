"""Read who has bought the seats of a show, and who of them is inside."""

from collections.abc import Iterator
from typing import Any

from ..database import Document
from ..extensions import db
from ..portions import in_portions
from ..shows.model import Listing, Show
from . import belonging
from .booking import CONFIRMED, admissions
from .items import with_places

# Bookings between which other requests are served.
PORTION = 200
# What is read of a booking: whose it is, which seats, and where those are.
FIELDS = dict.fromkeys(
    ("reference", "holder", "customer", "checked_in", "items", "show", "show_uid", "created_at"), 1
)


def tickets(show: Show) -> list[dict[str, Any]]:
    """Return a line for every sold seat of the show, in the hall's order: where, whose, inside since when."""
    lines = (line for booking in _confirmed(show) for line in _lines(with_places(booking)))
    return sorted(lines, key=lambda line: (_order(show, line["seat"]), line["seat"]))


def counts(show: Listing) -> dict[str, int]:
    """Return how many seats of the show are sold, and how many people are inside."""
    count = {"sold": {"$size": "$seats"}, "inside": {"$size": {"$ifNull": ["$checked_in", []]}}}
    sums = {name: {"$sum": size} for name, size in count.items()}
    found = list(db.bookings.aggregate([{"$match": _which(show)}, {"$group": {"_id": None, **sums}}]))
    return {name: found[0][name] if found else 0 for name in count}


def latest(show: Listing, most: int) -> list[dict[str, Any]]:
    """Return the bookings by which somebody came in last, the latest first, with those seats."""
    which = {**_which(show), "checked_in.0": {"$exists": True}}
    found = db.bookings.find(which, FIELDS).sort("checked_in.at", -1).limit(most)
    return [{**_people(booking), "items": _came_in(booking), "at": _last(booking)} for booking in found]


def _which(show: Listing) -> Document:
    return {**belonging.of(show), "status": CONFIRMED}


def _confirmed(show: Listing) -> Iterator[Document]:
    found = db.bookings.find(_which(show), FIELDS)
    return in_portions(found, lambda _: 1, PORTION)


def _lines(booking: Document) -> Iterator[dict[str, Any]]:
    inside = {entry["seat"]: entry["at"] for entry in admissions(booking)}
    people = _people(booking)
    for item in booking["items"]:
        yield {**item, **people, "checkedInAt": inside.get(item["seat"])}


def _people(booking: Document) -> dict[str, Any]:
    return {
        "bookingId": booking["_id"],
        "reference": booking["reference"],
        "userId": booking["holder"],
        "customer": booking.get("customer"),
    }


def _came_in(booking: Document) -> list[dict[str, Any]]:
    inside = {entry["seat"] for entry in admissions(booking)}
    return [item for item in with_places(booking)["items"] if item["seat"] in inside]


def _last(booking: Document) -> Any:
    return max(entry["at"] for entry in admissions(booking))


def _order(show: Show, seat: str) -> int:
    place = show.place(seat)
    return place.order if place else -1

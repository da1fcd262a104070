"""Read who has bought the seats of a show, and who of them is inside."""

from collections.abc import Iterator
from typing import Any

from pymongo import DESCENDING

from ..database import Document
from ..extensions import db
from ..portions import in_portions
from ..shows.model import Listing, Show
from ..shows.standing import as_told
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
    in_order = sorted(lines, key=lambda line: (_order(show, line["seat"]), line["seat"]))
    return [as_told(line) for line in in_order]


def who_is_inside(show: Listing, most: int) -> dict[str, Any]:
    """Return how many seats of the show are `sold`, how many people are `inside`, and the `latest` who came.

    Those by booking, with the seats that came in, the last to come first. Each page of the door asks for this
    every few seconds: all of the show's bookings are read once for it.
    """
    count = {"sold": {"$size": "$seats"}, "inside": {"$size": {"$ifNull": ["$checked_in", []]}}}
    last = {"n": most, "sortBy": {"checked_in.at": DESCENDING}, "output": "$_id"}
    sums = {**{name: {"$sum": size} for name, size in count.items()}, "latest": {"$topN": last}}
    # None of another show's with its id: one that has such bookings is not deleted.
    confirmed = {"show": show.show_id, "status": CONFIRMED}
    groups = db.bookings.aggregate([{"$match": confirmed}, {"$group": {"_id": None, **sums}}])
    found: Document = next(groups, {"sold": 0, "inside": 0, "latest": []})
    return {**{name: found[name] for name in count}, "latest": _entrances(found["latest"])}


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


def _entrances(ids: list[str]) -> list[dict[str, Any]]:
    """Return who came in by these bookings; by some of them nobody has, if few have in all."""
    came = list(db.bookings.find({"_id": {"$in": ids}, "checked_in.0": {"$exists": True}}, FIELDS))
    entrances = [{**_people(booking), "items": _came_in(booking), "at": _last(booking)} for booking in came]
    return sorted(entrances, key=lambda entrance: entrance["at"], reverse=True)


def _came_in(booking: Document) -> list[dict[str, Any]]:
    inside = {entry["seat"] for entry in admissions(booking)}
    return [as_told(item) for item in with_places(booking)["items"] if item["seat"] in inside]


def _last(booking: Document) -> Any:
    return max(entry["at"] for entry in admissions(booking))


def _order(show: Show, seat: str) -> int:
    place = show.place(seat)
    return place.order if place else -1

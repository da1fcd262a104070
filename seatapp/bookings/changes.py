"""Write what becomes of a confirmed booking, in the transaction that frees and takes its seats.

`changes` of a booking keeps each: `{at, by, from, to, difference}`, seats given up and got for them, and what
the total has changed by. `by` is the name of an admin key, None for the holder.
"""

from typing import Any

from pymongo.client_session import ClientSession

from ..database import Document
from ..extensions import clock
from ..webhooks import outbox
from . import store
from .booking import as_organiser_json

Items = list[dict[str, Any]]


def write(
    session: ClientSession,
    booking: Document,
    *,
    items: Items,
    moved: dict[str, str] | None = None,
    given_up: list[str],
    by: str | None,
) -> Document:
    """Let the booking have these items, and return it; `moved` says where who sat on a seat sits now."""
    total = sum(item["price"] for item in items)
    seats = {item["seat"] for item in items}
    change = {
        "at": clock.now(),
        "by": by,
        "from": sorted(given_up),
        "to": sorted(seats.difference(booking["seats"])),
        "difference": total - booking["total"],
    }
    fields = {
        "seats": sorted(seats),
        "items": items,
        "total": total,
        "checked_in": _still_inside(booking, seats, moved or {}),
        "changes": [*booking.get("changes", ()), change],
    }
    store.change(booking["_id"], fields, session)
    changed = {**booking, **fields}
    outbox.write("booking.changed", as_organiser_json(changed), session)
    return changed


def given_up(booking: Document) -> set[str]:
    """Return the seats that were cancelled of a booking whose rest stayed."""
    return {seat for change in booking.get("changes", ()) if not change["to"] for seat in change["from"]}


def made_before(booking: Document, leaving: list[str], taking: list[str]) -> Document | None:
    """Return the change by which the booking got just these seats for those, if that still is as it was."""
    seats = set(booking["seats"])
    if not seats.issuperset(taking) or not seats.isdisjoint(leaving):
        return None
    wanted = [sorted(leaving), sorted(taking)]
    made = (change for change in booking.get("changes", ()) if [change["from"], change["to"]] == wanted)
    return max(made, key=lambda change: change["at"], default=None)


def _still_inside(booking: Document, seats: set[str], moved: dict[str, str]) -> Items:
    """Return who was checked in and is, on the seats that they have now."""
    inside = [
        {**entry, "seat": moved.get(entry["seat"], entry["seat"])} for entry in booking.get("checked_in", ())
    ]
    return [entry for entry in inside if entry["seat"] in seats]

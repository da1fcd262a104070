"""Collect what is kept of a person, from every collection."""

from typing import Any

import pymongo

from ..bookings import belonging
from ..bookings import people as bookings
from ..bookings.booking import as_organiser_json
from ..database import Document
from ..extensions import clock
from ..identity import admin_keys
from ..identity.person import Person
from ..realtime import presence
from ..seats import availability, history
from ..shows.standing import as_told
from ..webhooks import outbox
from . import events

# Nothing is indexed by address: all bookings are looked through.
SECONDS = 120


def identify(names: list[str]) -> tuple[Person, list[str]]:
    """Return the person with these user ids and e-mail addresses, and others that may be theirs as well.

    An id whose every booking is for the addresses is the person's. One that has bought for somebody else too,
    or without saying for whom, may be another's: a friend's, an agency's. So may an address be that the
    person has bought for.
    """
    with pymongo.timeout(SECONDS):
        given = Person(frozenset(names))
        own, others = bookings.buyers_for(given)
        person = Person(given.names | own)
        return person, sorted(others | bookings.addresses_of(person))


def export(person: Person) -> dict[str, Any]:
    """Return all that is kept of the person, for JSON."""
    with pymongo.timeout(SECONDS):
        return {
            "names": sorted(person.names),
            "exportedAt": clock.now(),
            "bookings": [_booking(booking) for booking in bookings.find(person)],
            "seats": [_seat(seat) for seat in availability.all_of(person)],
            "history": [_change(change) for change in history.of(person)],
            "connections": presence.count_of(person),
            "webhooks": [
                {"event": message["event"], "createdAt": message["created_at"], "data": data}
                for message, data in outbox.every()
                if events.without(person, data) != data
            ],
            "adminKeys": [
                {"name": key["name"], "createdAt": key["created_at"], "createdBy": key["created_by"]}
                for key in admin_keys.of(person)
            ],
        }


def count(person: Person) -> dict[str, int]:
    """Return how much is kept of the person, by what it is."""
    kept = export(person)
    lists = {
        "seats": "seats",
        "history": "history",
        "webhooks": "webhooks",
        "adminKeys": "admin keys",
        "bookings": "bookings",
    }
    return {
        "connections": kept["connections"],
        **{name: len(kept[listed]) for listed, name in lists.items()},
    }


def _booking(booking: Document) -> dict[str, Any]:
    show = belonging.show_of(booking)
    facts = show and {"title": show.title, "startsAt": show.starts_at, "timeZone": show.time_zone}
    return {**as_organiser_json(booking), "show": facts}


def _change(change: Document) -> dict[str, Any]:
    """Return what is kept of one change of a seat; a state only where it was set."""
    key, fields = change["_id"], change["fields"]
    told = {
        "showId": key["show"],
        "seat": key["seat"],
        "at": change["written_at"],
        "state": fields.get("state"),
        "expiresAt": fields.get("expires_at"),
    }
    return as_told(told)


def _seat(seat: Document) -> dict[str, Any]:
    key = seat["_id"]
    told = {
        "showId": key["show"],
        "seat": key["seat"],
        "state": seat["state"],
        "expiresAt": seat.get("expires_at"),
        "reason": seat.get("reason"),
    }
    return as_told(told)

"""Erase a person from every collection. What was interrupted is finished by the next run."""

import time
from collections import Counter

import pymongo

from ..bookings import people as bookings
from ..identity import admin_keys
from ..identity.person import Person
from ..realtime import presence
from ..seats import history, writes
from . import events
from .export import SECONDS

# What requests had under way during one of them they have written by the next.
ROUNDS = 3
PAUSE_SECONDS = 2.0


def erase(person: Person) -> Counter[str]:
    """Take the person out of all that is kept, and return how much that was, by what it is."""
    erased: Counter[str] = Counter()
    for _ in range(ROUNDS):
        with pymongo.timeout(SECONDS):
            found = _erase(person)
        erased += found
        if not found:
            break
        time.sleep(PAUSE_SECONDS)
    return erased


def _erase(person: Person) -> Counter[str]:
    """Do it once. By the bookings a person whose address was given is known, so they go last."""
    return +Counter(
        {
            "seats": writes.forget(person),
            "history": history.forget(person),
            "connections": presence.forget(person),
            "webhooks": events.erase(person),
            "admin keys": admin_keys.erase(person),
            "bookings": bookings.erase(person),
        }
    )

"""What must be there before a worker serves: a replica set, and the indexes that the rules rest on."""

from typing import Any

import pymongo
from pymongo import ASCENDING, DESCENDING
from pymongo.collation import Collation
from pymongo.errors import OperationFailure

from .extensions import db, settings

# An index on a large collection takes its time; a server that does not answer is noticed before.
PREPARE_SECONDS = 60
DAY = 24 * 3600
INDEX_NOT_FOUND = 27
# Those whose indexes or contents are missed when they are dropped while workers run.
KEPT = (
    "plans",
    "seat_locks",
    "seat_history",
    "bookings",
    "admin_keys",
    "outbox",
    "connections",
    "feed",
    "feed_shows",
)


# How a booking's reference and e-mail address are compared when it is found again.
IN_ANY_CASE = Collation("en", strength=2)


class NotAReplicaSet(Exception):
    """The MongoDB server runs alone; the message names the remedy."""


def prepare_database() -> None:
    """Check that MongoDB is a replica set and create the indexes that are missing. May be called again.

    Raises NotAReplicaSet on a standalone server, PyMongoError when no server answers.
    """
    _require_replica_set()
    with pymongo.timeout(PREPARE_SECONDS):
        _create_indexes()
    db.prepared = True


def identities() -> dict[str, Any]:
    """Return the UUID of each collection that there is: dropped and made or restored, it gets a new one."""
    found = db.database.list_collections(filter={"name": {"$in": KEPT}})
    return {collection["name"]: collection["info"]["uuid"] for collection in found}


def _require_replica_set() -> None:
    hello = db.client.admin.command("hello")
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise NotAReplicaSet(
            "MongoDB runs standalone, without transactions and change streams. "
            "Start mongod with --replSet and run rs.initiate() once; a set of one node is enough."
        )


def _create_indexes() -> None:
    # Only tidies up: whether a lock still holds is decided by each read and write.
    db.seat_locks.create_index("expires_at", expireAfterSeconds=0)
    # `lock.expired` names the lock's holder, even when the worker that knew is gone. The images cost a write
    # for every change, so they are on with webhooks only.
    images = {"enabled": bool(settings.webhook_urls)}
    db.database.command("collMod", "seat_locks", changeStreamPreAndPostImages=images)
    # No holder fills a slot of a show twice: the guard of MAX_SEATS_PER_USER.
    # Seats without a holder are left out: inserting thousands of them beside thousands of entries that were
    # just deleted took half a minute.
    db.seat_locks.create_index(
        [("holder", ASCENDING), ("_id.show", ASCENDING), ("slot", ASCENDING)],
        name="slots",
        unique=True,
        partialFilterExpression={"holder": {"$gt": ""}},
    )
    _drop_index("seat_locks", "holder_1__id.show_1_slot_1")  # that of 0.1, with nobody's seats in it
    # The guard of MAX_GUEST_SEATS_PER_ADDRESS.
    db.seat_locks.create_index(
        [("address", ASCENDING), ("address_slot", ASCENDING)],
        name="address_slots",
        unique=True,
        partialFilterExpression={"address": {"$gt": ""}},
    )
    db.seat_history.create_index("kept_until", expireAfterSeconds=0)
    # A second guard against selling a seat twice: no seat of a show is in two confirmed bookings.
    db.bookings.create_index(
        [("show", ASCENDING), ("seats", ASCENDING)],
        unique=True,
        partialFilterExpression={"status": "confirmed"},
    )
    # The same key makes one booking, however often it is sent.
    db.bookings.create_index(
        [("holder", ASCENDING), ("idempotency_key", ASCENDING)],
        unique=True,
        partialFilterExpression={"idempotency_key": {"$exists": True}},
    )
    db.shows.create_index([("starts_at", ASCENDING), ("_id", ASCENDING)])
    db.bookings.create_index("reference", unique=True)
    db.bookings.create_index(
        [("reference", ASCENDING), ("customer.email", ASCENDING)], name="found_again", collation=IN_ANY_CASE
    )
    db.bookings.create_index([("holder", ASCENDING), ("created_at", DESCENDING)])
    db.bookings.create_index([("show", ASCENDING), ("created_at", DESCENDING)])
    # Who did something is told by the name of the key.
    db.admin_keys.create_index("name", unique=True)
    db.outbox.create_index([("url", ASCENDING), ("due_at", ASCENDING)])
    db.outbox.create_index("given_up_at", expireAfterSeconds=30 * DAY)
    # A show that is created again continues with the numbers that its clients have received.
    db.feed_shows.create_index("gone_at", expireAfterSeconds=7 * DAY)
    db.plans.create_index("gone_at", expireAfterSeconds=DAY)
    db.connections.create_index("holder")
    db.connections.create_index("worker")
    db.connections.create_index("leaves_at", sparse=True)


def _drop_index(collection: str, name: str) -> None:
    try:
        db.database[collection].drop_index(name)
    except OperationFailure as error:
        if error.code != INDEX_NOT_FOUND:
            raise

"""What must be there before a worker serves: a replica set, and the indexes that the rules rest on."""

from pymongo import ASCENDING

from .extensions import db


class NotAReplicaSet(Exception):
    """The MongoDB server runs alone; the message says what to do."""


def prepare_database() -> None:
    """Check that MongoDB is a replica set and create the indexes that are missing. May be called again.

    Raises NotAReplicaSet on a standalone server, PyMongoError when no server answers.
    """
    hello = db.client.admin.command("hello")
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise NotAReplicaSet(
            "MongoDB runs standalone, without transactions and change streams. "
            "Start mongod with --replSet and run rs.initiate() once; a set of one node is enough."
        )
    # Only tidies up: whether a lock still holds is decided by each read and write.
    db.seat_locks.create_index("expires_at", expireAfterSeconds=0)
    # Nobody fills a slot of a show twice: the guard of MAX_SEATS_PER_USER.
    db.seat_locks.create_index(
        [("holder", ASCENDING), ("_id.show", ASCENDING), ("slot", ASCENDING)], unique=True
    )
    db.connections.create_index("holder")
    db.connections.create_index("worker")
    db.connections.create_index("leaves_at", sparse=True)
    db.prepared = True

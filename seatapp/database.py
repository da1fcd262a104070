"""The database: its collections, and how long a request may wait for it."""

from typing import Any, TypeAlias

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import OperationFailure

Document: TypeAlias = dict[str, Any]

# A request's database work may take this long in all, retries included: 503 within 3 s, never a hang.
# pymongo looks for a server in steps of half a second and may take one more than this.
DATABASE_TIMEOUT_MS = 2000

# Where a command without MONGODB_URI looks: such a name leads nowhere, by RFC 2606.
NOWHERE = "mongodb://set-mongodb-uri.invalid/seatapp"


class DocumentRefused(OperationFailure):
    """MongoDB does not take a document, and not because there is one already; `written` came before it."""

    def __init__(self, error: Document, written: int) -> None:
        super().__init__(error["errmsg"], error["code"], error)
        self.written = written


class Database:
    """The collections, by name. One client a process, opened after the server has patched itself."""

    def __init__(self, uri: str) -> None:
        self.client: MongoClient[Document] = MongoClient(
            uri or NOWHERE,
            tz_aware=True,
            appname="seatapp",
            # Not `timeoutMS`: it costs a quarter of a millisecond of CPU a call. No retries within a request
            # then, or one of them could take twice the time.
            serverSelectionTimeoutMS=DATABASE_TIMEOUT_MS,
            socketTimeoutMS=DATABASE_TIMEOUT_MS,
            # Two connections are made at a time, and a hung server makes the others wait for their turn.
            waitQueueTimeoutMS=1500,
            connectTimeoutMS=1000,
            retryReads=False,
            retryWrites=False,
            maxPoolSize=100,
            connect=False,
        )
        # Whether the indexes that the rules rest on are known to be there.
        self.prepared = False
        self.database = self.client.get_default_database("seatapp")
        self.shows: Collection[Document] = self.database.shows
        self.plans: Collection[Document] = self.database.plans
        self.seat_locks: Collection[Document] = self.database.seat_locks
        self.seat_history: Collection[Document] = self.database.seat_history
        self.bookings: Collection[Document] = self.database.bookings
        self.outbox: Collection[Document] = self.database.outbox
        self.connections: Collection[Document] = self.database.connections
        self.admin_keys: Collection[Document] = self.database.admin_keys
        self.workers: Collection[Document] = self.database.workers
        self.feed: Collection[Document] = self.database.feed
        self.feed_shows: Collection[Document] = self.database.feed_shows

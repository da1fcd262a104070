"""Extensions and the database handle, not yet bound to an app. Of seatapp it imports the runtime only."""

from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider
from flask_cors import CORS
from flask_socketio import SocketIO
from pymongo import MongoClient
from pymongo.collection import Collection
from werkzeug.local import LocalProxy

from .runtime import current_runtime, register_runtime

if TYPE_CHECKING:
    from config import Settings

    from .clock import DatabaseClock

Document: TypeAlias = dict[str, Any]

# A request's database work may take this long in all, retries included: 503 within 3 s, never a hang.
# pymongo looks for a server in steps of half a second and may take one more than this.
DATABASE_TIMEOUT_MS = 2000

# Where a command without MONGODB_URI looks: such a name leads nowhere, by RFC 2606.
NOWHERE = "mongodb://set-mongodb-uri.invalid/seatapp"

socketio = SocketIO()
cors = CORS()


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
        self.seat_locks: Collection[Document] = self.database.seat_locks
        self.bookings: Collection[Document] = self.database.bookings
        self.outbox: Collection[Document] = self.database.outbox
        self.connections: Collection[Document] = self.database.connections
        self.workers: Collection[Document] = self.database.workers
        self.feed: Collection[Document] = self.database.feed
        self.feed_shows: Collection[Document] = self.database.feed_shows


def without_mark(text: str | bytes) -> str | bytes:
    """Return the text without the byte order mark that editors and clients on Windows put before UTF-8."""
    return text.removeprefix("\ufeff") if isinstance(text, str) else text.removeprefix(BOM_UTF8)


class OrjsonProvider(JSONProvider):
    """Flask's JSON by orjson: a tenth of the CPU, UTC datetimes as ISO 8601 with a Z."""

    OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC

    def dumps(self, obj: Any, **_: Any) -> str:
        """Return `obj` as JSON text."""
        return orjson.dumps(obj, option=self.OPTIONS).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Return what the JSON text says."""
        return orjson.loads(without_mark(s))

    def response(self, *args: Any, **kwargs: Any) -> Any:
        """Return a response with the JSON of the arguments."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs), option=self.OPTIONS)
        return Response(body, mimetype="application/json")


class SocketJson:
    """The JSON module that python-socketio is given: the same encoder, without its options."""

    @staticmethod
    def dumps(obj: Any, **_: Any) -> str:
        """Return `obj` as JSON text."""
        return orjson.dumps(obj, option=OrjsonProvider.OPTIONS).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Return what the JSON text says."""
        return orjson.loads(text)


db = cast(Database, LocalProxy(lambda: current_runtime().database))
clock = cast("DatabaseClock", LocalProxy(lambda: current_runtime().clock))
settings = cast("Settings", LocalProxy(lambda: current_runtime().settings))


def bind(app: Flask, values: "Settings") -> None:
    """Give the app its settings, database and JSON provider."""
    register_runtime(app, values, Database(values.mongodb_uri))
    app.json = OrjsonProvider(app)

"""The changes of all seats, read from MongoDB's change stream when somebody asks and not in between."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pymongo
from bson import Timestamp
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from ..database import Document
from ..extensions import db
from .document import is_seat_key, whole_show
from .projection import FIELDS

MAJORITY = ReadConcern("majority")
PARTS = ("fullDocument", "updateDescription.updatedFields")
FIELDS_OF_EVENTS: Document = {
    "$project": {
        "operationType": 1,
        "documentKey": 1,
        "updateDescription.removedFields": 1,
        **{f"{part}.{name}": 1 for part in PARTS for name in FIELDS},
    }
}
# So many documents are decoded at a time, and others are served in between.
BATCH = 5_000
OF_SEATS = {"insert", "update", "replace", "delete"}
# What is written is safe on a majority within milliseconds. Where it is not, the stream is of no use: behind
# mongos, and with too few members.
REACH_SECONDS = 0.25
# Smaller batches are whole: only 16 MB of events end one, and an event has a few hundred bytes.
WHOLE_BATCH = 1000
# A resume token begins with a time: this type, then four bytes of seconds and four of a number within it.
TIMESTAMP = "82"


class StreamBehind(Exception):
    """The change stream does not come to the time of the question."""


class StreamEnded(Exception):
    """The collection was dropped or renamed."""


class SeatChanges:
    """A change stream of all seats of all shows, `first` on. Up to `position` all changes were read.

    A cursor is read in the session that opened it, by commands that the primary runs. One that became it
    later does not know the cursor, so nobody reads what a former primary has.
    """

    def __init__(self, first: Timestamp) -> None:
        # A stream that has read nothing yet has the token of the time where it begins, as if that were read.
        before = Timestamp(first.time, first.inc - 1)
        self.session = db.client.start_session(causal_consistency=False)
        pipeline = [{"$changeStream": {"startAtOperationTime": before}}, FIELDS_OF_EVENTS]
        majority = MAJORITY.document
        opened = self._run("aggregate", "seat_locks", pipeline=pipeline, cursor={}, readConcern=majority)
        self._cursor: int = opened["id"]
        self.position = before

    def read_documents(self, show_id: str) -> tuple[list[Document], Timestamp]:
        """Return the documents of a show's seats, and a moment up to which they are."""
        documents = list(read_documents(show_id, self.session))
        return documents, self.session.operation_time or self.position

    def read_to(self, moment: Timestamp) -> Iterator[Document]:
        """Yield the changes since the last call, up to that moment of the database's at least.

        Raises StreamBehind, StreamEnded, PyMongoError.
        """
        give_up_at = time.monotonic() + REACH_SECONDS
        wait_ms = 1
        while self.position < moment:
            batch = self._next_batch(wait_ms)
            yield from batch
            if not batch and time.monotonic() > give_up_at:
                raise StreamBehind
            wait_ms *= 2

    def close(self) -> None:
        """Let the server forget the stream; what is not closed it forgets later."""
        with suppress(PyMongoError):
            db.database.command("killCursors", "seat_locks", cursors=[self._cursor], session=self.session)

    def _next_batch(self, wait_ms: int) -> list[Document]:
        # Not within a time limit of pymongo's: it would be how long the server waits for a change.
        with pymongo.timeout(None):
            read = self._run("getMore", self._cursor, collection="seat_locks", maxTimeMS=wait_ms)
        batch: list[Document] = read["nextBatch"]
        if read["id"] != self._cursor or any(event["operationType"] not in OF_SEATS for event in batch):
            raise StreamEnded
        if len(batch) < WHOLE_BATCH:
            self.position = _time_of(read["postBatchResumeToken"])
        return [event for event in batch if is_seat_key(event["documentKey"]["_id"])]

    def _run(self, command: str, value: Any, **options: Any) -> Document:
        options |= {"session": self.session, "codec_options": db.database.codec_options}
        cursor: Document = db.database.command(command, value, **options)["cursor"]
        return cursor


def read_documents(show_id: str, session: ClientSession | None = None) -> Iterator[Document]:
    """Yield the documents of all taken seats of a show, as far as the state of a seat follows from them.

    They are safe on a majority, as the changes are: what is rolled back would not be announced.
    """
    seats = db.seat_locks.with_options(read_concern=MAJORITY)
    found = seats.find({"_id": whole_show(show_id)}, FIELDS, batch_size=BATCH, session=session)
    return (document for document in found if is_seat_key(document["_id"]))


def _time_of(token: Any) -> Timestamp:
    data = token["_data"]
    if not isinstance(data, str) or not data.startswith(TIMESTAMP):
        raise StreamBehind
    return Timestamp(int(data[2:10], 16), int(data[10:18], 16))

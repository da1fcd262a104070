"""The change stream of `seat_locks`: from the stored resume token on, or afresh when that is of no use."""

from bson import Timestamp
from pymongo.change_stream import CollectionChangeStream
from pymongo.errors import ConnectionFailure, ExecutionTimeout, OperationFailure, WaitQueueTimeoutError

from ..database import Document
from ..seats import availability
from ..seats.changes import Taken
from ..seats.history import NAMES
from .parts import WHOLE, Part

AWAIT_MS = 500
# So many changes are decoded at a time, and requests are served in between.
BATCH = 2_000
# One of these ends the stream, and its resume token leads to that end each time.
ENDINGS = ("drop", "rename", "dropDatabase", "invalidate")
# What is announced of a seat, and what its history tells.
IMAGES = {"fullDocument": {*Taken._fields, *NAMES}, "fullDocumentBeforeChange": {*Taken._fields}}
KINDS = {"operationType": {"$in": ["insert", "update", "replace", "delete", *ENDINGS]}}
FIELDS: Document = {
    "operationType": 1,
    "documentKey": 1,
    "clusterTime": 1,
    "wallTime": 1,
    "updateDescription": 1,
    **{f"{image}.{name}": 1 for image, names in IMAGES.items() for name in sorted(names)},
}


class StreamLost(Exception):
    """The stream cannot be resumed from where it is; the message says why."""


def watch(part: Part, token: object = None) -> CollectionChangeStream[Document]:
    """Open the part's stream after the change with this resume token, from this time on, or from now on."""
    start = {"start_at_operation_time" if isinstance(token, Timestamp) else "resume_after": token}
    return availability.watch(
        [{"$match": _changes_of(part)}, {"$project": FIELDS}],
        full_document_before_change="whenAvailable",
        max_await_time_ms=AWAIT_MS,
        batch_size=BATCH,
        **start,  # whatever was stored: the server checks it
    )


def _changes_of(part: Part) -> Document:
    if part == WHOLE:
        return KINDS
    ending = {"operationType": {"$in": ENDINGS}}
    # Of a deletion there is nothing but its key.
    return {**KINDS, "$or": [ending, {"$expr": part.contains("$documentKey._id.show")}]}


def is_transient(error: Exception) -> bool:
    """Return whether the same resume token may work when the database is back."""
    if isinstance(error, OperationFailure):
        labels = ("ResumableChangeStreamError", "RetryableWriteError", "TransientTransactionError")
        return error.timeout or any(error.has_error_label(label) for label in labels)
    return isinstance(error, ConnectionFailure | ExecutionTimeout | WaitQueueTimeoutError)

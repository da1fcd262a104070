"""What became of each seat, change by change, for HISTORY_DAYS: owns `db.seat_history`.

One document a change that the feed has read: `{_id: {show, seat, at, gone}, kind, fields, written_at,
kept_until}`. `_id.at` is the time of the change in the database's log, so a change that is written again, by
another leader, is the same document. A transaction may change a seat and delete it at one time: then it is
`gone`. `kind` is the change stream's `operationType`, and `fields` are those of NAMES that it has set, None
where it has removed them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bson.max_key import MaxKey
from bson.min_key import MinKey
from pymongo.errors import OperationFailure, WriteConcernError

from ..database import Document
from ..extensions import db, settings
from ..identity.person import ERASED, Person
from .document import is_seat_key

NAMES = ("state", "holder", "expires_at", "checkout", "reason", "blocked_by", "prolonged_by", "unblocked_by")
# Those that name somebody.
PEOPLE = ("holder", "blocked_by", "prolonged_by", "unblocked_by")
DUPLICATE_KEY = 11000
# So many changes of a seat are read at most, the newest: some days of somebody's renewing it without a break.
MOST_CHANGES = 5_000


def write(events: Iterable[Document]) -> None:
    """Keep these events of the change stream, those of seats that say anything of NAMES; each once.

    Raises PyMongoError; then any of them may be written.
    """
    documents = [document for event in events if (document := _document(event))]
    if not documents:
        return
    # The bare command: half of the feed's cost of a change would be `insert_many`.
    result = db.database.command(
        "insert", "seat_history", documents=documents, ordered=False, writeConcern={"w": "majority"}
    )
    if "writeConcernError" in result:
        raise WriteConcernError("the history may not last", None, result)
    for failed in result.get("writeErrors", ()):
        if failed["code"] != DUPLICATE_KEY:
            raise OperationFailure(failed["errmsg"], failed["code"], result)


def changes_of(show_id: str, seat: str, since: datetime) -> list[Document]:
    """Return the latest changes of a seat since then, the oldest first."""
    span = {"$gte": _key(show_id, seat, MinKey()), "$lte": _key(show_id, seat, MaxKey())}
    found = db.seat_history.find({"_id": span, "written_at": {"$gte": since}})
    return list(found.sort("_id", -1).limit(MOST_CHANGES))[::-1]


def of(person: Person) -> list[Document]:
    """Return the changes in which the person is, the oldest first."""
    named = [{f"fields.{name}": person.ids} for name in PEOPLE]
    return list(db.seat_history.find({"$or": named}).sort("written_at", 1))


def forget(person: Person) -> int:
    """Take the person out of all changes, and return how often they were named."""
    count = 0
    for field in (f"fields.{name}" for name in PEOPLE):
        erased = db.seat_history.update_many({field: person.ids}, {"$set": {field: ERASED}})
        count += erased.modified_count
    return count


def _document(event: Document) -> Document | None:
    key = event["documentKey"]["_id"]
    fields = _fields(event)
    if not is_seat_key(key) or (event["operationType"] == "update" and not fields):
        return None
    written_at = event["wallTime"]
    # What is still so is known for as long as it is so: a block may last longer than the history is kept.
    lasting = fields.get("expires_at")
    ends_at = max(written_at, lasting) if isinstance(lasting, datetime) else written_at
    return {
        "_id": _key(key["show"], key["seat"], event["clusterTime"])
        | {"gone": event["operationType"] == "delete"},
        "kind": event["operationType"],
        "fields": fields,
        "written_at": written_at,
        "kept_until": ends_at + timedelta(days=settings.history_days),
    }


def _fields(event: Document) -> Document:
    if "updateDescription" not in event:
        return _named(event.get("fullDocument") or {})
    update = event["updateDescription"]
    return _named(dict.fromkeys(update["removedFields"]) | update["updatedFields"])


def _named(fields: Document) -> Document:
    return {name: fields[name] for name in NAMES if name in fields}


def _key(show_id: str, seat: str, at: Any) -> Document:
    """Return the `_id` of a change; its order makes a seat's changes one range of the index."""
    return {"show": show_id, "seat": seat, "at": at}

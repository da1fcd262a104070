"""How far each show's announcements have come: read here, counted by the feed.

`feed_shows` holds a counter a show, and under FLOOR where the counters begin that are made anew. It is 0, and
not stored, until counters were lost.
"""

from collections.abc import Iterable
from typing import Any

from bson import Timestamp
from pymongo.read_concern import ReadConcern

from ..extensions import db

# No show has this id.
FLOOR = ""


def read_seqs(show_ids: Iterable[str]) -> dict[str, int]:
    """Return the number of each show's last announcement."""
    wanted = list(show_ids)
    found = db.feed_shows.find({"_id": {"$in": [*wanted, FLOOR]}}, {"seq": 1})
    seqs = {counter["_id"]: int(counter["seq"]) for counter in found}
    return dict.fromkeys(wanted, seqs.pop(FLOOR, 0)) | seqs


def read_seq(show_id: str, read_concern: ReadConcern | None = None) -> tuple[int, Timestamp]:
    """Return the number of the show's last announcement, and when the database was last written."""
    # The bare command: a cursor does not say that time, and is a third more CPU.
    options: dict[str, Any] = {"filter": {"_id": {"$in": [show_id, FLOOR]}}, "projection": {"seq": 1}}
    if read_concern:
        options["readConcern"] = read_concern.document
    answer = db.database.command("find", "feed_shows", **options)
    seqs = {counter["_id"]: int(counter["seq"]) for counter in answer["cursor"]["firstBatch"]}
    return seqs.get(show_id, seqs.get(FLOOR, 0)), answer["operationTime"]

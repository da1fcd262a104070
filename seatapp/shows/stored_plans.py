"""Keep plans beside their shows: the only module that reads and writes `db.plans`.

`{_id: {show, plan, part}, data, created_at}`: a plan's text, compressed, in parts that MongoDB stores. The
show's document names its plan by `plan_id` and `plan_parts`, and changes from one to the next in one write:
until then nobody sees the new one, and what a crash leaves behind is deleted later.
"""

import gzip
from collections.abc import Container
from dataclasses import dataclass
from datetime import timedelta

from bson import MaxKey, MinKey, ObjectId

from ..database import Document
from ..extensions import clock, db
from ..portions import batches
from . import plan_text
from .plan import Plan

# A document may have 16 MB, and each write two seconds.
PART_BYTES = 4 * 1024 * 1024
# No write is under way for that long.
ABANDONED_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """Which plan a show has, and in how many parts."""

    plan_id: ObjectId
    plan_parts: int


def insert(show_id: str, plan: Plan) -> StoredPlan:
    """Store a plan that no show names yet."""
    data = plan_text.compress(plan_text.write(plan))
    plan_id = ObjectId()
    parts = list(batches(data, PART_BYTES))
    for number, part in enumerate(parts):
        key = {"show": show_id, "plan": plan_id, "part": number}
        db.plans.insert_one({"_id": key, "data": part, "created_at": clock.now()})
    return StoredPlan(plan_id, len(parts))


def read(show: Document) -> bytes | None:
    """Return the text of the plan that a show's document names; None when another has taken its place."""
    if "plan" in show:
        # A show of a former release has it within; the next change of the show stores it here.
        return plan_text.write(show["plan"])
    parts = list(db.plans.find({"_id": _all_of(show["_id"]), "_id.plan": show["plan_id"]}).sort("_id", 1))
    if len(parts) != show["plan_parts"]:
        return None
    return gzip.decompress(b"".join(part["data"] for part in parts))


def delete(show_id: str, *, former: ObjectId | None, current: ObjectId | None = None) -> None:
    """Delete the plan that was replaced or refused, and what writes of this show left behind long ago.

    Only that one is known to be in nobody's way: another write may just have stored the next.
    """
    abandoned = {"created_at": {"$lt": clock.now() - ABANDONED_AFTER}, "_id.plan": {"$ne": current}}
    db.plans.delete_many({"_id": _all_of(show_id), "$or": [{"_id.plan": former}, abandoned]})


def retire(named: Container[ObjectId]) -> None:
    """Expire what writes left behind long ago, a day from now, unless a show has it by then.

    `named` are the plans that shows have. Not at once: while a backup is restored, plans are there before
    their shows. Only indexes are read, and a plan's id says when it was made.
    """
    long_ago = clock.now() - ABANDONED_AFTER
    keys = [part["_id"] for part in db.plans.find({}, {"_id": 1}).hint("_id_")]
    old = [key for key in keys if key["plan"] not in named and key["plan"].generation_time < long_ago]
    left = {"_id": {"$in": old}, "created_at": {"$lt": long_ago}, "gone_at": {"$exists": False}}
    db.plans.update_many(left, [{"$set": {"gone_at": "$$NOW"}}])
    going = [part["_id"] for part in db.plans.find({"gone_at": {"$type": "date"}}, {"_id": 1})]
    again = {"_id": {"$in": [key for key in going if key["plan"] in named]}}
    db.plans.update_many(again, {"$unset": {"gone_at": ""}})


def _all_of(show_id: str) -> Document:
    """Match the parts of all plans of a show, a range of the index on `_id`."""
    return {"$gte": {"show": show_id, "plan": MinKey()}, "$lte": {"show": show_id, "plan": MaxKey()}}

"""How far each show's announcements have come: read here, counted by the feed.

`feed_shows` holds a counter a show, and under FLOOR where the counters begin that are made anew. It is 0, and
not stored, until counters were lost.
"""

from collections.abc import Iterable

from ..extensions import db

# No show has this id.
FLOOR = ""


def read_seqs(show_ids: Iterable[str]) -> dict[str, int]:
    """Return the number of each show's last announcement."""
    wanted = list(show_ids)
    found = db.feed_shows.find({"_id": {"$in": [*wanted, FLOOR]}}, {"seq": 1})
    seqs = {counter["_id"]: int(counter["seq"]) for counter in found}
    return dict.fromkeys(wanted, seqs.pop(FLOOR, 0)) | seqs

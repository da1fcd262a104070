"""A show's seats, kept up to date by the changes of each."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from seatapp.seats.projection import ShowProjection
from seatapp.seats.status import SeatStatus

NOW = datetime(2026, 11, 25, 20, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)

fields = st.fixed_dictionaries(
    {"state": st.sampled_from(["locked", "booked", "blocked", "cooling", "sold"])},
    optional={
        "holder": st.sampled_from(["ann", "bob", None, 7]),
        "expires_at": st.sampled_from([NOW - timedelta(seconds=1), NOW, LATER, "soon"]),
        "price": st.sampled_from([100, 200]),
    },
)
# A write of None deletes; one that changes parts of a document is an update where there is one.
writes = st.lists(
    st.tuples(st.sampled_from(["A1", "A2", "A3"]), st.none() | fields, st.booleans()), max_size=12
)
Documents = dict[str, dict[str, Any]]


def written(documents: Documents, seat: str, fields: dict[str, Any] | None, whole: bool) -> Any:
    """Write to the documents as MongoDB would; return the event, None where nothing changed."""
    event: dict[str, Any] = {"documentKey": {"_id": {"show": "hall", "seat": seat}}}
    before = documents.get(seat)
    if fields is None:
        return documents.pop(seat, None) and event | {"operationType": "delete"}
    documents[seat] = dict(fields)
    if before is None or whole:
        return event | {"operationType": "replace", "fullDocument": dict(fields)}
    update = {
        "updatedFields": {name: value for name, value in fields.items() if before.get(name) != value},
        "removedFields": [name for name in before if name not in fields],
    }
    return event | {"operationType": "update", "updateDescription": update}


def projection(documents: Documents) -> ShowProjection:
    return ShowProjection({"_id": {"show": "hall", "seat": seat}, **rest} for seat, rest in documents.items())


def seen(status: SeatStatus) -> Any:
    """Return what everybody sees, in no order."""
    views = [orjson.loads(orjson.dumps(status.seen_by("hall", who))) for who in ("ann", "bob", None)]
    return [
        {key: sorted(part) if isinstance(part, list) else part for key, part in view.items()}
        for view in views
    ]


@given(writes, st.integers(0, 12), st.integers(0, 12))
def test_changes_from_before_the_documents_were_read_may_be_applied_again(
    history: list[Any], read_after: int, follow_from: int
) -> None:
    documents: Documents = {}
    moments, events = [deepcopy(documents)], []
    for write in history:
        events.append(written(documents, *write))
        moments.append(deepcopy(documents))
    read_after = min(read_after, len(history))
    followed = projection(moments[read_after])
    for event in events[min(follow_from, read_after) :]:
        if event:
            followed.apply(event)
    assert seen(followed.status(1, NOW)) == seen(projection(documents).status(1, NOW))


def test_what_was_answered_does_not_change_with_what_comes_after() -> None:
    documents: Documents = {"A1": {"state": "locked", "holder": "ann", "expires_at": LATER}}
    hall = projection(documents)
    status = hall.status(1, NOW)
    hall.apply(written(documents, "A1", None, True))
    hall.apply(written(documents, "A2", {"state": "locked", "holder": "ann", "expires_at": LATER}, True))
    assert status.seen_by("hall", "ann")["lockedByMe"] == ["A1"]
    assert list(status.locked) == ["A1"]


def test_a_lock_is_free_from_the_moment_on_that_it_ends() -> None:
    hall = projection({"A1": {"state": "locked", "holder": "ann", "expires_at": LATER}})
    assert list(hall.status(1, LATER - timedelta(milliseconds=1)).locked) == ["A1"]
    ended = hall.status(1, LATER)
    assert list(ended.locked) == []
    assert ended.seen_by("hall", "ann")["heldUntil"] == {}


def test_a_lock_that_was_renewed_lasts_longer_than_it_was_to() -> None:
    documents: Documents = {"A1": {"state": "locked", "holder": "ann", "expires_at": LATER}}
    hall = projection(documents)
    renewed = {"state": "locked", "holder": "ann", "expires_at": LATER + timedelta(seconds=30)}
    hall.apply(written(documents, "A1", renewed, False))
    assert list(hall.status(1, LATER).locked) == ["A1"]


def test_a_block_is_over_from_the_moment_on_that_it_ends() -> None:
    documents: Documents = {
        "A1": {"state": "blocked", "expires_at": LATER},
        "A2": {"state": "blocked", "expires_at": LATER},
        "A3": {"state": "blocked"},
    }
    hall = projection(documents)
    hall.apply(written(documents, "A2", {"state": "blocked"}, False))
    assert list(hall.status(1, NOW).blocked) == ["A1", "A2", "A3"]
    ended = hall.status(1, LATER)
    assert list(ended.blocked) == list(ended.taken) == ["A2", "A3"]
    hall.apply(written(documents, "A1", None, True))
    assert list(hall.status(1, LATER).blocked) == ["A2", "A3"]


def test_a_list_is_encoded_once_for_as_long_as_it_is_so() -> None:
    documents: Documents = {
        "A1": {"state": "booked"},
        "A2": {"state": "locked", "holder": "ann", "expires_at": LATER},
    }
    hall = projection(documents)
    before = hall.status(1, NOW)
    hall.apply(written(documents, "A2", None, True))
    after = hall.status(2, NOW)
    assert after.taken.json is before.taken.json
    assert after.locked.json is not before.locked.json


def test_locks_that_came_and_went_leave_nothing_behind_though_nobody_asks() -> None:
    documents: Documents = {}
    hall = projection(documents)
    for _ in range(1000):
        locked = {"state": "locked", "holder": "ann", "expires_at": LATER}
        hall.apply(written(documents, "A1", locked, True))
        hall.apply(written(documents, "A1", None, True))
    assert len(hall._expiries) < 200
    hall.apply(written(documents, "A1", {**locked, "expires_at": LATER + timedelta(seconds=1)}, True))
    assert list(hall.status(1, LATER).locked) == ["A1"]
    assert list(hall.status(1, LATER + timedelta(seconds=1)).locked) == []

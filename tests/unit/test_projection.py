"""The feed's copy of the taken seats, and what it makes of the change stream."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import Timestamp

from seatapp.realtime.projection import UNSEEN, Projection
from seatapp.seats.changes import Change, Taken

NOW = datetime(2030, 6, 1, 19, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
LATEST = NOW + timedelta(seconds=60)

ANN = Taken("locked", "ann", LATER)
BOB = Taken("locked", "bob", LATER)


def document(seat: str = "A1", show: str = "hall", **fields: Any) -> dict[str, Any]:
    """Return a seat's document: locked by ann, if nothing else is said."""
    locked = {"state": "locked", "holder": "ann", "expires_at": LATER}
    given = {**locked, **fields}
    return {"_id": {"show": show, "seat": seat}, **{k: v for k, v in given.items() if v is not ...}}


def event(kind: str, seat: str, show: str = "hall", **more: Any) -> dict[str, Any]:
    return {"operationType": kind, "documentKey": {"_id": {"show": show, "seat": seat}}, **more}


def inserted(seat: str = "A1", show: str = "hall", **fields: Any) -> dict[str, Any]:
    return event("insert", seat, show, fullDocument=document(seat, show, **fields))


def replaced(seat: str = "A1", show: str = "hall", **fields: Any) -> dict[str, Any]:
    return event("replace", seat, show, fullDocument=document(seat, show, **fields))


def updated(seat: str = "A1", removed: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    return event("update", seat, updateDescription={"updatedFields": fields, "removedFields": list(removed)})


def deleted(seat: str = "A1", show: str = "hall") -> dict[str, Any]:
    return event("delete", seat, show)


def changes_after(copy: Projection, *events: dict[str, Any]) -> dict[str, list[Change]]:
    for one in events:
        copy.apply(one)
    return dict(copy.take_changes())


def test_a_new_lock_is_a_change_from_free() -> None:
    assert changes_after(Projection(), inserted()) == {"hall": [Change("A1", None, ANN)]}


def test_what_was_there_at_the_start_is_no_change() -> None:
    assert changes_after(Projection([document()])) == {}


def test_seats_are_told_in_order_whatever_the_order_of_the_writes() -> None:
    [changes] = changes_after(Projection(), inserted("A2"), inserted("B1"), inserted("A1")).values()
    assert [change.seat for change in changes] == ["A1", "A2", "B1"]


def test_a_deletion_tells_who_had_the_seat() -> None:
    assert changes_after(Projection([document()]), deleted()) == {"hall": [Change("A1", ANN, None)]}


def test_a_deletion_of_a_seat_never_seen_is_told_all_the_same() -> None:
    assert changes_after(Projection(), deleted()) == {"hall": [Change("A1", UNSEEN, None)]}


def test_a_seat_taken_and_freed_within_a_batch_is_told_as_freed() -> None:
    freed = {"hall": [Change("A1", UNSEEN, None)]}
    assert changes_after(Projection(), inserted(), deleted()) == freed
    assert changes_after(Projection(), inserted(), updated(state="cooling")) == freed


def test_a_seat_taken_freed_and_taken_again_within_a_batch_is_taken() -> None:
    [change] = changes_after(Projection(), inserted(), deleted(), inserted(holder="bob"))["hall"]
    assert change.after == BOB


def test_tidying_up_a_cooling_seat_is_no_change() -> None:
    copy = Projection([document(state="cooling")])
    assert changes_after(copy, deleted()) == {"hall": []}


def test_a_seat_freed_and_taken_again_within_a_batch_is_one_change() -> None:
    copy = Projection([document()])
    assert changes_after(copy, deleted(), inserted(holder="bob")) == {"hall": [Change("A1", ANN, BOB)]}


def test_a_takeover_in_place_is_one_change() -> None:
    copy = Projection([document()])
    assert changes_after(copy, replaced(holder="bob")) == {"hall": [Change("A1", ANN, BOB)]}


def test_a_renewal_changes_when_it_ends_and_nothing_else() -> None:
    renewed = Taken("locked", "ann", LATEST)
    copy = Projection([document()])
    assert changes_after(copy, updated(token="t", expires_at=LATEST)) == {
        "hall": [Change("A1", ANN, renewed)]
    }


def test_a_lock_that_becomes_a_booking_in_place_ends_no_more() -> None:
    booked = Taken("booked", "ann", None)
    copy = Projection([document()])
    update = updated(removed=("expires_at", "token"), state="booked", booking_id=1)
    assert changes_after(copy, update) == {"hall": [Change("A1", ANN, booked)]}


def test_a_batch_compares_with_the_state_before_its_first_event() -> None:
    copy = Projection([document()])
    events = [updated(expires_at=LATEST), deleted(), inserted(holder="bob"), deleted()]
    assert changes_after(copy, *events) == {"hall": [Change("A1", ANN, None)]}


def test_the_next_batch_starts_where_the_last_one_ended() -> None:
    copy = Projection()
    changes_after(copy, inserted())
    assert changes_after(copy, deleted()) == {"hall": [Change("A1", ANN, None)]}
    assert changes_after(copy) == {}
    assert changes_after(copy, inserted()) == {"hall": [Change("A1", None, ANN)]}


def test_shows_are_kept_apart() -> None:
    copy = Projection([document(show="hall"), document(show="ball")])
    assert changes_after(copy, deleted(show="ball"), inserted("A2", "hall")) == {
        "ball": [Change("A1", ANN, None)],
        "hall": [Change("A2", None, ANN)],
    }


def test_reading_again_what_the_first_read_had_already_ends_the_same() -> None:
    copy = Projection([document(holder="bob")])
    assert changes_after(copy, inserted(), replaced(holder="bob")) == {"hall": [Change("A1", BOB, BOB)]}


def test_bookings_and_blocks_have_no_end() -> None:
    copy = Projection([document("A1", state="booked", expires_at=...)])
    blocked = inserted("A2", state="blocked", holder=None, expires_at=...)
    assert changes_after(copy, deleted("A1"), blocked) == {
        "hall": [
            Change("A1", Taken("booked", "ann", None), None),
            Change("A2", None, Taken("blocked", None, None)),
        ]
    }


def test_an_update_of_a_seat_never_seen_tells_what_it_can() -> None:
    [change] = changes_after(Projection(), updated(state="booked", holder="ann"))["hall"]
    assert change == Change("A1", None, Taken("booked", "ann", None))


def test_what_was_taken_and_freed_before_this_leader_led_is_told_as_freed() -> None:
    copy = Projection(sure_after=1000)
    taken = {**inserted(), "clusterTime": Timestamp(1000, 1)}
    freed = {**deleted(), "clusterTime": Timestamp(1000, 2)}
    assert changes_after(copy, taken, freed) == {"hall": [Change("A1", UNSEEN, None)]}


@pytest.mark.parametrize(
    "fields",
    [{"state": ...}, {"state": "sold"}, {"state": 5}, {"expires_at": ...}, {"expires_at": "soon"}],
)
def test_what_no_worker_writes_takes_no_seat(fields: dict[str, Any]) -> None:
    assert changes_after(Projection(), inserted(**fields)) == {"hall": []}
    assert changes_after(Projection([document(**fields)]), deleted()) == {"hall": []}


def test_a_holder_that_is_no_text_is_nobody() -> None:
    assert changes_after(Projection(), inserted(holder=5)) == {
        "hall": [Change("A1", None, ANN._replace(holder=None))]
    }

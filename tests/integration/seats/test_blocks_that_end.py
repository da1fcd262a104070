"""Held until then: a block that ends by itself, by the database's clock, whether or not anybody tidies up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from seatapp.extensions import clock, db
from seatapp.seats import block_writes, blocks
from tests.support.asking import (
    assert_conflict,
    assert_refused,
    booked,
    hold,
    lists,
    organise,
    replace_show,
    select,
    sell,
)
from tests.support.hall import assert_agree, dump, key, plan, seat

FRIDAY = "2030-05-31T18:00:00+02:00"


@pytest.fixture(autouse=True)
def _nobody_tidies_up() -> None:
    """Let the clock alone end blocks: once a minute MongoDB would."""
    db.seat_locks.drop_index("expires_at_1")


def hold_until(until: str | datetime | None, *seats: str, reason: str = "school") -> Any:
    said = until.isoformat() if isinstance(until, datetime) else until
    return organise("block-seats", seats=seats, reason=reason, until=said)


def end(*seats: str) -> None:
    """Let the blocks of these seats end now."""
    for name in seats:
        db.seat_locks.update_one(key(name), [{"$set": {"expires_at": "$$NOW"}}])


def ended(*seats: str) -> None:
    """Block seats until a moment that has come."""
    assert hold_until(FRIDAY, *seats).status_code == 200
    end(*seats)


def test_the_organiser_is_told_until_when_seats_are_blocked() -> None:
    assert hold_until(FRIDAY, "A1").status_code == 200
    hold_until(None, "A2", reason="camera")
    assert organise("blocked-seats").json["blocked"] == [
        {"seat": "A1", "reason": "school", "until": "2030-05-31T16:00:00Z", "by": "ADMIN_TOKEN"},
        {"seat": "A2", "reason": "camera", "until": None, "by": "ADMIN_TOKEN"},
    ]
    assert [block["reason"] for block in organise("blocked-seats?seat=A2").json["blocked"]] == ["camera"]
    for other in ("A3", "nowhere", "%00"):
        assert organise(f"blocked-seats?seat={other}").json["blocked"] == []


def test_until_then_it_is_a_block_like_any() -> None:
    hold_until(FRIDAY, "A1")
    assert lists()["blockedSeats"] == ["A1"]
    assert_conflict(select("ann", "A1", "A2"), "A1")
    assert_conflict(sell("A1"), "A1")
    assert organise("summary").json["seats"]["blocked"] == 1
    assert organise("unblock-seats", seats=["A1"]).json["seats"] == ["A1"]
    assert select("ann", "A1").status_code == 200


def test_from_then_on_the_seat_is_free_without_anybody_having_tidied_up() -> None:
    ended("A1", "A2", "A3", "A4")
    assert lists()["blockedSeats"] == lists()["bookedSeats"] == []
    assert organise("blocked-seats").json["blocked"] == []
    assert organise("summary").json["seats"]["free"] == 20
    assert select("ann", "A1", "B1").status_code == 200
    assert sell("A2").status_code == 201
    assert hold_until(FRIDAY, "A3", reason="press").status_code == 200
    assert seat("A3")["reason"] == "press"
    assert organise("unblock-seats", seats=["A4"]).json["seats"] == []
    assert_agree()


def test_a_seat_whose_block_has_ended_may_leave_the_hall() -> None:
    ended("A10")
    smaller = plan()
    smaller["zones"][0]["rows"][0]["seats"].pop()
    assert replace_show(plan=smaller).status_code == 200


def test_tidying_up_gives_back_what_has_ended_and_nothing_else() -> None:
    hold_until(FRIDAY, "A1", "A2")
    hold_until(None, "A3")
    hold("ann", "A4")
    booked("bob", "A5")
    end("A1")
    assert (blocks.end_due(), blocks.end_due()) == (1, 0)
    assert seat("A1") == {}
    assert lists()["blockedSeats"] == ["A2", "A3"]


@pytest.mark.parametrize(
    ("first", "second", "lasts"),
    [
        (FRIDAY, "2030-06-01T00:00:00Z", datetime(2030, 6, 1, tzinfo=UTC)),
        (FRIDAY, "2030-01-01T00:00:00Z", datetime(2030, 5, 31, 16, tzinfo=UTC)),
        (FRIDAY, None, None),
        (None, FRIDAY, None),
    ],
)
def test_blocking_again_lets_no_block_end_earlier(
    first: str | None, second: str | None, lasts: datetime | None
) -> None:
    hold_until(first, "A1")
    assert hold_until(second, "A1", "A2", reason="press").status_code == 200
    assert (seat("A1").get("expires_at"), seat("A1")["reason"]) == (lasts, "school")
    assert_agree()


def test_a_block_that_is_refused_prolongs_none() -> None:
    hold_until(FRIDAY, "A1")
    hold("ann", "A2")
    before = dump()
    assert_refused(hold_until(None, "A1", "A2"), 409, "seats_taken")
    assert dump() == before


@pytest.mark.parametrize("until", ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00", "Friday", 1893456000, ""])
def test_what_is_no_instant_to_come_blocks_nothing(until: Any) -> None:
    answer = hold_until(until, "A1")
    assert_refused(answer, 422, "validation_error")
    assert list(answer.json["errors"]) == ["until"]
    assert dump() == [[], []]


# Between a look at what is blocked and the write that prolongs it a block may end.


def end_before_it_is_prolonged(monkeypatch: pytest.MonkeyPatch) -> None:
    prolong, left = block_writes.prolong_blocks, ["A1"]

    def prolonged(*args: Any) -> int:
        if left:
            end(left.pop())
        return prolong(*args)

    monkeypatch.setattr(block_writes, "prolong_blocks", prolonged)


def test_a_block_that_ends_meanwhile_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_until(FRIDAY, "A1")
    end_before_it_is_prolonged(monkeypatch)
    assert hold_until(None, "A1", "A2", reason="press").status_code == 200
    assert lists()["blockedSeats"] == ["A1", "A2"]
    assert seat("A1")["reason"] == "press"


def test_twin_that_does_not_ask_what_was_prolonged_leaves_it_free(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_until(FRIDAY, "A1")
    end_before_it_is_prolonged(monkeypatch)
    prolong = block_writes.prolong_blocks

    def trusting(show: str, seats: list[str], until: datetime | None, by: str | None) -> int:
        prolong(show, seats, until, by)
        return len(seats)

    monkeypatch.setattr(block_writes, "prolong_blocks", trusting)
    assert hold_until(None, "A1", "A2").status_code == 200
    assert lists()["blockedSeats"] == ["A2"]


def test_a_worker_whose_clock_is_ahead_ends_no_block() -> None:
    hold_until(FRIDAY, "A1")
    assert block_writes.free_ended_blocks(clock.now() + timedelta(days=5000)) == 0
    assert lists()["blockedSeats"] == ["A1"]

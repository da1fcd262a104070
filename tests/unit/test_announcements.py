"""What a batch of changes comes to: who hears which seats, under which numbers, and why."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from seatapp.encoding import SocketJson
from seatapp.realtime.announcements import Announcement, compose
from seatapp.realtime.projection import UNSEEN
from seatapp.seats.changes import Change, Taken

NOW = datetime(2030, 6, 1, 19, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)

# One who only watches; the others are called by their name.
BYSTANDER = "bystander"


def locked(holder: str = "ann", expires_at: datetime = LATER, price: int | None = None) -> Taken:
    return Taken("locked", holder, expires_at, price)


def taken(state: str, holder: str | None = None) -> Taken:
    return Taken(state, holder, None)


def selections_of(people: int, seats_each: int = 2) -> dict[str, list[Change]]:
    """Return what each of some people selected in one batch."""
    return {
        f"person-{number}": [
            Change(f"{chr(ord('A') + number)}{seat}", None, locked(f"person-{number}"))
            for seat in range(1, seats_each + 1)
        ]
        for number in range(people)
    }


def numbered(changes: Sequence[Change], first: int = 1) -> list[Announcement]:
    announcements = compose("hall", changes, NOW)
    for seq, announcement in enumerate(announcements, first):
        announcement.seq = seq
    return announcements


def heard_by(who: str, announcements: Sequence[Announcement]) -> list[tuple[str, dict[str, Any]]]:
    """Return events and bodies as somebody in the room gets them."""
    return [
        announcement.message_for(who)
        if who in announcement.selections
        else (announcement.event, announcement.payload(announcement.seats))
        for announcement in announcements
    ]


def seats_in(heard: Sequence[tuple[str, dict[str, Any]]], event: str) -> list[str]:
    return sorted(seat for name, body in heard if name == event for seat in body["seats"])


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_everybody_hears_every_number_of_a_batch_exactly_once(people: int) -> None:
    by_person = selections_of(people)
    announcements = numbered([change for changes in by_person.values() for change in changes])
    for who in [BYSTANDER, *by_person]:
        numbers = [body["seq"] for _, body in heard_by(who, announcements)]
        assert numbers == list(range(1, len(announcements) + 1))


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_who_selected_hears_what_is_held_once_and_all_that_the_others_took(people: int) -> None:
    by_person = selections_of(people)
    announcements = numbered([change for changes in by_person.values() for change in changes])
    for who, changes in by_person.items():
        heard = heard_by(who, announcements)
        held = [body for event, body in heard if event == "seats-held"]
        assert [(body["seats"], body["expiresAt"]) for body in held] == [([c.seat for c in changes], LATER)]
        others = sorted(c.seat for other, theirs in by_person.items() if other != who for c in theirs)
        assert set(seats_in(heard, "seats-selected")) == set(others)


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_a_bystander_hears_each_selected_seat_once(people: int) -> None:
    by_person = selections_of(people)
    changes = [change for changes in by_person.values() for change in changes]
    heard = heard_by(BYSTANDER, numbered(changes))
    assert {event for event, _ in heard} == {"seats-selected"}
    assert seats_in(heard, "seats-selected") == sorted(change.seat for change in changes)


@pytest.mark.parametrize("people", [1, 2, 3, 5, 40])
def test_any_number_of_selections_takes_two_messages_at_most(people: int) -> None:
    changes = [change for changes in selections_of(people).values() for change in changes]
    assert len(numbered(changes)) == min(people, 2)


def test_seats_held_tells_the_earliest_end() -> None:
    soon = NOW + timedelta(seconds=5)
    announcements = numbered([Change("A1", None, locked()), Change("A2", None, locked(expires_at=soon))])
    [(event, body)] = heard_by("ann", announcements)
    assert event == "seats-held"
    assert body == {"showId": "hall", "seats": ["A1", "A2"], "expiresAt": soon, "prices": {}, "seq": 1}


def test_seats_held_tells_the_agreed_prices_to_their_holder_alone() -> None:
    announcements = numbered(
        [Change("A1", None, locked(price=1250)), Change("A2", None, locked("bob", price=0))]
    )
    assert [body.get("prices") for _, body in heard_by("ann", announcements)] == [{"A1": 1250}, None]
    assert [body.get("prices") for _, body in heard_by("bob", announcements)] == [None, {"A2": 0}]
    assert not any("prices" in body for _, body in heard_by(BYSTANDER, announcements))


def test_a_renewal_is_announced_like_a_selection() -> None:
    renewed = Change("A1", locked(expires_at=NOW + timedelta(seconds=5)), locked())
    assert [event for event, _ in heard_by("ann", numbered([renewed]))] == ["seats-held"]
    assert [event for event, _ in heard_by("bob", numbered([renewed]))] == ["seats-selected"]


def test_a_seat_taken_over_is_selected_to_the_former_holder() -> None:
    passed_on = Change("A1", locked("ann", NOW), locked("bob"))
    assert heard_by("ann", numbered([passed_on])) == [
        ("seats-selected", {"showId": "hall", "seats": ["A1"], "seq": 1})
    ]
    assert [event for event, _ in heard_by("bob", numbered([passed_on]))] == ["seats-held"]


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (locked(expires_at=NOW + timedelta(milliseconds=1)), "released"),
        (locked(expires_at=NOW), "expired"),
        (locked(expires_at=NOW - timedelta(days=1)), "expired"),
        (taken("booked", "ann"), "cancelled"),
        (taken("blocked"), "unblocked"),
        (taken("blocked")._replace(expires_at=NOW), "unblocked"),
        (UNSEEN, "released"),
        (None, "released"),
    ],
)
def test_a_seat_that_becomes_free_is_announced_with_the_reason(before: Taken | None, reason: str) -> None:
    assert heard_by(BYSTANDER, numbered([Change("A1", before, None)])) == [
        ("seats-released", {"showId": "hall", "seats": ["A1"], "reason": reason, "seq": 1})
    ]


def test_a_holder_hears_of_their_own_releases_like_everybody() -> None:
    gone = Change("A1", locked("ann"), None)
    assert heard_by("ann", numbered([gone])) == heard_by(BYSTANDER, numbered([gone]))


def test_seats_that_become_free_for_one_reason_share_a_message() -> None:
    announcements = numbered(
        [
            Change("A1", locked("ann", NOW), None),
            Change("A2", locked("bob", LATER), None),
            Change("A3", locked("cid", NOW), None),
        ]
    )
    assert [(a.reason, a.seats) for a in announcements] == [("expired", ["A1", "A3"]), ("released", ["A2"])]


@pytest.mark.parametrize("state", ["booked", "blocked"])
@pytest.mark.parametrize("before", [None, locked("ann")])
def test_booked_and_blocked_seats_are_announced_to_everybody_alike(state: str, before: Taken | None) -> None:
    announcements = numbered([Change("A1", before, taken(state, "ann")), Change("A2", None, taken(state))])
    message = (f"seats-{state}", {"showId": "hall", "seats": ["A1", "A2"], "seq": 1})
    assert heard_by("ann", announcements) == heard_by(BYSTANDER, announcements) == [message]


def test_a_batch_of_all_kinds_counts_on_without_a_gap() -> None:
    announcements = numbered(
        [
            Change("A1", locked("ann", NOW), None),
            Change("A2", taken("booked"), None),
            Change("A3", None, locked("bob")),
            Change("A4", None, locked("cid")),
            Change("A5", locked("bob"), taken("booked", "bob")),
            Change("A6", None, taken("blocked")),
        ],
        first=7,
    )
    for who in (BYSTANDER, "bob", "cid"):
        assert [body["seq"] for _, body in heard_by(who, announcements)] == list(range(7, 13))


def test_nothing_comes_to_nothing() -> None:
    assert compose("hall", [], NOW) == []


def test_only_releases_carry_a_reason() -> None:
    announcements = numbered([Change("A1", None, locked()), Change("A2", None, taken("booked"))])
    assert all("reason" not in body for _, body in heard_by(BYSTANDER, announcements))


def received(announcement: Announcement, **more: Any) -> Announcement:
    """Return it as another worker gets it over the queue."""
    return Announcement.of_json(orjson.loads(SocketJson.dumps({**announcement.as_json(), **more})))


def test_another_worker_makes_the_same_messages_of_it() -> None:
    changes = [change for changes in selections_of(3).values() for change in changes]
    changes.append(Change("Y1", None, locked("yan", price=1250)))
    for announcement in numbered([*changes, Change("Z1", locked("zoe", NOW), None)]):
        arrived = received(announcement)
        assert arrived.payload(arrived.seats) == announcement.payload(announcement.seats)
        for holder in announcement.selections:
            sent = SocketJson.dumps(announcement.message_for(holder))
            assert SocketJson.dumps(arrived.message_for(holder)) == sent


def test_a_worker_of_the_release_before_or_after_can_read_it() -> None:
    [announcement] = numbered([Change("A1", None, locked(price=1250))])
    of_0_1 = {"show", "event", "seats", "reason", "selections", "expiries", "seq", "epoch"}
    assert announcement.as_json().keys() == of_0_1
    assert announcement.as_json()["expiries"]["ann"] == LATER
    assert received(announcement, colour="blue").message_for("ann")[1]["prices"] == {"A1": 1250}

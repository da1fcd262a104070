"""Who selects seats has them, alone, until they are released."""

from tests.support import builders
from tests.support.announcements import SOON, await_number, caught_up, in_room, of
from tests.support.worker import Worker

from .state import Guest, at, seats_of


def test_different_users_hold_different_seats(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    first = ann.select(show, ["A1", "A2"])
    assert first.status_code == 200
    assert first.json()["success"] is True
    assert first.json()["seats"] == ["A1", "A2"]
    assert first.json()["expiresIn"] == 30
    assert bob.select(show, ["A3"]).json()["seats"] == ["A3"]
    for worker in workers:
        assert seats_of(ann, show, worker) == ["A1", "A2"]
        assert seats_of(bob, show, worker) == ["A3"]


def test_the_three_lists_tell_whose_each_seat_is(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1", "A2"])
    bob.select(show, ["A3", "A4"])
    builders.book(workers[0].database, show, ["A9", "A10"])
    for person, mine, others in ((ann, ["A1", "A2"], ["A3", "A4"]), (bob, ["A3", "A4"], ["A1", "A2"])):
        for worker in workers:
            status = person.status(show, worker).json()
            assert status["showId"] == show
            assert sorted(status["lockedByMe"]) == mine
            assert sorted(status["lockedByOthers"]) == others
            assert sorted(status["bookedSeats"]) == ["A10", "A9"]
            assert status["blockedSeats"] == []
            assert isinstance(status["seq"], int)


def test_a_stranger_who_looks_at_a_show_holds_nothing(workers: list[Worker], show: str, guest: Guest) -> None:
    guest(workers[0]).select(show, ["A1"])
    status = workers[1].get(f"/api/bookings/locked-seats/{show}").json()
    assert (status["lockedByOthers"], status["lockedByMe"]) == (["A1"], [])


# The same user selecting their own seats again


def test_selecting_ones_own_seats_again_renews_them(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = in_room(ann, show, *workers)
    [watcher] = in_room(bob, show, workers[1])
    first = ann.select(show, ["A1", "A2"]).json()
    second = ann.select(show, ["A1", "A2"], workers[1]).json()
    assert second["success"] is True
    assert at(second["expiresAt"]) > at(first["expiresAt"])
    assert seats_of(ann, show) == ["A1", "A2"]
    for tab in tabs:
        held = tab.wait_for("seats-held", lambda data: data["expiresAt"] == second["expiresAt"], SOON)
        assert sorted(held["seats"]) == ["A1", "A2"]
    await_number([*tabs, watcher], show, held["seq"])
    assert ann.tab.events("seats-selected") == []


def test_a_renewed_seat_stays_with_its_holder(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1"])
    ann.select(show, ["A1", "A2"])
    assert bob.select(show, ["A1"]).status_code == 409
    assert seats_of(ann, show) == ["A1", "A2"]


# Conflicts


def test_a_conflict_is_refused_and_takes_no_seat(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A2"])
    builders.book(workers[0].database, show, ["A5"])
    bob.select(show, ["A3"])
    refused = bob.select(show, ["A1", "A2", "A3", "A4", "A5"])
    assert refused.status_code == 409
    body = refused.json()
    assert body["success"] is False
    assert body["code"] == "seats_unavailable"
    assert body["message"]
    assert sorted(body["conflicts"]) == ["A2", "A5"]
    status = bob.status(show).json()
    assert status["lockedByMe"] == ["A3"]
    assert status["lockedByOthers"] == ["A2"]
    assert status["bookedSeats"] == ["A5"]


def test_a_conflict_is_told_to_all_tabs_of_the_refused_and_to_nobody_else(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob, cid = guest(workers[0]), guest(workers[1]), guest(workers[1])
    others = [*in_room(ann, show, *workers), *in_room(cid, show, *workers)]
    refused = [bob.connect(worker) for worker in workers]
    ann.select(show, ["A2"])
    message = bob.select(show, ["A1", "A2"]).json()["message"]
    for tab in refused:
        assert tab.wait_for("seat-conflict", timeout=SOON) == {
            "showId": show,
            "seats": ["A2"],
            "message": message,
        }
    for tab in others:
        tab.wait_for("seats-held" if tab.user_id == ann.user_id else "seats-selected", timeout=SOON)
    ann.release(show, ["A2"])
    for tab in others:
        tab.wait_for("seats-released", of(show, "A2"), SOON)
        assert caught_up(tab).events("seat-conflict") == []
    for tab in refused:
        assert len(caught_up(tab).events("seat-conflict")) == 1


# Releasing


def test_a_released_seat_is_free_for_others_at_once(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1", "A2"])
    released = ann.release(show, ["A1", "A2"])
    assert released.status_code == 200
    assert released.json() == {"success": True, "released": True, "seats": ["A1", "A2"]}
    assert bob.select(show, ["A1", "A2"]).ok


def test_releasing_leaves_the_seats_of_others_alone(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    ann.select(show, ["A1"])
    bob.select(show, ["A2"])
    builders.book(workers[0].database, show, ["A3"], bob.user_id)
    both = bob.release(show, ["A1", "A2", "A3"]).json()
    assert (both["released"], both["seats"]) == (True, ["A2"])
    none = bob.release(show, ["A1", "A2", "A3", "A4"]).json()
    assert (none["success"], none["released"], none["seats"]) == (True, False, [])
    assert seats_of(ann, show) == ["A1"]
    assert bob.status(show).json()["bookedSeats"] == ["A3"]

"""The history of seats is written beside the announcements: whoever leads, each change is in it once."""

from collections.abc import Callable

from tests.support import builders
from tests.support.onlooker import (
    TAKEOVER_SECONDS,
    Onlooker,
    about,
    in_order,
    let_the_lease_lapse,
    new_show,
)
from tests.support.people import Person
from tests.support.unwritable import unwritable
from tests.support.waiting import eventually
from tests.support.worker import Worker

StartWorker = Callable[..., Worker]
MakeGuest = Callable[[Worker], Person]
# A part that nobody wants is acquired at every fourth beat by a worker that leads another.
SECOND_PART_SECONDS = TAKEOVER_SECONDS + 5


def told(worker: Worker, show: str, seat: str) -> list[str]:
    """Return what happened to a seat, the oldest first."""
    path = f"/api/shows/{show}/history?seat={seat}&perPage=500"
    answer = worker.get(path, headers=builders.ADMIN)
    assert answer.ok, answer.text
    return [event["what"] for event in answer.json()["events"][::-1]]


def come_and_go(person: Person, show: str, seat: str, times: int) -> None:
    for _ in range(times):
        assert person.select(show, [seat]).ok
        assert person.release(show, [seat]).ok


def test_what_is_not_written_holds_up_no_announcement_and_the_next_leader_tells_it_once(
    start_worker: StartWorker, guest: MakeGuest, onlooker: Callable[[Worker, str], Onlooker]
) -> None:
    leader, other = in_order(start_worker(), start_worker())
    show, person = new_show(other), guest(other)
    watching = onlooker(other, show)
    come_and_go(person, show, "A1", 20)
    with unwritable(other.database, "seat_history"):
        for seat in ("B1", "B2", "B3"):
            assert person.select(show, [seat]).ok
            watching.tab.wait_for("seats-selected", about(seat), 2)
            eventually(lambda: "the history is not written" in leader.log)
        assert told(other, show, "B1") == []
        come_and_go(person, show, "A1", 10)
        leader.kill()
    come_and_go(person, show, "A1", 10)
    let_the_lease_lapse(other)
    expected = ["locked", "released"] * 40
    eventually(lambda: len(told(other, show, "A1")) >= 80, TAKEOVER_SECONDS, "changes are lost")
    assert [told(other, show, seat) for seat in ("A1", "B1", "B2", "B3")] == [expected, *[["locked"]] * 3]
    come_and_go(person, show, "A2", 1)
    eventually(lambda: told(other, show, "A2") == ["locked", "released"])
    assert told(other, show, "A1") == expected


def test_leaders_of_parts_write_the_history_of_their_own_shows(
    start_worker: StartWorker, guest: MakeGuest
) -> None:
    workers = [start_worker(FEED_PARTS="2") for _ in range(2)]
    # Where one starts late, the other has come to lead both.
    eventually(lambda: sum(worker.log.count(" of 2\n") for worker in workers) == 2, SECOND_PART_SECONDS)
    shows = [new_show(workers[0]) for _ in range(6)]
    person = guest(workers[0])
    for show in shows:
        come_and_go(person, show, "A1", 1)
    for show in shows:
        eventually(lambda show=show: told(workers[1], show, "A1") == ["locked", "released"])  # type: ignore[misc]

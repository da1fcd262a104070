"""The feed in parts: spread over the workers, taken over, and divided anew."""

import re
from collections.abc import Callable

from tests.support.announcements import numbers, of
from tests.support.onlooker import TAKEOVER_SECONDS, new_show
from tests.support.people import Person, Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker

StartWorker = Callable[..., Worker]
MakeGuest = Callable[[Worker], Person]
# A part that nobody wants is acquired at every fourth beat by a worker that leads another.
SECOND_PART_SECONDS = TAKEOVER_SECONDS + 5


def led(worker: Worker) -> list[str]:
    """Return the parts that a worker came to lead, in order: "0 of 2"."""
    return re.findall(r"leading, epoch \d+, part (\d of \d)", worker.log)


def watch(guest: MakeGuest, worker: Worker, shows: list[str]) -> Tab:
    tab = guest(worker).connect()
    for show in shows:
        assert tab.join(show)["success"]
    return tab


def select(person: Person, shows: list[str], seat: str) -> None:
    for show in shows:
        assert person.select(show, [seat]).ok


def await_seat(tab: Tab, shows: list[str], seat: str, within: float) -> None:
    """Wait until the tab has received the seat of each show, every number of a show once and in order."""
    for show in shows:
        tab.wait_for("seats-selected", of(show, seat), within)
        received = numbers(tab, show)
        assert received == list(range(received[0], received[0] + len(received))), show


def test_two_workers_lead_a_part_each_and_one_takes_over_the_others(
    start_worker: StartWorker, guest: MakeGuest
) -> None:
    first, second = (start_worker(FEED_PARTS="2") for _ in range(2))
    eventually(lambda: sorted(led(first) + led(second)) == ["0 of 2", "1 of 2"], SECOND_PART_SECONDS)
    shows = [new_show(first) for _ in range(6)]
    tabs = [watch(guest, worker, shows) for worker in (first, second)]
    select(guest(first), shows, "A1")
    for tab in tabs:
        await_seat(tab, shows, "A1", 10)

    dying, survivor = (second, first) if led(second) else (first, second)
    dying.kill()
    select(guest(survivor), shows, "B1")
    await_seat(tabs[0] if survivor is first else tabs[1], shows, "B1", SECOND_PART_SECONDS)
    assert sorted(led(survivor)) == ["0 of 2", "1 of 2"]


def test_dividing_the_feed_anew_waits_for_the_leader_and_loses_nothing(
    start_worker: StartWorker, guest: MakeGuest
) -> None:
    former = start_worker()
    later = start_worker(FEED_PARTS="2")
    shows = [new_show(later) for _ in range(6)]
    tab, person = watch(guest, later, shows), guest(later)
    select(person, shows, "A1")
    await_seat(tab, shows, "A1", 10)
    assert led(later) == []

    former.kill()
    select(person, shows, "B1")  # unannounced: nobody leads
    await_seat(tab, shows, "B1", 2 * SECOND_PART_SECONDS)
    assert "place in the change stream is lost" not in later.log

    later.terminate()
    whole = start_worker()
    tab = watch(guest, whole, shows)
    select(guest(whole), shows, "A3")
    await_seat(tab, shows, "A3", 10)
    assert [document["_id"] for document in whole.database.feed.find({"_id": {"$regex": " 1$"}})] == []

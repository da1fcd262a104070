"""What everybody else is told of seats, by sockets of two worker processes."""

from tests.support.announcements import NUMBERED, SOON, await_number, caught_up, in_room, numbers
from tests.support.people import Tab
from tests.support.waiting import eventually
from tests.support.worker import Worker

from .state import Guest


def test_everybody_else_on_all_workers_hears_what_somebody_selects_and_releases(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    own = in_room(ann, show, *workers)
    watching = in_room(bob, show, *workers)
    for worker in workers:
        bob.tabs.append(stranger := Tab(worker, "", None, "websocket"))
        stranger.join(show)
        watching.append(stranger)
    granted = ann.select(show, ["A1", "A2"]).json()
    for tab in watching:
        assert sorted(tab.wait_for("seats-selected", timeout=SOON)["seats"]) == ["A1", "A2"]
    for tab in own:
        held = tab.wait_for("seats-held", timeout=SOON)
        assert sorted(held["seats"]) == ["A1", "A2"]
        assert held["expiresAt"] == granted["expiresAt"]
    assert ann.release(show, ["A1", "A2"]).json()["released"] is True
    for tab in [*own, *watching]:
        released = tab.wait_for("seats-released", timeout=SOON)
        assert sorted(released["seats"]) == ["A1", "A2"]
        assert released["reason"] == "released"
        assert len(caught_up(tab).events()) == 2
        assert numbers(tab, show) == [1, 2]


def test_every_socket_hears_every_number_once_and_in_order_whoever_acts(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    people = [guest(workers[number % 2]) for number in range(4)]
    tabs = [tab for person in people for tab in in_room(person, show, *workers)]
    for turn in range(6):
        for number, person in enumerate(people):
            seat = f"A{number + 1}"
            if turn % 3 < 2:
                assert person.select(show, [seat], workers[turn % 2]).ok
            else:
                assert person.release(show, [seat], workers[turn % 2]).ok
    last = people[0].select(show, ["A10"]).json()
    held = people[0].wait_for("seats-held", lambda data: data["expiresAt"] == last["expiresAt"], SOON)
    await_number(tabs, show, held["seq"])
    for tab in tabs:
        assert numbers(caught_up(tab), show) == list(range(1, held["seq"] + 1))


def test_who_hears_all_announcements_knows_the_map(workers: list[Worker], show: str, guest: Guest) -> None:
    people = [guest(workers[number % 2]) for number in range(3)]
    tabs = [in_room(person, show, workers[(number + 1) % 2])[0] for number, person in enumerate(people)]
    for number, person in enumerate(people):
        person.select(show, [f"A{number + 1}", f"A{number + 4}"])
        person.release(show, [f"A{number + 4}"])
    people[0].select(show, ["A4"])

    def map_of(tab: Tab) -> dict[str, str]:
        seats: dict[str, str] = {}
        for name, data in tab.events():
            for seat in data["seats"] if name in NUMBERED else ():
                seats[seat] = name
        return {seat: name for seat, name in seats.items() if name != "seats-released"}

    for person, tab in zip(people, tabs, strict=True):
        status = person.status(show).json()
        held = dict.fromkeys(status["lockedByMe"], "seats-held")
        others = dict.fromkeys(status["lockedByOthers"], "seats-selected")
        assert len(held | others) == 4
        eventually(lambda tab=tab, truth=held | others: map_of(tab) == truth, SOON)  # type: ignore[misc]


# Hearing a show without joining it


def test_who_registers_and_looks_at_a_show_hears_it(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob = guest(workers[0]), guest(workers[0])
    tabs = [ann.connect(worker) for worker in workers]
    for tab in tabs:
        assert tab.register()["success"] is True
    ann.status(show, workers[1])

    def all_hear() -> bool:
        # Whether the other worker has let its sockets in yet, nothing but an announcement tells.
        bob.select(show, ["A1"])
        return all(tab.events("seats-selected") for tab in tabs)

    eventually(all_hear, SOON)


def test_who_registers_and_selects_on_another_worker_hears_the_show(
    workers: list[Worker], show: str, guest: Guest
) -> None:
    ann, bob = guest(workers[0]), guest(workers[1])
    tabs = [ann.connect(worker) for worker in workers]
    ann.select(show, ["A1"], workers[1])
    for tab in tabs:
        assert tab.wait_for("seats-held", timeout=SOON)["seats"] == ["A1"]
    bob.select(show, ["A2"])
    for tab in tabs:
        assert tab.wait_for("seats-selected", timeout=SOON)["seats"] == ["A2"]
        assert numbers(tab, show) == [1, 2]


def test_who_is_not_in_the_room_hears_nothing(workers: list[Worker], show: str, guest: Guest) -> None:
    ann, bob, cid = guest(workers[0]), guest(workers[0]), guest(workers[0])
    outside = bob.connect()
    [inside] = in_room(cid, show, workers[0])
    ann.select(show, ["A1"])
    inside.wait_for("seats-selected", timeout=SOON)
    assert caught_up(outside).events() == []

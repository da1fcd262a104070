"""Many who want the last places of an area at one moment, on two workers."""

from functools import partial
from uuid import uuid4

from flask import Flask

from tests.support import builders
from tests.support.announcements import SOON, await_number, in_room
from tests.support.people import Person
from tests.support.racing import CLIENTS, at_once
from tests.support.worker import Worker

PLACES = CLIENTS + 1


def open_floor(worker: Worker, capacity: int) -> str:
    areas = {"floor": {"capacity": capacity, "category": "Standing"}}
    return builders.add_show(worker, f"floor-{uuid4().hex[:8]}", {"A": 1}, areas=areas)


def want(person: Person, show: str, count: int) -> int:
    """Return how many places the person has then; who is refused has none."""
    body = {"showId": show, "areas": {"floor": count}}
    answer = person.post("/api/bookings/select-seats", body)
    assert answer.status_code in (200, 409), answer.text
    if answer.status_code == 409:
        assert answer.json()["code"] == "seats_unavailable", answer.text
        assert answer.json()["areas"]["floor"] < count
    return count if answer.ok else 0


def floor(person: Person, show: str) -> dict[str, int]:
    area: dict[str, int] = person.status(show).json()["areas"]["floor"]
    return area


def test_the_last_places_go_to_as_many_as_there_are(
    workers: list[Worker], crowd: list[Person], judge: Flask
) -> None:
    show = open_floor(workers[0], PLACES)
    got = at_once([partial(want, person, show, 2) for person in crowd])
    assert sum(got) <= PLACES
    assert floor(crowd[0], show)["lockedByOthers"] + floor(crowd[0], show)["lockedByMe"] == sum(got)
    # Whoever still finds room takes it, and the last place goes to one who wants no more.
    while sum(got) < PLACES - 1:
        got.append(want(crowd[got.index(0)], show, 2))
        got.remove(0)
    assert sum(want(person, show, 1) for person, had in zip(crowd, got, strict=True) if not had) == 1
    assert workers[0].database.seat_locks.count_documents({"_id.show": show}) == PLACES


def test_one_who_asks_from_many_tabs_at_once_has_as_many_as_were_asked_for(
    workers: list[Worker], crowd: list[Person], judge: Flask
) -> None:
    show, ann = open_floor(workers[0], 100), crowd[0]
    others = [Person(worker, ann.user_id, ann.token) for worker in workers * 4]
    try:
        assert at_once([partial(want, tab, show, 3) for tab in others]) == [3] * len(others)
        assert floor(ann, show)["lockedByMe"] == 3
    finally:
        for tab in others:
            tab.close()


def test_everybody_in_the_room_hears_what_is_left(workers: list[Worker], crowd: list[Person]) -> None:
    show = open_floor(workers[0], 10)
    ann, bob = crowd[:2]
    tabs = in_room(bob, show, *workers)
    want(ann, show, 3)
    for tab in tabs:
        heard = tab.wait_for("areas-changed", lambda told: told["areas"] == {"floor": {"left": 7}}, SOON)
        assert set(heard) == {"showId", "areas", "seq"}
    ann.post("/api/bookings", {"showId": show})
    ann.post("/api/bookings/select-seats", {"showId": show, "seats": ["A1"], "areas": {"floor": 1}})
    tabs[0].wait_for("areas-changed", lambda told: told["areas"] == {"floor": {"left": 6}}, SOON)
    tabs[0].wait_for("seats-selected", timeout=SOON)
    state = tabs[0].join(show)
    assert state["areas"]["floor"] == {
        "capacity": 10,
        "booked": 3,
        "lockedByOthers": 1,
        "lockedByMe": 0,
        "blocked": 0,
    }
    await_number(tabs, show, state["seq"])

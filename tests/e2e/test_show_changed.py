"""Whoever looks at a hall learns that the show itself changed, on whichever worker they are."""

from collections.abc import Callable
from typing import Any

import pytest

from seatapp.serving.worker import SHOW_SEQ_SECONDS
from tests.support import servers
from tests.support.builders import ADMIN, add_show
from tests.support.onlooker import in_order
from tests.support.people import Person
from tests.support.waiting import eventually
from tests.support.worker import Worker

# At least one `show-seq` comes in this time.
NOTICED_SECONDS = SHOW_SEQ_SECONDS + 5

Guests = Callable[[Worker], Person]


def read(worker: Worker, show: str) -> dict[str, Any]:
    answer: dict[str, Any] = worker.get(f"/api/shows/{show}").json()
    return answer


def change(worker: Worker, show: str, **fields: Any) -> int:
    """Change the show and return its new revision."""
    answer = worker.request("PUT", f"/api/shows/{show}", json={**read(worker, show), **fields}, headers=ADMIN)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["revision"])


def delete(worker: Worker, show: str) -> None:
    assert worker.request("DELETE", f"/api/shows/{show}", headers=ADMIN).status_code == 200


def watching(workers: list[Worker], guest: Guests, show: str) -> list[Person]:
    """Return one who watches the show on each worker."""
    people = [guest(worker) for worker in workers]
    for person in people:
        person.connect()
        assert person.join(show)["success"] is True
    return people


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Macbeth"},
        {"startsAt": "2031-01-01T19:30:00+01:00", "timeZone": "Europe/Vienna"},
        {"prices": {"Standard": 990}},
        {"salesEndAt": "2030-01-01T00:00:00Z"},
        {"plan": None, "rows": {"B": 4}},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_everyone_learns_of_a_change_and_gets_the_new_show_at_once(
    workers: list[Worker], guest: Guests, fields: dict[str, Any]
) -> None:
    show = add_show(workers[0], f"changed-{next(iter(fields))}")
    people = watching(workers, guest, show)
    etags = [read(worker, show) and worker.get(f"/api/shows/{show}").headers["ETag"] for worker in workers]
    revision = change(workers[0], show, **fields)
    for person, worker, etag in zip(people, workers, etags, strict=True):
        person.wait_for("show-changed", lambda news: news == {"showId": show, "revision": revision})
        fetched = worker.get(f"/api/shows/{show}", headers={"If-None-Match": etag})
        assert (fetched.status_code, fetched.json()["revision"]) == (200, revision)


def test_everyone_learns_that_sales_are_closed_and_opened(workers: list[Worker], guest: Guests) -> None:
    show = add_show(workers[0], "switched")
    people = watching(workers, guest, show)
    revisions = [read(workers[0], show)["revision"]]
    for is_open in (False, True):
        answer = workers[1].post(f"/api/shows/{show}/sales", json={"open": is_open}, headers=ADMIN).json()
        revisions.append(answer["revision"])
        for person, worker in zip(people, workers, strict=True):
            person.wait_for("show-changed", lambda news: news == {"showId": show, "revision": revisions[-1]})
            assert read(worker, show)["salesOpen"] is is_open
    assert revisions == sorted(set(revisions))


def test_everyone_learns_that_a_show_is_gone_and_that_it_is_there_again(
    workers: list[Worker], guest: Guests
) -> None:
    show = add_show(workers[0], "phoenix")
    before = read(workers[0], show)["revision"]
    people = watching(workers, guest, show)
    delete(workers[1], show)
    for person, worker in zip(people, workers, strict=True):
        person.wait_for("show-changed", lambda news: news == {"showId": show, "gone": True})
        assert worker.get(f"/api/shows/{show}").status_code == 404
    add_show(workers[0], show)
    revision = read(workers[0], show)["revision"]
    assert revision > before
    for person in people:
        person.wait_for("show-changed", lambda news: news == {"showId": show, "revision": revision})


def test_those_in_other_rooms_hear_nothing_of_it(workers: list[Worker], guest: Guests) -> None:
    one, other = add_show(workers[0], "one"), add_show(workers[0], "other")
    (listener, stranger) = watching(workers, guest, one)
    stranger.join(other)
    change(workers[0], other, title="Macbeth")
    stranger.wait_for("show-changed", lambda news: news["showId"] == other)
    change(workers[0], one, title="Macbeth")
    listener.wait_for("show-changed")
    assert [news["showId"] for news in listener.events("show-changed")] == [one]


def test_show_seq_has_the_revision_of_a_show_of_which_nothing_was_announced(
    workers: list[Worker], guest: Guests
) -> None:
    show = add_show(workers[0], "quiet")
    (person, _) = watching(workers, guest, show)
    told = person.wait_for("show-seq", lambda news: news["showId"] == show, NOTICED_SECONDS)
    assert (told["seq"], told["revision"]) == (0, read(workers[0], show)["revision"])


def test_who_joins_or_asks_for_the_seats_is_told_the_revision(workers: list[Worker], guest: Guests) -> None:
    show = add_show(workers[0], "joined")
    revision = change(workers[0], show, title="Macbeth")
    person = guest(workers[0])
    person.connect()
    assert person.join(show)["revision"] == revision
    assert workers[0].get(f"/api/bookings/locked-seats/{show}").json()["revision"] == revision


def test_without_redis_a_change_and_an_end_are_noticed_within_ten_seconds(
    start_worker: Callable[..., Worker], guest: Guests
) -> None:
    with servers.redis() as redis:
        pair = [start_worker(redis=redis.uri) for _ in range(2)]
        show = add_show(pair[0])
        people = watching(pair, guest, show)
        redis.kill()
        revision = change(pair[0], show, title="Macbeth")
        for person, worker in zip(people, pair, strict=True):
            person.wait_for("show-seq", lambda news: news["revision"] == revision, NOTICED_SECONDS)
            assert read(worker, show)["title"] == "Macbeth"
        delete(pair[0], show)
        for person in people:
            person.wait_for("show-changed", lambda news: "gone" in news, NOTICED_SECONDS)


def test_what_changes_while_nobody_leads_is_noticed_and_what_changes_then_is_told(
    start_worker: Callable[..., Worker], guest: Guests
) -> None:
    leader, other = in_order(start_worker(), start_worker())
    show = add_show(other)
    (person,) = watching([other], guest, show)
    leader.kill()
    revision = change(other, show, title="Macbeth")
    person.wait_for("show-seq", lambda news: news["revision"] == revision, NOTICED_SECONDS)
    assert person.events("show-changed") == []
    revision = change(other, show, title="Lear")
    person.wait_for("show-changed", lambda news: news == {"showId": show, "revision": revision})


def test_changes_go_on_to_be_told_when_the_collection_was_dropped(
    start_worker: Callable[..., Worker], guest: Guests
) -> None:
    worker = start_worker()
    add_show(worker)
    (person,) = watching([worker], guest, "hall")
    worker.database.shows.drop()
    person.wait_for("show-changed", lambda news: "gone" in news, NOTICED_SECONDS)
    add_show(worker)

    def told() -> bool:
        revision = change(worker, "hall", title="Macbeth")
        return any(news.get("revision") == revision for news in person.events("show-changed"))

    eventually(told, 10, "nothing is told of the new show")

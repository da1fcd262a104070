"""Nothing that the app keeps grows for ever, but for what the organiser keeps."""

import inspect
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from seatapp.extensions import clock, db
from seatapp.realtime import checkpoint, lease, presence
from seatapp.realtime.lease import Lease
from seatapp.serving import worker
from seatapp.shows import store, stored_plans
from tests.support import builders
from tests.support.worker import ROOT

LIFETIMES = ROOT / "docs" / "operations.md"
LEASE = Lease("worker", 1)


def lifetimes() -> dict[str, str]:
    """Return what the table in the docs says ends the documents of each collection."""
    section = LIFETIMES.read_text().partition("## How long things are kept\n")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \|.*\| (.+) \|$", section, re.MULTILINE))


def going() -> list[str]:
    """Return the shows whose plans will end by themselves."""
    return [part["_id"]["show"] for part in db.plans.find({"gone_at": {"$exists": True}})]


def test_every_collection_that_the_app_makes_has_a_lifetime(app: Flask) -> None:
    builders.add_show(app.test_client())
    with app.app_context():
        presence.beat()
        made = set(db.database.list_collection_names(filter={"name": {"$not": {"$regex": "^system"}}}))
        known = {name for name, value in vars(db).items() if "Collection" in type(value).__name__}
    assert len(known) >= 10
    assert lifetimes().keys() == known
    assert made <= known
    assert made >= {"shows", "plans", "seat_locks", "bookings", "outbox", "workers"}


def test_what_ends_by_an_index_has_it_and_no_other_index_ends_anything(app: Flask) -> None:
    promised = {name: re.findall(r"TTL on `(\w+)`", ended_by) for name, ended_by in lifetimes().items()}
    with app.app_context():
        there = {
            name: [index["key"][0][0] for index in indexes if "expireAfterSeconds" in index]
            for name in promised
            for indexes in [db.database[name].index_information().values()]
        }
    assert there == promised
    assert sum(map(len, there.values())) >= 4


def test_what_ends_by_a_task_has_a_leader_that_does_it() -> None:
    tasks = [task for ended_by in lifetimes().values() for task in re.findall(r"`(\w+\.\w+)`", ended_by)]
    assert len(tasks) >= 8
    source = inspect.getsource(worker)
    assert [task for task in tasks if not re.search(rf"\b{re.escape(task)}\b", source)] == []


def test_what_ends_by_a_command_has_that_command(app: Flask) -> None:
    commands = [
        words for ended_by in lifetimes().values() for words in re.findall(r"`flask ([\w ]+)`", ended_by)
    ]
    assert len(commands) >= 3
    for command in commands:
        assert app.test_cli_runner().invoke(args=[*command.split(), "--help"]).exit_code == 0, command


def test_a_plan_that_no_show_has_ends_and_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    builders.add_show(client, "here")
    builders.add_show(client, "unfinished")
    with app.app_context():
        # The worker died between the plan and the show that was to name it.
        db.shows.delete_one({"_id": "unfinished"})
        worker.retire_plans()
        assert going() == []  # a write may still be under way
        monkeypatch.setattr(stored_plans, "ABANDONED_AFTER", -timedelta(minutes=1))
        worker.retire_plans()
        assert going() == ["unfinished"]


def test_plans_that_a_backup_brought_before_their_shows_stay(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.add_show(app.test_client(), "hall")
    monkeypatch.setattr(stored_plans, "ABANDONED_AFTER", -timedelta(minutes=1))
    with app.app_context():
        show = db.shows.find_one_and_delete({"_id": "hall"}) or {}
        worker.retire_plans()
        assert going() == ["hall"]
        db.shows.insert_one(show)
        worker.retire_plans()
        assert going() == []
        assert len(store.load("hall").seats) == 10


def test_a_checkpoint_of_a_division_that_never_was_ends(app: Flask) -> None:
    with app.app_context():
        lease.create_lease()
        checkpoint.save_token(LEASE, {"_data": "82"}, None)
        # The worker died before it divided the feed.
        db.feed.insert_many([{"_id": f"position abandoned {part}"} for part in range(2)])
        checkpoint.delete_former()
        assert {document["_id"] for document in db.feed.find()} == {"lease", "position"}


def test_the_counter_of_a_show_that_is_gone_ends_unless_the_show_is_made_again(
    app: Flask, make_app: Callable[..., Flask]
) -> None:
    client = app.test_client()
    for show in ("gone", "here"):
        builders.add_show(client, show)
    with app.app_context():
        for show in ("gone", "here"):
            checkpoint.advance(LEASE, show, 3)
        assert client.delete("/api/shows/gone", headers=builders.ADMIN).status_code == 200
        checkpoint.retire_counters()
        assert [counter["_id"] for counter in db.feed_shows.find({"gone_at": {"$exists": True}})] == ["gone"]
        builders.add_show(client, "gone")
        checkpoint.retire_counters()
        assert db.feed_shows.count_documents({"gone_at": {"$exists": True}}) == 0
        assert checkpoint.advance(LEASE, "gone", 1) == 4


def test_sockets_of_a_worker_that_nobody_knows_count_as_gone(app: Flask) -> None:
    with app.app_context():
        presence.beat()
        here = presence.presence().worker_id
        for worker in ("dead", here):
            db.connections.insert_one({"_id": f"sid-{worker} ann", "holder": worker, "worker": worker})
        presence.reap_orphans()
        (left,) = db.connections.find({"leaves_at": {"$exists": True}})
        assert left["worker"] == "dead"
        assert left["leaves_at"] - clock.now() < timedelta(seconds=60)
        db.connections.update_many({"leaves_at": {"$exists": True}}, {"$set": {"leaves_at": clock.now()}})
        presence.release_absent()
        assert [connection["worker"] for connection in db.connections.find()] == [here]

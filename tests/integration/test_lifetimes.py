"""Nothing that the app keeps grows for ever, but for what the organiser keeps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from seatapp.extensions import clock, db
from seatapp.realtime import checkpoint, presence
from seatapp.realtime.lease import Lease
from seatapp.runtime import runtime_of
from tests.support import builders
from tests.support.worker import ROOT

LIFETIMES = ROOT / "docs" / "operations.md"
LEASE = Lease("worker", 1)


def test_every_collection_s_lifetime_is_documented(app: Flask) -> None:
    with app.app_context():
        collections = {
            name
            for name, value in vars(runtime_of(app).database).items()
            if "Collection" in type(value).__name__
        }
    section = LIFETIMES.read_text().partition("## How long things are kept\n")[2].partition("\n## ")[0]
    assert len(collections) >= 8
    assert {name for name in collections if f"| `{name}` |" not in section} == set()


@pytest.mark.parametrize(
    ("collection", "field"),
    [("seat_locks", "expires_at"), ("outbox", "given_up_at"), ("feed_shows", "gone_at")],
)
def test_what_ends_by_itself_has_an_index_that_ends_it(app: Flask, collection: str, field: str) -> None:
    with app.app_context():
        indexes = db.database[collection].index_information().values()
    assert [index["key"] for index in indexes if "expireAfterSeconds" in index] == [[(field, 1)]]


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

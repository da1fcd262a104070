"""Who leads the feed when the leader does not renew its lease any more."""

import pytest
from flask import Flask

from seatapp.extensions import db
from seatapp.realtime import lease
from seatapp.realtime.lease import LEASE_SECONDS, Lease
from seatapp.serving.leadership import Leadership
from seatapp.serving.worker import BEAT_SECONDS


@pytest.fixture
def late_by(app: Flask) -> Lease:
    """The lease of a leader that is dead, with little of its time left."""
    with app.app_context():
        lease.create_lease()
        dead = lease.acquire("dead")
        assert dead
        soon = {"$add": ["$$NOW", 200]}
        db.feed.update_one({"_id": "lease"}, [{"$set": {"expires_at": soon}}])
        return dead


def test_a_worker_leads_as_soon_as_the_lease_of_the_dead_leader_has_run_out(
    app: Flask, late_by: Lease
) -> None:
    begun: list[Lease] = []
    leadership = Leadership(begun.append)
    with app.app_context():
        leadership.beat(BEAT_SECONDS)
        assert [led.epoch > late_by.epoch for led in begun] == [True]
        assert leadership.held == begun


def test_nobody_waits_for_a_lease_that_lasts(app: Flask, late_by: Lease) -> None:
    with app.app_context():
        later = {"$add": ["$$NOW", 60_000]}
        db.feed.update_one({"_id": "lease"}, [{"$set": {"expires_at": later}}])
        leadership = Leadership(lambda _: pytest.fail("two lead"))
        leadership.beat(BEAT_SECONDS)
        assert leadership.held == []
        assert lease.renew(late_by)
        assert lease.seconds_left() <= LEASE_SECONDS


def test_a_lease_that_was_dropped_is_made_again(app: Flask) -> None:
    begun: list[Lease] = []
    with app.app_context():
        db.feed.drop()
        Leadership(begun.append).beat(BEAT_SECONDS)
    assert len(begun) == 1

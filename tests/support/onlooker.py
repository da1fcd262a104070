"""Clients as the contract wants them, and whether what they see is so."""

import itertools
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import uuid4

from requests import Response

from . import builders
from .announcements import NUMBERED, numbers
from .people import Person, Tab
from .waiting import eventually, patience
from .worker import Worker

TAKEOVER_SECONDS = 6  # A lease runs out after 3 s, and another leads.
ROOMY = {"rows": {"A": 10, "B": 10}}


class Onlooker:
    """A client as the contract wants it: draws the map from what it receives, joins again at a gap."""

    def __init__(self, person: Person, show: str) -> None:
        self.tab: Tab = person.connect()
        self.show = show
        self.heard: list[tuple[int, str, Any]] = []
        self._read = 0
        self._join()

    def taken(self) -> set[str]:
        """Return the taken seats by all that was heard up to now."""
        events = self.tab.events()
        for name, data in events[self._read :]:
            self._read += 1
            if name == "show-seq" and data["seq"] > self.seq:
                self._join()
            elif name in NUMBERED:
                self._hear(name, data)
        return set(self._taken)

    def _hear(self, name: str, data: Any) -> None:
        if data["seq"] > self.seq + 1:
            self._join()
        elif data["seq"] == self.seq + 1:
            self.seq += 1
            change = self._taken.difference_update if name == "seats-released" else self._taken.update
            change(data["seats"])

    def _join(self) -> None:
        state = self.tab.join(self.show)
        assert state["success"], state
        self.seq = state["seq"]
        self._taken = {*state["bookedSeats"], *state["lockedByOthers"], *state["lockedByMe"]}


def new_show(worker: Worker) -> str:
    return builders.add_show(worker, f"hall-{uuid4().hex[:8]}", **ROOMY)


def in_order(*workers: Worker) -> tuple[Worker, Worker]:
    """Return the two workers, the leader first."""
    leader = eventually(lambda: leader_of(workers), TAKEOVER_SECONDS, "nobody leads")
    assert leader
    (other,) = set(workers) - {leader}
    return leader, other


def about(seat: str) -> Callable[[Any], bool]:
    """Return whether an announcement names the seat."""
    return lambda announcement: seat in announcement["seats"]


def leader_of(workers: Sequence[Worker]) -> Worker | None:
    lease = workers[0].database.feed.find_one({"_id": "lease"}) or {"epoch": 0}
    word = f"leading, epoch {lease['epoch']}\n"
    return next((worker for worker in workers if word in worker.log), None)


def locked(worker: Worker, show: str) -> set[str]:
    """Return the seats that are taken by the database's word."""
    live = {"_id.show": show, "$expr": {"$gt": ["$expires_at", "$$NOW"]}}
    return {lock["_id"]["seat"] for lock in worker.database.seat_locks.find(live)}


def let_the_lease_lapse(worker: Worker) -> None:
    """Spare the test the seconds that the lease of a dead leader still lasts."""
    worker.database.feed.update_one({"_id": "lease"}, [{"$set": {"expires_at": "$$NOW"}}])


def await_news(person: Person, onlooker: Onlooker, within: float) -> None:
    """Let the person select and release seats until the onlooker receives one."""
    begun = time.monotonic()
    for number in itertools.count():
        seat = f"B{number % 10 + 1}"
        known = len(onlooker.tab.events("seats-selected"))
        eventually(partial(_is_done, person.select, onlooker.show, seat), within)
        with suppress(AssertionError):
            eventually(partial(_heard_more_than, known, onlooker), 0.5)
            return
        assert time.monotonic() - begun < patience(within), "no announcement"
        eventually(partial(_is_done, person.release, onlooker.show, seat), within)


def _is_done(call: Callable[[str, list[str]], Response], show: str, seat: str) -> bool:
    """A worker that has just started, or a busy machine's, may say 503 once: try again, as clients do."""
    answer = call(show, [seat])
    assert answer.ok or answer.status_code == 503, answer.text
    return answer.ok


def _heard_more_than(known: int, onlooker: Onlooker) -> bool:
    return len(onlooker.tab.events("seats-selected")) > known


def await_truth(onlookers: Sequence[Onlooker], worker: Worker, within: float) -> None:
    """Wait until everybody's map is what the database says."""

    def agreed() -> bool:
        truth = locked(worker, onlookers[0].show)
        return all(onlooker.taken() == truth for onlooker in onlookers)

    eventually(agreed, within, "a map is wrong")


def assert_told_once(*onlookers: Onlooker) -> None:
    """Nobody heard a number twice or one that goes back, and a number said the same to everybody."""
    said: dict[int, Any] = {}
    for onlooker in onlookers:
        heard = numbers(onlooker.tab, onlooker.show)
        assert heard == sorted(set(heard))
        for name, data in onlooker.tab.events():
            if name in NUMBERED:
                assert said.setdefault(data["seq"], (name, data)) == (name, data)

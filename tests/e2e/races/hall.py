"""Where clients race for seats that nobody pays for yet: their wishes, their bids, and the judge."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

import pytest
from bson import ObjectId
from pymongo.collection import Collection

from tests.support.racing import at_once, faults, insist, most_meanwhile

ROUNDS = 12
LIMIT = 10

Locks: TypeAlias = Collection[dict[str, Any]]
Wish: TypeAlias = Callable[[int], list[str]]

SAME = ["A1", "A2", "A3"]
WISHES: dict[str, Wish] = {
    "the same seats": lambda number: SAME,
    "overlapping seats": lambda number: [f"A{number % 8 + place}" for place in (1, 2, 3)],
    "the same pair in opposite order": lambda number: ["A1", "A2"] if number % 2 else ["A2", "A1"],
}
each_wish = pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())


@dataclass(frozen=True)
class Client:
    """One who asks for seats: True is a grant, False a refusal, anything else an exception."""

    name: str
    select: Callable[[list[str]], bool]


@dataclass(frozen=True)
class Bid:
    """What a client asked for and was answered."""

    client: str
    seats: list[str]
    granted: bool
    answered_at: float = field(default_factory=time.time)


@dataclass(frozen=True)
class Hall:
    """Where clients race: the show's locks as the database has them, and who wants some."""

    locks: Locks
    show: str
    clients: Sequence[Client]

    def of_one(self) -> "Hall":
        """Return the same hall for one client with as many tabs as there were clients."""
        return replace(self, clients=[self.clients[0]] * len(self.clients))

    def clear(self) -> None:
        self.locks.delete_many({"_id.show": self.show})

    def taken(self) -> int:
        return self.locks.count_documents({"_id.show": self.show})

    def holders(self) -> dict[str, str]:
        """Tell who has which seat; an expired lock is none."""
        live = {"_id.show": self.show, "$expr": {"$gt": ["$expires_at", "$$NOW"]}}
        return {lock["_id"]["seat"]: lock["holder"] for lock in self.locks.find(live)}

    def lock(self, seats: list[str], seconds: float) -> float:
        """Lock seats for somebody who is long gone, until the returned time."""
        expires_at = datetime.now(UTC) + timedelta(seconds=seconds)
        self.locks.insert_many(
            {
                "_id": {"show": self.show, "seat": seat},
                "state": "locked",
                "holder": f"somebody else {seat}",
                "slot": 0,
                "token": ObjectId(),
                "first_locked_at": expires_at - timedelta(seconds=30),
                "expires_at": expires_at,
            }
            for seat in seats
        )
        return expires_at.timestamp()

    def leave_expired_locks(self) -> None:
        self.lock([f"A{number}" for number in range(1, 11)], -1)

    def rush(self, wish: Wish) -> list[Bid]:
        """Let all clients ask at once."""
        return at_once([partial(bid, client, wish(n)) for n, client in enumerate(self.clients)])

    def persevere(self, seats: list[str]) -> list[Bid]:
        """Let all clients ask again and again until one of them is granted the seats."""
        over = threading.Event()

        def ask(client: Client) -> Bid:
            return Bid(client.name, seats, insist(partial(client.select, seats), over))

        return at_once([partial(ask, client) for client in self.clients])


def bid(client: Client, seats: list[str]) -> Bid:
    return Bid(client.name, seats, client.select(seats))


def race(
    hall: Hall, wish: Wish, rounds: int = ROUNDS, prepare: Callable[[Hall], None] = lambda _: None
) -> Iterator[list[str]]:
    """Let all clients ask at once, round after round; yield what is wrong with each round."""
    for _ in range(rounds):
        hall.clear()
        prepare(hall)
        bids = hall.rush(wish)
        yield judge(bids, hall.holders())


def race_of_tabs(hall: Hall, size: int, rounds: int = ROUNDS) -> Iterator[list[str]]:
    """Let all tabs of one user ask at once, each for so many seats that no other wants.

    The judge complains of more seats than one user may have, even if they were held for a moment only.
    """
    for _ in range(rounds):
        most, found = most_meanwhile(hall.taken, lambda: faults(race(hall, partial(own_seats, size), 1)))
        yield [*found, *([f"one user had {most} seats"] if most > LIMIT else [])]


def own_seats(size: int, number: int) -> list[str]:
    """Return seats that no other number gets."""
    return [f"A{number * size + place}" for place in range(1, size + 1)]


def judge(bids: Sequence[Bid], holders: dict[str, str]) -> list[str]:
    """Say what is wrong with a round. `holders` is what the database says of each taken seat."""
    granted: dict[str, set[str]] = defaultdict(set)
    for each in bids:
        for seat in each.seats if each.granted else ():
            granted[seat].add(each.client)
    twice = [f"{seat} was granted to {len(names)}" for seat, names in granted.items() if len(names) > 1]
    lost = [
        f"{seat} was granted and is not held" for seat in granted if holders.get(seat) not in granted[seat]
    ]
    kept = [f"{seat} is held and was not granted" for seat in holders if holders[seat] not in granted[seat]]
    nobody = [] if any(each.granted for each in bids) else ["nobody won"]
    return twice + lost + kept + nobody

"""What the search for an order takes, and what it must refuse."""

import random
from collections.abc import Callable
from itertools import permutations
from xml.etree import ElementTree

import pytest

from chaos import picture
from chaos.checks import holders, seats
from chaos.linear import convict
from chaos.record import Injection
from chaos.register import FREE, Step, apply

from .histories import Telling

Tell = Callable[[Telling], Telling]

FINE: dict[str, Tell] = {
    "one after the other": lambda t: (
        t.selects("ann", "A1", 0, 1).releases("ann", "A1", 2, 3).selects("bob", "A1", 4, 5)
    ),
    "whoever is refused came in between": lambda t: t.selects("ann", "A1", 0, 1).is_refused(
        "bob", "A1", 2, 3
    ),
    "both at a time, and one wins": lambda t: t.selects("ann", "A1", 0, 2).is_refused("bob", "A1", 0.5, 1),
    "taken when it has run out": lambda t: t.selects("ann", "A1", 0, 1).selects("bob", "A1", 6, 7),
    "renewed in time": lambda t: (
        t.selects("ann", "A1", 0, 1).selects("ann", "A1", 5, 5.5).is_refused("bob", "A1", 8, 9)
    ),
    "without an answer, and seen": lambda t: t.hears_nothing("ann", "select", "A1", 0).is_refused(
        "bob", "A1", 3, 4
    ),
    "without an answer, and never seen": lambda t: t.hears_nothing("ann", "select", "A1", 0).selects(
        "bob", "A1", 3, 4
    ),
    "without an answer, and carried out late": lambda t: (
        t.hears_nothing("ann", "select", "A1", 0).selects("bob", "A1", 3, 4).is_refused("bob", "A1", 12, 13)
    ),
    "booked and cancelled": lambda t: (
        t.selects("ann", "A1", 0, 1)
        .books("ann", "A1", 2, 3)
        .is_refused("bob", "A1", 9, 10)
        .cancels("ann", "A1", 11, 12)
        .selects("bob", "A1", 13, 14)
    ),
    "booked without an answer": lambda t: (
        t.selects("ann", "A1", 0, 1)
        .hears_nothing("ann", "book", "A1", 2, wish_key="k")
        .has_booking("ann", "A1", "k")
        .is_refused("bob", "A1", 20, 21)
    ),
    "part of what is refused was taken for a moment": lambda t: (
        t.selects("ann", "A2", 0, 1)
        .is_refused("bob", "A1 A2", 2, 4, conflicts="A2")
        .is_refused("cid", "A1", 2.5, 3)
    ),
    "freed because the holder was gone": lambda t: (
        t.selects("ann", "A1", 0, 1).selects("bob", "A1", 4, 5) if _absent(t, "ann", 2, 4) else t
    ),
}
BAD: dict[str, Tell] = {
    "granted to two": lambda t: t.selects("ann", "A1", 0, 1).selects("bob", "A1", 2, 3),
    "granted to two at a time": lambda t: t.selects("ann", "A1", 0, 2).selects("bob", "A1", 1, 3),
    "refused for nobody": lambda t: t.is_refused("bob", "A1", 2, 3),
    "stolen before its time": lambda t: t.selects("ann", "A1", 0, 1).selects("bob", "A1", 5, 5.5),
    "outlives its time": lambda t: t.selects("ann", "A1", 0, 1).is_refused("bob", "A1", 7, 8),
    "booked too late": lambda t: t.selects("ann", "A1", 0, 1).books("ann", "A1", 7, 8),
    "booked without a lock": lambda t: t.books("ann", "A1", 0, 1),
    "a lock that is lost": lambda t: t.selects("ann", "A1", 0, 1).tell(
        "ann", "book", "A1", (2, 3), "refused", wish_key="k", code="lock_expired"
    ),
    "a booking that is lost": lambda t: (
        t.selects("ann", "A1", 0, 1).books("ann", "A1", 2, 3).selects("bob", "A1", 20, 21)
    ),
    "released and still there": lambda t: (
        t.selects("ann", "A1", 0, 1).releases("ann", "A1", 2, 3).is_refused("bob", "A1", 3.5, 4)
    ),
    "released what one had not": lambda t: (
        t.selects("ann", "A1", 0, 1).releases("bob", "A1", 2, 3).selects("cid", "A1", 4, 5)
    ),
    "left locked by one who was refused": lambda t: (
        t.selects("ann", "A2", 0, 1)
        .is_refused("bob", "A1 A2", 2, 3, conflicts="A2")
        .is_refused("cid", "A1", 4, 5)
    ),
    "booked in the end by one who never asked": lambda t: t.selects("ann", "A1", 0, 1).has_booking(
        "bob", "A1", "k"
    ),
}


def _absent(telling: Telling, who: str, since: float, until: float) -> bool:
    from chaos.history import Absence

    telling.record.absences.append(Absence(who, since, until))
    return True


@pytest.mark.parametrize("story", FINE)
def test_a_history_that_an_order_explains_is_taken(story: str) -> None:
    assert seats.convictions(FINE[story](Telling()).record) == {}


@pytest.mark.parametrize("story", BAD)
def test_a_history_that_nothing_explains_is_refused(story: str) -> None:
    found = seats.convictions(BAD[story](Telling()).record)

    assert found.keys() == {"A1"}
    assert found["A1"].culprit in found["A1"].steps


@pytest.mark.parametrize("story", ["granted to two", "stolen before its time", "a booking that is lost"])
def test_two_holders_are_found_by_what_they_were_told(story: str) -> None:
    assert list(holders.check(BAD[story](Telling()).record))


@pytest.mark.parametrize("story", FINE)
def test_one_holder_after_the_other_is_none_too_many(story: str) -> None:
    assert list(holders.check(FINE[story](Telling()).record)) == []


def test_the_search_finds_what_trying_all_orders_finds() -> None:
    chance = random.Random(5)
    verdicts = set()
    for _ in range(400):
        steps = [_some_step(chance, number) for number in range(chance.randint(2, 6))]
        by_hand = _any_order_explains(steps)
        assert (convict(steps) is None) == by_hand, steps
        verdicts.add(by_hand)
    assert verdicts == {True, False}


def _some_step(chance: random.Random, number: int) -> Step:
    kind = chance.choice(["take", "refused", "give", "book", "lack", "cancel"])
    begun = chance.uniform(0, 4)
    holder = chance.choice(["ann", "bob"])
    sure = chance.random() < 0.7
    return Step(kind, begun, begun + chance.uniform(0, 3), holder, number, holder, sure)


def _any_order_explains(steps: list[Step]) -> bool:
    optional = [step for step in steps if not step.sure]
    for chosen in range(1 << len(optional)):
        used = [step for index, step in enumerate(optional) if chosen >> index & 1]
        if any(map(_explains, permutations([*(step for step in steps if step.sure), *used]))):
            return True
    return False


def _explains(order: tuple[Step, ...]) -> bool:
    state = FREE
    latest = 0.0
    for step in order:
        # Each happens at some instant that is not before that of the one before.
        latest = max(latest, step.invoked)
        after = apply(state, step)
        if latest > step.returned or after is None:
            return False
        state = after
    return True


def test_a_conviction_is_told_and_drawn() -> None:
    record = BAD["stolen before its time"](Telling()).record
    found = seats.convictions(record)["A1"]

    assert "=>    5.000 to    5.500 s  take, of #1 bob select A1: ok" in picture.text("A1", found, record)
    root = ElementTree.fromstring(picture.svg("A1", found, record))
    assert "#b3261e" in [bar.get("fill") for bar in root.iter("{http://www.w3.org/2000/svg}rect")]


def test_what_a_primary_refuses_that_is_cut_off_counts_for_nothing() -> None:
    record = BAD["refused for nobody"](Telling()).record
    record.injections.append(Injection("primary parted from its secondaries", "db1", 1, 5))

    assert seats.convictions(record) == {}

"""Ticket types, rules and best available among standing places."""

from typing import Any

import pytest
from flask import Flask

from tests.support import asking
from tests.support.hall import assert_agree

from .floor import HALL, bought, buy, choose, floor, hold, open_floor, seen

TYPES = [
    {
        "id": "adult",
        "title": "Adult",
        "prices": {"Standard": 3000, "Standing": 1000},
    },
    {
        "id": "child",
        "title": "Child",
        "prices": {"Standing": 400},
        "maxPerBuyer": 2,
        "needs": {"type": "adult", "each": 3},
    },
]


@pytest.fixture(autouse=True)
def _hall(app: Flask) -> None:
    """Every test opens the hall that it needs."""


def retype(user: str, **counts: int) -> Any:
    return asking.call(user, "/ticket-types", showId=HALL, areas={"floor": counts})


def best(user: str, count: int, **more: Any) -> Any:
    return asking.call(user, "/best-available", showId=HALL, count=count, **more)


def test_so_many_of_the_places_are_for_children() -> None:
    open_floor(ticketTypes=TYPES)
    assert hold("ann", 3)["total"] == 3000
    answer = retype("ann", child=2).json
    assert (answer["areas"], answer["total"]) == ({"floor": 3}, 1800)
    assert seen("ann")["heldAreas"]["floor"]["ticketTypes"] == {"adult": 1, "child": 2}
    assert retype("ann", child=1).json["total"] == 2400
    assert retype("ann", adult=2, child=1).json["total"] == 2400
    items = buy("ann").json["booking"]["items"]
    assert sorted(item["ticketType"] for item in items) == ["adult", "adult", "child"]
    assert_agree()


def test_types_of_more_places_than_one_has_are_refused() -> None:
    open_floor(ticketTypes=TYPES)
    hold("ann", 1)
    assert retype("ann", child=2).json["code"] == "lock_expired"
    assert retype("ann", senior=1).status_code == 422
    assert asking.call("ann", "/ticket-types", showId=HALL, areas={"roof": {"child": 1}}).status_code == 422


def test_limits_of_types_count_standing_places() -> None:
    open_floor(ticketTypes=TYPES)
    hold("ann", 4)
    retype("ann", child=3)
    answer = buy("ann").json
    assert (answer["code"], answer["rule"], answer["seats"]) == ("rule_broken", "maxPerBuyer", [])
    retype("ann", child=2)
    assert buy("ann").status_code == 201


def test_rules_count_standing_places() -> None:
    open_floor(rules={"maxSeats": 3, "minSeats": 2})
    answer = choose("ann", 1).json
    assert (answer["code"], answer["rule"], answer["seats"]) == ("rule_broken", "minSeats", [])
    hold("ann", 1, "A1")
    assert choose("ann", 3).json["rule"] == "maxSeats"
    bought("bob", 3)
    assert choose("bob", 1).json["rule"] == "maxSeats"
    assert choose("bob", None, "A4").json["rule"] == "maxSeats"


def test_places_are_sold_in_fixed_numbers() -> None:
    open_floor(rules={"quantum": 2})
    assert choose("ann", 3).json["rule"] == "quantum"
    hold("ann", 2)
    assert floor("ann")["lockedByMe"] == 2
    assert asking.call("ann", "/release-seats", showId=HALL, areas={"floor": 1}).status_code == 200
    assert buy("ann").json["rule"] == "quantum"


def test_the_best_available_stand_only_where_they_ask_for_it() -> None:
    open_floor(rows={"A": 2})
    assert best("ann", 3).json["code"] == "none_available"
    answer = best("ann", 3, categories=["Standing"]).json
    assert (answer["areas"], answer["seats"], answer["total"]) == ({"floor": 3}, [], 3000)
    assert best("bob", 2, categories=["Standing", "Standard"]).json["seats"] == ["A1", "A2"]
    assert best("bob", 2, categories=["Standing", "Standard"]).json["areas"] == {"floor": 2}
    assert best("cleo", 6, categories=["Standing"]).json["largestGroup"] == 5
    assert best("ann", 2, categories=["Standing"]).json["areas"] == {"floor": 5}


def test_best_available_gives_places_their_types() -> None:
    open_floor(ticketTypes=TYPES)
    wish = {"ticketTypes": {"adult": 1, "child": 2}, "categories": ["Standing"]}
    answer = asking.call("ann", "/best-available", showId=HALL, **wish).json
    assert (answer["areas"], answer["total"]) == ({"floor": 3}, 1800)

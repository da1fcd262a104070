"""A plan is bounded by its bytes, and not by how many parts it has of a kind."""

import math
import time
from typing import Any

import pytest
from flask.testing import FlaskClient

from seatapp.shows.prices import MAX_PRICE
from seatapp.shows.rows import plan_of_rows
from tests.support.builders import ADMIN

SHOW = {"title": "Hamlet", "startsAt": "2030-06-01T19:30:00Z", "currency": "IRR"}


def publish(client: FlaskClient, plan: dict[str, Any], **fields: Any) -> Any:
    return client.post("/api/shows", json={**SHOW, "showId": "hall", "plan": plan, **fields}, headers=ADMIN)


def curve(corners: int) -> dict[str, Any]:
    """Return an area with the outline that a curve tool makes of an arc."""
    angles = (2 * math.pi * corner / corners for corner in range(corners))
    points = [{"x": math.cos(angle) * 300, "y": math.sin(angle) * 300} for angle in angles]
    return {"shape": "polygon", "polygon": {"points": points}}


def test_a_polygon_may_have_as_many_corners_as_it_needs(client: FlaskClient) -> None:
    plan = plan_of_rows({"A": 3})
    plan["zones"][0]["areas"] = [curve(2_500), curve(100_000)]
    began = time.process_time()
    answer = publish(client, plan)
    assert answer.status_code == 201, answer.text
    assert time.process_time() - began < 5
    areas = client.get("/api/shows/hall").json["plan"]["zones"][0]["areas"]  # type: ignore[index]
    assert [len(area["polygon"]["points"]) for area in areas] == [2_500, 100_000]


def test_zones_areas_and_categories_may_be_as_many_as_they_are(client: FlaskClient) -> None:
    plan = plan_of_rows({"A": 3})
    plan["zones"][0]["areas"] = [{"shape": "text", "text": {"text": "x", "size": 0.5}}] * 5_001
    plan["zones"] += [{"name": str(number)} for number in range(5_001)]
    plan["categories"] += [{"name": f"Category {number}"} for number in range(201)]
    plan["zones"][0]["rows"][0]["seats"][0]["radius"] = 2_500
    assert publish(client, plan).status_code == 201


@pytest.mark.parametrize("price", [0, 10**9 + 1, MAX_PRICE])
def test_a_price_may_be_of_a_currency_with_small_units(client: FlaskClient, price: int) -> None:
    answer = publish(client, plan_of_rows({"A": 3}), prices={"Standard": price})
    assert (answer.status_code, answer.json["prices"]) == (201, {"Standard": price})


@pytest.mark.parametrize("points", [None, {}, "1,2", [None], [[1, 2]], [{"x": 1}], [{"x": "1", "y": 2}]])
def test_corners_that_cannot_be_drawn_are_refused(client: FlaskClient, points: Any) -> None:
    plan = plan_of_rows({"A": 3})
    plan["zones"][0]["areas"] = [{"shape": "polygon", "polygon": {"points": points}}]
    answer = publish(client, plan)
    assert (answer.status_code, answer.json["code"]) == (422, "validation_error")

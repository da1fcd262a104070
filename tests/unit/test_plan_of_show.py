from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from marshmallow import ValidationError

from seatapp.shows.rows import plan_of_rows
from seatapp.shows.schemas import NewShow, ShowSchema


def show(**fields: Any) -> dict[str, Any]:
    hall = {} if "plan" in fields else {"rows": {"A": 3}}
    return {
        "showId": "hamlet",
        "title": "Hamlet",
        "startsAt": "2030-06-01T21:30:00+02:00",
        "currency": "EUR",
        **hall,
        **fields,
    }


def load(**fields: Any) -> NewShow:
    loaded: NewShow = ShowSchema().load(show(**fields))
    return loaded


def refusal_of(**fields: Any) -> dict[str, Any]:
    with pytest.raises(ValidationError) as refused:
        load(**fields)
    return refused.value.messages_dict


def test_rows_become_seats() -> None:
    assert list(load(rows={"A": 2, "12": 1, "Ä": 1}).seats) == ["A1", "A2", "121", "Ä1"]


def test_the_start_keeps_its_offset() -> None:
    starts_at = load().starts_at
    assert starts_at == datetime(2030, 6, 1, 19, 30, tzinfo=UTC)
    assert starts_at.utcoffset() == timedelta(hours=2)


def test_seats_are_free_of_charge_without_prices() -> None:
    assert load().prices == {"Standard": 0}
    assert load(prices=None).prices == {"Standard": 0}


def test_a_price_for_each_category_is_taken() -> None:
    assert load(prices={"Standard": 1250}).prices == {"Standard": 1250}


def test_a_category_without_seats_may_do_without_a_price() -> None:
    plan = plan_of_rows({"A": 1})
    plan["categories"].append({"name": "Box", "color": "#fff"})
    assert load(plan=plan, prices={"Standard": 1}).prices == {"Standard": 1}


def test_a_category_with_seats_but_without_a_price_is_named() -> None:
    assert refusal_of(prices={}) == {"prices": ["These categories have seats but no price: Standard."]}


def test_a_price_for_an_unknown_category_is_named() -> None:
    refusal = refusal_of(prices={"Standard": 1, "Box": 2})
    assert refusal == {"prices": ["The plan has no such categories: Box."]}


def test_either_a_plan_or_rows_is_needed() -> None:
    assert "plan" in refusal_of(rows=None)
    assert "plan" in refusal_of(plan=plan_of_rows({"A": 1}), rows={"A": 1})


def test_rows_that_give_two_seats_one_id_are_refused() -> None:
    (message,) = refusal_of(rows={"A": 11, "A1": 1})["rows"]
    assert "A11" in message


@pytest.mark.parametrize("name", ["Ряд", "E\u0301", "Box 2", "A\u00a0b", "1-A", "$A", "A.b"])
def test_a_row_is_called_what_people_call_it(name: str) -> None:
    assert list(load(rows={name: 2}).seats) == [f"{name}1", f"{name}2"]


@pytest.mark.parametrize(
    "rows",
    [
        *[{}, ["A"], "A", 3],
        *[{"A": 0}, {"A": -1}, {"A": 30_001}, {"A": True}, {"A": "3"}, {"A": 1.5}, {"A": None}, {"A": []}],
        *[{name: 1} for name in ("", " ", "A ", "A\0", "A\n", "A" * 17)],
        {f"R{number}": 1 for number in range(30_001)},
        {f"R{number}": 500 for number in range(101)},
    ],
)
def test_rows_that_make_no_hall_are_refused(rows: Any) -> None:
    assert "rows" in refusal_of(rows=rows)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[
            ("showId", value)
            for value in ["", ".x", "a b", "a/b", "x" * 65, "é", "a\n", 7, None, {"$gt": ""}]
        ],
        *[("title", value) for value in ["", "  ", "x" * 201, "a\u0000b", 7, [], {"$ne": 1}]],
        *[("startsAt", value) for value in ["2030-06-01T19:30:00", "soon", "", 7, {}]],
        *[("startsAt", value) for value in ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]],
        *[("currency", value) for value in ["eur", "EURO", "E1R", "EUR\n", 978, ["EUR"]]],
        *[("prices", {"Standard": value}) for value in [-1, 1.5, "100", True, None, 10**12, 10**400, {}]],
        *[("prices", value) for value in [[], "free", 0]],
        *[("plan", value) for value in [[], "plan", 1, {"zones": [], "categories": []}]],
    ],
)
def test_a_field_that_is_wrong_is_named(field: str, value: Any) -> None:
    assert field in refusal_of(**{field: value})


@pytest.mark.parametrize("field", ["showId", "title", "startsAt", "currency"])
def test_a_field_that_is_missing_is_named(field: str) -> None:
    assert field in refusal_of(**{field: None})


def test_of_very_many_mistakes_the_first_are_told() -> None:
    plan = plan_of_rows({"A": 400})
    for seat in plan["zones"][0]["rows"][0]["seats"]:
        seat["position"] = None
    refusal = refusal_of(plan=plan)
    assert len(refusal["plan"]["zones"]["0"]["rows"]["0"]["seats"]) == 20

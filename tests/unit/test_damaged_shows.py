"""A show's file may say anything: it is loaded and can be drawn, or refused with what is wrong in it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from seatapp.organiser.loading import UnreadableFile, read_show
from seatapp.shows import plan_text
from seatapp.shows.plan import rows_of, seats_of
from seatapp.shows.rows import plan_of_rows
from tests.support.junk import bounded, damaged

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AREA = {"position": {"x": 0, "y": 0}, "color": "#abc", "border_color": "#000", "rotation": 0}
SHAPES = [
    {**AREA, "shape": "circle", "circle": {"radius": 3}},
    {**AREA, "shape": "ellipse", "ellipse": {"radius": {"x": 3, "y": 2}}},
    {
        **AREA,
        "shape": "polygon",
        "polygon": {"points": [{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 0, "y": 1}]},
    },
    {**AREA, "shape": "rectangle", "rectangle": {"width": 3, "height": 2}},
    {**AREA, "shape": "text", "text": {"text": "Stage", "position": {"x": 0, "y": 0}, "color": "#000"}},
]


def show_of(plan: Any) -> Any:
    return {
        "showId": "hall",
        "title": "Hamlet",
        "startsAt": "2030-06-01T19:30:00Z",
        "timeZone": "Europe/Berlin",
        "currency": "EUR",
        "prices": {"Standard": 1000},
        "salesStartAt": "2030-05-01T19:30:00Z",
        "plan": plan,
    }


def a_plan() -> Any:
    plan = plan_of_rows({"A": 2, "B": 1})
    plan["zones"][0]["areas"] = SHAPES
    return plan


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shows") / "show.json"


def load(path: Path, content: bytes) -> bool:
    """Load the file and store its plan as the app does; False when it was refused."""
    path.write_bytes(content)
    try:
        new = read_show(path, {"show_id": None}, None, NOW)
    except (UnreadableFile, ValidationError):
        return False
    read = seats_of(plan_text.read_rows(plan_text.write(new.plan)))
    assert read == seats_of(rows_of(new.plan))
    return True


def test_the_whole_show_loads(path: Path) -> None:
    assert load(path, orjson.dumps(show_of(a_plan())))


@settings(bounded, max_examples=60)
@given(show=damaged(show_of(a_plan())))
def test_a_damaged_show_is_loaded_or_refused(path: Path, show: Any) -> None:
    load(path, orjson.dumps(show, option=orjson.OPT_NON_STR_KEYS))


@settings(bounded, max_examples=60)
@given(plan=damaged(a_plan()))
def test_a_damaged_plan_is_loaded_or_refused(path: Path, plan: Any) -> None:
    load(path, orjson.dumps(plan))


@settings(bounded, max_examples=60)
@given(where=st.integers(0, 10**6), what=st.binary(max_size=6), less=st.integers(0, 20))
def test_a_file_of_damaged_bytes_is_loaded_or_refused(path: Path, where: int, what: bytes, less: int) -> None:
    whole = orjson.dumps(show_of(a_plan()))
    where %= len(whole)
    load(path, whole[:where] + what + whole[where + less :])

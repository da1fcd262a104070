"""The organiser's commands: what they load, and how they say no."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from seatapp.extensions import db
from seatapp.organiser import loading
from seatapp.runtime import runtime_of
from seatapp.shows import store
from seatapp.shows.demo.arena import arena
from seatapp.shows.rows import plan_of_rows
from tests.support.builders import book

SHOW = {
    "showId": "hamlet",
    "title": "Hamlet",
    "startsAt": "2030-06-01T19:30:00Z",
    "currency": "CHF",
    "rows": {"A": 3},
}

Command = Callable[..., Result]


@pytest.fixture
def flask(app: Flask) -> Iterator[Command]:
    """Run `flask …`; inside, the database can be looked at."""
    runner = app.test_cli_runner()
    with app.app_context():
        yield lambda *args: runner.invoke(args=[str(arg) for arg in args])


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write a file."""

    def write(content: Any, name: str = "show.json") -> Path:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write


def assert_refused(result: Result, *words: str) -> None:
    """Check that the command said no in one line on stderr."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert all(word in line for word in words), line


def test_a_show_is_loaded_as_the_api_takes_it(flask: Command, file: Callable[..., Path]) -> None:
    result = flask("shows", "load", file(SHOW))
    assert result.stdout == "Loaded hamlet: 3 seats, starts 2030-06-01 19:30 UTC.\n"
    assert store.find("hamlet").currency == "CHF"


def test_a_file_that_an_editor_on_windows_saved_is_loaded(flask: Command, file: Callable[..., Path]) -> None:
    assert flask("shows", "load", file("\ufeff" + json.dumps(SHOW))).exit_code == 0


def test_a_bare_plan_becomes_a_show(flask: Command, file: Callable[..., Path]) -> None:
    plan = plan_of_rows({"A": 3}, "Great hall")
    assert flask("shows", "load", file(plan, "Main Stage (2).json")).exit_code == 0
    show = store.find("main-stage-2")
    assert (show.title, show.currency, show.prices) == ("Great hall", "EUR", {"Standard": 0})
    assert timedelta(days=29) < show.starts_at - datetime.now(UTC) < timedelta(days=31)


def test_options_say_what_a_plan_does_not(flask: Command, file: Callable[..., Path]) -> None:
    options = {
        "--id": "lear",
        "--title": "King Lear",
        "--starts-at": "2031-01-01T20:00+01:00",
        "--currency": "GBP",
        "--price": 1500,
    }
    flat = [word for option in options.items() for word in option]
    assert flask("shows", "load", file(plan_of_rows({"A": 3})), *flat).exit_code == 0
    show = store.find("lear")
    assert (show.title, show.currency, show.prices) == ("King Lear", "GBP", {"Standard": 1500})
    assert show.starts_at == datetime(2031, 1, 1, 19, tzinfo=UTC)


def test_a_plan_is_loaded_with_the_venues_time_zone_and_its_sales(
    flask: Command, file: Callable[..., Path]
) -> None:
    times = {
        "--starts-at": "2031-01-01T20:00+01:00",
        "--time-zone": "Europe/Vienna",
        "--sales-start-at": "2030-10-01T09:00+02:00",
        "--sales-end-at": "2031-01-01T18:00Z",
    }
    flat = [word for option in times.items() for word in option]
    result = flask("shows", "load", file(plan_of_rows({"A": 3}), "lear.json"), *flat)
    assert result.stdout == "Loaded lear: 3 seats, starts 2031-01-01 20:00 Europe/Vienna.\n"
    assert "2031-01-01 20:00 Europe/Vienna" in flask("shows", "list").stdout
    show = store.find("lear")
    assert show.sales_start_at == datetime(2030, 10, 1, 7, tzinfo=UTC)
    assert show.sales_end_at == datetime(2031, 1, 1, 18, tzinfo=UTC)
    assert_refused(flask("shows", "load", file(SHOW), "--time-zone", "Vienna"), "timeZone", "Europe/Vienna")


def test_loading_again_replaces_the_show(flask: Command, file: Callable[..., Path]) -> None:
    flask("shows", "load", file(SHOW))
    assert flask("shows", "load", file(SHOW | {"rows": {"A": 3, "B": 3}})).exit_code == 0
    assert len(store.find("hamlet").seats) == 6


def test_an_arena_is_loaded(flask: Command, file: Callable[..., Path]) -> None:
    result = flask("shows", "load", file(arena(), "arena.json"))
    assert "arena: 12408 seats" in result.output


def test_loading_does_not_take_seats_away(flask: Command, file: Callable[..., Path]) -> None:
    flask("shows", "load", file(SHOW))
    book(db, "hamlet", ["A3"])
    assert_refused(flask("shows", "load", file(SHOW | {"rows": {"A": 2}})), "A3")
    assert_refused(flask("shows", "delete", "hamlet"), "A3")
    assert len(store.find("hamlet").seats) == 3


def test_repeated_seat_ids_are_named_and_nothing_is_stored(flask: Command, file: Callable[..., Path]) -> None:
    plan = plan_of_rows({"A": 30, "B": 30})
    plan["zones"][0]["rows"][1]["seats"] = plan["zones"][0]["rows"][0]["seats"]
    assert_refused(flask("shows", "load", file(plan)), "30 seat ids", "A1, A2, A3", "A20 and 10 more")
    assert store.all_shows() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", ["no JSON"]),
        ("", ["no JSON"]),
        ("[]", ["Invalid input type"]),
        ("{}", ["plan"]),
        ({"zones": 7}, ["zones"]),
        ({"zones": [], "name": {"$ne": 1}}, ["title"]),
        (SHOW | {"currency": "euro", "title": 1}, ["currency", "title"]),
    ],
)
def test_a_file_that_is_no_show_is_refused(
    flask: Command, file: Callable[..., Path], content: Any, words: list[str]
) -> None:
    assert_refused(flask("shows", "load", file(content)), *words)
    assert store.all_shows() == []


def test_a_file_that_cannot_be_read_is_refused(flask: Command, tmp_path: Path) -> None:
    assert_refused(flask("shows", "load", tmp_path / "nothing.json"), "nothing.json", "No such file")
    assert_refused(flask("shows", "load", tmp_path), "directory")


@pytest.mark.parametrize("command", [["shows", "list"], ["shows", "delete", "hamlet"], ["demo"]])
def test_a_database_that_does_not_answer_is_told(make_app: Callable[..., Flask], command: list[str]) -> None:
    app = make_app()
    runtime_of(app).database.client.close()
    assert_refused(app.test_cli_runner().invoke(args=command), "database")


def test_shows_are_listed(flask: Command, file: Callable[..., Path]) -> None:
    flask("shows", "load", file(SHOW))
    assert flask("shows", "list").stdout == "hamlet\t2030-06-01 19:30 UTC\t3 seats\tHamlet\n"


def test_a_show_is_deleted(flask: Command, file: Callable[..., Path]) -> None:
    flask("shows", "load", file(SHOW))
    assert flask("shows", "delete", "hamlet").stdout == "Deleted hamlet.\n"
    assert_refused(flask("shows", "delete", "hamlet"), "no such show")


def test_the_demo_may_be_loaded_again(flask: Command) -> None:
    first = flask("demo")
    assert first.exit_code == 0
    revisions = [show.revision for show in store.all_shows()]
    assert len(revisions) == 3
    book(db, "cinema", ["A1"])
    assert flask("demo").stdout == first.stdout
    assert [show.revision for show in store.all_shows()] == revisions


def test_a_demo_show_that_has_begun_gets_a_new_date(flask: Command) -> None:
    now = datetime.now(UTC)
    loading.load_demo(now - timedelta(days=5))
    book(db, "cinema", ["A1"])
    shows = loading.load_demo(now)
    assert all(show.starts_at > now for show in shows)
    assert len(store.find("cinema").seats) == 212


def test_a_demo_show_that_was_archived_stays_so(flask: Command) -> None:
    loading.load_demo(datetime.now(UTC) - timedelta(days=5))
    assert flask("shows", "archive", "cinema").exit_code == 0
    result = flask("demo")
    assert result.exit_code == 0, result.stderr
    assert store.find_listing("cinema").archived_at


def test_indexes_are_created_on_demand(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["indexes"])
    assert (result.exit_code, result.stdout) == (0, "The indexes are there.\n")

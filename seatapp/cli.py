"""`flask shows load|list|delete` and `flask demo`: the organiser's commands."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from marshmallow import ValidationError
from pymongo.errors import PyMongoError

from .bookings import doctor
from .errors import Refusal
from .extensions import clock
from .indexes import NotAReplicaSet, prepare_database
from .organiser import halls, loading
from .shows import store, times
from .shows.fields import listed
from .shows.mistakes import leaves
from .shows.model import Listing

MISTAKES_TOLD = 3

shows = AppGroup("shows", help="Load, list and delete shows.")


def register_cli(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(shows)
    app.cli.add_command(demo)
    app.cli.add_command(check)
    app.cli.add_command(indexes)


def in_one_line(command: Callable[..., None]) -> Callable[..., None]:
    """Say what went wrong in one line on stderr, with exit code 1."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (Refusal, ValidationError, PyMongoError, loading.UnreadableFile) as error:
            raise click.ClickException(_line(error)) from None

    return careful


@shows.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "showId", help="The show's id. For a bare plan, else made from the file's name.")
@click.option("--title", help="Its title. For a bare plan, else the plan's name.")
@click.option(
    "--starts-at", "startsAt", help="When, such as 2030-06-01T19:30:00Z. For a bare plan, else in 30 days."
)
@click.option("--time-zone", "timeZone", help="The venue's, such as Europe/Vienna; else UTC.")
@click.option("--sales-start-at", "salesStartAt", help="When sales begin; else at once.")
@click.option("--sales-end-at", "salesEndAt", help="When sales end; else when the show starts.")
@click.option("--currency", help="The prices' currency. For a bare plan, else EUR.")
@click.option(
    "--price", type=click.IntRange(0), help="The price of every seat, in the currency's smallest unit."
)
@in_one_line
def load(file: Path, price: int | None, **given: str | None) -> None:
    """Load the show in FILE, in the place of one with the same id.

    FILE is JSON: a show as POST /api/shows takes it, or a bare seating plan in the pretix format.
    """
    show = halls.put(loading.read_show(file, given, price, clock.now()))
    click.echo(f"Loaded {show.show_id}: {show.seat_count} seats, starts {_start(show)}.")


@shows.command("list")
@in_one_line
def list_shows() -> None:
    """List all shows, past ones too."""
    for show in store.all_shows():
        click.echo(f"{show.show_id}\t{_start(show)}\t{show.seat_count} seats\t{show.title}")


@shows.command("delete")
@click.argument("show_id")
@in_one_line
def delete(show_id: str) -> None:
    """Delete the show with this id; refused while somebody has a seat."""
    halls.withdraw(show_id)
    click.echo(f"Deleted {show_id}.")


@click.command("demo")
@with_appcontext
@in_one_line
def demo() -> None:
    """Load the demo shows that are missing, and give those that have begun a new date."""
    for show in loading.load_demo(clock.now()):
        click.echo(f"{show.show_id}: {show.title}, {show.seat_count} seats, starts {_start(show)}")


def _line(error: Exception) -> str:
    if isinstance(error, PyMongoError):
        return f"The database does not answer as it should: {type(error).__name__}."
    if isinstance(error, ValidationError):
        return _mistakes(error)
    seats = error.details.get("seats") if isinstance(error, Refusal) else None
    return f"{error} {listed(seats)}" if seats else str(error)


def _mistakes(error: ValidationError) -> str:
    told = [
        ".".join(key for key in path if key != "_schema") + f": {message}"
        for path, messages in leaves(error.messages_dict)
        for message in messages
    ]
    return " ".join(told[:MISTAKES_TOLD]) + (" And more." if len(told) > MISTAKES_TOLD else "")


def _start(show: Listing) -> str:
    return f"{times.local(show.starts_at, show.time_zone):%Y-%m-%d %H:%M} {show.time_zone}"


@click.command("indexes")
@with_appcontext
@in_one_line
def indexes() -> None:
    """Create the indexes that are missing; every worker does so too when it starts."""
    try:
        prepare_database()
    except NotAReplicaSet as error:
        raise click.ClickException(str(error)) from None
    click.echo("The indexes are there.")


@click.command("doctor")
@with_appcontext
@in_one_line
def check() -> None:
    """Check what must always be true of seats and bookings; changes nothing, exit code 1 if it is not."""
    findings = list(doctor.examine())
    if findings:
        raise click.ClickException("\n".join(findings))
    click.echo("Seats and bookings agree.")

"""`flask shows`, `keys`, `people`, `demo`, `indexes`, `doctor` and `openapi`: what is run by hand."""

import json
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from ..bookings import doctor
from ..extensions import clock
from ..indexes import prepare_database
from ..ops.openapi import describe
from ..organiser import archiving, halls, loading
from ..shows import store, times
from ..shows.model import Listing
from .database import on_database
from .keys import keys
from .people import people

shows = AppGroup("shows", help="Load, list, delete and archive shows.")


def register_cli(app: Flask) -> None:
    """Add the commands to the app."""
    app.cli.add_command(shows)
    app.cli.add_command(keys)
    app.cli.add_command(people)
    app.cli.add_command(demo)
    app.cli.add_command(check)
    app.cli.add_command(indexes)
    app.cli.add_command(openapi)


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
@on_database
def load(file: Path, price: int | None, **given: str | None) -> None:
    """Load the show in FILE, in the place of one with the same id.

    FILE is JSON: a show as POST /api/shows takes it, or a bare seating plan in the pretix format.
    """
    show = halls.put(loading.read_show(file, given, price, clock.now()))
    click.echo(f"Loaded {show.show_id}: {show.seat_count} seats, starts {_start(show)}.")


@shows.command("list")
@on_database
def list_shows() -> None:
    """List all shows, past ones too."""
    for show in store.all_shows():
        archived = "\tarchived" if show.archived_at else ""
        click.echo(f"{show.show_id}\t{_start(show)}\t{show.seat_count} seats\t{show.title}{archived}")


@shows.command("delete")
@click.argument("show_id")
@on_database
def delete(show_id: str) -> None:
    """Delete the show with this id; refused while one of its seats is taken."""
    halls.withdraw(show_id)
    click.echo(f"Deleted {show_id}.")


@shows.command("archive")
@click.argument("show_ids", nargs=-1)
@click.option("--days", type=click.IntRange(0), default=0, help="Only those that have been over for so long.")
@on_database
def archive(show_ids: tuple[str, ...], days: int) -> None:
    """Archive these shows, or without any all that are over: bookings stay, seats and plans go for good.

    What was interrupted is finished by the next run.
    """
    for show_id in show_ids or archiving.due(days):
        show = archiving.archive(show_id)
        click.echo(f"Archived {show_id}: {show.title}, started {_start(show)}.")


@click.command("demo")
@click.option("--stadium", is_flag=True, help="The stadium too: 120,000 seats, a plan of 14 MB.")
@on_database
def demo(stadium: bool) -> None:
    """Load the demo shows that are missing, and give those that have begun a new date."""
    for show in loading.load_demo(clock.now(), with_stadium=stadium):
        click.echo(f"{show.show_id}: {show.title}, {show.seat_count} seats, starts {_start(show)}")


def _start(show: Listing) -> str:
    return f"{times.local(show.starts_at, show.time_zone):%Y-%m-%d %H:%M} {show.time_zone}"


@click.command("openapi")
@with_appcontext
def openapi() -> None:
    """Print the API's OpenAPI document; touches no database."""
    click.echo(json.dumps(describe(current_app), indent=2))


@click.command("indexes")
@on_database
def indexes() -> None:
    """Create the indexes that are missing; every worker does so too when it starts."""
    prepare_database()
    click.echo("The indexes are there.")


@click.command("doctor")
@on_database
def check() -> None:
    """Check what must always be true of seats and bookings; changes nothing, exit code 1 if it is not."""
    findings = list(doctor.examine())
    if findings:
        raise click.ClickException("\n".join(findings))
    click.echo("Seats and bookings agree.")
